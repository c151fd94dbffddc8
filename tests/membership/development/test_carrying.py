"""Whoever is on the way already goes on here, with the time they had; whose cultivation ended begins anew (DEV-06, DEV-22, DEV-25)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from lianxin.foundation.notices.models import Notice
from lianxin.kernel.clocks import plus_months
from lianxin.kernel.decision import Refused
from lianxin.membership.development import actions, carrying, paperwork, queries, reckoning, retracting
from lianxin.membership.development.models import Development
from lianxin.membership.dossiers import actions as dossiers
from lianxin.membership.dossiers import admitting, stages
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member
from tests.factories import County
from tests.membership.development.conftest import VOTE
from tests.membership.dossiers.rosters import book, person

pytestmark = pytest.mark.django_db
ROOT = "/workbench/development/"
Take = Callable[..., Development]
Find = Callable[[str], Member]
ACTIVIST = carrying.Papers(
    {"apply": date(2024, 5, 6), "file_activist": date(2025, 3, 3)}, note="原单位转来的登记表", came=True
)
PROBATION = carrying.Papers(
    {"apply": date(2022, 5, 6), "file_activist": date(2023, 3, 3), "approve": date(2026, 2, 20)}, note="入党志愿书", came=True
)  # fmt: skip


@pytest.fixture(autouse=True)
def _on_a_friday() -> Any:
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False):
        yield


@pytest.fixture
def grown(branch: County) -> County:
    """Beside the others an activist and a candidate who came with the roster."""
    stages = (("韩向阳", "入党积极分子"), ("沈听雨", "发展对象"))
    rows = [
        person(n, name=name, stage=stage, joined_on="", full_since="") for n, (name, stage) in enumerate(stages, 21)
    ]
    assert run(book(rows), actor=branch.actor("organiser"), dry=False).fresh == 2
    return branch


@pytest.fixture
def carry(grown: County, member: Find) -> Callable[..., Development]:
    def go(
        name: str = "韩向阳", papers: carrying.Papers = ACTIVIST, who: str = "organiser", **more: Any
    ) -> Development:
        said: dict[str, Any] = {"on": date(2026, 11, 2), "seen": True, **more}
        return carrying.carry_on(actor=grown.actor(who), member=member(name), papers=papers, **said)

    return go


def refused(rule: str, call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    assert caught.value.denied.rule == rule, caught.value.denied
    return caught.value.denied.reason


def test_an_activist_goes_on_with_the_time_they_had(carry: Any, take: Take, member: Find) -> None:
    """DEV-06, DEV-07: an activist since 3 March 2025 is proposed at once; the half years before are not asked for again."""
    case = carry()
    assert (case.state, case.day("file_activist"), case.organisation.code) == ("activist", date(2025, 3, 3), "QS01-B1")
    assert case.moved_since("file_activist")
    assert reckoning.gaps(case, date(2027, 5, 1)) == []
    assert reckoning.gaps(case, date(2027, 5, 2)) == [(date(2026, 11, 2), date(2027, 5, 2))], (
        "DEV-05 from the day of taking up"
    )
    assert case.clocks.get(name="inspection", state="running").due_at.date() == date(2027, 5, 2)
    assert Notice.objects.filter(code="development.carry_on", person=member("韩向阳").person).count() == 1
    with pytest.raises(Refused, match="不能比它早"):
        take(case, "mentors", "2026-11-01", people=[str(member("周禾苗").pk)])
    case = take(case, "mentors", "2026-11-03", people=[str(member("周禾苗").pk)])
    assert take(case, "propose", "2026-11-04").state == "proposed"


@pytest.mark.parametrize(("proposed", "good"), [("2026-03-02", False), ("2026-03-03", True), ("2026-03-04", True)])
def test_a_candidate_had_a_year(proposed: str, good: bool, carry: Any) -> None:
    """DEV-07: the day before, the day, the day after."""
    days = {**ACTIVIST.days, "propose": date.fromisoformat(proposed), "file_candidate": date(2026, 5, 8)}
    go = lambda: carry("沈听雨", replace(ACTIVIST, days=days))  # noqa: E731 - asked once of two ways
    if not good:
        assert "2026-03-03" in refused("DEV-07", go)
        return
    case = go()
    assert (case.state, [form.code for form in paperwork.ready(case)]) == (
        "candidate",
        ["activist", "review", "archive"],
    )


def test_a_probation_ends_a_year_after_the_meeting_elsewhere(
    carry: Any, take: Take, member: Find, grown: County
) -> None:
    """DEV-21, DEV-24, DEV-25: accepted on 5 January 2026 (王小满), full from 5 January 2027 on."""
    case = carry("王小满", PROBATION)
    assert (case.state, case.day("accept"), reckoning.came_on_probation(case)) == (
        "probationary",
        date(2026, 1, 5),
        True,
    )
    assert "resolution" not in {form.code for form in paperwork.ready(case)}, (
        "what was decided elsewhere is written there"
    )
    with pytest.raises(Refused, match="还没有走到"):
        actions.hand_out(actor=grown.actor("organiser"), case=case, form=paperwork.BY_CODE["resolution"])
    client = Client()
    client.force_login(grown.account_of("organiser"))
    assert client.get(f"{ROOT}{case.pk}/papers/resolution/").status_code == 404
    assert client.get(f"{ROOT}{case.pk}/papers/probation/").status_code == 200
    case = take(case, "ask_full", "2026-11-20")
    refused("DEV-21", lambda: take(case, "accept_full", "2026-11-27", **VOTE))
    with time_machine.travel("2027-01-10T02:00:00+00:00", tick=False):
        case = take(case, "accept_full", "2027-01-05", **VOTE)
        take(case, "approve_full", "2027-01-08")
    assert (member("王小满").stage, member("王小满").full_since) == ("member", date(2027, 1, 5))


@pytest.mark.parametrize(("months", "good"), [(5, False), (6, True), (12, True), (13, False)])
def test_once_is_once_wherever_it_was_extended(months: int, good: bool, carry: Any, take: Take) -> None:
    """DEV-22: an extension elsewhere counts, so that here there is none any more."""
    go = lambda: carry("王小满", replace(PROBATION, months=months))  # noqa: E731 - asked once of two ways
    if not good:
        refused("DEV-22", go)
        return
    case = go()
    assert reckoning.probation_ends(case, date(2026, 11, 27)) == plus_months(date(2027, 1, 5), months)
    with time_machine.travel("2028-02-01T02:00:00+00:00", tick=False):
        case = take(case, "ask_full", "2028-01-20")
        assert "已经延长过" in refused(
            "DEV-22", lambda: take(case, "extend", "2028-01-25", months=6, note="再看看", **VOTE)
        )


def test_who_may_and_what_the_papers_must_say(carry: Any, grown: County, member: Find) -> None:
    """DEV-17, P05: the committee; papers seen, every day, in their order, of age."""
    refused("DEV-17", lambda: carry(who="branch_secretary"))
    with pytest.raises(Refused, match="没有找到"):
        carry(who="other_organiser")
    refused("DEV-06", lambda: carry(seen=False))
    lacks = replace(ACTIVIST, days={"apply": date(2024, 5, 6)})
    assert "上级党委备案" in refused("DEV-06", lambda: carry(papers=lacks))
    for days, on in (({"apply": date(2025, 3, 4)}, None), ({}, date(2025, 3, 2)), ({}, date(2026, 11, 28))):
        with pytest.raises(Refused, match=r"前后不对|还没有到"):
            carry(papers=replace(ACTIVIST, days={**ACTIVIST.days, **days}), **({"on": on} if on else {}))
    assert "2006-03-07" in refused(
        "DEV-01", lambda: carry(papers=replace(ACTIVIST, days={**ACTIVIST.days, "apply": date(2006, 3, 6)}))
    )
    with pytest.raises(Refused, match="不用接续"):
        carry("冯长河")
    carry()
    with pytest.raises(Refused, match="已经登记过"):
        carry()


def test_the_pages(grown: County, member: Find) -> None:
    client = Client()
    client.force_login(grown.account_of("organiser"))
    page = client.get(f"{ROOT}carry/").text
    assert [name for name in ("韩向阳", "沈听雨", "王小满", "冯长河", "周禾苗") if name in page] == [
        "韩向阳",
        "沈听雨",
        "王小满",
    ]
    assert f'href="{ROOT}carry/"' in client.get(ROOT).text
    url = f"{ROOT}carry/{member('韩向阳').pk}/"
    sent = {"apply": "2024-05-06", "file_activist": "昨天", "note": "登记表", "on": "2026-11-02"}
    answer = client.post(url, sent)
    assert (answer.status_code, "看不懂" in answer.text, 'value="昨天"' in answer.text) == (422, True, True)
    assert "请先核对" in client.post(url, sent | {"file_activist": "2025-03-03"}).text
    assert client.post(url, sent | {"file_activist": "2025-03-03", "seen": "on"}).status_code == 303
    case = Development.objects.unscoped("test").get(member=member("韩向阳"))
    assert "接续以前的培养" in client.get(f"{ROOT}{case.pk}/").text
    assert client.get(url).status_code == 404, "no longer among those who wait"
    below = Client()
    below.force_login(grown.account_of("branch_secretary"))
    assert below.get(f"{ROOT}carry/{member('沈听雨').pk}/").status_code in (403, 422)


def test_whose_cultivation_ended_is_an_applicant_and_may_begin_anew(
    walk: Any, take: Take, branch: County, member: Find
) -> None:
    """终止培养: counted as activist no more; the way begins with a new application, the time before counts for nothing."""
    case = take(walk("mentors"), "stop", "2026-11-20", note="长期不在本地")
    assert (case.state, member("冯长河").stage) == ("stopped", "applicant")
    assert [row.name for row in queries.applicants(branch.actor("branch_secretary"))] == ["冯长河"]
    anew = actions.apply(actor=branch.actor("branch_secretary"), member=member("冯长河"), on=date(2026, 11, 25))
    assert (anew.state, anew.day("file_activist")) == ("applied", None)


def test_the_stage_of_whoever_is_on_the_way_is_written_by_the_steps(carry: Any, grown: County, member: Find) -> None:
    """DEV-17: neither a roster nor a correction makes a member of somebody whose way is kept here."""
    carry()
    rows = [person(21, name="韩向阳", joined_on=date(2026, 11, 1), full_since="", stage="预备党员")]
    outcome = run(book(rows), actor=grown.actor("organiser"), dry=False)
    assert (outcome.changed, "发展党员" in outcome.refused[0].reasons[0]) == (0, True)
    said = dossiers.Facts(name="韩向阳", stage="probationary", joined_on=date(2026, 11, 1))
    refused("DEV-17", lambda: correct(grown, member("韩向阳"), said))
    named = replace(said, stage="activist", joined_on=None, work_unit="柳河小学")
    assert correct(grown, member("韩向阳"), named).work_unit == "柳河小学", "everything else is corrected as ever"


@pytest.mark.parametrize(
    ("joined", "good"), [(date(2026, 11, 26), True), (date(2026, 11, 27), True), (date(2026, 11, 28), False)]
)
def test_who_joined_since_there_is_a_file_has_it_from_the_committee(
    joined: date, good: bool, grown: County, member: Find
) -> None:
    """DEV-17: the file was made on 27 November; a wrong entry from before is corrected, a new member is approved."""
    with time_machine.travel("2026-12-20T02:00:00+00:00", tick=False):
        said = dossiers.Facts(name="沈听雨", stage="probationary", joined_on=joined)
        if good:
            assert correct(grown, member("沈听雨"), said).stage == "probationary"
            return
        assert "由党委审批" in refused("DEV-17", lambda: correct(grown, member("沈听雨"), said))


def correct(county: County, one: Member, facts: dossiers.Facts) -> Member:
    """As the page does; who is made a member thereby is confirmed by a second person (LX-262)."""
    said: dict[str, Any] = {"actor": county.actor("organiser"), "member": one, "facts": facts, "revision": one.revision}
    if not stages.makes_a_member(one, facts.stage):
        return dossiers.change(**said)
    one = admitting.correct(**said, ground=admitting.Ground("roster", "花名册第 3 页"))
    return admitting.confirm(actor=county.actor("branch_secretary"), admission=one.admissions.get())


def test_a_carrying_on_that_was_entered_wrongly_is_taken_back_whole(carry: Any, grown: County, member: Find) -> None:
    """LX-260: at the committee, by two; every line that came with it is struck, and it may be taken up again."""
    grown.add("town_secretary", "secretary", "QS01")
    case = carry()
    case = retracting.ask(
        actor=grown.actor("organiser"), case=case, reason="看错了材料，是另一位同志的。", revision=case.revision
    )
    with pytest.raises(Refused, match="党委"):
        retracting.take_back(actor=grown.actor("branch_secretary"), case=case, revision=case.revision)
    case = retracting.take_back(actor=grown.actor("town_secretary"), case=case, revision=case.revision)
    assert (case.state, case.dates, case.due_at, member("韩向阳").stage) == ("voided", {}, None, "activist")
    lines = dict(case.steps.values_list("event", "undone_at"))
    assert all(lines[event] for event in ("apply", "file_activist", "carry_on"))
    assert member("韩向阳") in carrying.people(grown.actor("organiser"))
    assert carry().state == "activist"
