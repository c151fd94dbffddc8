"""How small wishes move when two persons are one."""

from __future__ import annotations

from lianxin.foundation.spine.joining import Move, declare

declare({"workbench.SavedView.person": Move(once=(("page", "name"),))})
