"""How registrations and proposals move when two files are one."""

from __future__ import annotations

from django.db.models import Q

from lianxin.foundation.spine.joining import Move, declare, declare_loose, moving, register_objection
from lianxin.membership.dossiers.models import Member

from .models import Absence, Matter
from .words import OPEN

declare({
    **moving(
        "mobility.Absence.by", "mobility.Absence.liaison", "mobility.AbsenceLine.by", "mobility.Contact.by",
        "mobility.Matter.handler",
    ),
    "mobility.Absence.member": Move(once=((),), where=Q(state__in=OPEN), refuse="两份都有没有结束的外出登记，请先结束一条。"),
    "mobility.Matter.member": Move(once=((),), where=Q(closed_at=None), refuse="两份都有没办完的党籍处理建议，请先办完一条。"),
})  # fmt: skip
declare_loose("accounts.Person", moving("mobility.MatterStep.person_id"))


def _object(gone: Member, kept: Member) -> list[str]:
    """Both are looked after by the branch in which the file stands; away from there means something else elsewhere."""
    if gone.organisation_id == kept.organisation_id:
        return []
    found = []
    if Absence.objects.unscoped("of one member").filter(member=gone, state__in=OPEN).exists():
        found.append("并掉的一份有没有结束的外出登记，请先结束；合并以后由保留档案的支部登记。")
    if Matter.objects.unscoped("about one member").filter(member=gone, closed_at=None).exists():
        found.append("并掉的一份有没办完的党籍处理建议，请先办完。")
    return found


register_objection("mobility", "dossiers.Member", _object)
