"""What a page names: pictures, documents and recordings, in blocks and in rich text."""

from __future__ import annotations

from typing import Any

from django.db import models
from wagtail.fields import StreamField
from wagtail.models import Page


def named_in(page: Page) -> dict[type[models.Model], set[int]]:
    """Model -> primary keys, from all stream fields of a page."""
    found: dict[type[models.Model], set[int]] = {}
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            _collect(field.stream_block, getattr(page, field.name), found)
    return found


def named_by(stream: Any) -> dict[type[models.Model], set[int]]:
    """The same for one value of a stream field."""
    found: dict[type[models.Model], set[int]] = {}
    _collect(stream.stream_block, stream, found)
    return found


def _collect(block: Any, value: Any, found: dict[type[models.Model], set[int]]) -> None:
    for model, pk, *_ in block.extract_references(value):
        if str(pk).isdigit():
            found.setdefault(model, set()).add(int(pk))
