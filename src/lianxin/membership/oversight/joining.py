"""How the ledger moves when two files are one."""

from __future__ import annotations

from lianxin.foundation.spine.joining import declare, declare_loose, moving

declare(moving("oversight.Matter.handler", "oversight.Matter.member", "oversight.MatterLine.by"))
declare_loose("accounts.Person", moving("oversight.MatterStep.person_id"))
