"""决策参考: made by the machine, changed and signed by people, kept in versions."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from lianxin.foundation.accounts.posts import POSTS as ALL_POSTS
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Allowed, Decision, Denied, Refused

from .. import composing, policies
from ..lifecycle import SIGN
from ..models import Advice

#: a paper of a single day says nothing, one of many years is another paper
LONGEST_DAYS = 366 * 2
_RACE = Denied("刚刚有人生成了同一期的一版。", code="twice", remedy="请到列表里查看。")


@action("improving.advise")
def advise(*, actor: Actor, organisation: Organisation, since: date, until: date, key: str) -> Advice:
    """生成: a new version for the period. The same form twice is one version."""
    require(policies.may_advise(actor, organisation))
    rows = Advice.objects.unscoped("versions of one organisation").filter(organisation=organisation)
    known = rows.filter(key=key[:40]).first()
    if known is not None:
        record("improving.advise_again", actor=actor, subject=known)
        return known
    if not since < until or until > moment.today():
        raise Refused(Denied("起止日期要在今天以前，起在前、止在后。", code="order", field="until"))
    if (until - since).days > LONGEST_DAYS:
        raise Refused(Denied("一期最长两年。", code="too_long", field="since"))
    content, summary = composing.compose(organisation, since, until)
    last = rows.filter(since=since, until=until).aggregate(n=Max("version"))["n"] or 0
    with or_refuse(_RACE):
        made = Advice.objects.create(
            organisation=organisation, org_path=organisation.path, since=since, until=until, version=last + 1, content=content,
            summary=summary, made_by_id=actor.person_id, made_at=moment.now(), key=key[:40],
        )  # fmt: skip
    record("improving.advise", actor=actor, subject=made, version=made.version)
    return made


@action("improving.edit_advice")
def edit(*, actor: Actor, advice: Advice, summary: str, proposals: str, revision: int) -> Advice:
    """改文字: the words of people. Figures stay as they were counted."""
    advice = lock(advice, revision=revision)
    require(policies.may_edit(actor, advice))
    for text, label, field in ((summary, "主要情况", "summary"), (proposals, "建议", "proposals")):
        require(_fits(text, label, field, needed=field == "summary"))
    advice.summary, advice.proposals = summary.strip(), proposals.strip()
    advice.edited_by_id, advice.edited_at, advice.revision = actor.person_id, moment.now(), advice.revision + 1
    advice.save(update_fields=["summary", "proposals", "edited_by", "edited_at", "revision"])
    record("improving.edit_advice", actor=actor, subject=advice)
    return advice


@action("improving.sign_advice")
def sign(*, actor: Actor, advice: Advice, revision: int) -> Advice:
    """审定 by a person (O06); from then on the version never changes."""
    advice = lock(advice, revision=revision)
    require(policies.may_sign(actor, advice))
    if not advice.proposals.strip():
        raise Refused(Denied("还没有写建议。", code="empty", remedy="请先写建议：系统只会数，主意由人来拿。"))
    duty = next(
        (d for d in actor.duties if advice.org_path.startswith(d.org_path) and actor.may(SIGN, d.org_path)), None
    )
    advice.signed_by_id, advice.signed_at = actor.person_id, moment.now()
    advice.signed_as = ALL_POSTS.get(duty.post, "") if duty else ""
    advice.revision += 1
    advice.save(update_fields=["signed_by", "signed_at", "signed_as", "revision"])
    record("improving.sign_advice", actor=actor, subject=advice)
    return advice


def _fits(text: str, label: str, field: str, *, needed: bool) -> Decision:
    most = rule("LX-172").count("text")
    if needed and not text.strip():
        return Denied(f"请填写“{label}”。", code="empty", field=field)
    if len(text) > most:
        return Denied(
            f"“{label}”最多 {most} 个字，现在是 {len(text)} 个字。", rule="LX-172", code="too_long", field=field
        )
    return Allowed()
