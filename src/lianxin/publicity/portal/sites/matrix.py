"""矩阵: sites and registered accounts of a subtree, what is covered and what is not (R011, R012, R016, R017).

Rows stand in the order of the tree. Nothing is ranked, and no number belongs to a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, Q
from django.db.models.functions import Length, Substr

from lianxin.foundation.accounts.models import Keeping
from lianxin.foundation.accounts.queries import gone
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import below
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.scope import subtree

from ..models import ArticlePage, ColumnPage, Relay, SitePage
from .accounts_port import Account, accounts
from .life import limits
from .words import SITE_KEEPING, keeping_of

#: Party organisations that a site or the site of the next one above has to reach; groups meet in their branch
COUNTED = ("committee", "general_branch", "branch", "joint_branch", "temporary_branch", "mobile_branch")
SPANS = (30, 90)


@dataclass(slots=True)
class Life:
    """What was published lately: in thirty and in ninety days, and last."""

    month: int = 0
    quarter: int = 0
    last: datetime | None = None

    def add(self, month: int, quarter: int, last: datetime | None) -> None:
        self.month, self.quarter = self.month + month, self.quarter + quarter
        self.last = max((x for x in (self.last, last) if x), default=None)


@dataclass(slots=True)
class Column:
    """One column of a site."""

    title: str
    life: Life
    limit: int
    silent: int
    keeper: bool
    deputy: bool

    @property
    def late(self) -> bool:
        """Silent for longer than its limit (LX-41)."""
        return self.silent > self.limit


@dataclass(slots=True)
class Row:
    """One organisation with its site, its columns and its accounts."""

    organisation: Organisation
    site: SitePage | None = None
    columns: list[Column] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    life: Life = field(default_factory=Life)
    silent: int = 0
    limit: int = 0
    keeper: bool = False
    deputy: bool = False

    @property
    def state(self) -> str:
        """Word for the picture: ended, vacant, silent or alive."""
        face = getattr(self.site, "face", None)
        if face is not None and face.state != "open":
            return "ended"
        if not self.keeper or not self.deputy or any(not c.keeper for c in self.columns):
            return "vacant"
        return "silent" if self.silent > self.limit or any(c.late for c in self.columns) else "alive"

    @property
    def word(self) -> str:
        return {"ended": "已关停", "vacant": "责任人空缺", "silent": "久未更新", "alive": "正常"}[self.state]

    @property
    def said(self) -> str:
        """One line for the picture: what is wrong, and how much of it."""
        if self.state == "silent" and self.silent > self.limit:
            return f"整站 {self.silent} 天没有更新"
        if self.state == "silent":
            return f"{sum(c.late for c in self.columns)} 个栏目久未更新"
        empty = [not self.keeper, not self.deputy, *(not c.keeper for c in self.columns)]
        return f"{sum(empty)} 处责任人空缺" if self.state == "vacant" else self.word

    @property
    def tone(self) -> str:
        return {"ended": "", "vacant": "late", "silent": "wait", "alive": "ok"}[self.state]


@dataclass(slots=True)
class Matrix:
    """The whole page."""

    rows: list[Row]
    gaps: list[Organisation]
    own: int
    reached: int
    total: int

    @property
    def sites(self) -> list[Row]:
        return [row for row in self.rows if row.site is not None]


def build(paths: Iterable[str]) -> Matrix:
    """The matrix of some subtrees; the number of statements does not depend on the number of sites."""
    paths = list(paths)
    organisations = list(below(paths))
    rows = SitePage.objects.filter(subtree("organisation__path", paths)).exclude(face__state="merged")
    sites = {s.organisation_id: s for s in rows.select_related("face", "organisation")}
    found = _rows(organisations, sites, paths)
    parents = _paths_with_site(organisations)
    counted = [o for o in organisations if o.kind in COUNTED]
    has = {o.path for o in organisations if _is_open(sites.get(o.pk))}
    own = [o for o in counted if o.path in has]
    reached = [o for o in counted if o.path not in has and o.path[: -o.steplen] in parents]
    known = {o.pk for o in (*own, *reached)}
    gaps = [o for o in counted if o.pk not in known]
    return Matrix(found, gaps, len(own), len(reached), len(counted))


def _is_open(site: SitePage | None) -> bool:
    face = getattr(site, "face", None)
    return site is not None and (face is None or face.state == "open")


def _paths_with_site(organisations: list[Organisation]) -> set[str]:
    """Paths of organisations with an open site, among those directly above the ones that are asked about."""
    parents = {o.path[: -o.steplen] for o in organisations}
    rows = SitePage.objects.filter(Q(face=None) | Q(face__state="open"), organisation__path__in=parents)
    return set(rows.values_list("organisation__path", flat=True))


def _rows(organisations: list[Organisation], sites: Mapping[Any, SitePage], paths: list[str]) -> list[Row]:
    kept = _keepings(paths)
    lives, columns, limit = _lives(), _columns(sites.values()), limits()
    registered: dict[int, list[Account]] = {}
    for account in accounts(paths):
        registered.setdefault(account.organisation_id, []).append(account)
    found = []
    for organisation in organisations:
        site = sites.get(organisation.pk)
        if site is None and organisation.pk not in registered:
            continue
        row = Row(organisation, site, accounts=registered.get(organisation.pk, []))
        if site is not None:
            _fill(row, columns.get(site.path, []), kept.get(organisation.pk, {}), lives, limit)
        found.append(row)
    return found


def _fill(
    row: Row,
    columns: list[ColumnPage],
    kept: Mapping[str, Keeping],
    lives: Mapping[str, Life],
    limit: Mapping[str, int],
) -> None:
    for column in columns:
        name, life = keeping_of(column.code), lives.get(column.path, Life())
        keeping = kept.get(name)
        row.columns.append(
            Column(
                column.title, life, limit.get(name, limit[SITE_KEEPING]), _silence(life.last, keeping),
                _held(keeping, "no_keeper"), _held(keeping, "no_deputy"),
            )
        )  # fmt: skip
        row.life.add(life.month, life.quarter, life.last)
    whole = kept.get(SITE_KEEPING)
    row.limit, row.silent = limit[SITE_KEEPING], _silence(row.life.last, whole)
    row.keeper, row.deputy = _held(whole, "no_keeper"), _held(whole, "no_deputy")


def _held(keeping: Keeping | None, who: str) -> bool:
    return keeping is not None and not getattr(keeping, who)


def _silence(last: datetime | None, keeping: Keeping | None) -> int:
    """Whole days since the last sign of life; the founding of a column is one."""
    signs = [x for x in (last, keeping.last_activity_at if keeping else None) if x]
    return max(0, (moment.now() - max(signs)).days) if signs else 0


def _keepings(paths: list[str]) -> dict[int, dict[str, Keeping]]:
    found: dict[int, dict[str, Keeping]] = {}
    rows = Keeping.objects.filter(subtree("org_path", paths), column__startswith=SITE_KEEPING)
    for row in rows.annotate(no_keeper=gone("keeper"), no_deputy=gone("deputy")):
        found.setdefault(row.organisation_id, {})[row.column] = row
    return found


def _columns(sites: Iterable[SitePage]) -> dict[str, list[ColumnPage]]:
    wanted = {site.path for site in sites}
    found: dict[str, list[ColumnPage]] = {}
    for column in ColumnPage.objects.live().order_by("path"):
        above = column.path[: -column.steplen]
        if above in wanted:
            found.setdefault(above, []).append(column)
    return found


def _lives() -> dict[str, Life]:
    """Life of every column, by its path: own items and references that it shows; two statements."""
    now = moment.now()
    month, quarter = (now - timedelta(days=days) for days in SPANS)
    found: dict[str, Life] = {}
    items = ArticlePage.objects.live().annotate(at=Substr("path", 1, Length("path") - ArticlePage.steplen))
    counted = items.order_by().values("at").annotate(
        month=Count("pk", filter=Q(first_published_at__gte=month)),
        quarter=Count("pk", filter=Q(first_published_at__gte=quarter)), last=Max("first_published_at"),
    )  # fmt: skip
    shown = Relay.objects.unscoped("counted without naming anybody").filter(state="shown", article__live=True)
    relayed = shown.order_by().values(at=F("column__path")).annotate(
        month=Count("pk", filter=Q(shown_at__gte=month)), quarter=Count("pk", filter=Q(shown_at__gte=quarter)),
        last=Max("shown_at"),
    )  # fmt: skip
    for row in (*counted, *relayed):
        found.setdefault(row["at"], Life()).add(row["month"], row["quarter"], row["last"])
    return found
