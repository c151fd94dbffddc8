"""The editing form of an item: what the law or the house asks before it may go into the review.

A draft may be saved with anything missing. Sending it in asks for the source, for a description of each
picture, and, when readers have already seen the item, for a word on what changed (M06).
"""

from __future__ import annotations

from itertools import chain, count
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from lianxin.publicity.media import reach
from lianxin.publicity.media.owned import NO_PICTURE

NEEDS_NOTE = "这篇已经发布过。文字有改动，请写明改了什么、为什么改；只调整排版的，请勾选下面的“只改排版”。"
NOT_LAYOUT = "文字有改动，不能算只改排版。请取消勾选，写一句更正说明。"
NEEDS_ALT = "有封面图，请给看不见的人写一句描述。"


def free_slug(parent: Page) -> str:
    """The day, with a number when the column has an item of that day. Wagtail looks for a free one only below a parent
    that the new page does not know yet."""
    day = f"{timezone.localdate():%Y%m%d}"
    taken = set(parent.get_children().filter(slug__startswith=day).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := f"{day}-{n}" if n > 1 else day) not in taken)


class ItemForm(WagtailAdminPageForm):
    """Wagtail's form with the house's questions."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.instance
        reach.about(page)
        if "title" in self.fields:  # its field has no frame and no label, only this
            self.fields["title"].widget.attrs["placeholder"] = "写一个标题"
        if "cover" in self.fields:
            self.fields["cover"].error_messages["invalid_choice"] = NO_PICTURE
        if not page.pk and not page.slug and self.parent_page is not None:
            page.slug = free_slug(self.parent_page)
        if page.pk and page.live and page.latest_revision_id == page.live_revision_id:
            for name in ("layout_only", "hide_old"):  # marks of the last correction, not of this one
                if name in self.fields:
                    self.initial[name] = False

    def clean_cover(self) -> Any:
        """As if there were no picture but one's own and what stands in the item already (P05)."""
        cover = self.cleaned_data["cover"]
        if cover is not None and not reach.within(type(cover), cover.pk):
            raise ValidationError(NO_PICTURE, code="invalid_choice")
        return cover

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        self._ask_for_day(data)
        self._find_address()
        if self.is_deferred_validation:
            return data
        if data.get("cover") and not (data.get("cover_alt") or "").strip():
            self.add_error("cover_alt", NEEDS_ALT)
        self._ask_for_note(data)
        return data

    def _ask_for_note(self, data: dict[str, Any]) -> None:
        from .desk.corrections import changed_words, seen

        live = seen(self.instance)
        if live is None or not changed_words(live, data):
            return
        if data.get("layout_only"):
            self.add_error("layout_only", NOT_LAYOUT)
        elif (data.get("correction") or "").strip() in ("", live.correction.strip()):
            self.add_error("correction", NEEDS_NOTE)

    def _ask_for_day(self, data: dict[str, Any]) -> None:
        """A day of 每日一学 belongs to one item, also before the new one stands in the tree."""
        from .daily import TAKEN, taken_by

        above = getattr(self, "parent_page", None)
        if above is None or data.get("form") != "theory" or not data.get("day"):
            return
        if self.instance.pk and self.instance.live:
            return
        taken = taken_by(data["day"], above.path, self.instance.pk)
        if taken:
            self.add_error("day", TAKEN.format(taken))

    def _find_address(self) -> None:
        """A free address among the items of the column, before the new one stands in the tree and could ask itself."""
        above = getattr(self, "parent_page", None)
        if above is None or self.instance.slug:
            return
        base = f"{timezone.localdate():%Y%m%d}"
        taken = set(above.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
        names = chain([base], (f"{base}-{n}" for n in count(2)))
        self.instance.slug = next(name for name in names if name not in taken)
