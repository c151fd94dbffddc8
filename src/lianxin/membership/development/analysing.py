"""党委每年对入党积极分子队伍作一次分析 (DEV-05): written down by the committee, which learns when it is time again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, record
from lianxin.foundation.spine.scope import subtree
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor, verbs_of
from lianxin.kernel.clocks import plus_months
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from . import reckoning
from .lifecycle import FILE
from .models import Analysis, Development
from .queries import states_of

_TWICE = Denied("这份分析已经登记过了。", code="twice")


@dataclass(frozen=True, slots=True)
class Yearly:
    """One committee. last: its latest analysis; until: the last day for the next one, None when there was none yet."""

    committee: Organisation
    last: date | None
    until: date | None
    late: bool


def committees(actor: Actor) -> list[Organisation]:
    """Where the actor stands for a committee that decides: at exactly those, not below them."""
    paths = {duty.org_path for duty in actor.duties if FILE in verbs_of(duty.post)}
    rows = Organisation.objects.filter(path__in=paths, kind="committee", approves_members=True, closed_on=None)
    return list(rows.order_by("path"))


def yearly(actor: Actor, today: date) -> list[Yearly]:
    """Committees of the actor with activists below them, and when each has to look at them again."""
    found = []
    for committee in committees(actor):
        ways = Development.objects.unscoped("of the actor's own committee").filter(
            subtree("org_path", [committee.path])
        )
        if not ways.filter(state__in=states_of("activist")).exists():
            continue
        rows = Analysis.objects.unscoped("of the actor's own committee").filter(organisation=committee)
        last = rows.aggregate(last=Max("on"))["last"]
        until = plus_months(last, reckoning.months("DEV-05", "analysis", today)) if last else None
        found.append(Yearly(committee, last, until, until is None or today > until))
    return found


def of(committee: Organisation) -> list[Analysis]:
    """What a committee wrote, the newest first."""
    return list(Analysis.objects.unscoped("of the actor's own committee").filter(organisation=committee)[:20])


@action("development.analyse")
def analyse(*, actor: Actor, committee: Organisation, on: date, text: str, key: str) -> Analysis:
    """登记一次分析, by whoever stands for the committee."""
    if committee.pk not in {one.pk for one in committees(actor)}:
        raise Refused(OUT_OF_SCOPE)
    if on > timezone.localdate():
        raise Refused(Denied("这一天还没有到。", code="future", field="on"))
    if not text.strip():
        raise Refused(Denied("请写明分析的情况。", rule="DEV-05", code="empty", field="text"))
    with or_refuse(_TWICE):
        made = Analysis.objects.create(
            organisation=committee,
            org_path=committee.path,
            on=on,
            text=text.strip(),
            by_id=actor.person_id,
            key=key[:60],
        )
    record("development.analyse", actor=actor, subject=committee, org_path=committee.path)
    return made
