"""How the bank moves when two persons are one."""

from __future__ import annotations

from lianxin.foundation.spine.joining import declare, declare_loose, moving

declare(moving("questions.BankQuestion.handler", "questions.BankQuestion.author", "questions.Version.by",
               "questions.Version.approved_by"))  # fmt: skip
declare_loose("accounts.Person", moving("questions.BankStep.person_id"))
