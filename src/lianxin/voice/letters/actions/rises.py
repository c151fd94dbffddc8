"""苗头提示 (R086): what rises unusually is shown with its sources; a person looks, passes on or says that it is not so."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.utils import timezone

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused
from lianxin.kernel.rising import rising

from ..models import Grouped, Letter, Rise, Topic
from ..queries.grouping import ASIDE, SORT, rises
from ..words import RISE_MARKS
from .grouping import moments, week_of

#: topics of this level are counted; what is deeper counts for the one above it
LEVEL = 2
Cell = tuple[int, str, int]


@action("letters.look_for_rises")
def look_for_rises(*, week: date, actor: Actor = SYSTEM) -> int:
    """Test a whole week against those before it; answers how many hints are new. Twice finds nothing twice.

    Cells are places × topics and groups that had any letter in these weeks; all of them share the rate of LX-153.
    """
    found = rule("LX-153", on=week)
    weeks, minimum = found.count("weeks"), found.count("minimum")
    rate = Fraction(found.count("rate"), 100)  # percent
    counts = _counts(week, weeks)
    cells = sorted(counts)
    rows = [(counts[cell][0], [counts[cell][i] for i in range(1, weeks + 1)]) for cell in cells]
    made = 0
    for place, chance in rising(rows, rate, minimum):
        made += _store(week, cells[place], rows[place], float(chance), len(cells))
    record("letters.look_for_rises", actor=actor, week=week.isoformat(), tests=len(cells), hints=made)
    return made


def _counts(week: date, weeks: int) -> dict[Cell, Counter[int]]:
    """(place, "topic" or "group", key) -> weeks back -> sources. Letters under one title count once in a week."""
    since, until = moments(week - timedelta(weeks=weeks))[0], moments(week)[1]
    rows = Letter.objects.unscoped("counts of matters, no persons").exclude(state__in=ASIDE)
    rows = rows.filter(opened_at__gte=since, opened_at__lt=until)
    seen: dict[tuple[Cell, int], set[str]] = defaultdict(set)
    above = _second_levels()
    groups = dict(
        Grouped.objects.filter(letter__opened_at__gte=since, letter__opened_at__lt=until)
        .exclude(group__mark="dissolved").values_list("letter_id", "group_id")
    )  # fmt: skip
    for pk, place, topic, title, at in rows.values_list("pk", "received_by_id", "topic_id", "title", "opened_at"):
        back = (week - week_of(timezone.localdate(at))).days // 7
        if topic in above:
            seen[(place, "topic", above[topic]), back].add(title)
        if pk in groups:
            seen[(place, "group", groups[pk]), back].add(title)
    counts: dict[Cell, Counter[int]] = defaultdict(Counter)
    for (cell, back), titles in seen.items():
        counts[cell][back] = len(titles)
    return counts


def _second_levels() -> dict[int, int]:
    """Topic -> the topic of `LEVEL` that it counts for."""
    by_path = dict(Topic.objects.values_list("path", "pk"))
    return {pk: by_path.get("/".join(path.split("/")[:LEVEL]), pk) for path, pk in by_path.items()}


def _store(week: date, cell: Cell, row: tuple[int, list[int]], chance: float, tests: int) -> int:
    place, kind, key = cell
    office = Organisation.objects.get(pk=place)
    of: dict[str, Any] = {"topic_id": key, "group": None} if kind == "topic" else {"group_id": key, "topic": None}
    rise, new = Rise.objects.unscoped("one hint for a week and a matter").get_or_create(
        week=week, organisation=office, **of,
        defaults={"org_path": office.org_path, "sources": row[0], "before": row[1], "chance": chance, "tests": tests},
    )  # fmt: skip
    if new and not moment.replaying():
        send_many(
            to=nearest_holders("letters.supervise", office.org_path), code="letters.rise", title="有一项苗头提示，请看一看",
            body=f"{office.short_name} {rise.topic or rise.group}", url="/workbench/letters/rises/",
            key=f"letters:rise:{rise.pk}", working=True, org_path=office.org_path,
        )  # fmt: skip
    return int(new)


@action("letters.mark_rise")
def mark_rise(
    *, actor: Actor, rise: Rise, mark: str, revision: int, note: str = "", passed_to: Organisation | None = None
) -> Rise:
    """看过, 转办 (to whom), 不是苗头 (why)."""
    rise = lock(rise, revision=revision)
    if not actor.may(SORT, rise.org_path) or not rises(actor, rise.mark).filter(pk=rise.pk).exists():
        raise Refused(OUT_OF_SCOPE)
    if mark not in RISE_MARKS or mark == "new":
        raise Refused(Denied("请选择看过、转办或不是苗头。", code="choose", field="mark"))
    if mark == "passed" and passed_to is None:
        raise Refused(Denied("转办请选单位。", code="choose", field="passed_to"))
    if mark == "not_so" and not note.strip():
        raise Refused(Denied("请写一句为什么不是。", code="empty", field="note"))
    rise.mark, rise.note, rise.passed_to = mark, note.strip()[:200], passed_to if mark == "passed" else None
    rise.marked_by_id, rise.marked_at = actor.person_id, moment.now()
    rise.revision += 1
    rise.save()
    record("letters.mark_rise", actor=actor, subject=rise, mark=mark, to=passed_to.pk if passed_to else None)
    if rise.passed_to is not None:
        send_many(
            to=nearest_holders("letters.handle", rise.passed_to.org_path), code="letters.rise", title="转来一项苗头，请处理",
            body=f"{rise.organisation.short_name} {rise.topic or rise.group}", url="/workbench/letters/rises/?mark=passed",
            key=f"letters:rise:{rise.pk}:{rise.revision}", working=True, org_path=rise.passed_to.org_path,
        )  # fmt: skip
    return rise
