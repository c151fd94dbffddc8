"""制度落实 (R029): rules of the organisation's own, and whether somebody looked that they are lived by, each period once."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Allowed, Decision, Denied, Refused, all_of
from lianxin.membership.gatherings.reckoning import Span, span_of

from .. import policies
from ..models import House, HouseCheck
from ..words import CYCLES, FINDINGS

ROOT = "/workbench/upkeep/rules/"
_TWICE = Denied("这一期已经检查过了。", code="twice", field="first", remedy="请刷新页面查看。")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a rule says. address: its place in the library instead of the text; since: from when its periods count."""

    title: str
    cycle: str
    since: date
    text: str = ""
    address: str = ""


def fits(text: str, name: str, label: str, field: str, *, needed: bool = True) -> Decision:
    """Whether something was written, and not more than LX-123 allows."""
    most = rule("LX-123").count(name)
    if needed and not text.strip():
        return Denied(f"请填写“{label}”。", code="empty", field=field)
    if len(text) > most:
        return Denied(
            f"“{label}”最多 {most} 个字，现在是 {len(text)} 个字。", rule="LX-123", code="too_long", field=field
        )
    return Allowed()


def _check(draft: Draft) -> None:
    require(
        all_of(
            fits(draft.title, "title", "名称", "title"),
            fits(draft.text, "text", "内容", "text", needed=not draft.address),
        )
    )
    if draft.cycle not in CYCLES:
        raise Refused(Denied("请选择多久检查一次。", code="empty", field="cycle"))
    if draft.address and not draft.address.startswith("/regulations/"):
        raise Refused(Denied("写制度库里那一页的地址，以 /regulations/ 开头。", code="address", field="address"))


@action("upkeep.write_rule")
def write(*, actor: Actor, organisation: Organisation, draft: Draft, keeper: Person | None, key: str) -> House:
    """登记制度. The same form twice is one rule."""
    require(policies.may_write_rule(actor, organisation))
    known = House.objects.unscoped("the same form").filter(organisation=organisation, key=key[:40]).first()
    if known is not None:
        record("upkeep.write_again", actor=actor, subject=known)
        return known
    _check(draft)
    with or_refuse(_TWICE):
        made = House.objects.create(
            organisation=organisation, org_path=organisation.path, keeper=keeper, key=key[:40], **asdict(draft)
        )
    record("upkeep.write_rule", actor=actor, subject=made)
    return made


@action("upkeep.change_rule")
def change(*, actor: Actor, house: House, draft: Draft, keeper: Person | None, revision: int) -> House:
    """修改制度. What was checked stays as it was; another cycle counts from its own `since`."""
    house = lock(house, revision=revision)
    require(all_of(policies.may_write_rule(actor, house.organisation), policies.in_force(house)))
    _check(draft)
    if draft.cycle != house.cycle and draft.since <= house.since:
        raise Refused(Denied("改了多久检查一次，请同时写从哪天起按新的算。", code="since", field="since"))
    for name, value in (asdict(draft) | {"keeper": keeper}).items():
        setattr(house, name, value)
    house.revision += 1
    house.save()
    record("upkeep.change_rule", actor=actor, subject=house)
    return house


@action("upkeep.end_rule")
def end(*, actor: Actor, house: House, revision: int) -> House:
    """停用: nothing is due any more, what was checked can be read."""
    house = lock(house, revision=revision)
    require(all_of(policies.may_write_rule(actor, house.organisation), policies.in_force(house)))
    house.ended_on = moment.today()
    house.revision += 1
    house.save()
    record("upkeep.end_rule", actor=actor, subject=house)
    return house


@action("upkeep.check")
def check(*, actor: Actor, house: House, first: date, on: date, finding: str, note: str, paper: str) -> HouseCheck:
    """登记检查 of the period that begins on `first`; only once, whoever is quicker. A finding that is not good says what."""
    house = lock(house)
    require(all_of(policies.may_check_rule(actor, house), policies.in_force(house)))
    span = span_of(CYCLES[house.cycle].months, first)
    today = moment.today()
    if span.first != first or span.last < house.since or first > today:
        raise Refused(Denied("没有这一期。", code="choice", field="first"))
    if on > today:
        raise Refused(Denied("这一天还没有到。", code="future", field="on"))
    if on < span.first:
        raise Refused(Denied("检查的日期在这一期之前。", code="early", field="on"))
    if finding not in FINDINGS:
        raise Refused(Denied("请选择怎么样。", code="empty", field="finding"))
    require(
        all_of(
            fits(note, "note", "情况", "note", needed=finding != "good"),
            fits(paper, "title", "纸质记录在哪里", "paper", needed=False),
        )
    )
    with or_refuse(_TWICE):
        made = HouseCheck.objects.create(rule=house, first=first, on=on, finding=finding, note=note.strip(), paper=paper.strip(),
                                         by_id=actor.person_id, at=moment.now())  # fmt: skip
    record("upkeep.check", actor=actor, subject=house, finding=finding)
    return made


def remind_from(span: Span) -> date:
    """The day from which a period that nobody looked at is reminded (LX-123)."""
    return span.last - timedelta(days=rule("LX-123", on=span.first).count("ahead"))


@action("upkeep.remind_rules")
def remind(*, actor: Actor = SYSTEM) -> int:
    """Rules whose period ends within the days of LX-123 unchecked: keeper and secretary once a period. Answers how many."""
    today = moment.today()
    rows = House.objects.unscoped("reminders").filter(ended_on=None, since__lte=today, organisation__closed_on=None)
    found = 0
    for house in rows.select_related("organisation").iterator(chunk_size=500):
        span = span_of(CYCLES[house.cycle].months, today)
        if today < remind_from(span) or house.checks.filter(first=span.first).exists():
            continue
        found += 1
        people = {*nearest_holders(policies.CONFIRM, house.org_path), *([house.keeper_id] if house.keeper_id else [])}
        send_many(to=people, code="upkeep.rule", title=f"制度该检查了：{house.title}"[:120], body=house.organisation.short_name,
                  url=f"{ROOT}{house.pk}/", key=f"house:{house.pk}:{span.first}", working=True, org_path=house.org_path)  # fmt: skip
    record("upkeep.remind_rules", actor=actor, rules=found)
    return found
