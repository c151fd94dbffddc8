"""How questions move when two persons are one."""

from __future__ import annotations

from lianxin.foundation.spine.joining import declare, declare_loose, moving

declare(
    moving("asking.Question.handler", "asking.Question.person", "asking.Question.entered_by", "asking.QuestionLine.by")
)
declare_loose("accounts.Person", moving("asking.QuestionStep.person_id"))
