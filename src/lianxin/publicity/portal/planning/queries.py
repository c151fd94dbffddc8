"""What the planning table shows: a month, what is left over from before, and figures without names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from wagtail.models import WorkflowState

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import appointments_at
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor

from ..addresses import address
from ..listing import after
from ..models import ArticlePage, ColumnPage, PlannedTopic, SitePage
from ..queries import live
from .words import DESK, OPEN, WRITE

#: items offered for linking; an older one is found by its title
OFFERED = 60


def organisations(actor: Actor, verb: str = DESK) -> list[Organisation]:
    """The very organisations where the person has the duty; a county's editor has one, not three hundred."""
    ids = {duty.organisation_id for duty in actor.duties if actor.may(verb, duty.org_path)}
    return list(Organisation.objects.filter(pk__in=ids, closed_on=None).order_by("path"))


def visible(actor: Actor) -> QuerySet[PlannedTopic]:
    """Topics of the organisations in scope."""
    rows = PlannedTopic.objects.visible_to(actor, DESK)
    return rows.select_related("organisation", "handler", "article", "planned_by")


def one(actor: Actor, pk: int) -> PlannedTopic | None:
    """One of them; None outside the scope."""
    return visible(actor).filter(pk=pk).first()


def month(actor: Actor, first: date, *, own: list[Organisation], below: bool = False) -> QuerySet[PlannedTopic]:
    """Topics whose day lies in a month, of one's own organisations or of those below them."""
    return _where(actor, own, below).filter(out_on__gte=first, out_on__lt=after(first)).order_by("out_on", "pk")


def left_over(actor: Actor, *, own: list[Organisation], below: bool = False) -> QuerySet[PlannedTopic]:
    """Topics of earlier months that are still open."""
    first = moment.today().replace(day=1)
    return _where(actor, own, below).filter(state__in=OPEN, out_on__lt=first).order_by("out_on", "pk")


def _where(actor: Actor, own: list[Organisation], below: bool) -> QuerySet[PlannedTopic]:
    mine = Q(organisation__in=own)
    return visible(actor).exclude(mine) if below else visible(actor).filter(mine)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one month: how many stand on the table, are out, were set by ourselves, answer what people talk about (R110)."""

    planned: int
    out: int
    own: int
    hot: int
    hot_out: int


def figures(rows: QuerySet[PlannedTopic]) -> Figures:
    """Counted without what was given up."""
    found = list(rows.exclude(state="dropped").values_list("kind", "state"))
    hot = [state for kind, state in found if kind == "hot"]
    return Figures(
        planned=len(found), out=sum(state == "done" for _, state in found), own=sum(kind == "own" for kind, _ in found),
        hot=len(hot), hot_out=hot.count("done"),
    )  # fmt: skip


def editors(organisation: Organisation) -> list[Person]:
    """Those who may write for exactly this organisation, each once."""
    rows = appointments_at(organisation.pk, WRITE).order_by("pk")
    return list({row.person_id: row.person for row in rows}.values())


def site_of(topic: PlannedTopic) -> SitePage | None:
    return SitePage.objects.filter(organisation=topic.organisation_id).first()


def linkable(topic: PlannedTopic, text: str = "") -> list[ArticlePage]:
    """Items of the organisation's site that no topic points to, the newest first. text: part of the title."""
    site = site_of(topic)
    if site is None:
        return []
    taken = PlannedTopic.objects.unscoped("which items are taken").exclude(article=None).exclude(pk=topic.pk)
    rows = ArticlePage.objects.descendant_of(site).filter(depth=site.depth + 2)
    rows = rows.exclude(pk__in=taken.values("article"))
    if text:
        rows = rows.filter(Q(title__contains=text) | Q(draft_title__contains=text))
    return list(rows.order_by("-latest_revision_created_at", "-pk")[:OFFERED])


def write_address(topic: PlannedTopic) -> str:
    """Where the item of a topic is written; "" without a site or column."""
    site = site_of(topic)
    column = ColumnPage.objects.child_of(site).live().filter(code=topic.column or "news").first() if site else None
    return f"/workbench/portal/pages/add/portal/articlepage/{column.pk}/" if column else ""


def stands(article: ArticlePage | None) -> tuple[str, str]:
    """(word, colour): where an item is on its way."""
    if article is None:
        return ("", "")
    if article.live:
        return ("已发布", "ok")
    if article.approved_schedule:
        return ("已审定，到时发布", "info")
    running = WorkflowState.objects.filter(object_id=str(article.pk), status=WorkflowState.STATUS_IN_PROGRESS)
    return ("审核中", "wait") if running.exists() else ("草稿", "")


def items(numbers: Iterable[int]) -> Mapping[int, tuple[str, str]]:
    """Number of a topic -> (title, address) of its item while readers see it."""
    rows = PlannedTopic.objects.unscoped("what was published for a plan").filter(pk__in=list(numbers))
    wanted = {article: pk for pk, article in rows.exclude(article=None).values_list("pk", "article")}
    shown = live().filter(pk__in=list(wanted)) if wanted else []
    return {wanted[page.pk]: (page.title, address(page.url_path)) for page in shown}


def to_do(actor: Actor, until: date) -> list[PlannedTopic]:
    """What the person is to write and hand in up to a day."""
    if actor.person_id is None:
        return []
    rows = PlannedTopic.objects.unscoped("the one who writes it").filter(
        handler=actor.person_id, state="writing", due_on__lte=until
    )
    return list(rows.order_by("due_on", "pk")[:15])


def free(actor: Actor, until: date) -> int:
    """Topics of one's own organisations that nobody has taken although their day is near."""
    ids = {duty.organisation_id for duty in actor.duties if actor.may(WRITE, duty.org_path)}
    rows = PlannedTopic.objects.unscoped("one's own organisations").filter(organisation__in=ids, state="planned")
    return rows.filter(due_on__lte=until).count() if ids else 0
