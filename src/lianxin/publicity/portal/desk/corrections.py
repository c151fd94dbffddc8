"""When a change of a published item needs a word to the readers (M06: corrections are never silent)."""

from __future__ import annotations

import re
from typing import Any

from django.db import models
from wagtail.fields import StreamField

from lianxin.kernel.decision import Allowed, Decision, Denied

from .content import NOT_CONTENT, as_published, plain_of

_SPACE = re.compile(r"\s+")


def words_of(value: Any) -> str:
    """Text as readers take it in: blanks do not count."""
    return _SPACE.sub("", value)


def changed_words(live: Any, data: dict[str, Any]) -> bool:
    """Whether the typed values say something else than what readers see now."""
    return any(_differs(live, field, data[field.name]) for field in told(live) if field.name in data)


def told(page: Any) -> list[Any]:
    """The fields of an item that readers see."""
    return [f for f in type(page)._meta.get_fields() if _is_content(f)]


def _is_content(field: Any) -> bool:
    own = getattr(field, "concrete", False) and getattr(field, "editable", False) and not field.primary_key
    inherited = field.model._meta.label == "wagtailcore.Page" if hasattr(field, "model") else False
    return bool(own and field.name not in NOT_CONTENT and (not inherited or field.name == "title"))


def _differs(live: Any, field: Any, value: Any) -> bool:
    if field.choices:
        return False  # how an item is laid out, no words of it
    old = getattr(live, field.name)
    if isinstance(field, StreamField):
        return words_of(plain_of(old, as_published(live.pk))) != words_of(plain_of(value))
    if isinstance(field, models.ForeignKey):
        return bool(getattr(old, "pk", old) != getattr(value, "pk", value))
    return words_of(str(old or "")) != words_of(str(value or ""))


def seen(page: Any) -> Any:
    """The item as readers saw it last, or None when they never did."""
    from ..models import Version

    if not page.pk:
        return None
    last = Version.objects.filter(page_id=page.pk).select_related("revision").order_by("-number").first()
    return last.revision.as_object() if last else None


def note_given(page: Any) -> Decision:
    """The same question about a draft as it stands, for whatever way it came into the review."""
    live = seen(page)
    draft = page.get_latest_revision_as_object()
    if live is None or not hasattr(draft, "correction"):
        return Allowed()
    if not changed_words(live, {f.name: getattr(draft, f.name) for f in told(draft)}):
        return Allowed()
    if draft.layout_only or draft.correction.strip() in ("", live.correction.strip()):
        return Denied(
            "已发布的内容改了文字，还没有写更正说明。", code="no_note", field="correction",
            remedy="请打开编辑页，在“更正”一栏写明改了什么、为什么改，再送审。",
        )  # fmt: skip
    return Allowed()
