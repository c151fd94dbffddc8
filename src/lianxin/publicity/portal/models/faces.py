"""What a site shows of itself besides its pages, and where pages stood before they moved."""

from __future__ import annotations

from django.db import models
from wagtail.models import Page

from lianxin.foundation.casework.second_look import SecondLook

from ..sites.words import TEMPLATES, THEMES
from .pages import SitePage


class SiteFace(SecondLook):
    """Theme, template and the posts that answer for a site; and its end. Posts, never names of persons.

    New words of the site and its columns wait here for a second person (`sites.wording`).
    """

    STATES = (("open", "开放"), ("closed", "已关停"), ("merged", "已并入其他站点"))

    site = models.OneToOneField(SitePage, models.CASCADE, related_name="face", verbose_name="站点")
    template = models.CharField("模板", max_length=10, choices=[(k, v.label) for k, v in TEMPLATES.items()])
    theme = models.CharField("配色", max_length=10, choices=[(k, v.label) for k, v in THEMES.items()], default="red")
    operator = models.CharField("承办", max_length=40, blank=True)
    responsible = models.CharField("责任人岗位", max_length=40, blank=True)
    state = models.CharField("状态", max_length=8, choices=STATES, default="open")
    into = models.ForeignKey(SitePage, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="并入")
    note = models.CharField("说明", max_length=200, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "站点面貌"
        indexes = [
            # the handful that waits for a second person, asked on every first page of a desk
            models.Index(fields=["site"], name="portal_face_proposed", condition=models.Q(proposed_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.get_theme_display()} {self.get_state_display()}"


class OldAddress(models.Model):
    """A page moved; what stood at the old address is still found (301)."""

    path = models.CharField("原来的地址", max_length=255, unique=True)
    page = models.ForeignKey(Page, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "旧地址"

    def __str__(self) -> str:
        return self.path
