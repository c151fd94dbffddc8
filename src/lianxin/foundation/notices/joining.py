"""How the inbox moves when two persons are one."""

from __future__ import annotations

from lianxin.foundation.spine.joining import Move, declare

declare({
    "notices.Notice.person": Move(once=(("key",),)),  # the same notice once
    "notices.Preference.person": Move(once=((),)),
})  # fmt: skip
