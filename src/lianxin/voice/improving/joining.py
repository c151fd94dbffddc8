"""How problems and papers move when two persons are one."""

from __future__ import annotations

from lianxin.foundation.spine.joining import declare, declare_loose, moving

declare(
    moving(
        "improving.Improvement.handler",
        "improving.Advice.made_by",
        "improving.Advice.edited_by",
        "improving.Advice.signed_by",
    )
)
declare_loose("accounts.Person", moving("improving.ImprovementStep.person_id"))
