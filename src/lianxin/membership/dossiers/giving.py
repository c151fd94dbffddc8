"""建立档案 for a person whom the platform knows already, by an account: one person, one file, no double (R021)."""

from __future__ import annotations

from django.utils import timezone

from lianxin.foundation.accounts import joining as persons
from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.models import PARTY_KINDS, Organisation
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused
from lianxin.kernel.identity import IdentityNumber, parse_identity_number

from . import policies
from .actions import SEX, note
from .joining import file_of
from .models import Member

REASON = "递交入党申请时核对了身份证原件，是同一个人"


@action("dossiers.give_file")
def give_file(*, actor: Actor, person: Person, organisation: Organisation, name: str, identity: str) -> Member:
    """The file of an applicant, bound to the account they have. Whoever calls has seen the original of the identity card.

    Where the number is known under another row, the two rows become one, by somebody who may merge; a file that is there
    already is the file. Raises `Refused`: outside the scope, own file, a number that is wrong (GB-01) or not the account's.
    """
    if not actor.may(policies.EDIT, organisation.path):
        raise Refused(OUT_OF_SCOPE)
    if actor.is_person(person.pk):
        raise Refused(Denied("自己的档案由其他同志建立。", code="own_work"))
    if organisation.kind not in PARTY_KINDS or organisation.closed_on:
        raise Refused(Denied("档案要建在党组织里。", code="not_party"))
    number = checked(identity)
    person = lock(person)
    index = blind_index(number.number)
    if person.identity_index and person.identity_index != index:
        raise Refused(
            Denied(
                "和账号里登记的身份证号不一样。", code="identity_number", remedy="请本人先在“我的信息与授权”里更正。"
            )
        )
    if file_of(person) is not None:
        raise Refused(Denied("这位同志已经有档案了。", code="twice", remedy="如果在别的党组织，请办理组织关系转接。"))
    kept = _made_one(actor, person, index, organisation)
    known = file_of(kept)
    kept.name, kept.identity_number = kept.name or name, number.number
    kept.identity_verified_at = kept.identity_verified_at or timezone.now()
    kept.save()
    if known is not None:
        record("dossiers.give_file", actor=actor, subject=known, org_path=known.org_path, joined=True)
        return known
    member = Member.objects.create(
        person=kept, organisation=organisation, name=name, stage="applicant", born=number.born, sex=SEX[number.sex]
    )
    note(member, actor, "enrolled", f"在{organisation.short_name}建立档案，入党申请人")
    record("dossiers.give_file", actor=actor, subject=member, org_path=member.org_path, joined=False)
    return member


def checked(identity: str) -> IdentityNumber:
    """An identity number as GB 11643 has it, or `Refused` at the field ``identity``."""
    number = parse_identity_number(identity, today=timezone.localdate())
    if isinstance(number, Denied):
        raise Refused(
            Denied(number.reason, rule="GB-01", code="identity_number", field="identity", remedy=number.remedy)
        )
    return number


def _made_one(actor: Actor, person: Person, index: str, organisation: Organisation) -> Person:
    """The row that stays: the one with a file, else the one with the account."""
    others = list(Person.objects.filter(identity_index=index).exclude(pk=person.pk).order_by("pk"))
    files = [file for other in others if (file := file_of(other)) is not None and file.standing != "merged"]
    if len(files) > 1:
        raise Refused(Denied("这个身份证号有几份档案。", code="twice", remedy="请组织员先在“查重”里合并。"))
    places = [file.org_path for file in files] or [organisation.path] * bool(others)
    if not all(actor.may(policies.MERGE, path) for path in places):
        raise Refused(Denied("这个身份证号在平台上已经登记过。", code="twice", remedy="请上级的组织员核对以后收下，两处就合成一个人；档案在别的党组织的，办理组织关系转接。"))  # fmt: skip
    kept = files[0].person if files else person
    for gone in (person, *others):
        if gone.pk != kept.pk:
            persons.join(actor=actor, gone=gone, kept=kept, reason=REASON)
    return lock(kept)
