"""How contributions move when two persons are one."""

from __future__ import annotations

from lianxin.foundation.spine.joining import declare, declare_loose, moving

declare(moving(
    "speaking.Contribution.handler", "speaking.Contribution.person", "speaking.Contribution.assisted_by",
    "speaking.Verdict.reviewer",
))  # fmt: skip
declare_loose("accounts.Person", moving("speaking.ContributionStep.person_id"))
