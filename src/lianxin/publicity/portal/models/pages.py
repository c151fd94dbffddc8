"""The page tree: sites of organisations, their columns, and the items in them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from lianxin.foundation.organisations.models import Organisation
from lianxin.publicity.media.owned import PictureChooser
from lianxin.publicity.media.references import named_by

from ..blocks import BodyBlock
from ..forms_items import ItemForm
from ..words import COLUMNS, FORMS
from .reviewed import CORRECTION, HINTS, ReviewedPage
from .routing import SiteRouting

PER_PAGE = 20


class SitePage(SiteRouting, Page):
    """The site of one organisation. The first one is the home of all; the others lie below it, side by side."""

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, related_name="+", verbose_name="组织", null=True, blank=True
    )
    intro = models.CharField("一句话介绍", max_length=120, blank=True)

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("intro")]
    promote_panels: ClassVar[list[Any]] = [FieldPanel("slug")]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page", "portal.SitePage"]
    subpage_types: ClassVar[list[str]] = ["portal.SitePage", "portal.ColumnPage"]
    is_creatable = False  # sites are founded with their organisation, columns come with the template of the site
    template = "portal/site.html"

    class Meta:
        verbose_name = verbose_name_plural = "站点"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..front import front_of

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | front_of(self)


class ColumnPage(Page):
    """栏目: one kind of content, with a keeper and a deputy (F01)."""

    code = models.CharField("栏目", max_length=20, choices=[(k, v[0]) for k, v in COLUMNS.items()])
    intro = models.CharField("放什么内容", max_length=120, blank=True)

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("code"), FieldPanel("intro")]
    promote_panels: ClassVar[list[Any]] = [FieldPanel("slug")]
    parent_page_types: ClassVar[list[str]] = ["portal.SitePage"]
    subpage_types: ClassVar[list[str]] = ["portal.ArticlePage"]
    is_creatable = False
    template = "portal/column.html"

    class Meta:
        verbose_name = verbose_name_plural = "栏目"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..listing import list_of

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | list_of(self, request.GET, PER_PAGE)


class ArticlePage(ReviewedPage, Page):  # type: ignore[django-manager-missing]  # Wagtail's, which has no types
    """One item, whatever its form. The source is required: nothing is said without saying from where."""

    form = models.CharField("形式", max_length=10, choices=[(k, v[0]) for k, v in FORMS.items()], default="short")
    summary = models.CharField("摘要", max_length=160, blank=True)
    source = models.CharField("来源", max_length=80)
    source_url = models.URLField("来源网址", blank=True)
    byline = models.CharField("作者", max_length=40, blank=True)
    cover = models.ForeignKey(
        "wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="封面图"
    )
    cover_alt = models.CharField("封面图描述", max_length=200, blank=True)
    body = StreamField(BodyBlock(), verbose_name="正文")
    correction = models.CharField("更正说明", max_length=300, blank=True)
    day = models.DateField(
        "对应的日子", null=True, blank=True, db_index=True,
        help_text="每日一学：安排在哪一天，审定后当天早晨自动发布；党史：事情发生的那一天",
    )  # fmt: skip
    focus = models.BooleanField("放在首页显著位置", default=False, help_text="大家正在关心的事，不回避")
    org_path = models.CharField(max_length=255, blank=True, editable=False)

    base_form_class = ItemForm
    content_panels: ClassVar[list[Any]] = [
        HINTS,
        FieldPanel("title", classname="title"),  # Wagtail's own would look for the slug, which is not in the form
        MultiFieldPanel([FieldPanel("form"), FieldPanel("day"), FieldPanel("focus")], heading="形式"),
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("source"), FieldPanel("source_url"), FieldPanel("byline")], heading="来源"),
        MultiFieldPanel([FieldPanel("cover", widget=PictureChooser), FieldPanel("cover_alt")], heading="封面"),
        FieldPanel("body"),
        CORRECTION,
    ]
    promote_panels: ClassVar[list[Any]] = []
    parent_page_types: ClassVar[list[str]] = ["portal.ColumnPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "portal/article.html"

    class Meta:
        verbose_name = verbose_name_plural = "内容"
        # topics, daily items and history are few among many
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["form", "day"], name="portal_form_day")]

    def _set_core_field_defaults(self) -> None:
        # the address of an item is its day: short, the same for ever, and no pinyin of a headline that may change;
        # Wagtail would make it of the title's Latin letters, of which ours has none
        if not self.slug:  # type: ignore[has-type]  # a field of Wagtail's page, which has no types
            self.slug = self._get_autogenerated_slug(f"{timezone.localdate():%Y%m%d}")
        super()._set_core_field_defaults()

    @property
    def published_on(self) -> Any:
        """The day that readers see."""
        return timezone.localtime(self.first_published_at) if self.first_published_at else None

    def words(self) -> str:
        """The body as plain text, as the search reads it."""
        return strip_tags(str(self.body)).strip()

    def pictures(self) -> set[int]:
        """Ids of the pictures in it."""
        found = named_by(self.body).get(get_image_model(), set())
        return found | ({self.cover_id} if self.cover_id else set())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..reading import reading_of

        self.viewer = getattr(request, "actor", None) if getattr(request, "is_preview", False) else None
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | reading_of(self, request.GET)

    def clean(self) -> None:
        from ..daily import plan

        super().clean()
        plan(self)
