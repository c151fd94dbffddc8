"""Founding a site in one action: pages, face, keepers, the rights of those who work on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.text import slugify
from wagtail.models import Locale, Page, Workflow, WorkflowPage, WorkflowTask

from lianxin.foundation.accounts.actions import keep_columns
from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from .. import access
from ..models import ColumnPage, DutyTask, SiteFace, SitePage
from ..policies import may_found
from ..words import COLUMNS
from ..words_desk import STAGES, WORKFLOW
from . import wording
from .words import SITE_KEEPING, TEMPLATES, THEMES, keeping_of

HAS_ONE = Denied("这个组织已经有站点了。", code="twice", field="organisation", remedy="可以在站点列表里打开它修改。")
#: the title of a page, as Wagtail keeps it
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Design:
    """What the founder chose; everything has a fitting default."""

    template: str = "county"
    theme: str = "red"
    title: str = ""
    intro: str = ""
    operator: str = ""
    responsible: str = ""
    keeper: Person | None = None
    deputy: Person | None = None


PLAIN = Design()


@action("portal.found_site")
def found_site(
    *, actor: Actor, organisation: Organisation, parent: Page | None = None, slug: str = "", design: Design = PLAIN
) -> SitePage:
    """The site of an organisation with the columns of its template; the review comes with the first one.

    Words of the founder's own wait for a second person (`wording`); until then the site has those of the tree.
    """
    if actor.kind != "system":
        require(may_found(actor, organisation))
    organisation = lock(organisation)
    _check(organisation, design)
    said = wording.typed(design)
    design = design if actor.kind == "system" else replace(design, title="", intro="", operator="", responsible="")
    home = first_site()
    site = SitePage(
        title=design.title or organisation.short_name, slug=slug or slugify(organisation.code),
        organisation=organisation, intro=design.intro or f"{organisation.name}的网上阵地", locale=Locale.get_default(),
    )  # fmt: skip
    above = parent or home or Page.get_first_root_node()
    with or_refuse(HAS_ONE):
        _above(above).add_child(instance=site)
    _furnish(site, design)
    _keep(actor, organisation, design)
    if actor.kind != "system" and said:
        wording.say(actor, site, wording.face_of(site), said)
        site.face.refresh_from_db()
    access.admit(site) if home else _review_of(site)
    record("portal.found_site", actor=actor, subject=f"page:{site.pk}", org_path=organisation.path)
    return site


def first_site() -> SitePage | None:
    """The home of all, or None before the first site was founded."""
    return SitePage.objects.order_by("depth", "path").first()


def _above(page: Page) -> Page:
    """Read anew and held: two founders at once would compute the same place in the tree."""
    return Page.objects.select_for_update().get(pk=page.pk)


def _check(organisation: Organisation, design: Design) -> None:
    if organisation.closed_on:
        raise Refused(Denied(f"“{organisation}”已撤销，不能再建站点。", code="closed", field="organisation"))
    if SitePage.objects.filter(organisation=organisation).exists():
        raise Refused(HAS_ONE)
    check_look(design.theme, design.title)
    if design.template not in TEMPLATES:
        raise Refused(Denied("没有这个模板。", code="unknown", field="template"))


def check_look(theme: str, title: str) -> None:
    """Refuse an unknown theme or a title that no header can hold."""
    if theme not in THEMES:
        raise Refused(Denied("没有这个配色。", code="unknown", field="theme"))
    if len(title) > LONGEST:
        raise Refused(Denied(f"站点名称最多 {LONGEST} 个字。", code="too_long", field="title"))


def _furnish(site: SitePage, design: Design) -> None:
    for code in TEMPLATES[design.template].columns:
        add_page(site, code)
    SiteFace.objects.create(
        site=site,
        template=design.template,
        theme=design.theme,
        operator=design.operator,
        responsible=design.responsible,
    )


def add_page(site: SitePage, code: str) -> ColumnPage:
    """A column of the portal's list as the last one of a site."""
    label, intro = COLUMNS[code]
    column = ColumnPage(title=label, slug=code, code=code, intro=intro, locale=site.locale)
    site.add_child(instance=column)
    return column


def _keep(actor: Actor, organisation: Organisation, design: Design) -> None:
    """A keeping for the site and for each column; the silence counts from today (F01)."""
    labels = {keeping_of(code): COLUMNS[code][0] for code in TEMPLATES[design.template].columns}
    columns = {SITE_KEEPING: "站点", **labels}
    keep_columns(
        actor=actor, organisation=organisation, columns=columns, keeper=design.keeper, deputy=design.deputy
    )  # fmt: skip


def _review_of(site: SitePage) -> None:
    """One workflow for everything below the first site."""
    workflow, fresh = Workflow.objects.get_or_create(name=WORKFLOW)
    if fresh:
        for order, (verb, (name, _)) in enumerate(STAGES.items()):
            task: Any = DutyTask.objects.create(name=name, verb=verb)
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.update_or_create(page=site.page_ptr, defaults={"workflow": workflow})
    access.refresh()
