"""Changes of a site that is there: its look, its columns, their order, their keepers."""

from __future__ import annotations

from dataclasses import dataclass

from lianxin.foundation.accounts.actions import keep_columns, set_keeper
from lianxin.foundation.accounts.models import Person
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from ..models import ColumnPage, SitePage
from ..words import COLUMNS
from . import policies, wording
from .founding import add_page, check_look
from .words import SITE_KEEPING, keeping_of


@dataclass(frozen=True, slots=True)
class Look:
    """What everybody sees of a site."""

    title: str
    intro: str = ""
    theme: str = "red"
    operator: str = ""
    responsible: str = ""


@action("portal.shape_site")
def shape(*, actor: Actor, site: SitePage, look: Look, revision: int) -> bool:
    """修改面貌. The colours change with this commit, words when a second person confirmed them. Answers whether any wait."""
    require(policies.may_shape(actor, site))
    face = wording.face_of(site, revision)
    if not look.title.strip():
        raise Refused(Denied("请填写站点名称。", code="empty", field="title"))
    check_look(look.theme, look.title)
    face.theme = look.theme
    words = {
        "title": look.title.strip(),
        "intro": look.intro,
        "operator": look.operator,
        "responsible": look.responsible,
    }
    waits = wording.say(actor, site, face, words)
    record(
        "portal.shape_site", actor=actor, subject=f"page:{site.pk}", org_path=policies.path_of(site), fields=look.theme,
        waits=waits,
    )  # fmt: skip
    return waits


@action("portal.shape_site_keepers")
def keep(*, actor: Actor, site: SitePage, keeper: Person | None, deputy: Person | None) -> None:
    """责任人 of the whole site (F01, R106)."""
    require(policies.may_shape(actor, site))
    assert site.organisation is not None
    set_keeper(
        actor=actor, organisation=site.organisation, column=SITE_KEEPING, label="站点", keeper=keeper, deputy=deputy
    )  # fmt: skip


@action("portal.shape_column")
def shape_column(
    *,
    actor: Actor,
    site: SitePage,
    column: ColumnPage,
    title: str,
    intro: str,
    keeper: Person | None,
    deputy: Person | None,
) -> bool:
    """Name the keepers of a column, and propose what it is called and what belongs there. Answers whether words wait."""
    require(policies.may_shape(actor, site))
    assert site.organisation is not None
    if not title.strip():
        raise Refused(Denied("请填写栏目名称。", code="empty", field="title"))
    words = {wording.of(column, "title"): title.strip(), wording.of(column, "intro"): intro}
    waits = wording.say(actor, site, wording.face_of(site), words)
    set_keeper(
        actor=actor, organisation=site.organisation, column=keeping_of(column.code), label=column.title[:40], keeper=keeper,
        deputy=deputy,
    )  # fmt: skip
    record(
        "portal.shape_column",
        actor=actor,
        subject=f"page:{column.pk}",
        org_path=policies.path_of(site),
        column=column.code,
        waits=waits,
    )
    return waits


@action("portal.add_column")
def add_column(*, actor: Actor, site: SitePage, code: str) -> ColumnPage:
    """One column more, from the portal's list; its keeper is named next."""
    require(policies.may_shape(actor, site))
    site = lock(site)
    assert site.organisation is not None
    if code not in COLUMNS:
        raise Refused(Denied("没有这种栏目。", code="unknown", field="code"))
    if ColumnPage.objects.child_of(site).filter(code=code).exists():
        raise Refused(Denied("这个站点已经有这个栏目了。", code="twice", field="code"))
    column = add_page(site, code)
    keep_columns(
        actor=actor, organisation=site.organisation, columns={keeping_of(code): column.title}, keeper=None, deputy=None
    )  # fmt: skip
    record("portal.add_column", actor=actor, subject=f"page:{column.pk}", org_path=policies.path_of(site), column=code)
    return column


@action("portal.order_column")
def order_column(*, actor: Actor, site: SitePage, column: ColumnPage, way: str) -> None:
    """One place up or down among its siblings; at the end it stays where it is."""
    require(policies.may_shape(actor, site))
    rows = list(ColumnPage.objects.child_of(site).live().order_by("path"))
    place = next((i for i, row in enumerate(rows) if row.pk == column.pk), None)
    if place is None:
        raise Refused(Denied("没有这个栏目。", code="unknown"))
    other = place + (-1 if way == "up" else 1)
    if 0 <= other < len(rows):
        column.move(rows[other], pos="left" if way == "up" else "right")
    record(
        "portal.order_column",
        actor=actor,
        subject=f"page:{column.pk}",
        org_path=policies.path_of(site),
        column=column.code,
    )
