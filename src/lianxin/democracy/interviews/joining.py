"""How interviews and bookings move when two persons are one."""

from __future__ import annotations

from lianxin.foundation.spine.joining import Move, declare, declare_loose, moving

declare({
    **moving(
        *(f"interviews.{model}.{column}" for model in ("Interview", "Reception")
          for column in ("handler", "drawn_by", "released_by", "keeper", "deputy")),
        "interviews.Reception.receiver", "interviews.Guest.person", "interviews.Answer.typed_by",
        "interviews.Answer.released_by", "interviews.Visit.handler", "interviews.Visit.person", "interviews.Visit.assisted_by",
    ),
    "interviews.SameAsk.person": Move(once=(("question",),)),  # one person asks the same once
})  # fmt: skip
declare_loose(
    "accounts.Person", moving(*(f"interviews.{model}Step.person_id" for model in ("Interview", "Reception", "Visit")))
)
