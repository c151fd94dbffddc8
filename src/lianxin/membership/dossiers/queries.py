"""Questions about the files. Every list is narrowed to the scope before it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import inside
from lianxin.foundation.spine.scope import subtree, within
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import Actor
from lianxin.kernel.chinese import fold

from . import headcounts
from .completeness import kinds
from .headcounts import Heads
from .models import Admission, Member, Paper
from .policies import EDIT, IMPORT, READ
from .words import IN_PARTY

_LETTERS = re.compile(r"[a-z]+")
_NUMBER = re.compile(r"[0-9x\s-]{11,24}")
#: greater than every character of a name, to close a range of names that begin alike
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader of a roster asks for. office: inside this organisation; text: name, pinyin or a whole number."""

    text: str = ""
    stage: str = ""
    standing: str = "active"
    office: Organisation | None = None


def members(actor: Actor, wanted: Wanted) -> QuerySet[Member]:
    """Files inside the scope that fit, in the order of the tree and then of names."""
    rows = asked(actor, wanted)
    if wanted.stage:
        rows = rows.filter(stage=wanted.stage)
    return rows.select_related("organisation").order_by("organisation__path", "stage", "name", "pk")


def asked(actor: Actor, wanted: Wanted) -> QuerySet[Member]:
    """Everything asked for but the stage."""
    rows = Member.objects.visible_to(actor, READ).filter(standing=wanted.standing)
    if wanted.office is not None:
        rows = rows.filter(subtree("org_path", [wanted.office.path]))
    return rows.filter(_named(wanted.text)) if wanted.text else rows


def _named(text: str) -> Q:
    """Names that begin so; letters mean pinyin or initials; a whole phone or identity number means one person."""
    text = "".join(fold(text).split())
    if _NUMBER.fullmatch(text):
        return numbered(blind_index(text))
    if _LETTERS.fullmatch(text):
        return _begins("pinyin", text) | _begins("initials", text)
    return _begins("name", text)


def numbered(index: str) -> Q:
    """Files of the person with a phone or identity number, by its blind index; the person is found first."""
    return Q(person__in=Person.objects.filter(Q(identity_index=index) | Q(phone_index=index)).values("pk"))


def _begins(field: str, text: str) -> Q:
    return Q(**{f"{field}__gte": text, f"{field}__lt": text + _LAST})


def figures(actor: Actor, office: Organisation | None) -> Heads:
    """How many stand at each stage inside the scope, and who they are; one statement."""
    paths = ("",) if actor.kind == "system" else actor.paths_for(READ)
    return headcounts.heads(paths if office is None else within(paths, office.path))


def one(actor: Actor, pk: int) -> Member | None:
    """A file inside the scope, or None, which is answered with 404."""
    rows = Member.objects.visible_to(actor, READ).select_related("organisation", "person")
    return rows.filter(pk=pk).first()


def own(person_id: int | None) -> Member | None:
    """The file of the person who asks."""
    rows = Member.objects.unscoped("one's own file").select_related("organisation", "person")
    return rows.filter(person_id=person_id).first() if person_id else None


def paper(actor: Actor, pk: int) -> Paper | None:
    """A paper of a file inside the scope."""
    found = Paper.objects.select_related("member").filter(pk=pk).first()
    return found if found is not None and actor.may(READ, found.member.org_path) else None


def papers_of(member: Member) -> list[Paper]:
    """Papers of a file that are there or wait, in the order of the list; then those that went, the newest first."""
    order = {word: at for at, word in enumerate(kinds())}
    rows = list(member.papers.select_related("by", "decided_by").prefetch_related("texts"))
    there = [p for p in rows if p.state in ("kept", "proposed")]
    gone = sorted((p for p in rows if p.state not in ("kept", "proposed")), key=lambda p: p.pk, reverse=True)
    return [*sorted(there, key=lambda p: (order.get(p.kind, len(order)), p.pk)), *gone]


def admissions(actor: Actor) -> QuerySet[Admission]:
    """Members written down by somebody else, that nobody has confirmed, inside the scope of who may (LX-262)."""
    theirs = Member.alone("whose confirmation waits").filter(inside(actor.paths_for(IMPORT)), pk=OuterRef("member"))
    rows = Admission.objects.filter(Exists(theirs), state="waiting").exclude(by_id=actor.person_id or 0)
    rows = rows.exclude(member__person_id=actor.person_id or 0)
    return rows.select_related("member__organisation").order_by("at", "pk")


def proposals(actor: Actor) -> QuerySet[Paper]:
    """Papers that their persons brought and nobody has looked at, inside the scope of those who keep files."""
    theirs = Member.alone("whose papers wait").filter(inside(actor.paths_for(EDIT)), pk=OuterRef("member"))
    # the few that wait are found by their own index, and only then who they are of and where
    waiting = Paper.objects.filter(Exists(theirs), state="proposed")
    return Paper.objects.filter(pk__in=waiting.values("pk")).select_related("member__organisation").order_by("at")


def moved_away(identity: str) -> Member | None:
    """The file of somebody whose relation went elsewhere, by the identity number that a letter brings."""
    rows = Member.objects.unscoped("named by a letter with the whole number").filter(standing="moved")
    return rows.filter(person__in=Person.objects.filter(identity_index=blind_index(identity))).order_by("-pk").first()


def is_member(person_id: int | None) -> bool:
    """True for full and probationary members who are on a roster."""
    if person_id is None:
        return False
    rows = Member.objects.unscoped("one's own file").filter(person_id=person_id, stage__in=IN_PARTY, standing="active")
    return rows.exists()


def home_of(person_id: int | None) -> str:
    """Path of the organisation in which somebody is a full or probationary member today; empty for everybody else."""
    if person_id is None:
        return ""
    rows = Member.objects.unscoped("one's own file").filter(person_id=person_id, stage__in=IN_PARTY, standing="active")
    return rows.values_list("organisation__path", flat=True).first() or ""


def people_below(org_path: str) -> list[int]:
    """Persons who are full or probationary members in the organisation of the path or below it today."""
    rows = Member.objects.unscoped("told by their own organisation").filter(stage__in=IN_PARTY, standing="active")
    return sorted(rows.filter(subtree("organisation__path", [org_path])).values_list("person_id", flat=True))


def member_home(person_id: int | None) -> int | None:
    """Key of the organisation in which somebody is a full or probationary member today; None for everybody else."""
    if person_id is None:
        return None
    rows = Member.objects.unscoped("one's own file").filter(person_id=person_id, stage__in=IN_PARTY, standing="active")
    return rows.values_list("organisation_id", flat=True).first()


def people_at(org_path: str) -> list[int]:
    """Persons who are full or probationary members in exactly the organisation of the path today."""
    rows = Member.objects.unscoped("told by their own organisation").filter(stage__in=IN_PARTY, standing="active")
    return sorted(rows.filter(organisation__path=org_path).values_list("person_id", flat=True))


#: columns of a complete first page; its papers are the matter of `completeness`
_WANTED = ("sex", "ethnicity", "born", "education")


def missing(member: Member) -> list[str]:
    """Names of what a file still lacks, for the one who keeps it."""
    names = [name for name in _WANTED if not getattr(member, name)]
    if member.stage in IN_PARTY and member.joined_on is None:
        names.append("joined_on")
    if member.stage == "member" and member.full_since is None:
        names.append("full_since")
    found = [str(Member._meta.get_field(name).verbose_name) for name in names]  # type: ignore[union-attr]  # plain columns
    if not member.person.identity_number:
        found.append("身份证号")
    if not member.person.phone:
        found.append("手机号")
    return found
