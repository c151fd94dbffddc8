"""The table made executable."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.casework.flow import Flow, register_flow

from . import announcing, policies
from .lifecycle import TRANSFER
from .models import Transfer, TransferClock, TransferStep


def _sides(case: Any) -> list[str]:
    """Where the side that lets somebody go sits, while it is the other one's turn."""
    return [path for path in (case.source_path, policies._source_committee(case) if case.source_id else "") if path]


FLOW = register_flow(
    Flow(
        lifecycle=TRANSFER, case=Transfer, step=TransferStep, clock=TransferClock, clocks={},
        is_author=policies.is_person, announce=announcing.moved, alert=announcing.alert, guards=policies.GUARDS,
        helped=("recall", "ask_back", "appeal", "reissue", "note_receipt"), helping_at=_sides,
    )
)  # fmt: skip
