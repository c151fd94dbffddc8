"""对外联系方式: proposed by who keeps it, confirmed by somebody else, looked through once a year (LX-120)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Denied, Refused

from .. import policies
from ..models import ContactCard
from ..words import IN_THE_TREE, LINES

ROOT = "/workbench/upkeep/"
#: as long as the columns of the tree; the others are bounded by LX-120
_LONGEST = {"phone": 30, "address": 120, "email": 120}
_PHONE = re.compile(r"[0-9+()\- 转#]{5,30}")


@action("upkeep.propose")
def propose(*, actor: Actor, organisation: Organisation, lines: Mapping[str, str], revision: int) -> ContactCard:
    """填写、修改联系方式. lines: name of `LINES` -> text. It counts when somebody else has confirmed it."""
    card = _card_of(organisation, revision)
    require(policies.may_propose(actor, card.organisation, card))
    said = {name: " ".join(text.split()) for name, text in lines.items() if name in LINES}
    _check(said)
    changed = {name: text for name, text in said.items() if text != card.says(name)}
    if not changed:
        raise Refused(Denied("和现在的一样，没有要改的。", code="same", remedy="内容没有变化时，请点“核对无误”。"))
    if not any(said.get(name, card.says(name)) for name in ("phone", "address", "email")):
        raise Refused(Denied("电话、地址、邮箱至少留一样，不然大家找不到。", code="empty", field="phone"))
    card.proposed, card.proposed_by_id, card.proposed_at = changed, actor.person_id, moment.now()
    _store(card)
    record("upkeep.propose", actor=actor, subject=card, lines=sorted(changed))
    _tell(_confirming(card, actor), "upkeep.propose", "支部联系方式等您确认", card, f"propose:{card.revision}")
    return card


def _check(said: Mapping[str, str]) -> None:
    """Forms of the lines; each refusal stands at its field."""
    for name, text in said.items():
        most = _LONGEST.get(name) or rule("LX-120").count("line")
        if len(text) > most:
            raise Refused(
                Denied(f"“{LINES[name]}”最多 {most} 个字，现在是 {len(text)} 个字。", rule="LX-120", code="too_long", field=name)
            )  # fmt: skip
    if said.get("phone") and not _PHONE.fullmatch(said["phone"]):
        raise Refused(Denied("电话只写号码，例如 0000-2000001。", code="form", field="phone"))
    try:
        if said.get("email"):
            validate_email(said["email"])
    except ValidationError:
        raise Refused(Denied("邮箱的写法不对，请检查。", code="form", field="email")) from None


def _card_of(organisation: Organisation, revision: int) -> ContactCard:
    """The card, made when it is first written; locked. A stale tab is refused."""
    organisation = lock(organisation)
    made = ContactCard.objects.unscoped("one card for one organisation").filter(organisation=organisation).first()
    if made is None:
        require(policies.has_card(organisation))
        return ContactCard(organisation=organisation, org_path=organisation.path)
    card = lock(made, revision=revision)
    card.organisation = organisation
    return card


@action("upkeep.confirm")
def confirm(*, actor: Actor, card: ContactCard, revision: int) -> ContactCard:
    """确认: what was proposed is public from now on; without a proposal: 核对无误, good for another year."""
    card = lock(card, revision=revision)
    require(policies.may_confirm(actor, card))
    if not card.proposed and not card.lines:
        raise Refused(Denied("还没有填写联系方式。", code="empty", remedy="请先填写，再由另一位同志确认。"))
    changed = sorted(card.proposed)
    _bring_in(card)
    card.proposed, card.proposed_by, card.proposed_at = {}, None, None
    card.confirmed_by_id, card.confirmed_on = actor.person_id, moment.today()
    _store(card)
    record("upkeep.confirm", actor=actor, subject=card, lines=changed)
    return card


def _bring_in(card: ContactCard) -> None:
    """Phone and address go where every room reads them; by the system, for the right to confirm was asked above."""
    said = {name: str(text) for name, text in card.proposed.items() if name in LINES}
    tree = {IN_THE_TREE[name]: text for name, text in said.items() if name in IN_THE_TREE}
    if tree:
        office = card.organisation
        card.organisation = organisations.edit(
            actor=SYSTEM, organisation=office, revision=office.revision, on=moment.today(), **tree
        )
    for name, text in said.items():
        if name not in IN_THE_TREE:
            setattr(card, name, text)


@action("upkeep.send_back")
def send_back(*, actor: Actor, card: ContactCard, reason: str, revision: int) -> ContactCard:
    """退回修改, with a reason for the one who proposed; what is public stays as it is."""
    card = lock(card, revision=revision)
    require(policies.may_confirm(actor, card))
    if not card.proposed:
        raise Refused(Denied("没有等待确认的修改。", code="wrong_state"))
    if not reason.strip():
        raise Refused(Denied("请写明哪里要改。", code="empty", field="reason"))
    asked = card.proposed_by_id
    card.proposed, card.proposed_by, card.proposed_at = {}, None, None
    _store(card)
    record("upkeep.send_back", actor=actor, subject=card)
    _tell([asked], "upkeep.send_back", "支部联系方式退回修改", card, f"back:{card.revision}", body=reason.strip()[:200])
    return card


@action("upkeep.keeper")
def name_keeper(*, actor: Actor, organisation: Organisation, keeper: Person | None, revision: int) -> ContactCard:
    """指定责任人 (F01)."""
    card = _card_of(organisation, revision)
    require(policies.may_name_keeper(actor, card.organisation))
    card.keeper = keeper
    _store(card)
    record("upkeep.keeper", actor=actor, subject=card, named=keeper is not None)
    return card


@action("upkeep.remind")
def remind(*, actor: Actor = SYSTEM) -> int:
    """Cards whose year runs out within the days of LX-120, or ran out: keeper and secretary are told once for each
    stage. Answers how many cards."""
    today = moment.today()
    # no card that is younger than this can be due: the index answers, the rule decides
    latest = today - timedelta(days=rule("LX-120").count("ahead"))
    rows = ContactCard.objects.unscoped("reminders").filter(confirmed_on__lte=latest, organisation__closed_on=None)
    found = 0
    for card in rows.select_related("organisation").iterator(chunk_size=500):
        said = card.confirmed_on
        if said is None or today < policies.reminded_from(said):
            continue
        found += 1
        over = today > policies.good_until(said)
        people = {*nearest_holders(policies.CONFIRM, card.org_path), *([card.keeper_id] if card.keeper_id else [])}
        _tell(people, "upkeep.remind", "支部联系方式过了核对期限" if over else "支部联系方式该核对了", card,
              f"year:{said}:{'over' if over else 'soon'}")  # fmt: skip
    record("upkeep.remind", actor=actor, cards=found)
    return found


def _confirming(card: ContactCard, actor: Actor) -> list[int]:
    return nearest_holders(policies.CONFIRM, card.org_path, exclude=[actor.person_id] if actor.person_id else [])


def _tell(people: Iterable[int | None], code: str, title: str, card: ContactCard, key: str, body: str = "") -> None:
    if moment.replaying():
        return
    known = {person for person in people if person is not None}
    send_many(to=known, code=code, title=title, body=body or card.organisation.short_name,
              url=f"{ROOT}cards/{card.organisation_id}/", key=f"card:{card.organisation_id}:{key}", working=True,
              org_path=card.org_path)  # fmt: skip


def _store(card: ContactCard) -> None:
    card.revision += 1
    card.save()
