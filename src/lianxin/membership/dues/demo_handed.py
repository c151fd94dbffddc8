"""What branches of the demonstration handed up: one confirmed, one with a difference, one on the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import SYSTEM

from . import confirming, handing_up, queries
from .models import Remittance
from .reckoning import yuan


def plant(branches: Sequence[Organisation], today: date) -> None:
    """Half of what each branch holds goes up; what became of it differs by branch, and the large gifts wait."""
    for n, branch in enumerate(branches):
        held = queries.held(branch)
        half = (held["bank"] - held["central"]) // 2
        for part, fen in (("share", half), ("central", held["central"])):
            if fen <= 100:
                continue
            sent = handing_up.hand_up(
                actor=SYSTEM, organisation=branch, part=part, amount=yuan(fen), on=today, key=f"demo-{part}"
            )
            row = Remittance.objects.unscoped("the demonstration").filter(voucher=sent.receipt).first()
            if row is None or part == "central" or n == 0:
                continue
            less = 100 if n == 1 else 0
            confirming.take_in(actor=SYSTEM, remittance=row, amount=yuan(fen - less), on=today, revision=row.revision,
                               reason="银行回单上少一元，请支部核对。" if less else "")  # fmt: skip
