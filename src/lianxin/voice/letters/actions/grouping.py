"""主题聚合 (R088): the machine puts letters beside each other, people decide what is one matter."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.alikeness import Said, Window
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from ..models import Grouped, Letter, LetterGroup, SortedUpTo, Topic
from ..queries.grouping import SORT, without_merged
from ..queries.tally import midnight

#: letters of one step of the machine; each step is one transaction
BATCH = 2000
#: what is read of a letter: no author, no nickname, no contact (O01)
READ = ("pk", "title", "body", "received_by_id", "topic_id", "opened_at")


@dataclass
class _Sorting:
    """One step: the window as it was, and what the new letters add."""

    window: Window
    least: float
    seed: float
    group_of: dict[int, int]
    seeds: dict[int, int]
    dissolved: set[int]
    fresh: list[Grouped] = field(default_factory=list)


@action("letters.sort_new")
def sort_new(*, actor: Actor = SYSTEM, most: int = BATCH) -> int:
    """Put letters that the machine has not seen yet beside those they are alike to; answers how many it looked at.

    Deterministic: the same letters give the same groups, in one step or in many.
    """
    mark, _ = SortedUpTo.objects.select_for_update().get_or_create(pk=1)
    rows = Letter.objects.unscoped("matters are compared by their words alone").exclude(state="withdrawn")
    new = list(rows.filter(pk__gt=mark.letter_number).order_by("pk").values(*READ)[:most])
    if new:
        _sort(new, mark.letter_number)
        mark.letter_number = new[-1]["pk"]
        mark.save()
    record("letters.sort_new", actor=actor, letters=len(new))
    return len(new)


def _sort(new: list[dict[str, Any]], up_to: int) -> None:
    found = rule("LX-152")
    days = found.count("window")
    first, last = min(x["opened_at"] for x in new), max(x["opened_at"] for x in new)
    rows = Letter.objects.unscoped("matters are compared by their words alone").exclude(state="withdrawn")
    old = list(rows.filter(pk__lte=up_to, opened_at__gte=first - timedelta(days), opened_at__lte=last).values(*READ))
    members = dict(Grouped.objects.filter(letter__in=[x["pk"] for x in old]).values_list("letter_id", "group_id"))
    groups = LetterGroup.objects.unscoped("groups of these letters").filter(pk__in=set(members.values()))
    sorting = _Sorting(
        Window(days), found.count("likeness") / 100, found.count("seed") / 100, members,  # percent
        seeds={g: min(k for k, group in members.items() if group == g) for g in set(members.values())},
        dissolved=set(groups.filter(mark="dissolved").values_list("pk", flat=True)),
    )  # fmt: skip
    tops, fresh = _first_levels(), {x["pk"] for x in new}
    by_key = {x["pk"]: x for x in (*old, *new)}
    for row in sorted(by_key.values(), key=lambda x: (timezone.localdate(x["opened_at"]), x["pk"])):
        said = _said(row, tops)
        if row["pk"] in fresh:
            _place(sorting, said, by_key)
        sorting.window.add(said)
    Grouped.objects.bulk_create(sorting.fresh, batch_size=500)
    for pk in {x.group_id for x in sorting.fresh}:
        latest = max(by_key[k]["opened_at"] for k, g in sorting.group_of.items() if g == pk)
        LetterGroup.objects.unscoped("the machine adds letters").filter(pk=pk, last_at__lt=latest).update(
            last_at=latest
        )


def _place(sorting: _Sorting, said: Said, rows: dict[int, dict[str, Any]]) -> None:
    """Into the group of the most alike letter, if it is alike to the first of that group too; else a pair begins."""
    for likeness, key in sorting.window.nearest(said):
        if likeness < sorting.least:
            return
        group = sorting.group_of.get(key)
        if group is None:
            group = _begin(rows[key])
            sorting.seeds[group], sorting.group_of[key] = key, group
            sorting.fresh.append(Grouped(letter_id=key, group_id=group, likeness=likeness))
        elif group in sorting.dissolved or sorting.window.likeness(said, sorting.seeds[group]) < sorting.seed:
            continue
        sorting.group_of[said.key] = group
        sorting.fresh.append(Grouped(letter_id=said.key, group_id=group, likeness=likeness))
        return


def _begin(row: dict[str, Any]) -> int:
    office = (
        Letter.objects.unscoped("where the first letter was received").select_related("received_by").get(pk=row["pk"])
    )
    made = LetterGroup.objects.create(
        name=row["title"][:80], organisation=office.received_by, org_path=office.received_by.org_path, topic_id=row["topic_id"],
        created_at=moment.now(), last_at=row["opened_at"],
    )  # fmt: skip
    return int(made.pk)


def _said(row: dict[str, Any], tops: dict[int, str]) -> Said:
    day: date = timezone.localdate(row["opened_at"])
    return Said(
        row["pk"],
        str(row["received_by_id"]),
        tops.get(row["topic_id"] or 0, ""),
        day.toordinal(),
        row["title"],
        row["body"],
    )


def _first_levels() -> dict[int, str]:
    return {pk: path.split("/")[0] for pk, path in Topic.objects.values_list("pk", "path")}


@action("letters.decide_group")
def decide_group(*, actor: Actor, group: LetterGroup, revision: int, name: str = "", mark: str = "") -> LetterGroup:
    """保留、改名、解散. Letters of a dissolved group are not put together again."""
    group = _held(actor, group, revision)
    if mark and mark not in ("kept", "dissolved"):
        raise Refused(Denied("请选择保留或解散。", code="choose", field="mark"))
    if not mark and not name.strip():
        raise Refused(Denied("请写一个名称。", code="empty", field="name"))
    group.name, group.mark = name.strip()[:80] or group.name, mark or group.mark
    return _decided(actor, group, "letters.decide_group", mark=group.mark)


@action("letters.merge_groups")
def merge_groups(*, actor: Actor, group: LetterGroup, into: LetterGroup, revision: int) -> LetterGroup:
    """并入 another group: its letters go there."""
    group = _held(actor, group, revision)
    into = _held(actor, into, None)
    if group.pk == into.pk or into.mark in ("dissolved", "merged"):
        raise Refused(Denied("请选另一个还在的主题。", code="choose", field="into"))
    Grouped.objects.filter(group=group).update(group=into)
    group.mark, group.merged_into = "merged", into
    into.last_at = max(into.last_at, group.last_at)
    _decided(actor, into, "letters.merge_groups", merged=group.pk)
    return _decided(actor, group, "letters.merge_groups", into=into.pk)


@action("letters.take_out")
def take_out(*, actor: Actor, group: LetterGroup, letter: Letter, revision: int) -> LetterGroup:
    """移出: this letter speaks about something else. The machine does not put it back."""
    group = _held(actor, group, revision)
    Grouped.objects.filter(group=group, letter=letter).delete()
    return _decided(actor, group, "letters.take_out", letter=letter.pk)


def _held(actor: Actor, group: LetterGroup, revision: int | None) -> LetterGroup:
    group = lock(group, revision=revision)
    if not without_merged(actor, SORT).filter(pk=group.pk).exists():
        raise Refused(OUT_OF_SCOPE)
    return group


def _decided(actor: Actor, group: LetterGroup, code: str, **data: Any) -> LetterGroup:
    group.decided_by_id = actor.person_id
    group.revision += 1
    group.save()
    record(code, actor=actor, subject=group, **data)
    return group


def week_of(day: date) -> date:
    """The Monday of a day."""
    return day - timedelta(day.weekday())


def moments(week: date) -> tuple[datetime, datetime]:
    """From Monday to the next Monday."""
    return midnight(week), midnight(week + timedelta(weeks=1))
