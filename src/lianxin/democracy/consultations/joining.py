"""How motions and consultations move when two persons are one."""

from __future__ import annotations

from lianxin.foundation.spine.joining import Move, declare, declare_loose, moving

declare({
    **moving(
        "consultations.Terms.keeper", "consultations.Terms.deputy", "consultations.Motion.handler",
        "consultations.Motion.author", "consultations.Motion.assisted_by", "consultations.Motion.declined_by",
        "consultations.Motion.decided_by", "consultations.Consultation.handler", "consultations.Consultation.keeper",
        "consultations.Consultation.deputy", "consultations.Consultation.prepared_by",
        "consultations.Consultation.reported_by", "consultations.Consultation.wished_by",
        "consultations.Version.by", "consultations.Group.by",
    ),
    "consultations.Second.person": Move(once=(("motion",),)),  # one person is counted once
})  # fmt: skip
declare_loose(
    "accounts.Person", moving("consultations.MotionStep.person_id", "consultations.ConsultationStep.person_id")
)
