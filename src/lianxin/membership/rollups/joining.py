"""Who prepared, issued or confirmed a report, when two persons are one."""

from __future__ import annotations

from lianxin.foundation.spine.joining import declare, moving

declare(
    moving(
        "rollups.Reporter.added_by",
        "rollups.Filing.prepared_by",
        "rollups.Filing.issued_by",
        "rollups.Received.decided_by",
    )
)
