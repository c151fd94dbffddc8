"""推荐 by an organisation, in words: no likes, no counts, no ranking."""

from __future__ import annotations

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied
from lianxin.membership.reports.policies import person_of
from lianxin.membership.reports.telling import tell

from . import policies
from .actions import ROOT
from .models import Note, Recommendation


@action("notes.recommend")
def recommend(*, actor: Actor, note: Note, organisation: Organisation, reason: str) -> Recommendation:
    """推荐一篇, once by each organisation; its author is told and may decline."""
    note = lock(note)
    require(policies.may_recommend(actor, note, organisation, reason))
    with or_refuse(Denied(f"{organisation.short_name}已经推荐过这一篇。", code="twice")):
        made = Recommendation.objects.create(
            note=note, organisation=organisation, by_id=person_of(actor), reason=reason.strip(), at=moment.now()
        )
    record("notes.recommend", actor=actor, subject=note, organisation=organisation.short_name)
    tell([note.member.person_id], "notes.recommend", "您的学习心得得到推荐", url=f"{ROOT}{note.pk}/",
         key=f"note:recommended:{made.pk}", org_path=note.org_path)  # fmt: skip
    return made


@action("notes.unrecommend")
def drop(*, actor: Actor, made: Recommendation) -> None:
    """取消推荐, by the organisation or because the author does not want it."""
    require(policies.may_drop(actor, made))
    record("notes.unrecommend", actor=actor, subject=made.note, organisation=made.organisation.short_name)
    made.delete()
