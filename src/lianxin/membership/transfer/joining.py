"""How transfers move when two files are one."""

from __future__ import annotations

from django.db.models import Q

from lianxin.foundation.spine.joining import Move, declare, declare_loose, moving, register_objection
from lianxin.membership.dossiers.models import Member

from .models import Transfer

declare({
    **moving("transfer.Transfer.handler"),
    "transfer.Transfer.member": Move(once=((),), where=Q(closed_at=None), refuse="两份都有没办完的组织关系转接，请先办完或撤销一件。"),
})  # fmt: skip
declare_loose("accounts.Person", moving("transfer.TransferStep.person_id"))


def _object(gone: Member, kept: Member) -> list[str]:
    """A transfer on its way takes the file from where it stands."""
    if gone.organisation_id == kept.organisation_id:
        return []
    here = Transfer.objects.unscoped("of one member").filter(member=gone, closed_at=None).exists()
    return ["并掉的一份有没办完的组织关系转接，请先办完或撤销。"] if here else []


register_objection("transfer", "dossiers.Member", _object)
