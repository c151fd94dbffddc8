"""谈心谈话: written down by who held it, for the two and the secretaries of that organisation (R042, R043)."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone

from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused, all_of
from lianxin.membership.dossiers.models import Member

from . import policies
from .limits import fits
from .models import Talk, Wish
from .telling import tell
from .words import TALKS

ROOT = "/me/reports/talks/"


@action("reports.talk")
def write_down(*, actor: Actor, member: Member, kind: str, on: date, text: str, key: str) -> Talk:
    """登记谈心谈话. The other one learns that a record exists. The same form twice is one record."""
    member = lock(member)
    require(policies.may_talk(actor, member))
    if kind not in TALKS:
        raise Refused(Denied("请选择种类。", code="empty", field="kind"))
    if on > timezone.localdate():
        raise Refused(Denied("这一天还没有到。", code="future", field="on"))
    require(fits(text, "text", "谈话内容", rule_id="LX-77"))
    known = Talk.objects.unscoped("the same form").filter(by_id=policies.person_of(actor), key=key[:40]).first()
    if known is not None:
        record("reports.talk_again", actor=actor, subject=known)
        return known
    made = Talk.objects.create(
        member=member, by_id=policies.person_of(actor), organisation=member.organisation, org_path=member.org_path, key=key[:40],
        kind=kind, on=on, text=text.strip(),
    )  # fmt: skip
    Wish.objects.filter(member=member, to_id=actor.person_id).delete()
    record("reports.talk", actor=actor, subject=made)
    tell([member.person_id], "reports.talk", "有一条与您的谈心谈话登记", url=f"{ROOT}{made.pk}/",
         key=f"talk:{made.pk}", org_path=made.org_path)  # fmt: skip
    return made


@action("reports.wish")
def wish(*, actor: Actor, member: Member, to: int, text: str, key: str) -> Wish:
    """想找人谈谈. One open wish to one person; the text may stay empty, for not everything is said in writing."""
    member = lock(member)
    if not actor.is_person(member.person_id):
        raise Refused(OUT_OF_SCOPE)
    require(policies.may_wish(member, to))
    require(fits(text, "remark", "想谈什么", rule_id="LX-77", needed=False))
    known = Wish.objects.filter(member=member, key=key[:40]).first()
    if known is not None:
        record("reports.wish_again", actor=actor, org_path=member.org_path)
        return known
    if Wish.objects.filter(member=member, to_id=to).exists():
        raise Refused(
            Denied("已经告诉这位同志了，还没有谈。", code="twice", field="to", remedy="急的话请当面说或者打电话。")
        )
    made = Wish.objects.create(member=member, to_id=to, text=text.strip(), key=key[:40], at=moment.now())
    record("reports.wish", actor=actor, org_path=member.org_path)
    tell([to], "reports.wish", "有同志想和您谈谈", url="/workbench/reports/talks/", key=f"talk:wish:{made.pk}",
         org_path=member.org_path)  # fmt: skip
    return made


@action("reports.wish_on_paper")
def wish_on_paper(*, actor: Actor, member: Member, on: date, text: str, key: str) -> Wish:
    """想找人谈谈 that came in a closed letter (A02): entered by the one whom it is addressed to, so that it stays between
    the two; nobody enters it for somebody else's eyes. on: the day on which it was handed over."""
    member = lock(member)
    require(all_of(policies.may_talk(actor, member), policies.may_write(member)))
    if on > timezone.localdate():
        raise Refused(Denied("这一天还没有到。", code="future", field="on"))
    require(fits(text, "remark", "想谈什么", rule_id="LX-77", needed=False))
    rows = Wish.objects.filter(member=member, to_id=policies.person_of(actor))
    known = rows.first()
    if known is not None and known.key != key[:40]:
        raise Refused(Denied("这位同志的请求已经登记了，还没有谈。", code="twice", remedy="谈过以后请登记谈话。"))
    if known is not None:
        record("reports.wish_again", actor=actor, org_path=member.org_path)
        return known
    at = min(moment.now(), timezone.make_aware(datetime.combine(on, time(12))))
    made = Wish.objects.create(member=member, to_id=policies.person_of(actor), text=text.strip(), key=key[:40], at=at)
    record("reports.wish_on_paper", actor=actor, org_path=member.org_path, on=on.isoformat())
    tell([member.person_id], "reports.wish_on_paper", "您纸上写的“想找人谈谈”，对方收到了", url=ROOT,
         key=f"talk:wish:{made.pk}", org_path=member.org_path)  # fmt: skip
    return made


@action("reports.unwish")
def unwish(*, actor: Actor, wish: Wish) -> None:
    """不用谈了, by who asked; nothing is left of what they wrote."""
    wish = lock(wish)
    if not actor.is_person(wish.member.person_id):
        raise Refused(OUT_OF_SCOPE)
    record("reports.unwish", actor=actor, org_path=wish.member.org_path)
    wish.delete()


@action("reports.talk_read")
def looked(*, actor: Actor, talk: Talk) -> None:
    """A secretary read what two others said to each other: allowed, and never without a line (P02)."""
    record("reports.talk_read", actor=actor, subject=talk)


@action("reports.remark")
def remark(*, actor: Actor, talk: Talk, text: str) -> Talk:
    """本人补充, once; the one who wrote the record is told."""
    talk = lock(talk)
    require(policies.may_remark(actor, talk))
    require(fits(text, "remark", "补充", rule_id="LX-77"))
    talk.remark, talk.remarked_at = text.strip(), moment.now()
    talk.revision += 1
    talk.save()
    record("reports.remark", actor=actor, subject=talk)
    tell([talk.by_id], "reports.remark", "谈心谈话登记有本人补充", url=f"{ROOT}{talk.pk}/",
         key=f"talk:{talk.pk}:remark", org_path=talk.org_path)  # fmt: skip
    return talk


@action("reports.amend")
def amend(*, actor: Actor, talk: Talk, text: str, revision: int) -> Talk:
    """更正谈话内容, by who wrote it, as long as the other one has not added anything."""
    talk = lock(talk, revision=revision)
    require(policies.may_amend(actor, talk))
    require(fits(text, "text", "谈话内容", rule_id="LX-77"))
    talk.text = text.strip()
    talk.revision += 1
    talk.save()
    record("reports.amend", actor=actor, subject=talk)
    return talk
