"""Questions about transfers; every list is narrowed to what both sides may see."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import below
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied
from lianxin.membership.development.models import Development, DevelopmentStep
from lianxin.membership.dossiers.models import Member

from . import policies
from .lifecycle import ISSUE, JUDGE, TRANSFER, WORK
from .models import Transfer, TransferStep
from .words import HOMES

#: slug -> heading of the lists
LANES = {"turn": "轮到我们", "leaving": "转出", "coming": "转入", "over": "已办结"}


def cases(actor: Actor) -> QuerySet[Transfer]:
    """Everything that the actor may see, the nearest last day first."""
    rows = Transfer.objects.unscoped("narrowed below to both sides").filter(policies.seen_by(actor))
    return rows.select_related("member", "organisation").order_by("valid_until", "-pk")


def lane(actor: Actor, slug: str) -> QuerySet[Transfer]:
    """One of `LANES`."""
    paths = actor.paths_for(policies.READ)
    rows = cases(actor)
    if slug == "over":
        return rows.filter(closed_at__isnull=False).order_by("-closed_at")
    rows = rows.filter(closed_at=None)
    if slug == "turn":
        appealed = Q(state="appealed")
        ours = subtree("org_path", actor.paths_for(ISSUE)) & ~appealed
        return rows.filter(ours | (subtree("org_path", actor.paths_for(JUDGE)) & appealed)).exclude(state="recalling")
    if slug == "leaving":
        return rows.filter(subtree("source_path", paths)).exclude(source_path="")
    return rows.filter(subtree("target_path", paths)).exclude(target_path="")


def counts(actor: Actor) -> dict[str, int]:
    """How many stand in each lane."""
    return {slug: lane(actor, slug).order_by().aggregate(n=Count("pk"))["n"] for slug in LANES}


def one(actor: Actor, pk: int) -> Transfer | None:
    rows = cases(actor).select_related("member__person", "organisation", "source", "target", "home", "peer")
    return rows.filter(pk=pk).first()


def own(person_id: int | None) -> list[Transfer]:
    """The transfers of the person who asks, the latest first."""
    rows = Transfer.objects.unscoped("one's own").select_related(
        "member__person", "organisation", "source", "target", "home"
    )
    return list(rows.filter(member__person_id=person_id).order_by("-pk")[:20]) if person_id else []


def leavable(actor: Actor) -> QuerySet[Member]:
    """People of the actor's scope who are not on the way already."""
    rows = Member.objects.visible_to(actor, WORK).filter(standing="active")
    return rows.exclude(transfers__closed_at=None, transfers__isnull=False).order_by("name", "pk")


def homes(case: Transfer) -> QuerySet[Organisation]:
    """Branches that can take the person in: those of the committee where the person goes."""
    committee = policies.committee_of(case.target_path) if case.target_path else None
    paths = [committee.path] if committee else [case.target_path]
    return below(paths).filter(kind__in=HOMES, closed_on=None).order_by("path")


def stubs(actor: Actor, year: int) -> QuerySet[TransferStep]:
    """存根: every letter that the actor's organisations wrote in a year, also those written anew (TRF-02: kept ten years)."""
    rows = TransferStep.objects.filter(event__in=("issue", "reissue"), at__year=year).exclude(case__source_path="")
    rows = rows.filter(subtree("case__source_path", actor.paths_for(ISSUE)))
    return rows.select_related("case__member").order_by("at", "pk")


def state_of(case: Transfer, today: date) -> tuple[str, str]:
    """(word, colour) for the mark beside a name."""
    word = TRANSFER.by_state[case.state].label
    if case.state == "issued" and case.lapsed(today):
        return "介绍信已过期", "late"
    tones = {"received": "ok", "declined": "wait", "refused": "wait", "appealed": "wait"}
    return word, tones.get(case.state, "info" if case.closed_at is None else "")


def underway(case: Development, step: DevelopmentStep) -> Denied | None:
    """Why a step that made somebody what they are may not be taken back (LX-260): their relation is on its way."""
    if Transfer.objects.unscoped("of one member").filter(member=case.member_id, closed_at=None).exists():
        return Denied("这位同志正在转接组织关系，转的就是这一步写进档案的人员类别。", rule="LX-260", code="held",
                      remedy="请先在“组织关系”里撤回转接，再撤回这一步。")  # fmt: skip
    return None
