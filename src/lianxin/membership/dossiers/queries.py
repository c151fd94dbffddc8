"""Questions about the files. Every list is narrowed to the scope before it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import Actor
from lianxin.kernel.chinese import fold

from .models import Member
from .policies import READ
from .words import IN_PARTY, STAGES

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
    rows = Member.objects.visible_to(actor, READ).filter(standing=wanted.standing)
    if wanted.office is not None:
        rows = rows.filter(subtree("org_path", [wanted.office.path]))
    if wanted.stage:
        rows = rows.filter(stage=wanted.stage)
    if wanted.text:
        rows = rows.filter(_named(wanted.text))
    return rows.select_related("organisation").order_by("org_path", "stage", "name", "pk")


def _named(text: str) -> Q:
    """Names that begin so; letters mean pinyin or initials; a whole phone or identity number means one person."""
    text = "".join(fold(text).split())
    if _NUMBER.fullmatch(text):
        return numbered(blind_index(text))
    if _LETTERS.fullmatch(text):
        return _begins("pinyin", text) | _begins("initials", text)
    return _begins("name", text)


def numbered(index: str) -> Q:
    """Files of the person with a phone or identity number, by its blind index."""
    return Q(person__identity_index=index) | Q(person__phone_index=index)


def _begins(field: str, text: str) -> Q:
    return Q(**{f"{field}__gte": text, f"{field}__lt": text + _LAST})


def counts(actor: Actor, office: Organisation | None) -> dict[str, int]:
    """How many stand at each stage inside the scope; one statement. Stages without anybody are zero."""
    rows = Member.objects.visible_to(actor, READ).filter(standing="active")
    if office is not None:
        rows = rows.filter(subtree("org_path", [office.path]))
    found = dict(rows.order_by().values_list("stage").annotate(n=Count("pk")))
    return {stage: found.get(stage, 0) for stage in STAGES}


def one(actor: Actor, pk: int) -> Member | None:
    """A file inside the scope, or None, which is answered with 404."""
    rows = Member.objects.visible_to(actor, READ).select_related("organisation", "person")
    return rows.filter(pk=pk).first()


def own(person_id: int | None) -> Member | None:
    """The file of the person who asks."""
    rows = Member.objects.unscoped("one's own file").select_related("organisation", "person")
    return rows.filter(person_id=person_id).first() if person_id else None


def is_member(person_id: int | None) -> bool:
    """True for full and probationary members who are on a roster."""
    if person_id is None:
        return False
    rows = Member.objects.unscoped("one's own file").filter(person_id=person_id, stage__in=IN_PARTY, standing="active")
    return rows.exists()


#: what a complete file of a member holds beside its first page (DEV-26 names the papers, these are the columns)
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
