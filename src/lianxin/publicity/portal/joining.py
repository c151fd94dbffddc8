"""How the work on the portal moves when two persons are one."""

from __future__ import annotations

from lianxin.foundation.spine.joining import declare, declare_loose, moving

declare(
    moving(
        "portal.Conveyance.by", "portal.Verdict.person", "portal.Emergency.person", "portal.Withdrawal.person",
        "portal.Appeal.person", "portal.Appeal.decided_by", "portal.Relay.handler", "portal.Relay.proposed_by",
        "portal.Relay.accepted_by", "portal.Reshape.handler", "portal.Reshape.proposed_by", "portal.Reshape.answered_by",
        "portal.Reshape.decided_by", "portal.SiteFace.proposed_by", "portal.PlannedTopic.handler", "portal.PlannedTopic.planned_by",
    )
)  # fmt: skip
declare_loose(
    "accounts.Person",
    moving("portal.RelayStep.person_id", "portal.ReshapeStep.person_id", "portal.TopicStep.person_id"),
)
