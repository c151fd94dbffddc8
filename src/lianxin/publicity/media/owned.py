"""Fields and blocks that take only what is in reach (`reach`): everything else does not exist for them (P05)."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.widgets import AdminImageChooser, ImageChooserAdapter
from wagtail.rich_text import RichText, get_rewriter

from . import reach

#: keys have fewer digits on every engine
_DIGITS = 19
NO_PICTURE = "请选择一个有效的图片。"
NO_PAGE = "请选择一个有效的页面。"
NO_RECORDING = "请选择一段有效的录音录像。"
NO_LINK = "有 {} 处链接指向的文件或页面不存在，链接已去掉，文字还在。请重新选择要链接的内容。"


class _Nothing:
    """Stands where a key was sent that leads nowhere, until the form is refused."""

    pk = None

    def __bool__(self) -> bool:
        return False


NOTHING = _Nothing()


class OwnedChooser:
    """Mixed in before a block that chooses one row."""

    nothing = ""
    model_class: Any

    def value_from_form(self, value: Any) -> Any:
        if value is None or value is NOTHING:
            return value
        key = getattr(value, "pk", value)
        # by the method that reads a stored value: it finds the row by its key and knows no form
        found = self.to_python(int(key)) if is_key(key) else None  # type: ignore[attr-defined]  # a ChooserBlock
        return found if found is not None and reach.within(self.model_class, found.pk) else NOTHING

    def get_prep_value(self, value: Any) -> Any:
        return None if value is NOTHING else super().get_prep_value(value)  # type: ignore[misc]  # a block behind the mixin

    def get_form_state(self, value: Any) -> Any:
        return None if value is NOTHING else super().get_form_state(value)  # type: ignore[misc]  # a block behind the mixin

    def extract_references(self, value: Any) -> Any:
        return () if value is NOTHING else super().extract_references(value)  # type: ignore[misc]  # a block behind the mixin

    def clean(self, value: Any) -> Any:
        if value is NOTHING:
            raise ValidationError(self.nothing, code="invalid_choice")
        return super().clean(value)  # type: ignore[misc]  # a block behind the mixin


class _SameInMigrations:
    """What a block lets in is no matter of the tables: migrations know the block of Wagtail that it is."""

    stored_as = ""

    def deconstruct(self) -> tuple[str, Any, Any]:
        return self.stored_as, *super().deconstruct()[1:]  # type: ignore[misc]  # a block


class PictureChooserBlock(_SameInMigrations, OwnedChooser, ImageChooserBlock):
    """A picture of one's own shelves."""

    nothing = NO_PICTURE
    stored_as = "wagtail.images.blocks.ImageChooserBlock"


class PageChooserBlock(_SameInMigrations, OwnedChooser, blocks.PageChooserBlock):
    """A page that everybody may read, or one of one's own."""

    nothing = NO_PAGE
    stored_as = "wagtail.blocks.PageChooserBlock"


class _Unlinked(RichText):
    """A text of which links were taken away. many: how many."""

    def __init__(self, source: str, many: int) -> None:
        super().__init__(source)
        self.many = many


class TextBlock(_SameInMigrations, blocks.RichTextBlock):
    """Text whose links and pictures lead to what is in reach."""

    stored_as = "wagtail.blocks.RichTextBlock"

    def value_from_form(self, value: Any) -> RichText:
        source, many = without_foreign(value or "")
        return _Unlinked(source, many) if many else super().value_from_form(value)

    def clean(self, value: Any) -> Any:
        if isinstance(value, _Unlinked):
            raise ValidationError(NO_LINK.format(value.many), code="invalid_choice")
        return super().clean(value)


def without_foreign(html: str) -> tuple[str, int]:
    """A stored text without links and embeds that lead outside the reach, and how many were taken away."""
    many = 0
    for rewriter in get_rewriter().rewriters:
        for kind, tags in rewriter.extract_tags(html).items():
            extract = rewriter.reference_extractors.get(kind)
            for tag in tags if extract else ():
                if not _leads_within(extract, tag.attrs):
                    many += 1
                    html = _taken_away(html, tag.match.group(0))
    return html, many


def _leads_within(extract: Any, attrs: dict[str, str]) -> bool:
    try:
        named = list(extract(attrs))
    except KeyError:  # a link that names nothing
        return False
    return all(is_key(pk) and reach.within(model, int(pk)) for model, pk, *_ in named)


def _taken_away(html: str, tag: str) -> str:
    """An embed goes; of a link its words stay."""
    end = "(.*?)</a>" if tag.startswith("<a") else "()"
    return re.sub(re.escape(tag) + end, r"\1", html, count=1, flags=re.DOTALL)


class PictureChooser(AdminImageChooser):
    """The window for a picture outside of blocks; a foreign key shows nothing of its picture."""

    def get_instance(self, value: Any) -> Any:
        key = getattr(value, "pk", value)
        found = super().get_instance(value) if is_key(key) else None
        return found if found is not None and reach.within(self.model_class, found.pk) else None


def is_key(value: Any) -> bool:
    """Whether what a form sent can be the key of a row at all."""
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) < _DIGITS


register(ImageChooserAdapter(), PictureChooser)
