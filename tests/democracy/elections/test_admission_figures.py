"""The figures of a secret vote on an admission reach 发展党员 once, by hand of a person, with their report (B03, DEV-14, DEV-15)."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from lianxin.democracy.elections import actions, admissions, forms
from lianxin.democracy.elections.actions import Standing
from lianxin.democracy.elections.counting import NO, YES
from lianxin.democracy.elections.models import Candidate, Election
from lianxin.foundation.audit.models import AuditLine
from lianxin.kernel.actor import SYSTEM
from lianxin.membership.development import actions as development
from lianxin.membership.development import ballots, reckoning, undoing
from lianxin.membership.development.models import Development
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member
from tests.democracy.elections.conftest import NAMES, NOW, PROBATION, Meeting, World
from tests.democracy.elections.paper_rounds import Make, appointed, counted, refused
from tests.membership.development.conftest import WHO, road
from tests.membership.dossiers.rosters import book, person

APPLICANT, LINE, DAY = "李明", "同意接收李明为预备党员", NOW.date()
SAID = {"performance": "肯吃苦", "signed": True}
SLIPS = {"how": "paper", "issued": 8, "returned": 8, "scrutineer": "赵立冬", "scrutineer_other": "钱小雪"}


def take(world: World, case: Development, event: str, on: date, **said: Any) -> Development:
    """A step by whoever's it is."""
    fresh = Development.objects.unscoped("test").get(pk=case.pk)
    actor = world.who("above" if event in WHO else "reviewer")
    return development.take(actor=actor, case=fresh, event=event, on=on, said=said, revision=fresh.revision)


@pytest.fixture(scope="module")
def case_of_module(world_of_module: World) -> Development:
    """李明 has filled in the form and waits for the general meeting."""
    with time_machine.travel(NOW, tick=False):
        assert run(
            book([person(61, name=APPLICANT, stage="入党申请人", full_since="", joined_on="")]), actor=SYSTEM, dry=False
        ).fresh
        rows = Member.objects.unscoped("test")
        keys = [str(rows.get(name=name).pk) for name in NAMES[:2]]
        case = development.apply(
            actor=world_of_module.who("reviewer"), member=rows.get(name=APPLICANT), on=date(2025, 1, 8)
        )
        for event, day, said in road(keys[:1], keys)[:14]:
            on = date.fromisoformat(day)
            case = take(world_of_module, case, event, on.replace(year=on.year + 1), **said)
        assert case.state == "form_filled"
        return case


@pytest.fixture
def case(case_of_module: Development, world: World) -> Development:
    return Development.objects.unscoped("test").select_related("member").get(pk=case_of_module.pk)


def voted(make: Make, world: World, yes: int = 6, *, line: str = LINE, last: str = "approve", **more: Any) -> Meeting:
    """Twelve should come, eight came and voted on paper, two wrote: one for and one against."""
    about = admissions.meant(admissions.people_of(world.county.organisations["QS01-B1"]), line)
    found = make(kind="admission", office="", candidates=[Standing(line, person=about)], **more).announce()
    for name, mark in ((NAMES[10], YES), (NAMES[11], NO)):
        actions.take_opinion(actor=world.who("runner"), voter=found.case.voters.get(name=name), marks=(mark,))
    appointed(found.sign_in(NAMES[:8], paper=NAMES[:8]), NAMES[6:8]).do("open_vote")
    found.do("close_vote")
    counted(found, [[yes, 7 - yes, 1]], ballots=8)
    if last != "count":
        found.do("report")
    if last == "approve":
        found.do("approve", "above", number="柳组〔2026〕9 号", on=DAY)
    return found


def offered(world: World, case: Development, event: str = "accept") -> list[str]:
    return [one.key for one in ballots.offered(world.who("reviewer"), case, event)]


def facts(case: Development, event: str = "accept") -> list[int]:
    return [case.fact(event)[name] for name in reckoning.FIGURES]


@pytest.mark.parametrize("last", ["count", "report"])
def test_nothing_is_offered_before_the_approval(
    last: str, meeting: Make, world: World, case: Development, client: Client
) -> None:
    voted(meeting, world, last=last)
    assert offered(world, case) == []
    client.force_login(world.county.account_of("reviewer"))
    page = client.get(reverse("development:step", args=[case.pk, "accept"])).content.decode()
    assert "报告还没有批准" in page


def test_the_figures_are_asked_once(meeting: Make, world: World, case: Development, client: Client) -> None:
    """B03, DEV-14, DEV-15: chosen and confirmed by the secretary; letters are no votes of those who were there."""
    found = voted(meeting, world)
    client.force_login(world.county.account_of("reviewer"))
    assert case.state == "form_filled", "nothing follows by itself"
    desk = reverse("elections_desk:one", args=[found.case.pk])
    line = found.case.candidates.get()
    (address,) = [link.url for _, link in admissions.lines(world.who("reviewer"), found.fresh()) if link]
    assert address == f"/workbench/development/{case.pk}/accept/?source=elections:{line.pk}"
    assert address in client.get(desk).content.decode()
    page = client.get(address).content.decode()
    assert "应到 12，到会 8，赞成 6，不赞成 1，弃权 1，会前书面赞成 1（通过）" in page
    assert desk in page
    form = {"source": f"elections:{line.pk}", "yes": "12", "due": "99", "revision": case.revision, **SAID}
    assert client.post(address, form)["Location"] == f"/workbench/development/{case.pk}/"
    case.refresh_from_db()
    assert case.state == "accepted"
    assert facts(case) == [12, 8, 6, 1, 1, 1], "what was typed besides does not count"
    assert (case.day("accept"), case.fact("accept")["ballot"]) == (DAY, f"elections:{line.pk}")
    assert AuditLine.objects.unscoped("test").filter(code="development.take_report").count() == 1
    page = client.get(f"/workbench/development/{case.pk}/").content.decode()
    assert "票数取自无记名表决的报告" in page
    assert desk in page
    assert "已用于“支部大会讨论接收”" in client.get(desk).content.decode()
    assert offered(world, case) == [], "a vote is used once"


def test_what_does_not_belong_to_the_step_is_refused(meeting: Make, world: World, case: Development) -> None:
    """DEV-15, DEV-21: another branch, another person, called off, another day, carried and entered as not carried."""
    found = voted(meeting, world)
    key = f"elections:{found.case.candidates.get().pk}"

    def trying(event: str = "accept", on: date = DAY, ballot: str = key) -> str:
        said = SAID if event == "accept" else {"note": "再培养"}
        return refused(take, world, case, event, on, ballot=ballot, **said).code

    assert trying(on=date(2026, 11, 26)) == "day"
    assert trying("not_accepted") == "passed"
    assert trying(ballot="elections:0") == trying(ballot="x") == "unknown"
    rows, mine = Election.objects.unscoped("test").filter(pk=found.case.pk), found.case.organisation_id
    for column, other in (
        ("organisation_id", world.county.organisations["QS01"].pk),
        ("state", "cancelled"),
        ("state", "reported"),
        ("kind", "matter"),
    ):
        before = getattr(found.fresh(), column)
        rows.update(**{column: other})
        assert trying() == "unknown", (column, other)
        rows.update(**{column: before})
    Candidate.objects.filter(election=found.case).update(person=world.person(NAMES[0]))
    assert trying() == "unknown"
    Candidate.objects.filter(election=found.case).update(person=case.member.person)
    assert found.fresh().organisation_id == mine
    assert offered(world, case, "extend") == offered(world, case, "cancel") == []
    assert (
        take(world, case, "accept", DAY, ballot=key, instead_of="x", resolution=1, **SAID)
        .fact("accept")
        .get("instead_of")
        is None
    )


@pytest.mark.parametrize(("yes", "passed"), [(5, False), (6, True)])
def test_half_of_those_who_should_come(yes: int, passed: bool, meeting: Make, world: World, case: Development) -> None:
    """DEV-15: five and a letter are six of twelve, which is half; the room above reckons as this one."""
    found = voted(meeting, world, yes)
    key = f"elections:{found.case.candidates.get().pk}"
    (one,) = ballots.offered(world.who("reviewer"), case, "accept")
    assert (one.passed, one.yes, one.written) == (passed, yes, 1)
    if passed:
        done = take(world, case, "accept", DAY, ballot=key, how="hands", **SAID)
        said = done.fact("accept")
        assert (done.state, said["how"], said["issued"] >= said["returned"] > 0) == ("accepted", "platform", True)
        return
    assert refused(take, world, case, "accept", DAY, ballot=key, **SAID).rule == "DEV-15"
    after = take(world, case, "not_accepted", DAY, ballot=key, note="再培养")
    assert (after.state, facts(after, "not_accepted")) == ("candidate", [12, 8, 5, 2, 1, 1])


def test_figures_by_hand_are_marked(meeting: Make, world: World, case: Development, client: Client) -> None:
    """They need a reason; the page shows them beside those of the report, and the ledger says that it was passed over."""
    found = voted(meeting, world)
    typed = {**SLIPS, "due": 12, "present": 8, "yes": 7, "no": 1, "abstained": 0, "written": 0}
    denied = refused(take, world, case, "accept", DAY, **typed, **SAID)
    assert (denied.field, denied.reason) == ("why", "请写明为什么不用报告里的票数。")
    after = take(world, case, "accept", DAY, why="报告单少数了一张", **typed, **SAID)
    assert after.fact("accept")["instead_of"] == f"elections:{found.case.candidates.get().pk}"
    assert AuditLine.objects.unscoped("test").filter(code="development.pass_over").count() == 1
    client.force_login(world.county.account_of("reviewer"))
    page = client.get(f"/workbench/development/{case.pk}/").content.decode()
    assert (
        "票数由手工填写（应到 12，到会 8，赞成 7，不赞成 1，弃权 0），没有用无记名表决的报告：应到 12，到会 8，赞成 6"
        in page
    )


def test_who_may_not_open_the_election_gets_no_link(meeting: Make, world: World, case: Development) -> None:
    """Scope fails closed, both ways: the report for who has no elections, the case for who has no 发展党员."""
    found = voted(meeting, world)
    watcher = world.county.add("watcher", "discipline", "QS01-B1")
    (one,) = ballots.offered(watcher, case, "accept")
    assert one.url == ""
    assert [link for _, link in admissions.lines(world.who(NAMES[3]), found.case)] == [None]


def test_the_form_finds_whom_a_line_is_about(meeting: Make, world: World, case: Development) -> None:
    """By the name in the line; a line about nobody who is being admitted stays without figures to hand on."""
    found = meeting(kind="admission", office="", candidates=[Standing("x")])
    start = forms.DrawForm.start_of(found.case) | {
        "meeting_at": "2026-11-27 14:00",
        "candidates": f"{LINE}\n同意接收赵欣为预备党员",
    }
    form = forms.DrawForm(start, offices=[found.case.organisation])
    assert form.is_valid(), form.errors
    assert [one.person for one in form.draft().candidates] == [case.member.person_id, None]


def test_names_in_a_line() -> None:
    """DEV-15: one person to a line; the longer name is meant; two of one name are told apart or asked back."""

    def one(pk: int, name: str, sex: str) -> Member:
        organisation = SimpleNamespace(short_name="一支部")
        return cast(
            Member,
            SimpleNamespace(
                pk=pk, person_id=pk * 10, name=name, sex=sex, organisation=organisation, born=None, joined_on=None
            ),
        )

    people = [one(1, "王伟", "1"), one(2, "王伟东", "1"), one(3, "李梅", "2"), one(4, "李梅", "1")]
    assert [admissions.meant(people, line) for line in ("接收王伟", "接收王伟东", "接收赵欣", "李梅(女)")] == [
        10,
        20,
        None,
        30,
    ]
    assert refused(admissions.meant, people, "接收王伟、李梅（女）").rule == "DEV-15"
    denied = refused(admissions.meant, people, "接收李梅")
    assert "李梅（女）、李梅（男）" in denied.reason


def test_a_line_about_somebody_on_the_roll_stays_as_it_is_written(meeting: Make, world: World) -> None:
    """ELE-14 is about candidates: a vote that makes a probationary member a full one is about somebody without a vote."""
    line = f"同意{PROBATION}按期转正"
    found = meeting(
        kind="admission", office="", candidates=[Standing(line, person=world.person(PROBATION).pk)]
    ).announce()
    assert found.case.candidates.get().name == line


@pytest.mark.parametrize(
    ("before", "after", "held"), [("probationary", "member", True), ("candidate", "probationary", False)]
)
def test_who_is_on_a_fixed_roll_stays_a_full_member(
    before: str, after: str, held: bool, meeting: Make, world: World
) -> None:
    """LX-260: what made somebody a voter is not taken back behind an election that counted them."""
    found = voted(meeting, world)
    row = found.case.voters.filter(person__isnull=False, without="").first()
    case = cast(Any, SimpleNamespace(member=SimpleNamespace(person_id=row.person_id)))
    step = cast(Any, SimpleNamespace(before={"member": {"stage": before}, "after": {"stage": after}}))
    assert (admissions.on_a_roll(case, step) is not None) is held
    assert undoing._ROOMS["elections"] is admissions.on_a_roll
