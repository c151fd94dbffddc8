"""How proposals of the register move when two persons are one."""

from __future__ import annotations

from lianxin.foundation.spine.joining import declare, moving

declare(moving("channels.ListedChannel.proposed_by"))
