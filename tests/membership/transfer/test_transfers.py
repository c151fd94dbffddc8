"""组织关系转接 within the house and by paper, each rule at its boundary (TRF-01, TRF-02, EDU-08, EDU-09)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.decision import Refused
from lianxin.membership.development import actions as ways
from lianxin.membership.development.models import Development
from lianxin.membership.dossiers.models import Member, MemberEvent
from lianxin.membership.transfer import actions, policies, queries
from lianxin.membership.transfer.announcing import remind
from lianxin.membership.transfer.arriving import Arriving
from lianxin.membership.transfer.models import Transfer
from tests.factories import County
from tests.membership.dossiers.rosters import number
from tests.membership.transfer.conftest import fresh

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 27)
DUES = date(2026, 11, 1)
Ask = Callable[..., Transfer]


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False) as clock:
        yield clock


@pytest.fixture
def issue(towns: County) -> Callable[..., Transfer]:
    def go(case: Transfer, days: int = 10, who: str = "organiser", **more: Any) -> Transfer:
        case = fresh(case)
        said = {"days": days, "dues_until": DUES, "revision": case.revision} | more
        return actions.issue(actor=towns.actor(who), case=case, **said)

    return go


@pytest.fixture
def receive(towns: County) -> Callable[..., Transfer]:
    def go(case: Transfer, home: str = "QS02-B1", who: str = "other_organiser") -> Transfer:
        case = fresh(case)
        return actions.receive(
            actor=towns.actor(who), case=case, home=towns.organisations[home], revision=case.revision
        )

    return go


def refused(call: Callable[[], object], *, rule: str = "", code: str = "") -> str:
    with pytest.raises(Refused) as caught:
        call()
    denied = caught.value.denied
    assert (denied.rule or "") == rule, denied
    assert not code or denied.code == code, denied
    return denied.reason


def test_whoever_left_while_the_letter_was_on_its_way_is_not_received(
    asked: Ask, issue: Any, receive: Any, member: Callable[[str], Member]
) -> None:
    """EDU-09: a letter says that somebody is a member; when they are not any more, nobody takes them in by it."""
    case = issue(asked())
    Member.objects.unscoped("test").filter(pk=case.member_id).update(standing="left")
    said = refused(lambda: receive(case), code="closed")
    assert "周禾苗的档案" in said
    assert (fresh(case).state, member("周禾苗").organisation.code) == ("issued", "QS01-B1")
    Member.objects.unscoped("test").filter(pk=case.member_id).update(standing="active")
    assert receive(case).state == "received"


def test_from_branch_to_branch_and_the_old_one_is_responsible_until_then(
    towns: County, asked: Ask, issue: Any, receive: Any, member: Callable[[str], Member]
) -> None:
    """EDU-09: the file changes hands with the receipt, not with the letter."""
    case = asked()
    assert member("周禾苗").organisation.code == "QS01-B1"
    case = issue(case)
    assert (case.state, case.letter_number, case.valid_until) == (
        "issued",
        f"{towns.town.short_name}转〔2026〕0001",
        date(2026, 12, 7),
    )
    assert case.organisation.code == "QS02", "it is their turn now"
    assert member("周禾苗").organisation.code == "QS01-B1"
    case = receive(case)
    assert case.state == "received"
    found = member("周禾苗")
    assert (found.organisation.code, found.org_path, found.standing) == (
        "QS02-B1",
        towns.organisations["QS02-B1"].path,
        "active",
    )
    assert MemberEvent.objects.filter(member=found, kind="organisation").count() == 1
    titles = set(Notice.objects.filter(person_id=found.person_id).values_list("title", flat=True))
    assert titles == {"您的组织关系：党委开出介绍信", "您的组织关系：接收方党委接收"}


@pytest.mark.parametrize(("days", "good"), [(0, False), (1, True), (90, True), (91, False)])
def test_a_letter_is_good_for_ninety_days_at_most(asked: Ask, issue: Any, days: int, good: bool) -> None:
    """TRF-01, at both ends."""
    case = asked()
    assert rule("TRF-01").period("longest").amount == 90
    if good:
        assert issue(case, days).valid_until == TODAY + timedelta(days=days)
    else:
        assert "90" in refused(lambda: issue(case, days), rule="TRF-01")
        assert fresh(case).letter_number == ""


@pytest.mark.parametrize(("later", "good"), [(9, True), (10, True), (11, False)])
def test_after_its_last_day_a_letter_is_not_received(
    asked: Ask, issue: Any, receive: Any, clock: Any, later: int, good: bool
) -> None:
    """TRF-01: the day before, the last day, the day after; a new letter helps."""
    case = issue(asked(), 10)
    clock.shift(timedelta(days=later))
    if good:
        assert receive(case).state == "received"
        return
    assert "2026-12-07" in refused(lambda: receive(case), rule="TRF-01", code="lapsed")
    case = issue(case, 10, again=True)
    assert (case.letters, case.letter_number[-4:]) == (2, "0002")
    assert receive(case).state == "received"


def test_numbers_of_letters_never_repeat_and_begin_anew_each_year(
    asked: Ask, issue: Any, clock: Any, towns: County
) -> None:
    first, second = issue(asked("周禾苗")), issue(asked("吴春秋"))
    clock.move_to("2027-01-04T02:00:00+00:00")
    third = issue(asked("郑平安"), dues_until=date(2027, 1, 1))
    name = towns.town.short_name
    assert [c.letter_number for c in (first, second, third)] == [
        f"{name}转〔2026〕0001",
        f"{name}转〔2026〕0002",
        f"{name}转〔2027〕0001",
    ]


def test_nobody_is_turned_away_without_a_ground(towns: County, asked: Ask, issue: Any) -> None:
    """EDU-09: a ground of the list and a sentence; then it goes back and can be appealed once more to above."""
    case = issue(asked())
    other = towns.actor("other_organiser")

    def no(ground: str, text: str) -> Transfer:
        now = fresh(case)
        return actions.refuse(actor=other, case=now, ground=ground, text=text, revision=now.revision)

    refused(lambda: no("", "人不在这里，没有办法联系。"), rule="EDU-09")
    refused(lambda: no("elsewhere", "不行"), rule="EDU-09")
    back = no("elsewhere", "人不在这里，没有办法联系。")
    assert (back.state, back.organisation.code) == ("refused", "QS01")
    up = actions.appeal(
        actor=towns.actor("branch_secretary"), case=fresh(case), text="本人每天在石桥村上班。", revision=back.revision
    )
    assert (up.state, up.organisation.code) == ("appealed", "QS")
    refused(
        lambda: actions.decide(
            actor=other, case=fresh(case), outcome="order_receive", text="应当接收，理由不成立。", revision=up.revision
        ),
        code="out_of_scope",
    )
    judge = towns.actor("judge")
    refused(
        lambda: actions.decide(
            actor=judge, case=fresh(case), outcome="order_issue", text="应当接收，理由不成立。", revision=up.revision
        ),
        code="other_step",
    )
    again = actions.decide(
        actor=judge, case=fresh(case), outcome="order_receive", text="应当接收，理由不成立。", revision=up.revision
    )
    assert (again.state, again.organisation.code) == ("issued", "QS02")


def test_a_committee_that_does_not_let_somebody_go_is_overruled_or_not(towns: County, asked: Ask, member: Any) -> None:
    """EDU-09 for the side that lets go; the person appeals themselves."""
    case = asked()
    case = actions.refuse(
        actor=towns.actor("organiser"),
        case=case,
        ground="papers",
        text="还缺新单位的证明材料。",
        revision=case.revision,
    )
    assert case.state == "declined"
    person = member("周禾苗").person
    from lianxin.foundation.accounts.queries import actor_of

    own = actor_of(person)
    case = actions.appeal(actor=own, case=fresh(case), text="证明已经交给支部两次。", revision=case.revision)
    assert (case.state, case.organisation.code) == ("appealed", "QS")
    kept = actions.decide(
        actor=towns.actor("judge"), case=fresh(case), outcome="keep", text="材料确实没有交齐。", revision=case.revision
    )
    assert kept.state == "stays"
    assert kept.closed_at is not None
    assert member("周禾苗").organisation.code == "QS01-B1"


def test_within_one_committee_no_letter_is_written(
    towns: County, asked: Ask, issue: Any, receive: Any, member: Any
) -> None:
    case = asked(code="QS01-B2")
    refused(lambda: issue(case), code="same_committee")
    case = receive(case, home="QS01-B2", who="organiser")
    assert (case.state, case.letter_number, member("周禾苗").organisation.code) == ("received", "", "QS01-B2")


def test_only_a_branch_of_the_receiving_committee_takes_somebody_in(
    towns: County, asked: Ask, issue: Any, receive: Any
) -> None:
    case = issue(asked())
    for home in ("QS01-B2", "QS02", "QS02-U1"):
        if home in towns.organisations:
            refused(lambda home=home: receive(case, home=home), code="empty")
    assert fresh(case).state == "issued"


def test_one_transfer_at_a_time_and_a_stale_page_changes_nothing(towns: County, asked: Ask, issue: Any) -> None:
    case = asked()
    refused(asked, code="twice")
    refused(
        lambda: actions.issue(actor=towns.actor("organiser"), case=case, days=5, dues_until=DUES, revision=7),
        code="stale",
    )
    issue(case)
    refused(lambda: issue(case), code="wrong_state")


def test_somebody_may_ask_for_themselves_and_nobody_handles_their_own(towns: County, member: Any, asked: Ask) -> None:
    from lianxin.foundation.accounts.queries import actor_of
    from tests.factories import appoint

    person = member("周禾苗").person
    appoint(person, "organiser", towns.town)
    own = actor_of(person)
    case = actions.ask(
        actor=own, member=member("周禾苗"), way="inside", reason="work", target=towns.organisations["QS02-B1"]
    )
    refused(
        lambda: actions.issue(actor=own, case=case, days=5, dues_until=DUES, revision=case.revision), code="own_work"
    )
    back = actions.recall(actor=own, case=fresh(case), text="暂时不转了，先留下。", revision=case.revision)
    assert back.state == "cancelled"
    assert asked(), "and may ask again"


def test_by_paper_out_of_the_house(towns: County, asked: Ask, issue: Any, member: Any) -> None:
    """TRF-02: the receipt ends the old branch's duty on the day that stands on it; the stub stays."""
    case = asked(way="paper", target=None, target_name="云汀市南浦区书院街道党工委")
    case = issue(case, 30)
    assert case.organisation.code == "QS01"
    refused(
        lambda: actions.refuse(
            actor=towns.actor("organiser"),
            case=fresh(case),
            ground="other",
            text="对方说不收这位同志。",
            revision=case.revision,
        ),
        code="other_way",
    )

    def say(on: date) -> Transfer:
        now = fresh(case)
        return actions.note_receipt(
            actor=towns.actor("organiser"), case=now, on=on, text="书院街道，经办人何某。", revision=now.revision
        )

    refused(lambda: say(TODAY - timedelta(days=1)), code="order")
    refused(lambda: say(TODAY + timedelta(days=1)), code="order")
    assert member("周禾苗").standing == "active"
    case = say(TODAY)
    assert (case.state, member("周禾苗").standing, member("周禾苗").organisation.code) == (
        "received",
        "moved",
        "QS01-B1",
    )
    assert [s.data["number"] for s in queries.stubs(towns.actor("organiser"), 2026)] == [case.letter_number]


def paper(towns: County, **more: Any) -> Transfer:
    said: dict[str, Any] = {
        "organisation": towns.organisations["QS02"], "source_name": "云汀市南浦区委组织部", "letter_number": "南浦转〔2026〕0031",
        "issued_on": TODAY - timedelta(days=3), "valid_until": TODAY + timedelta(days=27), "reason": "home", "dues_until": DUES,
        "who": Arriving("严禾清", number(sequence=77), "member", joined_on="2012-07-01", full_since="2013-07-01"),
    } | more  # fmt: skip
    return actions.arrive(actor=towns.actor("other_organiser"), **said)


def test_a_letter_on_paper_becomes_a_file(towns: County, receive: Any, member: Any) -> None:
    case = paper(towns)
    assert "严禾清" not in str(Transfer.objects.unscoped("test").filter(pk=case.pk).values())
    assert case.name == "严禾清"
    case = receive(case)
    found = member("严禾清")
    assert (found.organisation.code, found.stage, found.joined_on) == ("QS02-B1", "member", date(2012, 7, 1))
    assert (case.member_id, case.arriving) == (found.pk, "")
    refused(lambda: paper(towns), code="twice")


@pytest.mark.parametrize(("until", "good"), [(86, True), (87, True), (88, False)])
def test_a_letter_from_elsewhere_is_held_to_the_same_days(towns: County, until: int, good: bool) -> None:
    """TRF-01: ninety days from the day it was written, three days ago."""
    if good:
        assert paper(towns, valid_until=TODAY + timedelta(days=until)).state == "issued"
    else:
        refused(lambda: paper(towns, valid_until=TODAY + timedelta(days=until)), rule="TRF-01")


def test_somebody_on_the_way_into_the_party_goes_on_counting(
    towns: County, member: Any, asked: Ask, issue: Any, receive: Any
) -> None:
    """DEV-06: continuing cultivation after a change of unit."""
    Member.objects.unscoped("test").filter(name="周禾苗").update(
        stage="applicant", joined_on=None, full_since=None, born=date(1990, 1, 1)
    )
    way = ways.apply(actor=towns.actor("branch_secretary"), member=member("周禾苗"), on=date(2026, 11, 2))
    receive(issue(asked(), dues_until=None))
    way = Development.objects.unscoped("test").get(pk=way.pk)
    assert (way.organisation.code, way.state, way.day("apply")) == ("QS02-B1", "applied", date(2026, 11, 2))


def test_both_sides_see_it_from_the_letter_on(towns: County, asked: Ask, issue: Any) -> None:
    """P05: the side where somebody goes reads nothing before the letter; others never."""
    case = asked()
    sees = lambda name: queries.one(towns.actor(name), case.pk) is not None  # noqa: E731 - asked seven times
    assert [sees(n) for n in ("branch_secretary", "organiser", "judge", "other_organiser", "other_branch")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    issue(case)
    assert [sees(n) for n in ("branch_secretary", "organiser", "other_organiser", "other_branch")] == [
        True,
        True,
        True,
        True,
    ]
    assert not sees("foreign_handler")


def test_letters_that_run_out_are_told_once(towns: County, asked: Ask, issue: Any, clock: Any) -> None:
    """TRF-01: three days before and when it is over, both sides, however often the job runs."""
    issue(asked(), 10)
    notices = lambda: Notice.objects.filter(code="transfer.valid").count()  # noqa: E731 - asked four times
    clock.shift(timedelta(days=6))
    remind()
    assert notices() == 0
    clock.shift(timedelta(days=1))
    remind()
    once = notices()
    assert once > 0
    remind()
    assert notices() == once
    clock.shift(timedelta(days=4))
    remind()
    assert notices() == 2 * once


def test_members_pay_before_they_go_and_applicants_have_nothing_to_pay(asked: Ask, issue: Any) -> None:
    case = asked()
    refused(lambda: issue(case, dues_until=None), code="empty")
    assert issue(case).dues_until == DUES


def test_every_step_leaves_a_line_without_names(towns: County, asked: Ask, issue: Any, receive: Any) -> None:
    receive(issue(asked()))
    lines = AuditLine.objects.unscoped("test").filter(code__startswith="transfer.")
    assert set(lines.values_list("code", flat=True)) == {"transfer.ask", "transfer.issue", "transfer.receive"}
    assert all("周禾苗" not in str(line.data) for line in lines)


def test_the_judge_is_no_party(towns: County, asked: Ask) -> None:
    case = asked()
    assert policies.committee_of(case.source_path) == towns.town
    case.state = "declined"
    found = policies.judge_of(case)
    assert found is not None
    assert found.code == "QS"


def test_trf_01_the_usual_days_of_a_letter() -> None:
    """TRF-01: ten days inside the city, thirty beyond it, ninety at the most; what the form offers."""
    assert policies.longest("inside") == (10, 90)
    assert {policies.longest(way) for way in ("peer", "paper")} == {(30, 90)}
