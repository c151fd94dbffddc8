"""Changing the 参考用语 of an organisation (R092)."""

from __future__ import annotations

from dataclasses import dataclass

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied

from ..models import ReplyText, Topic
from ..queries.texts import KEEP

TAKEN = Denied("这个组织已经有同名的参考用语。", code="taken", field="name", remedy="请换一个名称，或者直接改那一条。")


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in the form. kind "" and topic None: for every letter."""

    name: str
    body: str
    kind: str = ""
    topic: Topic | None = None


def may_keep(actor: Actor, organisation: Organisation) -> Decision:
    """By the duty over the organisation; an ended one keeps no texts."""
    if not actor.may(KEEP, organisation.path):
        return OUT_OF_SCOPE
    if organisation.closed_on:
        return Denied("这个组织已经撤销，不能再加参考用语。", code="closed", field="organisation")
    return Allowed()


@action("letters.write_text")
def write_text(
    *, actor: Actor, organisation: Organisation, words: Words, text: ReplyText | None = None, revision: int = 0
) -> ReplyText:
    """A new one, or another wording. Refused when the name is taken or somebody changed it meanwhile."""
    require(may_keep(actor, organisation))
    row = lock(text, revision=revision) if text is not None else ReplyText(organisation=organisation)
    if text is not None:
        require(may_keep(actor, row.organisation))
        row.revision += 1
    row.organisation, row.name, row.body = organisation, words.name.strip(), words.body.strip()
    row.kind, row.topic = words.kind, words.topic
    with or_refuse(TAKEN):
        row.save()
    record("letters.write_text", actor=actor, subject=row, name=row.name)
    return row


@action("letters.retire_text")
def retire_text(*, actor: Actor, text: ReplyText, retired: bool = True) -> ReplyText:
    """Off the list, or back on it."""
    require(may_keep(actor, text.organisation))
    row = lock(text)
    row.retired = retired
    row.save(update_fields=["retired"])
    record("letters.retire_text", actor=actor, subject=row, name=row.name)
    return row
