"""Questions to the ledger: the trail of one thing, and the lines that a person may read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from lianxin.foundation.accounts import queries as accounts
from lianxin.foundation.accounts.posts import POSTS
from lianxin.foundation.spine.actions import name_of
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor

from .models import AuditLine
from .sealing import sealed_up_to
from .sentences import sentence_for

KINDS = {"citizen": "群众", "staff": "工作人员", "system": "系统"}
#: a path of this length is a root of the tree (treebeard's step); who reads there reads the system's lines too
_ROOT_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One line made readable. sealed: False in the short window before the sealer came by."""

    number: int
    moment: datetime
    code: str
    sentence: str
    who: str
    subject: str
    org_path: str
    data: dict[str, Any]
    sealed: bool

    @property
    def details(self) -> list[tuple[str, Any]]:
        """The recorded facts as pairs. A template that asks `data.items` gets the fact named ``items`` instead."""
        return list(self.data.items())


@dataclass(frozen=True, slots=True)
class Filter:
    """What the desk page narrows by; empty values do not narrow."""

    code: str = ""
    subject: str = ""
    person_id: int | None = None
    since: date | None = None
    until: date | None = None


def trail(subject: Any, *, limit: int = 500) -> list[Entry]:
    """Everything recorded about one thing (a model instance or ``"letter:17"``), oldest first.

    The caller decides whether the reader may see the thing; the trail adds no right.
    """
    rows = AuditLine.objects.unscoped("trail of one subject").filter(subject=name_of(subject))
    return entries(rows.order_by("pk")[:limit])


def lines(actor: Actor, narrow: Filter | None = None, *, verb: str = "audit.read") -> QuerySet[AuditLine]:
    """Lines inside the organisations where the actor may read the ledger, newest first."""
    rows = AuditLine.objects.unscoped("narrowed below").filter(_scope(actor, verb)).order_by("-pk")
    narrow = narrow or Filter()
    if narrow.code:
        rows = rows.filter(code__startswith=narrow.code)
    if narrow.subject:
        rows = rows.filter(subject=narrow.subject)
    if narrow.person_id is not None:
        rows = rows.filter(person_id=narrow.person_id)
    if narrow.since:
        rows = rows.filter(moment__gte=_midnight(narrow.since))
    if narrow.until:
        rows = rows.filter(moment__lt=_midnight(narrow.until + timedelta(days=1)))
    return rows


def newest() -> int:
    """Number of the last line: while it stays, nobody did anything. One statement, 0 in an empty house.

    Two writers may commit in the other order, so whoever keeps something by it keeps it for seconds only.
    """
    rows = AuditLine.objects.unscoped("a number without what it says").order_by("-pk").values_list("pk", flat=True)
    return rows.first() or 0


def entries(rows: Iterable[AuditLine]) -> list[Entry]:
    """Readable lines; the names of the people are looked up in one statement."""
    found = list(rows)
    names = accounts.nicknames(line.person_id for line in found)
    sealed = sealed_up_to() if found else 0
    return [_entry(line, names, sealed) for line in found]


def who(line: AuditLine, names: dict[int, str]) -> str:
    """ "王琳（承办人）", "群众" or "系统"."""
    kind = KINDS.get(line.actor_kind, line.actor_kind)
    if line.person_id is None:
        return kind
    post = POSTS.get(line.duty.partition("@")[0], "")
    name = names.get(line.person_id) or f"编号 {line.person_id}"
    return f"{name}（{post or kind}）"


def _entry(line: AuditLine, names: dict[int, str], sealed: int) -> Entry:
    facts = line.facts
    sentence = sentence_for(line.code, facts)
    done = line.pk <= sealed
    return Entry(line.pk, line.moment, line.code, sentence, who(line, names), line.subject, line.org_path, facts, done)


def _scope(actor: Actor, verb: str) -> Q:
    if actor.kind == "system":
        return Q()
    paths = actor.paths_for(verb)
    condition = subtree("org_path", paths)
    if any(len(path) <= _ROOT_LENGTH for path in paths):
        condition |= Q(org_path="")
    return condition


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
