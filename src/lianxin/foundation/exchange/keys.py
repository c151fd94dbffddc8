"""The key by which other instances know this one."""

from __future__ import annotations

import base64

from django.db import transaction
from nacl.signing import SigningKey

from .messages import public_of
from .models import HouseKey


def house_key() -> SigningKey:
    """Made when it is first asked for."""
    row = HouseKey.objects.order_by("pk").first() or _make()
    return SigningKey(base64.b64decode(row.seed))


def _make() -> HouseKey:
    key = SigningKey.generate()
    with transaction.atomic():
        HouseKey.objects.get_or_create(
            pk=1, defaults={"seed": base64.b64encode(bytes(key)).decode(), "public": public_of(key)}
        )
    return HouseKey.objects.get(pk=1)
