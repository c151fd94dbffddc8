"""Plan, notice, change, calling off: who is called, who is told, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations import actions as organisations
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member, MemberRecord
from lianxin.membership.gatherings import actions, jobs
from lianxin.membership.gatherings.calling import called
from lianxin.membership.gatherings.models import Gathering
from tests.factories import County, appoint
from tests.membership.gatherings.meetings import FULL, at, draft, fresh, row

pytestmark = pytest.mark.django_db
Plan = Callable[..., Gathering]
Find = Callable[[str], Member]


def names(one: Gathering) -> set[str]:
    return {m.name for m, _ in called(one).members}


def test_members_of_the_branch_are_called_and_told(branch: County, call: Plan, member: Find) -> None:
    """Full and probationary members; applicants are not, and only full ones vote (BR-01)."""
    one = call()
    assert set(one.attendances.values_list("member__name", "votes")) == {*((n, True) for n in FULL), ("陈新来", False)}
    told = Notice.objects.get(person=member("周禾苗").person, code="gatherings.called")
    assert (told.url, "村委会二楼" in told.body) == (f"/me/gatherings/{one.pk}/", True)
    assert not Notice.objects.filter(person=member("冯长河").person).exists()


@pytest.mark.parametrize(
    ("place", "online", "words"),
    [
        ("村委会二楼", "", "村委会二楼"),
        ("", "https://meet.example/x", "线上"),
        ("村委会二楼", "https://meet.example/x", "村委会二楼（也可以线上参加）"),
    ],
)
def test_a_meeting_in_both_ways_says_both(place: str, online: str, words: str) -> None:
    """R031: whoever is away reads that they may come online."""
    assert Gathering(place=place, online_url=online).venue == words


def test_nothing_is_told_while_it_is_only_planned(branch: County, plan: Plan) -> None:
    plan()
    assert not Notice.objects.filter(code__startswith="gatherings").exists()


def test_calling_again_reaches_only_who_is_new(branch: County, call: Plan, member: Find) -> None:
    one = call()
    with pytest.raises(Refused, match="名单没有变化"):
        actions.call(actor=branch.actor("keeper"), gathering=one, revision=one.revision)
    Member.objects.unscoped("test").filter(name="冯长河").update(stage="probationary", joined_on=date(2026, 11, 1))
    assert actions.call(actor=branch.actor("keeper"), gathering=one, revision=one.revision) == 1
    assert Notice.objects.filter(code="gatherings.called", person=member("周禾苗").person).count() == 1


def test_edu_05_those_who_are_exempt_are_not_called(branch: County, plan: Plan, member: Find) -> None:
    """From the first day to the last one of the exemption, not a day longer."""
    actions.exempt(
        actor=branch.actor("keeper"),
        member=member("王平安"),
        since=date(2026, 12, 1),
        until=date(2026, 12, 5),
        reason="重病",
    )
    days = {
        day: "王平安" in names(plan("theme_day", f"2026-{day} 15:00")) for day in ("11-30", "12-01", "12-05", "12-06")
    }
    assert days == {"11-30": True, "12-01": False, "12-05": False, "12-06": True}


def test_nobody_exempts_themselves_and_not_twice(branch: County, member: Find) -> None:
    one = member("周禾苗")
    appoint(one.person, "secretary", branch.organisations["QS01-B1"])
    said: dict[str, Any] = {"member": one, "since": date(2026, 12, 1), "until": None, "reason": "年老"}
    with pytest.raises(Refused, match="其他同志"):
        actions.exempt(actor=branch.actor("m0"), **said)
    actions.exempt(actor=branch.actor("keeper"), **said)
    with pytest.raises(Refused, match="登记过"):
        actions.exempt(actor=branch.actor("keeper"), **said)
    with pytest.raises(Refused, match="没有找到"):
        actions.exempt(actor=branch.actor("other_organiser"), **said)


@pytest.mark.parametrize(("until", "votes"), [(date(2026, 11, 30), True), (date(2026, 12, 1), False), (None, False)])
def test_br_01_on_probation_within_the_party_nobody_votes(
    until: date | None, votes: bool, branch: County, plan: Plan, member: Find
) -> None:
    MemberRecord.objects.create(
        member=member("王平安"), kind="sanction", text="留党察看一年", since=date(2025, 12, 1), until=until
    )
    assert {m.name: v for m, v in called(plan()).members}["王平安"] is votes


def test_br_02_the_committee_is_called_by_its_posts(branch: County, plan: Plan, member: Find) -> None:
    """Committee members who have no file are counted and named on the page: a denominator is never quietly too small."""
    place = branch.organisations["QS01-B1"]
    appoint(member("周禾苗").person, "secretary", place)
    appoint(member("吴春秋").person, "committee_member", place, until=date(2026, 11, 30))
    found = called(plan("committee_meeting"))
    assert [m.name for m, _ in found.members] == ["周禾苗"], "whose term is over on the day is no committee member"
    assert found.strangers == 3, "keeper, keeper2 and watcher hold posts and have no file"


def test_a_group_below_belongs_to_the_branch(branch: County, plan: Plan, member: Find) -> None:
    group = organisations.found(actor=SYSTEM, parent=branch.organisations["QS01-B1"], name="新桥村第一党小组", short_name="一组",
                                kind="group", code="QS01-B1-G1", on=date(2020, 1, 1))  # fmt: skip
    branch.organisations["G1"] = group
    Member.objects.unscoped("test").filter(name="王平安").update(organisation=group)
    assert "王平安" in names(plan())
    assert names(plan("group_meeting", code="G1")) == {"王平安"}
    with pytest.raises(Refused, match="不开党小组会"):
        plan("group_meeting")
    with pytest.raises(Refused, match="不开党员大会"):
        plan("general_meeting", "2026-12-02 15:00", code="G1")
    with pytest.raises(Refused, match="不开"):
        plan("lecture", code="QS01")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": " "}, "title"), ({"agenda": ""}, "agenda"), ({"place": ""}, "place"),
        ({"place": "", "online_url": "javascript:x"}, "online_url"), ({"ends_at": at("2026-12-01 15:00")}, "until"),
    ],
)  # fmt: skip
def test_what_a_plan_may_not_say(more: dict[str, Any], field: str, plan: Plan) -> None:
    with pytest.raises(Refused) as caught:
        plan(**more)
    assert caught.value.denied.field == field


def test_the_same_form_twice_is_one_gathering(branch: County, plan: Plan) -> None:
    assert plan().pk == plan().pk
    assert Gathering.objects.unscoped("test").count() == 1


def test_a_change_of_time_is_told_a_change_of_words_is_not(branch: County, call: Plan, member: Find) -> None:
    one, keeper = call(), branch.actor("keeper")
    one = actions.change(actor=keeper, gathering=one, draft=draft(agenda="讨论转正\n交流"), revision=one.revision)
    assert not Notice.objects.filter(code="gatherings.changed").exists()
    one = actions.change(actor=keeper, gathering=one, draft=draft("2026-12-02 15:00"), revision=one.revision)
    assert Notice.objects.filter(code="gatherings.changed").count() == 5
    with pytest.raises(Refused, match="没有改动"):
        actions.change(actor=keeper, gathering=one, draft=draft("2026-12-02 15:00"), revision=one.revision)


def test_a_stale_tab_is_told(branch: County, plan: Plan) -> None:
    one, keeper = plan(), branch.actor("keeper")
    actions.change(actor=keeper, gathering=one, draft=draft(title="甲"), revision=0)
    with pytest.raises(Refused, match="被别人处理过"):
        actions.change(actor=keeper, gathering=one, draft=draft(title="乙"), revision=0)
    assert fresh(one).title == "甲"


def test_calling_off_needs_a_reason_and_is_told(branch: County, call: Plan, member: Find) -> None:
    one, keeper = call(), branch.actor("keeper")
    with pytest.raises(Refused, match="为什么取消"):
        actions.cancel(actor=keeper, gathering=one, reason=" ", revision=one.revision)
    actions.cancel(actor=keeper, gathering=one, reason="下大雨", revision=one.revision)
    told = Notice.objects.get(person=member("周禾苗").person, code="gatherings.cancelled")
    assert told.body == "下大雨"
    with pytest.raises(Refused, match="已取消"):
        actions.call(actor=keeper, gathering=one, revision=fresh(one).revision)


def test_a_merger_carries_what_is_still_to_come(branch: County, call: Plan) -> None:
    one = call()
    into = organisations.found(actor=SYSTEM, parent=branch.town, name="柳河镇联合党支部", short_name="联合支部", kind="joint_branch",
                               code="QS01-B9", on=date(2020, 1, 1))  # fmt: skip
    organisations.merge(actor=branch.actor("admin"), organisation=branch.organisations["QS01-B1"], into=into,
                        on=date(2026, 11, 27), basis="合并")  # fmt: skip
    one = fresh(one)
    assert (one.organisation, one.org_path) == (into, into.path)
    assert row(one, "周禾苗").member.organisation == into


@pytest.mark.parametrize(("now", "told"), [("2026-11-29 18:00", 0), ("2026-11-30 18:00", 4), ("2026-12-01 18:00", 0)])
def test_in_the_evening_before_people_are_reminded(now: str, told: int, branch: County, call: Plan, clock: Any) -> None:
    """Once, and not who has asked for leave."""
    one = call()
    actions.ask_leave(actor=branch.actor("m0"), row=row(one, "周禾苗"), reason="住院")
    clock.move_to(at(now))
    jobs.tomorrow()
    jobs.tomorrow()
    assert Notice.objects.filter(title__startswith="明天").count() == told


def test_a_key_of_another_organisation_is_no_way_in(branch: County, plan: Plan) -> None:
    one = plan()
    other = organisations.found(actor=SYSTEM, parent=branch.town, name="柳河镇西村党支部", short_name="西村支部", kind="branch",
                                code="QS01-B2", on=date(2020, 1, 1))  # fmt: skip
    with pytest.raises(Refused, match="已经提交过"):
        actions.plan(actor=branch.actor("organiser"), organisation=other, kind="lecture", draft=draft(), key=one.key)
