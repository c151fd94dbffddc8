"""How topics move when two persons are one."""

from __future__ import annotations

from lianxin.foundation.spine.joining import Move, declare, declare_loose, moving

declare({
    **moving(
        "forum.Topic.handler", "forum.Topic.proposer", "forum.Topic.decided_by", "forum.Topic.keeper", "forum.Topic.deputy",
        "forum.Topic.prepared_by", "forum.Topic.summed_by",
    ),
    "forum.Follow.person": Move(once=(("topic",),)),
})  # fmt: skip
declare_loose("accounts.Person", moving("forum.TopicStep.person_id"))
