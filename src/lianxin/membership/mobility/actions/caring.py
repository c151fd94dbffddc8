"""Being in touch: the contact log and one's own word."""

from __future__ import annotations

from datetime import date

from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from .. import announcing, policies
from ..flow import FLOW
from ..grounds import gone
from ..models import Absence, Contact, Matter
from ..words import WAYS
from .registering import finish, reckon


@action("mobility.contact")
def contact(
    *, actor: Actor, absence: Absence, on: date, way: str, reached: bool, words: str, key: str, took_part: bool = False
) -> Contact:
    """登记联系 (EDU-13): who was in touch, how, and what they said, sealed. Trying in vain is written down too.

    A proposal whose reason was that nobody could be reached ends with it (`gone`). Sent twice it is one contact.
    """
    absence = lock(absence)
    require(policies.may_contact(actor, absence))
    if way not in WAYS or way == "own":
        raise Refused(Denied("请选择方式。", code="empty", field="way"))
    if not absence.since <= on <= moment.today():
        raise Refused(Denied("联系的日子要在外出以后、今天以前。", code="order", field="on"))
    if not words.strip():
        raise Refused(Denied("请写一句情况。", code="empty", field="words"))
    if took_part and not reached:
        raise Refused(Denied("没有联系上，就不能证明参加了组织生活。", code="order", field="took_part"))
    return _write(actor, absence, on=on, way=way, reached=reached, words=words, key=key, took_part=took_part)


@action("mobility.own_word")
def own_word(*, actor: Actor, absence: Absence, words: str, key: str, back: bool = False) -> Contact:
    """报到: the member says that things are as they were, or that they are back; the branch then ends the registration."""
    absence = lock(absence)
    if not policies.is_person(actor, absence):
        raise Refused(OUT_OF_SCOPE)
    if absence.state != "open":
        raise Refused(Denied("支部还没有确认登记，或者登记已经结束。", code="closed"))
    if back:
        key_of = f"absence:{absence.pk}:back:{moment.today()}"
        announcing.tell(
            absence, announcing.keepers(absence, absence.org_path), "moved", "在外的同志说已经回来了", key=key_of
        )
    said = words.strip() or ("已经返回" if back else "一切如常")
    return _write(actor, absence, on=moment.today(), way="own", reached=True, words=said, key=key)


@action("mobility.withdraw")
def withdraw(*, actor: Actor, absence: Absence) -> Absence:
    """撤回 what one reported oneself, before the branch has confirmed it."""
    absence = lock(absence)
    if not policies.is_person(actor, absence):
        raise Refused(OUT_OF_SCOPE)
    if absence.state != "asked":
        raise Refused(Denied("支部已经答复，不能撤回。", code="closed", remedy="回来了的，请点“我已经回来了”。"))
    return finish(actor, absence, "mistake", moment.today())


def _write(
    actor: Actor, absence: Absence, *, on: date, way: str, reached: bool, words: str, key: str, took_part: bool = False
) -> Contact:
    """key is the form's own; with the registration it names one contact."""
    key = f"{absence.pk}:{key}"[:60]
    known = Contact.objects.filter(key=key).first()
    if known is not None:
        record("mobility.contact_again", actor=actor, subject=absence)
        return known
    made = Contact.objects.create(
        absence=absence, on=on, way=way, reached=reached, took_part=took_part, words=words.strip(), by_id=actor.person_id,
        at=moment.now(), key=key,
    )  # fmt: skip
    if reached and on > absence.last_contact_on:
        absence.last_contact_on = on
        reckon(absence)
        absence.revision += 1
        absence.save()
    record("mobility.contact", actor=actor, subject=absence, way=way, reached=reached)
    if reached:
        let_go(absence.member_id)
    return made


def let_go(member_id: int) -> int:
    """Open proposals about a member whose reason is gone are closed with that reason; answers how many. Part of actions."""
    from lianxin.foundation.casework.engine import advance

    count = 0
    rows = Matter.objects.unscoped("about one member").filter(member_id=member_id, closed_at=None)
    for case in rows.select_related("member"):
        why = gone(case, moment.today())
        if why:
            advance(lock(case), FLOW.lifecycle.by_event["change"][0].event, actor=SYSTEM, note=why)
            count += 1
    return count
