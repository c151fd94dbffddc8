"""合并与关停 of sites that nobody keeps: proposed with a reason, answered by the keeper, decided by another person."""

from __future__ import annotations

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework import timers
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from ..models import Reshape, ReshapeStep, SitePage
from . import announcing, policies
from .flow import RESHAPE_FLOW
from .lifecycle import AT_PROPOSAL
from .moving import close_site, merge_site

TWICE = Denied("这个站点已经有一个提议在办理。", code="twice")


@action("portal.propose_reshape")
def propose(*, actor: Actor, site: SitePage, kind: str, reason: str, into: SitePage | None = None) -> Reshape:
    """提议 to merge a site into another or to close it. Nothing changes before somebody decides (B05)."""
    require(policies.may_propose(actor, site))
    into = _target(site, into) if kind == "merge" else None
    person = Person.objects.filter(pk=actor.person_id or 0).first()
    if person is None:
        raise Refused(Denied("提议要由一位同志提出。", code="no_person"))
    organisation, now = site.organisation, moment.now()
    assert organisation is not None
    with or_refuse(TWICE):
        reshape = Reshape.objects.create(
            organisation=organisation, org_path=organisation.path, state="proposed", opened_at=now, site=site, kind=kind,
            into=into, reason=words(reason, "reason"), proposed_by=person,
        )  # fmt: skip
    reshape.number = f"ZD{reshape.pk:05d}"
    timers.move(RESHAPE_FLOW, reshape, AT_PROPOSAL, now)
    reshape.save(update_fields=["number", "due_at", "due_clock"])
    ReshapeStep.objects.create(
        case=reshape, event="propose", label=f"提议{reshape.get_kind_display()}", source="", target="proposed", at=now,
        actor_kind=actor.kind, person_id=actor.person_id, note=reshape.reason,
    )  # fmt: skip
    record("portal.propose_reshape", actor=actor, subject=reshape, kind=reshape.get_kind_display())
    announcing.announce_reshape(reshape, "propose", actor)
    return reshape


def _target(site: SitePage, into: SitePage | None) -> SitePage:
    if into is None:
        raise Refused(Denied("请选择并入哪个站点。", code="empty", field="into"))
    if into.pk == site.pk or not policies.is_open(into):
        raise Refused(Denied("请选择另一个开放的站点。", code="wrong_target", field="into"))
    return into


def words(text: str, field: str) -> str:
    """A reason that was really written."""
    text = text.strip()
    if not text:
        raise Refused(Denied("请写明理由。", code="empty", field=field))
    if len(text) > 500:
        raise Refused(Denied("最多 500 个字。", code="too_long", field=field))
    return text


@action("portal.answer_reshape")
def answer(*, actor: Actor, reshape: Reshape, text: str, revision: int) -> Reshape:
    """The keeper says what speaks for or against it."""
    reshape = lock(reshape, revision=revision)
    said = words(text, "text")
    changes = {"answer": said, "answered_by_id": actor.person_id}
    return advance(reshape, "answer", actor=actor, changes=changes, note=said)


@action("portal.decide_reshape")
def decide(*, actor: Actor, reshape: Reshape, agree: bool, text: str, revision: int) -> Reshape:
    """同意并执行, or 保留. Merging and closing happen in this transaction, or not at all."""
    reshape = lock(reshape, revision=revision)
    said = words(text, "text")
    changes = {"outcome": said, "decided_by_id": actor.person_id}
    reshape = advance(reshape, "carry_out" if agree else "keep", actor=actor, changes=changes, note=said)
    if agree and reshape.kind == "merge":
        merge_site(actor=actor, site=reshape.site, into=_target(reshape.site, reshape.into), note=said)
    elif agree:
        close_site(actor=actor, site=reshape.site, note=said)
    return reshape


@action("portal.drop_reshape")
def drop(*, actor: Actor, reshape: Reshape, revision: int) -> Reshape:
    """The proposer takes it back."""
    return advance(lock(reshape, revision=revision), "drop", actor=actor)
