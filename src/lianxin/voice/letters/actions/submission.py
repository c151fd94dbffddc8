"""留言提交, by the citizen or entered for the citizen (代录)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework import timers
from lianxin.foundation.files.actions import store
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, Refused
from lianxin.kernel.lifecycle import Transition

from .. import announcing, codes, indexing, policies
from ..flow import FLOW
from ..lifecycle import AT_SUBMISSION
from ..models import Letter, LetterStep, Topic

ARRIVAL = Transition("submit", (), "submitted", "author", "提交留言", (), "收到留言，期限从此刻起算")


@dataclass(frozen=True)
class Photo:
    """An upload that goes with a letter, and whether the citizen wants it shown."""

    upload: Any
    public: bool = True


@dataclass(frozen=True)
class Draft:
    """What the citizen typed, already cleaned by the form; lengths are checked again here."""

    kind: str
    title: str
    body: str
    received_by: Organisation
    demand: str = ""
    topic: Topic | None = None
    place: str = ""
    place_public: bool = True
    lat: Decimal | None = None
    lon: Decimal | None = None
    remark: str = ""
    nickname: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    wants_public: bool = True
    photos: Sequence[Photo] = field(default_factory=tuple)


@action("letters.submit")
def submit(
    *,
    actor: Actor,
    draft: Draft,
    key: str,
    source: str = "web",
    on_behalf: str = "",
    with_code: bool = True,
) -> tuple[Letter, str]:
    """Receive a letter; answers it with its query code ("" when there is none).

    key: random text made once per form. The same key again answers the same letter with the same
    code and writes nothing new, so neither a double click nor a lost answer doubles a letter.
    on_behalf: how the citizen told it to the assistant (``"phone"``, ``"visit"``) for 代录 (A02).
    """
    hashed = blind_index(f"letter:{key}")
    code = codes.code_for(key) if with_code else ""
    known = Letter.objects.unscoped("the sender's own retry").filter(submission_key=hashed).first()
    if known is not None:
        record("letters.submit_again", actor=actor, subject=known)
        return known, code
    _check(draft)
    now = moment.now()
    letter = Letter(**_columns(draft, actor, on_behalf), opened_at=now, submission_key=hashed, source=source)
    letter.code_hash = codes.slow_hash(code) if code else ""
    letter.state = FLOW.lifecycle.initial
    twin = _save_once(letter, hashed)
    if twin is not None:
        record("letters.submit_again", actor=actor, subject=twin)
        return twin, code
    letter.number = f"LX{timezone.localtime(now):%Y}-{letter.pk:06d}"
    timers.move(FLOW, letter, AT_SUBMISSION, now)
    letter.save(update_fields=["number", "due_at", "due_clock"])
    _arrive(letter, actor, now)
    _keep_photos(letter, actor, draft.photos)
    indexing.index(letter)
    record("letters.submit", actor=actor, subject=letter, kind=letter.kind, source=source, assisted=bool(on_behalf))
    announcing.announce(letter, ARRIVAL, actor, {})
    return letter, code


def _keep_photos(letter: Letter, actor: Actor, photos: Sequence[Photo]) -> None:
    subject = f"letter:{letter.pk}"
    for photo in photos:
        store(actor=actor, upload=photo.upload, org_path=letter.org_path, subject=subject, public=photo.public)


def _save_once(letter: Letter, hashed: str) -> Letter | None:
    """Write the row; when the same form arrived twice in one moment, the letter of the one that came first."""
    try:
        with transaction.atomic():
            letter.save()
    except IntegrityError:
        twin = Letter.objects.unscoped("the sender's own double click").filter(submission_key=hashed).first()
        if twin is None:
            raise
        return twin
    return None


@action("letters.confirm_assisted")
def confirm_assisted(*, actor: Actor, letter: Letter) -> Letter:
    """The citizen confirms what an assistant entered (A02)."""
    letter = lock(letter)
    require(_is_confirmable(actor, letter))
    letter.assist_confirmed_at = moment.now()
    letter.save(update_fields=["assist_confirmed_at"])
    record("letters.confirm_assisted", actor=actor, subject=letter)
    return letter


def _is_confirmable(actor: Actor, letter: Letter) -> Decision:
    if letter.assisted_by_id is None or letter.assist_confirmed_at:
        return Denied("没有需要确认的代录内容。", code="nothing")
    if actor.is_person(letter.assisted_by_id):
        return Denied("代录人不能替留言人确认。", code="own_work")
    if not policies.is_author(actor, letter):
        return Denied("只有留言人本人可以确认。", code="not_author")
    return Allowed() if policies.is_author(actor, letter) else OUT_OF_SCOPE


def _columns(draft: Draft, actor: Actor, on_behalf: str) -> dict[str, Any]:
    assisted = bool(on_behalf)
    author = None if assisted or not actor.person_id else Person.objects.filter(pk=actor.person_id).first()
    return {
        "kind": draft.kind,
        "topic": draft.topic,
        "title": draft.title,
        "demand": draft.demand,
        "body": draft.body,
        "place": draft.place,
        "place_public": draft.place_public,
        "lat": draft.lat,
        "lon": draft.lon,
        "remark": draft.remark,
        "received_by": draft.received_by,
        "organisation": draft.received_by,
        "org_path": draft.received_by.org_path,
        "author": author,
        "author_verified": bool(author and author.verified),
        "nickname": draft.nickname or (author.nickname if author else "群众"),
        "contact_name": draft.contact_name,
        "contact_phone": draft.contact_phone,
        "contact_email": draft.contact_email,
        "wants_public": draft.wants_public,
        "assisted_by_id": actor.person_id if assisted else None,
        "assist_mode": on_behalf,
    }


def _check(draft: Draft) -> None:
    """Lengths by LX-11 and the number of photos by LX-12, whoever calls."""
    lengths, photos = rule("LX-11", on=moment.today()), rule("LX-12", on=moment.today())
    labels = {"title": "标题", "body": "内容", "demand": "诉求", "remark": "备注"}
    for name, label in labels.items():
        limit = int(lengths.number(name))
        if len(getattr(draft, name)) > limit:
            raise Refused(Denied(f"{label}最多 {limit} 个字。", rule="LX-11", code="too_long", field=name))
    if not draft.title.strip() or not draft.body.strip():
        raise Refused(Denied("请写明标题和内容。", code="empty", field="title" if not draft.title.strip() else "body"))
    if len(draft.photos) > int(photos.number("photos")):
        raise Refused(
            Denied(f"照片最多 {int(photos.number('photos'))} 张。", rule="LX-12", code="too_many", field="photos")
        )


def _arrive(letter: Letter, actor: Actor, now: datetime) -> None:
    LetterStep.objects.create(
        case=letter, event="submit", label=ARRIVAL.label, source="", target=letter.state, at=now,
        actor_kind=actor.kind, person_id=actor.person_id, public_label=ARRIVAL.public,
    )  # fmt: skip
