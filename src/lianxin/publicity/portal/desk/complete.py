"""What an item must have before anybody is asked to read it, by whatever way it comes (R109, A11Y-01).

Wagtail's form asks for it when an item is sent in for the first time; a draft may be saved with anything missing, and so
may one that came back.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.fields import StreamField

from lianxin.kernel.decision import Allowed, Decision, Denied

from .corrections import told


def complete(draft: Any) -> Decision:
    """Source, title, whole blocks, a description of each picture. draft: an item as one of its versions has it."""
    missing = list(dict.fromkeys(_missing(draft)))
    if not missing:
        return Allowed()
    return Denied(
        f"还没有填完：{'、'.join(missing)}。", rule="A11Y-01" if any("图" in name for name in missing) else "", code="incomplete",
        remedy="请打开编辑页补上，再来办这一步。",
    )  # fmt: skip


def _missing(draft: Any) -> Iterator[str]:
    for field in told(draft):
        value = getattr(draft, field.name)
        if isinstance(field, StreamField):
            yield from _blocks(value)
        elif not field.blank and not field.is_relation and not str(value if value is not None else "").strip():
            yield str(field.verbose_name)
    if getattr(draft, "cover_id", None) and not draft.cover_alt.strip():
        yield "封面图描述"


def _blocks(body: Any) -> Iterator[str]:
    """Blocks that Wagtail's own form would not let pass."""
    if not len(body):
        yield "正文"
    for number, child in enumerate(body, 1):
        try:
            child.block.clean(child.value)
        except ValidationError:
            yield f"第 {number} 块{child.block.label}"
