"""A person's way from the application to the archive, and what stops it, each with its clause (DEV-01 … DEV-26)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations import actions as organisations
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.membership.development import actions, queries
from lianxin.membership.development.lifecycle import DEVELOPMENT, RETRACTING
from lianxin.membership.development.models import Development, DevelopmentStep
from lianxin.membership.development.steps import ASIDE, BY_EVENT, STEPS
from lianxin.membership.dossiers.models import Member, MemberRecord
from tests.factories import County
from tests.membership.development.conftest import SLIPS, VOTE

pytestmark = pytest.mark.django_db
ROOT = "/workbench/development/"
PAPERS = ["入党志愿书", "入党申请书", "积极分子登记表", "政治审查材料", "预备党员登记表", "转正申请书"]
Take = Callable[..., Development]


@pytest.fixture(autouse=True)
def _on_a_friday() -> Any:
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False):
        yield


def refused(rule: str, call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    assert caught.value.denied.rule == rule, caught.value.denied
    return caught.value.denied.reason


def test_the_table_and_the_steps_name_the_same_events() -> None:
    named = {*BY_EVENT, *ASIDE}
    assert named - {"apply"} == {row.event for row in DEVELOPMENT.transitions} - {"move", "leave", *RETRACTING}
    assert [step.number for step in STEPS] == list(range(1, 26))


def test_a_person_from_application_to_full_member(walk: Any, take: Take, member: Any) -> None:
    case = walk("ask_full")
    assert member("冯长河").stage == "probationary"
    assert member("冯长河").joined_on == date(2025, 11, 5), "DEV-21: the day of the meeting"
    assert "2026 年 11 月 5 日" in refused("DEV-21", lambda: take(case, "accept_full", "2026-11-04", **VOTE))
    case = take(case, "accept_full", "2026-11-06", **VOTE)
    case = take(case, "approve_full", "2026-11-16")
    assert (member("冯长河").stage, member("冯长河").full_since) == ("member", date(2026, 11, 5)), "DEV-24"
    missing = refused("DEV-26", lambda: take(case, "archive", "2026-11-20", papers=PAPERS[1:]))
    assert "入党志愿书" in missing
    case = take(case, "archive", "2026-11-20", papers=PAPERS)
    assert (case.state, case.closed_at is not None) == ("archived", True)
    told = [event.text for event in member("冯长河").events.all()]
    assert sum("发展党员" in text for text in told) == 4


@pytest.mark.parametrize(
    ("born", "on", "ok"), [("2006-01-08", "2024-01-08", True), ("2006-01-09", "2024-01-08", False)]
)
def test_dev_01_an_applicant_is_eighteen(born: str, on: str, ok: bool, branch: County, member: Any) -> None:
    Member.objects.unscoped("test").filter(name="冯长河").update(born=born)

    def apply() -> object:
        return actions.apply(actor=branch.actor("branch_secretary"), member=member("冯长河"), on=date.fromisoformat(on))

    if ok:
        assert apply()
    else:
        assert "2024-01-09" in refused("DEV-01", apply)


def test_an_application_is_entered_once_and_by_the_own_branch(
    branch: County, applied: Development, member: Any
) -> None:
    with pytest.raises(Refused, match="已经登记过"):
        actions.apply(actor=branch.actor("branch_secretary"), member=member("冯长河"), on=date(2024, 1, 8))
    with pytest.raises(Refused, match="没有找到"):
        actions.apply(actor=branch.actor("other_organiser"), member=member("冯长河"), on=date(2024, 1, 8))
    with pytest.raises(Refused, match="不用再递交"):
        actions.apply(actor=branch.actor("branch_secretary"), member=member("周禾苗"), on=date(2024, 1, 8))


def test_dev_02_a_month_to_talk(applied: Development) -> None:
    clock = applied.clocks.get()
    assert (clock.name, clock.rule_id, clock.due_at.date()) == ("talk", "DEV-02", date(2024, 2, 8))


def test_dev_03_only_the_committee_takes_an_activist_on_record(walk: Any, take: Take) -> None:
    case = walk("recommend")
    with pytest.raises(Refused) as caught:
        take(case, "file_activist", "2024-03-15", who="branch_secretary")
    assert (caught.value.denied.rule, caught.value.denied.code) == ("DEV-17", "no_right")
    with pytest.raises(Refused):
        take(case, "propose", "2025-09-26")
    assert take(case, "file_activist", "2024-03-15").state == "activist"


@pytest.mark.parametrize("names", [(), ("周禾苗", "吴春秋", "郑平安"), ("王小满",), ("冯长河",)])
def test_dev_04_one_or_two_full_members_as_mentors(names: tuple[str, ...], walk: Any, take: Take, member: Any) -> None:
    case = walk("file_activist")
    refused("DEV-04", lambda: take(case, "mentors", "2024-03-20", people=[str(member(n).pk) for n in names]))
    assert take(case, "mentors", "2024-03-20", people=[str(member("周禾苗").pk), str(member("吴春秋").pk)])


@pytest.mark.parametrize(("on", "ok"), [("2025-03-14", False), ("2025-03-15", True), ("2025-03-16", True)])
def test_dev_07_a_day_short_of_a_year_is_refused(on: str, ok: bool, walk: Any, take: Take) -> None:
    case = walk("inspect")
    if ok:
        assert take(case, "propose", on).state == "proposed"
    else:
        assert "2025 年 3 月 15 日" in refused("DEV-07", lambda: take(case, "propose", on))


@pytest.mark.parametrize(("on", "ok"), [("2025-10-10", False), ("2025-10-11", True)])
def test_dev_08_the_notice_runs_over_national_day(on: str, ok: bool, walk: Any, take: Take) -> None:
    case = walk("propose")
    if ok:
        assert take(case, "file_candidate", on).state == "candidate"
    else:
        refused("DEV-08", lambda: take(case, "file_candidate", on))


def test_dev_09_introducers_and_their_sanctions(walk: Any, take: Take, member: Any) -> None:
    case = walk("file_candidate")
    both = [str(member("周禾苗").pk), str(member("吴春秋").pk)]
    refused("DEV-09", lambda: take(case, "introducers", "2025-10-13", people=both[:1]))
    warned = MemberRecord.objects.create(
        member=member("吴春秋"), kind="sanction", text="党内警告", since=date(2025, 6, 1), until=date(2026, 6, 1)
    )
    assert "写明理由" in refused("DEV-09", lambda: take(case, "introducers", "2025-10-13", people=both))
    assert take(case, "introducers", "2025-10-13", people=both, note="长期联系培养，情况最了解")
    warned.text = "留党察看一年"
    warned.save()
    refused("DEV-09", lambda: take(case, "introducers", "2025-10-14", people=both, note="再说"))
    MemberRecord.objects.update(until=date(2025, 10, 13))
    assert take(case, "introducers", "2025-10-14", people=both)


@pytest.mark.parametrize(
    ("since", "until", "barred"),
    [
        (date(2025, 10, 12), None, True), (date(2025, 10, 13), None, True), (date(2025, 10, 14), None, False),
        (None, date(2025, 10, 12), False), (None, date(2025, 10, 13), True), (None, date(2025, 10, 14), True),
    ],
)  # fmt: skip
def test_dev_09_a_sanction_counts_from_its_first_day_to_its_last(
    since: date | None, until: date | None, barred: bool, walk: Any, take: Take, member: Any
) -> None:
    """DEV-09: named on 13 October; a day before, the day, a day after, at both ends."""
    case = walk("file_candidate")
    MemberRecord.objects.create(member=member("吴春秋"), kind="sanction", text="留党察看一年", since=since, until=until)
    both = [str(member(name).pk) for name in ("周禾苗", "吴春秋")]
    named = lambda: take(case, "introducers", "2025-10-13", people=both)  # noqa: E731 - asked once, either way
    if barred:
        refused("DEV-09", named)
    else:
        assert named()


@pytest.mark.parametrize(("on", "good"), [("2024-01-07", False), ("2024-01-08", True), ("2024-01-09", True)])
def test_two_steps_of_one_day_and_none_before_the_last(on: str, good: bool, applied: Development, take: Take) -> None:
    """The application is of 8 January: the talk of DEV-02 may be the same day, not the day before."""
    if good:
        assert take(applied, "talk", on).state == "talked"
    else:
        with pytest.raises(Refused, match="不能比它早"):
            take(applied, "talk", on)


def test_dev_10_and_11_before_the_check(walk: Any, take: Take) -> None:
    case = walk("introducers")
    refused("DEV-10", lambda: take(case, "check", "2025-10-24"))
    case = take(case, "political_review", "2025-10-15", passed=False, note="还有问题没有查清")
    refused("DEV-10", lambda: take(case, "check", "2025-10-24"))
    case = take(case, "political_review", "2025-10-16", passed=True, note="已经查清")
    case = take(case, "training", "2025-10-20", days=2, lessons=23)
    refused("DEV-11", lambda: take(case, "check", "2025-10-24"))
    case = take(case, "training", "2025-10-21", days=0, lessons=1)
    assert take(case, "check", "2025-10-24").state == "checked"


@pytest.mark.parametrize(
    ("vote", "rule"), [({"present": 5, "yes": 5}, "DEV-14"), ({"yes": 5}, "DEV-15"), ({"signed": False}, "DEV-16")]
)
def test_a_meeting_that_cannot_decide_is_refused(vote: dict[str, Any], rule: str, walk: Any, take: Take) -> None:
    case = walk("fill_form")
    refused(rule, lambda: take(case, "accept", "2025-11-05", **(VOTE | vote)))
    assert take(case, "not_accepted", "2025-11-05", note="赞成 5 票，未过半数", **SLIPS).state == "candidate"


def test_dev_17_and_18_who_approves_and_what_precedes(walk: Any, take: Take, branch: County) -> None:
    case = walk("accept")
    refused("DEV-18", lambda: take(case, "approve", "2025-11-14"))
    case = take(case, "talk_before", "2025-11-10")
    refused("DEV-17", lambda: take(case, "approve", "2025-11-14", who="branch_secretary"))
    branch.town.approves_members = False
    branch.town.save()
    assert "青山县委" in refused("DEV-17", lambda: take(case, "approve", "2025-11-14"))
    branch.add("county_organiser", "organiser", "QS")
    assert take(case, "approve", "2025-11-14", who="county_organiser").state == "probationary"


def test_dev_19_three_months_and_six_at_most(walk: Any, take: Take) -> None:
    case = walk("accept")
    clock = case.clocks.get(name="approve")
    assert (clock.rule_id, clock.due_at.date()) == ("DEV-19", date(2026, 2, 5))
    case = take(case, "prolong", "2026-01-20", note="外调还没有回音")
    assert case.clocks.get(name="approve").due_at.date() == date(2026, 5, 5)
    refused("DEV-19", lambda: take(case, "prolong", "2026-01-21", note="再延"))
    assert actions.approval_due(case, date(2026, 5, 6)) == (date(2026, 2, 5), date(2026, 5, 5))


@pytest.mark.parametrize(("many", "ok"), [(5, False), (6, True), (12, True), (13, False)])
def test_dev_22_an_extension_of_half_a_year_to_a_year(many: int, ok: bool, walk: Any, take: Take) -> None:
    case = walk("ask_full")
    if not ok:
        refused("DEV-22", lambda: take(case, "extend", "2026-11-06", months=many, note="还要考察", **VOTE))
        return
    case = take(case, "extend", "2026-11-06", months=many, note="还要考察", **VOTE)
    case = take(case, "approve_extend", "2026-11-18")
    assert case.state == "probationary"
    case = take(case, "ask_full", "2026-11-20")
    with pytest.raises(Refused):
        take(case, "accept_full", "2026-11-20", **VOTE)
    with time_machine.travel("2028-01-10T02:00:00+00:00", tick=False):
        assert "延长过一次" in refused(
            "DEV-22", lambda: take(case, "extend", "2028-01-06", months=6, note="又", **VOTE)
        )
        case = take(case, "accept_full", "2028-01-07", **VOTE)
        case = take(case, "approve_full", "2028-01-08")
        ended = date(2027, 5, 5) if many == 6 else date(2027, 11, 5)
        assert Member.objects.unscoped("test").get(name="冯长河").full_since == ended, "DEV-24"


def test_dev_06_a_merger_moves_the_way_and_the_time_counts_on(walk: Any, take: Take, branch: County) -> None:
    case = walk("inspect")
    into = organisations.found(actor=SYSTEM, parent=branch.town, name="柳河镇联合党支部", short_name="联合支部", kind="joint_branch",
                               code="QS01-B9", on=date(2020, 1, 1))  # fmt: skip
    branch.organisations["QS01-B9"] = into
    branch.add("new_secretary", "secretary", "QS01-B9")
    organisations.merge(actor=branch.actor("admin"), organisation=branch.organisations["QS01-B1"], into=into,
                        on=date(2026, 11, 27), basis="合并")  # fmt: skip
    fresh = Development.objects.unscoped("test").get(pk=case.pk)
    assert (fresh.org_path, fresh.day("file_activist")) == (into.path, date(2024, 3, 15))
    assert take(fresh, "propose", "2026-11-27", who="new_secretary").state == "proposed"


@pytest.mark.parametrize(("on", "word"), [("2024-01-07", "不能比它早"), ("2026-11-28", "还没有到")])
def test_days_stand_in_their_order(on: str, word: str, applied: Development, take: Take) -> None:
    with pytest.raises(Refused, match=word):
        take(applied, "talk", on)


def test_what_is_said_of_a_person_is_sealed(walk: Any) -> None:
    walk("political_review")
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM development_developmentstep WHERE event = 'political_review'")
        assert "政治历史" not in cursor.fetchone()[0]
    assert DevelopmentStep.objects.get(event="political_review").note == "政治历史清楚"


def test_the_person_is_told_and_nobody_handles_their_own(branch: County, applied: Development, take: Take) -> None:
    from tests.factories import appoint

    take(applied, "talk", "2026-11-27")
    assert Notice.objects.filter(person=applied.member.person, title__contains="派人谈话").exists()
    appoint(applied.member.person, "secretary", branch.organisations["QS01-B1"])
    branch.people["self"] = applied.member.person
    with pytest.raises(Refused, match="其他同志"):
        take(applied, "recommend", "2026-11-27", who="self", way="recommend")


@pytest.mark.parametrize(
    ("who", "wall", "page", "form"),
    [
        ("branch_secretary", 200, 200, 200), ("organiser", 200, 200, 200), ("leader", 200, 200, 200),
        ("other_organiser", 200, 404, 404), ("handler", 403, 403, 403), ("author", 403, 403, 403), ("", 302, 302, 302),
    ],
)  # fmt: skip
def test_who_opens_what(who: str, wall: int, page: int, form: int, applied: Development, branch: County) -> None:
    client = Client()
    if who:
        client.force_login(branch.account_of(who))
    seen = [client.get(url).status_code for url in (ROOT, f"{ROOT}{applied.pk}/", f"{ROOT}{applied.pk}/talk/")]
    assert seen == [wall, page, form]


def test_the_way_in_the_browser(walk: Any, branch: County) -> None:
    """The page names the next step, the earliest day and the clause; a refused form keeps what was typed."""
    case = walk("inspect")
    client = Client()
    client.force_login(branch.account_of("branch_secretary"))
    text = client.get(f"{ROOT}{case.pk}/").text
    assert "列为发展对象并公示" in text
    assert "没有登记考察" in text, "DEV-05: from 15 March 2025 on nothing was written down"
    answer = client.post(f"{ROOT}{case.pk}/propose/", {"on": "2025-03-14", "revision": case.revision})
    assert (answer.status_code, "DEV-07" in answer.text or "第十三条" in answer.text) == (422, True)
    assert 'value="2025-03-14"' in answer.text
    done = client.post(f"{ROOT}{case.pk}/propose/", {"on": "2025-09-26", "revision": case.revision})
    assert done.status_code == 303
    stale = client.post(f"{ROOT}{case.pk}/mentors/", {"on": "2025-09-27", "revision": case.revision, "people": []})
    assert stale.status_code == 422
    assert "公示" in client.get(ROOT).text


def test_my_way_shows_my_way(applied: Development, branch: County) -> None:
    branch.people["applicant"] = applied.member.person
    client = Client()
    client.force_login(branch.account_of("applicant"))
    assert "2024年1月8日" in client.get("/me/development/").text
    client.force_login(branch.account_of("author"))
    assert "没有正在办的入党事项" in client.get("/me/development/").text


def test_the_wall_counts_by_lane(walk: Any, branch: County) -> None:
    walk("file_activist")
    counts = queries.counts(branch.actor("organiser"))
    assert counts == {"applicant": 0, "activist": 1, "candidate": 0, "probationary": 0, "member": 0, "committee": 0}


def test_companions_outside_the_scope_are_like_nobody(walk: Any, take: Take, branch: County, member: Any) -> None:
    """P05: a branch neither sees nor names members of another; the town, which keeps both, may."""
    from lianxin.membership.dossiers.importing.running import run
    from tests.membership.dossiers.rosters import book, person

    away = "中共柳河镇委员会"
    run(book([person(9, name="孔远方", organisation=away)]), actor=branch.actor("organiser"), dry=False)
    MemberRecord.objects.create(member=member("孔远方"), kind="sanction", text="留党察看一年")
    case = walk("file_candidate")
    both = [str(member(name).pk) for name in ("周禾苗", "孔远方")]
    said = refused("DEV-09", lambda: take(case, "introducers", "2025-10-13", people=both))
    assert "留党察看" not in said
    assert "要选" in said
    Member.objects.unscoped("test").filter(name__in=("吴春秋", "郑平安")).update(standing="moved")
    assert {m.name for m in queries.companions(branch.actor("branch_secretary"), case)} == {"周禾苗"}
    assert "孔远方" in {m.name for m in queries.companions(branch.actor("organiser"), case)}
