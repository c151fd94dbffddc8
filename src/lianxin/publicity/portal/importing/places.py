"""Organisation code and column of a line -> the column page; a site that is missing is founded with its template."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, Site

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import by_code
from lianxin.kernel.actor import Actor

from ..actions import found_site
from ..models import ColumnPage, SitePage


class PlaceError(ValueError):
    """The line has no place here; the text says why in plain Chinese."""


class Places:
    """What one batch has looked up. founded: names of the sites that it founded."""

    def __init__(self, actor: Actor) -> None:
        self.founded: list[str] = []
        self._actor = actor
        self._columns: dict[tuple[str, str], ColumnPage] = {}
        self._sites: dict[int, SitePage] = {}
        self._by_code: dict[str, SitePage] = {}

    def column(self, code: str, column: str) -> ColumnPage:
        """The column of an organisation. Raises PlaceError."""
        site = self._by_code.get(code) or self._looked_up(code)
        if (code, column) not in self._columns:
            raise PlaceError(f"{site.title}的站点没有这个栏目：{column}")
        return self._columns[code, column]

    def _looked_up(self, code: str) -> SitePage:
        """The site of an organisation, all its columns noted: the first of each code."""
        site = self._by_code[code] = self._site(code)
        for found in ColumnPage.objects.child_of(site).order_by("path").select_related("locale"):
            self._sites[found.pk] = site
            self._columns.setdefault((code, found.code), found)
        return site

    def site_of(self, column: ColumnPage) -> SitePage:
        """The site that a column belongs to."""
        if column.pk not in self._sites:
            self._sites[column.pk] = column.get_parent().specific
        return self._sites[column.pk]

    def _site(self, code: str) -> SitePage:
        organisation = by_code(code)
        if organisation is None:
            raise PlaceError(f"没有代码为 {code[:30]} 的组织")
        if organisation.closed_on:
            raise PlaceError(f"{organisation.short_name}已经撤销")
        found = SitePage.objects.filter(organisation=organisation).select_related("organisation").first()
        return found or self._found(organisation)

    def _found(self, organisation: Organisation) -> SitePage:
        home = SitePage.objects.order_by("depth", "path").first()
        if home is None:
            home = self._home()
            if home.organisation == organisation:
                return home
        self.founded.append(organisation.short_name)
        return found_site(actor=self._actor, organisation=organisation, parent=home)

    def _home(self) -> SitePage:
        """The first site of all: that of the topmost organisation, in place of Wagtail's page of welcome."""
        top: Any = Organisation.objects.filter(depth=1).order_by("path").first()
        for page in Page.objects.filter(depth=2):
            page.delete()
        home = found_site(actor=self._actor, organisation=top)
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={"hostname": "localhost", "root_page": home.page_ptr, "site_name": home.title},
        )
        self.founded.append(top.short_name)
        return home
