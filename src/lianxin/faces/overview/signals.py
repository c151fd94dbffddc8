"""What needs a look in a subtree, room by room: where it is, how much, and the page where something can be done.

A signal is a question that is open now. It belongs to an organisation and never to a person, and it is counted only for
those who may read the rows behind it: each room's own query narrows by the actor.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import below
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.membership.gatherings import ledger
from lianxin.membership.gatherings import policies as gatherings
from lianxin.publicity.disclosure.queries import work as disclosure
from lianxin.publicity.portal.sites import matrix
from lianxin.publicity.portal.sites import policies as sites
from lianxin.ui.words import cn_date
from lianxin.voice.improving import queries as improving
from lianxin.voice.improving.lifecycle import READ as IMPROVING
from lianxin.voice.letters.queries import worklist

READ = "overview.read"
#: lines that a card shows before it leads on to the list
FIRST = 4
#: how far the end of a term of office is looked for, as on the page of organisations
TERM_AHEAD = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Line:
    """One open thing. act: what the reader can do at `act_url`, empty where looking is all."""

    title: str
    url: str
    said: str = ""
    act: str = ""
    act_url: str = ""


@dataclass(frozen=True, slots=True)
class Signal:
    """Open things of one kind. paths: the organisation of each; url: the list behind it."""

    key: str
    label: str
    column: str
    url: str
    paths: tuple[str, ...]
    lines: tuple[Line, ...]
    calm: str

    @property
    def count(self) -> int:
        return len(self.paths)


Provider = Callable[[Actor, Organisation, datetime], Signal | None]


def letters_late(actor: Actor, office: Organisation, now: datetime) -> Signal | None:
    """Letters with a deadline that is over; 督办 is one tap away."""
    if not actor.has("letters.read"):
        return None
    rows = worklist.listing(actor, "", worklist.Wanted(organisation=office, overdue=True), now)
    found = list(
        rows.order_by("due_at", "pk").values_list("pk", "title", "due_at", "organisation__short_name", "org_path")
    )
    lines = tuple(
        Line(
            title, f"/workbench/letters/{pk}/", f"{name} · {cn_date(due)} 到期",
            *(("督办", f"/workbench/letters/{pk}/supervise/") if actor.may("letters.supervise", path) else ()),
        )
        for pk, title, due, name, path in found[:FIRST]
    )  # fmt: skip
    where = f"/workbench/letters/?queue=all&overdue=on&organisation={office.pk}"
    paths = tuple(path for *_, path in found)
    return Signal("letters", "留言逾期", "留言逾期", where, paths, lines, "没有逾期的留言。")


def improvements_late(actor: Actor, office: Organisation, now: datetime) -> Signal | None:
    """R102: problems whose day is over and that nobody reported as mended."""
    if not actor.has(IMPROVING):
        return None
    rows = improving.at_desk(actor).filter(
        subtree("org_path", [office.path]), state="working", due_on__lt=timezone.localdate(now)
    )
    found = list(
        rows.order_by("due_on", "pk").values_list("pk", "title", "due_on", "organisation__short_name", "org_path")
    )
    lines = tuple(
        Line(title, f"/workbench/improvements/{pk}/", f"{name} · 应在 {cn_date(due)} 前改完")
        for pk, title, due, name, _ in found[:FIRST]
    )
    paths = tuple(path for *_, path in found)
    where = "/workbench/improvements/?lane=working"
    return Signal("improvements", "整改到期没有改完", "整改逾期", where, paths, lines, "没有逾期的整改。")


def disclosure_late(actor: Actor, office: Organisation, now: datetime) -> Signal | None:
    """DIS-02: matters of the catalogue that were not renewed in time."""
    if not actor.has(disclosure.READ):
        return None
    rows = disclosure.late_lines(actor, now).filter(subtree("org_path", [office.path]))
    found = list(rows.values_list("pk", "matter", "due_at", "organisation__short_name", "org_path"))
    lines = tuple(
        Line(matter, f"/workbench/disclosure/catalogue/{pk}/", f"{name} · 应在 {cn_date(due)} 前更新")
        for pk, matter, due, name, _ in found[:FIRST]
    )
    paths = tuple(path for *_, path in found)
    return Signal(
        "disclosure", "公开事项没有按期更新", "公开逾期", "/workbench/disclosure/", paths, lines, "公开事项都按期更新。"
    )


def gatherings_owed(actor: Actor, office: Organisation, now: datetime) -> Signal | None:
    """Meetings that branches still owe in a period that ends soon (LX-72)."""
    if not actor.may(gatherings.READ, office.path):
        return None
    today = timezone.localdate(now)
    found = ledger.pressing(below([office.path]).order_by("path"), today)
    lines = tuple(
        Line(gap.organisation.short_name, f"/workbench/gatherings/ledger/?org={gap.organisation.pk}", gap.sentence)
        for gap in found[:FIRST]
    )
    paths = tuple(gap.organisation.path for gap in found)
    return Signal(
        "gatherings", "组织生活快到期还没有开", "组织生活", "/workbench/gatherings/gaps/", paths, lines,
        "近期该开的会都开了或排上了。",
    )  # fmt: skip


def sites_silent(actor: Actor, office: Organisation, now: datetime) -> Signal | None:
    """F01, R016, R017: sites and columns that nobody keeps or that are silent for too long."""
    if not actor.may(sites.SITES, office.path):
        return None
    found = [row for row in matrix.build([office.path]).sites if row.state in ("vacant", "silent")]
    lines = tuple(
        Line(row.site.title, f"/workbench/sites/{row.site.pk}/", row.said)
        for row in found[:FIRST]
        if row.site is not None
    )
    paths = tuple(row.organisation.path for row in found)
    return Signal(
        "sites", "站点久未更新或没有责任人", "站点", "/workbench/sites/matrix/", paths, lines, "站点都有人管、在更新。"
    )


def terms_ending(actor: Actor, office: Organisation, now: datetime) -> Signal | None:
    """Committees whose term of office is over or ends within half a year."""
    if not actor.may("organisations.read", office.path):
        return None
    until = timezone.localdate(now) + TERM_AHEAD
    rows = below([office.path]).filter(closed_on=None, term_until__lte=until).order_by("term_until", "path")
    found = list(rows.values_list("pk", "short_name", "term_until", "path"))
    lines = tuple(
        Line(name, f"/workbench/organisations/{pk}/", f"任期到 {cn_date(day)}") for pk, name, day, _ in found[:FIRST]
    )
    paths = tuple(path for *_, path in found)
    return Signal(
        "terms", "任期将满", "任期将满", "/workbench/organisations/", paths, lines, "半年内没有任期将满的组织。"
    )


PROVIDERS: list[Provider] = [
    letters_late,
    improvements_late,
    disclosure_late,
    gatherings_owed,
    sites_silent,
    terms_ending,
]


def signals(actor: Actor, office: Organisation, now: datetime) -> list[Signal]:
    """Every signal that the actor may read, in the order of `PROVIDERS`."""
    return [made for provide in PROVIDERS if (made := provide(actor, office, now)) is not None]


@dataclass(frozen=True, slots=True)
class Row:
    """One organisation directly below, or the chosen one by itself, with its count per signal."""

    name: str
    url: str
    counts: tuple[int, ...]


def rows_of(office: Organisation, found: Sequence[Signal]) -> list[Row]:
    """The same counts by part of the subtree, in the order of the tree: not by how large they are. One statement."""
    parts = list(below([office.path]).filter(depth=office.depth + 1).order_by("path"))
    step = len(office.path) + Organisation.steplen
    # what stands at the office itself has a path shorter than those of its parts
    by_part = [Counter(path[:step] if len(path) >= step else "" for path in signal.paths) for signal in found]
    rows = [Row(f"{office.short_name}（本级）", "", tuple(counts[""] for counts in by_part))]
    rows += [
        Row(part.short_name, f"/workbench/overview/?org={part.code}", tuple(counts[part.path] for counts in by_part))
        for part in parts
    ]
    return [row for row in rows if any(row.counts)]
