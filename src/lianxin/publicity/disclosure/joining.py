"""How matters of disclosure move when two persons are one."""

from __future__ import annotations

from lianxin.foundation.spine.joining import Move, declare, declare_loose, moving

declare({
    **moving(
        "disclosure.Request.handler", "disclosure.Request.author", "disclosure.Request.answered_by",
        "disclosure.Entry.handler", "disclosure.Entry.deputy", "disclosure.Item.handler", "disclosure.Item.proposed_by",
        "disclosure.Item.reviewed_by", "disclosure.Item.approved_by", "disclosure.Version.author",
        "disclosure.Version.reviewer", "disclosure.Secrecy.reviewer", "disclosure.Question.author",
        "disclosure.Question.withheld_by", "disclosure.Question.answered_by",
    ),
    "disclosure.Rating.person": Move(once=(("item",),)),  # one reader is counted once
})  # fmt: skip
declare_loose(
    "accounts.Person",
    moving("disclosure.RequestStep.person_id", "disclosure.EntryStep.person_id", "disclosure.ItemStep.person_id"),
)
