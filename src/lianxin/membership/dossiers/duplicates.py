"""Files that may be one person's: found, looked at side by side, made one or kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from lianxin.foundation.accounts import joining as persons
from lianxin.foundation.accounts.models import Joining, Person
from lianxin.foundation.organisations.queries import inside
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.joining import keys_to, objections
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, Refused

from . import following
from .joining import file_of, tell
from .models import Apart, Member
from .policies import MERGE

#: why two files may be one person's; the surest first
SIGNS = {"identity": "身份证号相同", "born": "姓名和出生日期相同", "phone": "手机号相同"}
#: as many pairs as somebody can look at on one page
MOST = 60


@dataclass
class Pair:
    """Two files that have something in common. signs: codes of `SIGNS`."""

    first: Member
    second: Member
    signs: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return "、".join(SIGNS[sign] for sign in self.signs)


def candidates(actor: Actor) -> list[Pair]:
    """Pairs inside the scope, the surest first; those that people kept apart are left out."""
    mine = Member.alone("inside the scope, by the paths").exclude(standing="merged")
    mine = mine.filter(inside(("",) if actor.kind == "system" else actor.paths_for(MERGE)))
    apart = set(Apart.objects.values_list("first_id", "second_id"))
    found: dict[tuple[int, int], None] = {}
    for rows in (
        _numbered(mine, "identity_index"),
        mine.filter(name__in=_namesakes()).order_by("name", "born", "pk").values_list("name", "born", "pk"),
        _numbered(mine, "phone_index"),
    ):
        fresh = (pair for pair in _pairs(rows.iterator()) if pair not in apart and pair not in found)
        found.update(dict.fromkeys(islice(fresh, MOST - len(found))))
    files = mine.select_related("organisation", "person").in_bulk({pk for pair in found for pk in pair})
    pairs = [Pair(files[one], files[other], _signs(files[one], files[other])) for one, other in found]
    order = list(SIGNS)
    return sorted(pairs, key=lambda pair: (order.index(pair.signs[0]), pair.first.pk, pair.second.pk))


def _numbered(mine: QuerySet[Member], index: str) -> QuerySet[Member, tuple[Any, ...]]:
    """(number, key) of those inside the scope whose number somebody else has as well; who has is asked of the index alone."""
    shared = (
        Person.objects.filter(**{f"{index}__gt": ""}).order_by().values(index).annotate(n=Count("pk")).filter(n__gt=1)
    )
    people = Person.objects.filter(**{f"{index}__in": shared.values(index)})
    rows = mine.filter(person__in=people.values("pk")).order_by(f"person__{index}", "pk")
    return rows.values_list(f"person__{index}", "pk")


def _namesakes() -> QuerySet[Any, Any]:
    """Names that stand with one day of birth in more than one file, wherever; asked of the index alone."""
    files = Member.alone("names alone").filter(born__isnull=False).order_by().values("name", "born")
    return files.annotate(n=Count("pk")).filter(n__gt=1).values("name")


def _pairs(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, int]]:
    """Pairs of keys, the lower first, of rows in order that agree in everything but the key, their last value."""
    for value, group in groupby(rows, key=lambda row: row[:-1]):
        keys = [row[-1] for row in group if None not in value]
        yield from ((one, other) for at, one in enumerate(keys) for other in keys[at + 1 : at + 6])


def _signs(one: Member, other: Member) -> list[str]:
    """Everything in which two files agree, by the codes of `SIGNS`."""
    same = {
        "identity": bool(one.person.identity_index) and one.person.identity_index == other.person.identity_index,
        "born": one.born is not None and (one.name, one.born) == (other.name, other.born),
        "phone": bool(one.person.phone_index) and one.person.phone_index == other.person.phone_index,
    }
    return [sign for sign in SIGNS if same[sign]]


def may_merge(actor: Actor, *files: Member) -> Decision:
    """The organiser in whose scope both stand; nobody their own file (M04)."""
    if not all(actor.may(MERGE, file.org_path) for file in files):
        return OUT_OF_SCOPE
    if any(actor.is_person(file.person_id) for file in files):
        return Denied("自己的档案由其他同志合并。", code="own_work")
    return Allowed()


def against(gone: Member, kept: Member) -> list[str]:
    """What people must decide before these two can be one."""
    return objections(gone.person, kept.person)


@action("dossiers.merge")
def merge(*, actor: Actor, gone: Member, kept: Member, reason: str, revisions: tuple[int, int]) -> Joining:
    """合并重复的档案, with the persons behind them; everything goes to the one that stays, in every room.

    revisions: of (gone, kept) as the page showed them. Raises `Refused` with what people must decide first.
    """
    order = sorted(((gone, revisions[0]), (kept, revisions[1])), key=lambda one: one[0].pk)
    rows = {row.pk: row for row in (lock(file, revision=revision) for file, revision in order)}
    gone, kept = rows[gone.pk], rows[kept.pk]
    require(may_merge(actor, gone, kept))
    if "merged" in (gone.standing, kept.standing) or gone.pk == kept.pk:
        raise Refused(Denied("其中一份已经合并过了。", code="stale", remedy="请刷新页面查看。"))
    if not reason.strip():
        raise Refused(Denied("请写明怎样核实是同一个人。", code="empty", field="reason"))
    made = persons.join(actor=actor, gone=gone.person, kept=kept.person, reason=reason)
    today = timezone.localdate()
    tell(kept, f"与{gone.organisation.short_name}的一份重复档案合并", today, actor.person_id)
    tell(gone, f"已并入{kept.organisation.short_name}的一份", today, actor.person_id)
    _follow(actor, made)
    record("dossiers.merge", actor=actor, subject=kept, org_path=kept.org_path, gone=gone.pk, joining=made.pk)
    return made


@action("dossiers.split")
def split(*, actor: Actor, made: Joining, reason: str) -> None:
    """合并错了，拆开: what moved goes back."""
    gone, kept = file_of(made.gone), file_of(made.kept)
    if gone is None or kept is None:
        raise Refused(OUT_OF_SCOPE)
    require(may_merge(actor, gone, kept))
    if not reason.strip():
        raise Refused(Denied("请写明为什么拆开。", code="empty", field="reason"))
    persons.part(actor=actor, made=made, reason=reason)
    for file in (gone, kept):
        tell(file, "合并有误，已拆开", timezone.localdate(), actor.person_id)
    _follow(actor, made)
    record("dossiers.split", actor=actor, subject=kept, org_path=kept.org_path, gone=gone.pk)


def _follow(actor: Actor, made: Joining) -> None:
    """Rooms look again at both: proposals rest on what one of them held. Read anew, for the rows have just changed."""
    for person in (made.gone, made.kept):
        file = file_of(person)
        if file is not None:
            following.tell(file, actor)


@action("dossiers.keep_apart")
def keep_apart(*, actor: Actor, one: Member, other: Member) -> Apart:
    """不是同一人: the pair is not proposed again."""
    require(may_merge(actor, one, other))
    first, second = sorted((one, other), key=lambda file: file.pk)
    with or_refuse(Denied("已经登记过不是同一人。", code="twice")):
        made = Apart.objects.create(first=first, second=second, by_id=actor.person_id)
    record("dossiers.keep_apart", actor=actor, subject=first, org_path=first.org_path, other=second.pk)
    return made


def joined(member: Member) -> list[Joining]:
    """Joinings that stand, in which the person of this file took part."""
    rows = Joining.objects.filter(undone_at=None).select_related("gone", "kept")
    return list(rows.filter(kept=member.person) | rows.filter(gone=member.person))


def rows_of(first: Member, second: Member) -> list[tuple[str, int, int]]:
    """(word, of the first, of the second) of everything in all rooms that hangs on the files; what neither has is left out."""
    found = []
    for _, model, column in keys_to(Member):
        counts = dict(QuerySet(model).filter(**{f"{column}__in": [first.pk, second.pk]}).order_by().values_list(column)
                      .annotate(n=Count("pk")))  # fmt: skip
        if counts:
            found.append((str(model._meta.verbose_name), counts.get(first.pk, 0), counts.get(second.pk, 0)))
    return found
