"""How notes and what was said about them move when two files are one."""

from __future__ import annotations

from lianxin.foundation.spine.joining import Move, declare, moving

declare({
    **moving("notes.Note.let_out_by", "notes.Comment.reviewed_by", "notes.Recommendation.by"),
    "notes.Note.member": Move(once=(("key",),)),
    "notes.Comment.by": Move(once=(("note", "key"),)),
})  # fmt: skip
