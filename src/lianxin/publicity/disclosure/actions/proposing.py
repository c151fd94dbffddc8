"""提出: the first of the four steps (DIS-01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from lianxin.foundation.casework import timers
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.files.actions import remove, store
from lianxin.foundation.files.intake import Prepared
from lianxin.foundation.files.queries import files_of
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from .. import announcing, policies
from ..flow import ITEM_FLOW
from ..lifecycle import AT_PROPOSAL
from ..models import Entry, Item, ItemStep, Version
from .reviewing import person_of
from .words import limit, need


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that somebody proposes. files: prepared attachments."""

    title: str
    body: str
    period: str = ""
    files: Sequence[Prepared] = field(default_factory=tuple)


@action("disclosure.propose")
def propose(*, actor: Actor, entry: Entry, draft: Draft, key: str = "") -> Item:
    """提出 an item under a line of the catalogue; scope comes from the line. The same form twice is one item."""
    entry = lock(entry)
    require(policies.may_propose(actor, entry))
    hashed = blind_index(f"disclosure:{key}") if key else None
    known = Item.objects.unscoped("the same form sent again").filter(submission_key=hashed).first() if hashed else None
    if known is not None:
        record("disclosure.propose_again", actor=actor, subject=known)
        return known
    now = moment.now()
    item = Item.objects.create(
        entry=entry, organisation=entry.organisation, org_path=entry.org_path, scope=entry.scope, opened_at=now,
        state=ITEM_FLOW.lifecycle.initial, proposed_by_id=person_of(actor), submission_key=hashed,
        handler_id=actor.person_id, **_words(draft),
    )  # fmt: skip
    item.number = f"DW{timezone.localtime(now):%Y}-{item.pk:05d}"
    timers.move(ITEM_FLOW, item, AT_PROPOSAL, now)
    item.save(update_fields=["number", "due_at", "due_clock"])
    _keep_version(item, actor)
    _keep_files(item, actor, draft.files)
    ItemStep.objects.create(
        case=item, event="propose", label="提出", source="", target=item.state, at=now, actor_kind=actor.kind,
        person_id=actor.person_id, organisation=item.organisation, public_label="提出",
    )  # fmt: skip
    record("disclosure.propose", actor=actor, subject=item, entry=entry.code)
    announcing.announce_item(item, "propose", actor)
    return item


@action("disclosure.resubmit")
def resubmit(*, actor: Actor, item: Item, draft: Draft, revision: int, without: Sequence[str] = ()) -> Item:
    """A text that came back, changed; it begins again with its review and its secrecy check.

    without: uuids of attachments that are no longer part of it.
    """
    item = lock(item, revision=revision)
    if actor.person_id is None:
        raise Refused(Denied("公开事项要由一位同志提出。", rule="DIS-01", code="no_person"))
    changes = {
        **_words(draft), "version": item.version + 1, "proposed_by_id": actor.person_id, "handler_id": actor.person_id,
        "reviewed_by_id": None, "approved_by_id": None, "scope": item.entry.scope,
    }  # fmt: skip
    item = advance(item, "resubmit", actor=actor, changes=changes)
    _keep_version(item, actor)
    kept = files_of(f"disclosure:{item.pk}")
    for stored in kept:
        if str(stored.uuid) in without:
            remove(actor=actor, stored=stored, reason="修改后再提出时去掉")
    if sum(str(stored.uuid) not in without for stored in kept) + len(draft.files) > limit("files"):
        raise Refused(_many())
    _keep_files(item, actor, draft.files)
    return item


@action("disclosure.drop")
def drop(*, actor: Actor, item: Item, note: str, revision: int) -> Item:
    """不再提出."""
    return advance(lock(item, revision=revision), "drop", actor=actor, note=need(note, "原因", "note"))


def _words(draft: Draft) -> dict[str, str]:
    if len(draft.files) > limit("files"):
        raise Refused(_many())
    return {
        "title": need(draft.title, "标题", "title", "title"), "body": need(draft.body, "内容", "body"),
        "period": draft.period.strip()[:30],
    }  # fmt: skip


def _many() -> Denied:
    return Denied(f"附件最多 {limit('files')} 个，原来的也算。", rule="LX-34", code="too_many", field="files")


def _keep_version(item: Item, actor: Actor) -> None:
    Version.objects.create(
        item=item, number=item.version, title=item.title, body=item.body, author_id=person_of(actor),
        created_at=moment.now(),
    )  # fmt: skip


def _keep_files(item: Item, actor: Actor, files: Sequence[Prepared]) -> None:
    for upload in files:
        store(actor=actor, upload=upload, org_path=item.org_path, subject=f"disclosure:{item.pk}", public=True)
