"""What every reviewed item shares: marks of a correction, and the page that stays where it was taken down."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.url_routing import RouteResult

from ..panels import HintsPanel


class ReviewedPage(models.Model):
    """Mixed into each kind of item, before Wagtail's page."""

    layout_only = models.BooleanField("这次只改排版，文字没有变", default=False)
    hide_old = models.BooleanField("旧版有不宜公开的内容，发布后不再显示旧版", default=False)

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Wagtail's, but what was withdrawn says so instead of vanishing (M06)."""
        if not path_components and not self.live and self._withdrawal():  # type: ignore[attr-defined]
            return RouteResult(self, kwargs={"withdrawn": True})
        return super().route(request, path_components)  # type: ignore[misc]

    def serve(self, request: HttpRequest, *args: Any, withdrawn: bool = False, **kwargs: Any) -> HttpResponse:
        """The item, or 410 without a word of its content."""
        if withdrawn:
            from ..desk.views_public import gone

            return gone(request, self._withdrawal())
        return super().serve(request, *args, **kwargs)  # type: ignore[misc]

    def get_admin_display_title(self) -> str:
        """Wagtail's is the title of the newest draft; who has no duty there knows the published one (M01)."""
        from lianxin.publicity.media.reach import asking

        from ..policies import READERS

        actor, path = asking(), self.org_path  # type: ignore[attr-defined]  # a field of the item
        if actor is not None and path and self.live and not any(actor.may(verb, path) for verb in READERS):  # type: ignore[attr-defined]  # a page behind the mixin
            return str(self.title)  # type: ignore[attr-defined]  # a page behind the mixin
        return str(super().get_admin_display_title())  # type: ignore[misc]  # a page behind the mixin

    def _withdrawal(self) -> Any:
        from .desk import Withdrawal

        return Withdrawal.objects.filter(page_id=self.pk, lifted_at=None).first()


#: stands at the end of the editing form of each item
CORRECTION = MultiFieldPanel(
    [FieldPanel("correction"), FieldPanel("layout_only"), FieldPanel("hide_old")],
    heading="更正（内容已经发布过才需要填）",
    help_text="已发布的内容改了文字，必须写更正说明：哪里改了、为什么改。旧版照样能看，除非含有不宜公开的内容。",
)
HINTS = HintsPanel(heading="发稿提示")
