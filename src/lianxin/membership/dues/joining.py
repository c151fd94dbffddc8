"""How dues move when two files are one."""

from __future__ import annotations

from lianxin.foundation.spine.joining import Move, declare, moving, register_objection
from lianxin.membership.dossiers.models import Member

from .models import Posting

declare({
    **moving(
        "dues.Assessment.by", "dues.Posting.member", "dues.Posting.by", "dues.Bill.by", "dues.BillLine.member",
        "dues.BillLine.decided_by", "dues.PayWay.proposed_by", "dues.PayWay.decided_by",
        "dues.Remittance.by", "dues.Remittance.taken_by",
    ),
    # what holds for the file that stays goes on; two assessments side by side would charge by chance
    "dues.Assessment.member": Move(once=((),)),
})  # fmt: skip


def _charged(member: Member) -> set[str]:
    rows = Posting.objects.unscoped("of one member").filter(member=member, month__isnull=False, reverses=None)
    rows = rows.filter(reversed_by=None, debit="receivable")
    return {f"{month:%Y年%m月}" for month in rows.order_by().values_list("month", flat=True)}


def _object(gone: Member, kept: Member) -> list[str]:
    """The same month charged twice is one person's dues asked for twice (FEE-05)."""
    both = sorted(_charged(gone) & _charged(kept))
    return [f"{'、'.join(both)}的党费两份都记了，请管党费的同志先冲正其中一份。"] if both else []


register_objection("dues", "dossiers.Member", _object)
