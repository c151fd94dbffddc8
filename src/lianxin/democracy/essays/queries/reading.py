"""What readers and authors see."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from lianxin.democracy.cards import Card
from lianxin.democracy.speaking import audiences
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import ANONYMOUS, Actor
from lianxin.ui.feeds import Line

from .. import policies
from ..lifecycle import CALL_SHOWN, MANAGE, RELEASE
from ..models import Call, CallStep, Work
from ..words import KIND, PUBLIC_LANES


def _lane(slug: str) -> Q:
    now = moment.now()
    open_ = Q(state="released") & (Q(closes_at=None) | Q(closes_at__gt=now))
    over = Q(state__in=("announced", "closed"))
    return {"open": open_, "over": over, "judging": ~open_ & ~over}[slug]


def _meant(actor: Actor, prefix: str = "") -> Q:
    """Calls, or with a prefix things of calls, whose exhibition the actor may see."""
    found = Q(**{f"{prefix}exhibit": "public"})
    if actor.person_id is None:
        return found
    paths = (*actor.paths_for(MANAGE), *actor.paths_for(RELEASE))
    found |= subtree(f"{prefix}org_path", paths)
    member = audiences.member_of(actor)
    if member is not None:
        found |= Q(**{f"{prefix}exhibit": "branch", f"{prefix}organisation_id": member.organisation_id})
        found |= Q(**{f"{prefix}exhibit": "members", f"{prefix}org_path__in": ancestors_of(member.org_path)})
    return found


def calls(actor: Actor, lane: str = "", office: Organisation | None = None) -> QuerySet[Call]:
    """Calls that the actor may read, what is open in front, then what is judged, then the latest results."""
    desk = subtree("org_path", (*actor.paths_for(MANAGE), *actor.paths_for(RELEASE)))
    reads = audiences.readable(actor) | desk | (Q(state="announced") & _meant(actor))
    rows = Call.objects.unscoped("narrowed by the audience").filter(reads, state__in=CALL_SHOWN)
    if lane:
        rows = rows.filter(_lane(lane))
    if office is not None:
        rows = rows.filter(subtree("org_path", [office.path]))
    rank = Case(When(_lane("open"), then=Value(0)), When(_lane("judging"), then=Value(1)), default=Value(2),
                output_field=IntegerField())  # fmt: skip
    return rows.annotate(rank=rank).select_related("organisation").order_by("rank", "-opens_at", "-pk")


def lane_counts(actor: Actor, office: Organisation | None) -> dict[str, int]:
    """How many stand in each of `PUBLIC_LANES`; one statement."""
    rows = calls(actor, office=office).order_by()
    return rows.aggregate(**{slug: Count("pk", filter=_lane(slug)) for slug in PUBLIC_LANES})


def call(actor: Actor, pk: int) -> Call | None:
    """A call that the actor may read; else None, which is answered with 404."""
    found = Call.objects.unscoped("the policy decides").filter(pk=pk).select_related("organisation").first()
    return found if found is not None and policies.may_read(actor, found) else None


def editions(actor: Actor, call: Call) -> list[Call]:
    """往期: the other calls of the same series and organisation that the actor may read."""
    if not call.series:
        return []
    rows = calls(actor).filter(series=call.series, organisation_id=call.organisation_id).exclude(pk=call.pk)
    return list(rows.order_by("-opens_at", "-pk")[:10])


def steps(call: Call) -> list[dict[str, Any]]:
    """What readers see of the way of a call: organisations, never persons."""
    rows = CallStep.objects.filter(case=call).exclude(public_label="").select_related("organisation")
    return [{"title": s.public_label, "when": s.at, "text": s.public_note, "done": True} for s in rows]


def exhibited(actor: Actor, call: Call | None = None) -> QuerySet[Work]:
    """Works on show: with the honours in their order and, inside an honour, in the order of arrival; never by person."""
    rows = Work.objects.unscoped("narrowed by the exhibition").filter(
        state="honoured", consent=True, call__state="announced"
    )
    rows = rows.select_related("call__organisation").defer("body", "appeal_text")
    if call is not None:
        rows = rows.filter(call=call) if policies.sees_works(actor, call) else rows.none()
        return rows.annotate(no_rank=Case(When(rank=None, then=Value(1)), default=Value(0))).order_by(
            "no_rank", "rank", "pk"
        )
    return rows.filter(_meant(actor, "call__")).order_by("-call__announced_at", "pk")


def work(actor: Actor, pk: int) -> Work | None:
    """A work on show, or one that was taken down, of which the reason is left; else None."""
    found = Work.objects.unscoped("the policy decides").filter(pk=pk).select_related("call__organisation").first()
    if found is None:
        return None
    down = found.state == "hidden" and policies.sees_works(actor, found.call)
    return found if down or policies.may_see_work(actor, found) else None


def news(limit: int) -> list[Line]:
    """What everybody may read, newest first: calls, again when their result is told, and works that hang."""
    calls_ = calls(ANONYMOUS).exclude(state="stopped").order_by("-opens_at", "-pk")[:limit]
    lines = [
        Line(f"{row.get_kind_display()}：{row.title}", row.get_absolute_url(), row.result or row.about, row.organisation.short_name,
             row.opens_at, row.announced_at)
        for row in calls_
    ]  # fmt: skip
    lines += [
        Line(f"入选作品：{row.title}", row.get_absolute_url(), f"{row.signed}，{row.honour}。{row.call.title}",
             row.call.organisation.short_name, row.call.announced_at or row.opened_at)
        for row in exhibited(ANONYMOUS)[:limit]
    ]  # fmt: skip
    return sorted(lines, key=lambda line: line.changed or line.at, reverse=True)[:limit]


def public_addresses(limit: int) -> list[tuple[str, datetime]]:
    """(path, last change) of what everybody reads, for a site map."""
    rows = calls(ANONYMOUS).order_by("-opens_at").values_list("pk", "announced_at", "opens_at")[:limit]
    hung = exhibited(ANONYMOUS).values_list("pk", "call__announced_at", "opened_at")[:limit]
    return [
        *((f"/essays/{pk}/", told or opened) for pk, told, opened in rows),
        *((f"/essays/works/{pk}/", told or opened) for pk, told, opened in hung),
    ]


def open_cards(actor: Actor, limit: int) -> list[Card]:
    """For a page of several rooms: what takes works now. One statement, and one for the file of a member."""
    return [
        Card(
            kind=KIND, title=row.title, url=row.get_absolute_url(), organisation=row.organisation.short_name,
            opens_at=row.opens_at, closes_at=row.closes_at, state_words=row.phase_words, count=None, count_words="",
            audience=row.audience,
        )
        for row in calls(actor, "open")[:limit]
    ]  # fmt: skip


def own(person_id: int | None) -> QuerySet[Work]:
    """What a person wrote, the newest first."""
    rows = Work.objects.unscoped("one's own").select_related("call", "organisation").defer("body")
    return rows.filter(author_id=person_id).order_by("-opened_at", "-pk") if person_id else rows.none()


def taken(call: Call) -> list[tuple[str, str, int]]:
    """(title, name, page) of texts of a 征稿 that went to the portal, the latest first; only what it shows may be listed."""
    rows = Work.objects.unscoped("only what the portal shows is listed").filter(
        call=call, state="handed", page__isnull=False
    )
    return [
        (title, signed, page or 0)
        for title, signed, page in rows.order_by("-pk").values_list("title", "signed", "page")[:50]
    ]
