"""What other rooms ask the privacy room."""

from __future__ import annotations

from typing import Any

from django.db import models

from lianxin.kernel.actor import Actor

from .consents import consented, consenting
from .listing import listed
from .masking import mask
from .models import DataRequest
from .policies import ANSWER

__all__ = ["consented", "consenting", "masked", "waiting_count"]


def masked(instance: models.Model, field: str) -> str:
    """The masked value of a listed field, in the way that the list says. KeyError when it is not listed."""
    entry = listed().entry(instance._meta.label, field)
    if entry is None:
        raise KeyError(f"{instance._meta.label}.{field} is not listed as personal")
    value: Any = getattr(instance, field)
    return mask(None if value is None else str(value), entry.mask)


def waiting_count(actor: Actor) -> int:
    """Requests that wait for an answer by this actor."""
    return DataRequest.objects.visible_to(actor, ANSWER).filter(state="open").count()
