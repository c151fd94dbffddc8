"""How help moves when two files are one."""

from __future__ import annotations

from lianxin.foundation.spine.joining import declare, declare_loose, moving

declare(moving("helping.Help.handler", "helping.Help.member", "helping.HelpDeed.by"))
declare_loose("accounts.Person", moving("helping.HelpStep.person_id"))
