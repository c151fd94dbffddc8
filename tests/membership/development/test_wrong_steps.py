"""LX-260: a step that was entered wrongly is taken back by two people, and nothing of it is erased."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from lianxin.foundation.accounts.models import Account
from lianxin.foundation.casework.engine import Before, advance
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations import actions as organisations
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.membership.development import actions, ballots, joining, retracting
from lianxin.membership.development.export import own
from lianxin.membership.development.models import Development
from lianxin.membership.dossiers import actions as dossiers
from lianxin.membership.dossiers.models import Member, Paper
from lianxin.membership.transfer.models import Transfer
from tests.factories import County
from tests.membership.development.conftest import VOTE as ACCEPT

pytestmark = pytest.mark.django_db
ROOT = "/workbench/development/"
WHY = "日期抄错了，应当是前一天。"
Take = Callable[..., Development]


@pytest.fixture(autouse=True)
def _on_a_friday() -> Any:
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False):
        yield


@pytest.fixture(autouse=True)
def _two_at_the_committee(branch: County) -> None:
    branch.add("town_secretary", "secretary", "QS01")
    branch.add("committee_member", "committee_member", "QS01-B1")


def fresh(case: Development) -> Development:
    return Development.objects.unscoped("test").get(pk=case.pk)


def refused(call: Callable[[], object], rule: str = "LX-260") -> str:
    with pytest.raises(Refused) as caught:
        call()
    assert caught.value.denied.rule == rule, caught.value.denied
    return f"{caught.value.denied.reason}{caught.value.denied.remedy}"


@pytest.fixture
def ask(branch: County) -> Take:
    def go(case: Development, who: str = "branch_secretary", reason: str = WHY) -> Development:
        now = fresh(case)
        return retracting.ask(actor=branch.actor(who), case=now, reason=reason, revision=now.revision)

    return go


@pytest.fixture
def confirm(branch: County) -> Take:
    def go(case: Development, who: str = "organiser") -> Development:
        now = fresh(case)
        return retracting.take_back(actor=branch.actor(who), case=now, revision=now.revision)

    return go


def clocks(case: Development) -> list[tuple[str, str, date]]:
    return [(row.name, row.state, row.due_at.date()) for row in case.clocks.order_by("pk")]


def test_state_days_and_promises_are_as_before(walk: Any, ask: Take, confirm: Take, take: Take) -> None:
    case = walk("pre_review")
    before, running = (case.dates, case.facts, case.due_at), clocks(case)
    case = take(take(case, "fill_form", "2025-10-30"), "accept", "2025-11-05", **ACCEPT)
    assert clocks(case)[-1][0] == "approve"
    ask(case)
    case = confirm(case)
    assert (case.state, "accept" in case.dates, "accept" in case.facts) == ("form_filled", False, False)
    assert [row[1] for row in clocks(case) if row[0] == "approve"] == ["cancelled"]
    assert (case.due_clock, clocks(case)[: len(running)]) == ("meeting", running)
    ask(case)
    case = confirm(case)
    assert (case.state, case.dates, case.facts, case.due_at) == ("pre_reviewed", *before)
    assert take(case, "fill_form", "2025-10-29").day("fill_form") == date(2025, 10, 29), "the earlier day is free again"


def test_nothing_is_erased(walk: Any, ask: Take, confirm: Take, branch: County) -> None:
    case = walk("accept")
    ask(case)
    case = confirm(case)
    step = case.steps.get(event="accept")
    row = step.retractions.get()
    assert (step.undone_at is not None, row.reason, row.was["day"]) == (True, WHY, "2025-11-05")
    assert "赞成 7" in row.said
    client = Client()
    client.force_login(branch.account_of("branch_secretary"))
    page = client.get(f"{ROOT}{case.pk}/").text
    assert "<s>支部大会通过接收" in page
    assert WHY in page
    void = f"{ROOT}{case.pk}/papers/resolution/?void={row.pk}"
    assert void in page
    assert client.get(f"{ROOT}{case.pk}/papers/resolution/").status_code == 404, "the paper counts no more"
    paper = client.get(void).text
    assert "（作废）" in paper
    assert "【作废】所依据的登记有误，" in paper
    assert f"本文书作废。原因：{WHY}" in paper
    assert "应到会有表决权的党员 10 名" in paper
    assert client.get(f"{ROOT}{case.pk}/papers/approval/?void={row.pk}").status_code == 404
    told = own(case.member.person_id)["入党的经过"]
    assert [one["为什么撤回"] for one in told if one["撤回"]] == [WHY]
    assert Notice.objects.filter(person_id=case.member.person_id, code="development.take_back").exists()


def test_the_person_sees_it_struck_through(walk: Any, ask: Take, confirm: Take, branch: County) -> None:
    case = walk("talk")
    ask(case)
    confirm(case)
    client = Client()
    client.force_login(Account.objects.create_account("feng", "a-long-pass-phrase", case.member.person))
    page = client.get("/me/development/").text
    assert "<s>派人谈话</s>" in page
    assert WHY in page


def test_never_who_entered_it_who_asked_or_whom_it_is_about(
    walk: Any, take: Take, ask: Take, confirm: Take, branch: County, member: Any
) -> None:
    case = walk("recommend")
    ask(case, "committee_member")
    assert "自己不能确认" in refused(lambda: confirm(case, "branch_secretary"))
    assert "支部书记、副书记" in refused(lambda: confirm(case, "committee_member"))
    with pytest.raises(Refused, match="没有找到"):
        confirm(case, "other_organiser")
    Member.objects.unscoped("test").filter(pk=case.member_id).update(person=branch.account_of("town_secretary").person)
    with pytest.raises(Refused, match="其他同志"):
        confirm(case, "town_secretary")
    assert confirm(case).state == "talked"


def test_the_branch_confirms_what_its_committee_member_entered(
    take: Take, applied: Any, ask: Take, confirm: Take
) -> None:
    case = take(applied, "talk", "2024-01-20", who="committee_member")
    ask(case, "committee_member")
    assert confirm(case, "branch_secretary").state == "applied"


def test_dev_17_what_the_committee_decided_is_taken_back_there(
    walk: Any, ask: Take, confirm: Take, member: Any
) -> None:
    case = walk("approve")
    assert (member("冯长河").stage, member("冯长河").joined_on) == ("probationary", date(2025, 11, 5))
    refused(lambda: ask(case), "DEV-17")
    ask(case, "organiser")
    refused(lambda: confirm(case, "branch_secretary"), "DEV-17")
    refused(lambda: confirm(case, "organiser"))
    case = confirm(case, "town_secretary")
    assert (case.state, case.due_clock) == ("accepted", "approve")
    assert (member("冯长河").stage, member("冯长河").joined_on) == ("candidate", None), "the file follows back"


def test_no_further_step_while_it_waits(walk: Any, take: Take, ask: Take, confirm: Take, branch: County) -> None:
    case = walk("talk")
    ask(case)
    assert "先办完" in refused(lambda: take(case, "recommend", "2024-03-01", way="recommend"))
    refused(lambda: ask(case))
    case = retracting.keep(
        actor=branch.actor("organiser"), case=fresh(case), answer="核对过，没有错", revision=fresh(case).revision
    )
    assert case.retractions.get().state == "kept"
    assert take(case, "recommend", "2024-03-01", way="recommend").state == "recommended"


def test_a_reason_is_asked_and_the_last_step_alone_goes(walk: Any, ask: Take, confirm: Take, branch: County) -> None:
    case = walk("talk")
    refused(lambda: ask(case, reason=" "))
    ask(case)
    confirm(case)
    ask(case)
    case = confirm(case)
    assert (case.state, case.closed_at is not None, case.dates) == ("voided", True, {}), (
        "the application was wrong itself"
    )
    with pytest.raises(Refused, match="登记有误，已撤销"):
        ask(case)
    again = actions.apply(actor=branch.actor("branch_secretary"), member=case.member, on=date(2024, 1, 9))
    assert again.state == "applied"


@pytest.mark.parametrize("reopened", [True, False])
def test_an_ending_is_taken_back_unless_something_new_began(
    reopened: bool, walk: Any, take: Take, ask: Take, confirm: Take, branch: County, member: Any
) -> None:
    case = take(walk("file_candidate"), "stop", "2025-10-12", note="本人要求")
    assert (case.closed_at is not None, member("冯长河").stage) == (True, "applicant")
    if reopened:
        ask(case)
        case = confirm(case)
        assert (case.state, case.closed_at, member("冯长河").stage) == ("candidate", None, "candidate")
        return
    actions.apply(actor=branch.actor("branch_secretary"), member=member("冯长河"), on=date(2026, 1, 9))
    assert "新的申请" in refused(lambda: ask(case))


def test_what_rests_on_the_step_holds_it(walk: Any, ask: Take, branch: County, member: Any) -> None:
    """Dues that were charged, a relation that moved, a first page that was corrected: each says what to do first."""
    from lianxin.membership.development.succession import follow
    from lianxin.membership.dues.models import Posting

    case = walk("approve")
    line = Posting.objects.create(organisation=case.organisation, on=date(2025, 12, 1), debit="receivable", credit="income",
                                  fen=100, member=case.member, text="12 月党费", key="k")  # fmt: skip
    assert "冲回" in refused(lambda: ask(case, "organiser"))
    Posting.objects.unscoped("test").filter(pk=line.pk).delete()
    dossiers.set_stage(actor=SYSTEM, member=case.member, stage="member", on=date(2025, 12, 1), text="写错")
    assert "改回来" in refused(lambda: ask(case, "organiser"))
    dossiers.set_stage(actor=SYSTEM, member=case.member, stage="probationary", on=date(2025, 12, 1), text="改回")
    other = organisations.found(actor=SYSTEM, parent=branch.town, name="柳河镇第二党支部", short_name="二支部", kind="branch",
                                code="QS01-B7", on=date(2025, 12, 1))  # fmt: skip
    follow(actor=SYSTEM, member=member("冯长河"), into=other)
    assert "转回原支部" in refused(lambda: ask(case, "organiser"))


def test_dev_26_the_originals_that_an_archiving_noted_are_taken_out(
    walk: Any, take: Take, ask: Take, confirm: Take, member: Any
) -> None:
    case = walk("ask_full")
    case = take(take(case, "accept_full", "2026-11-06", **ACCEPT), "approve_full", "2026-11-16")
    Paper.objects.create(member=case.member, kind="入党申请书", on_paper=True)
    words = ["入党志愿书", "积极分子登记表", "政治审查材料", "预备党员登记表", "转正申请书"]
    case = take(case, "archive", "2026-11-20", papers=words)
    ask(case)
    case = confirm(case)
    assert (case.state, case.closed_at) == ("full", None)
    assert list(Paper.objects.filter(member=case.member, state="kept").values_list("kind", flat=True)) == ["入党申请书"]
    assert member("冯长河").stage == "member", "what the step before made stays"


def test_a_vote_that_was_taken_over_may_be_used_again(walk: Any, ask: Take, confirm: Take) -> None:
    case = walk("accept")
    Development.objects.unscoped("test").filter(pk=case.pk).update(
        facts=case.facts | {"accept": case.facts["accept"] | {"ballot": "elections:7"}}
    )
    ask(case)
    case = confirm(case)
    assert ballots.used_by(case.fact("accept")) == []


def test_older_steps_and_stale_pages(walk: Any, ask: Take, confirm: Take, branch: County) -> None:
    case = walk("talk")
    ask(case)
    with pytest.raises(Refused, match="已被别人处理过"):
        retracting.take_back(actor=branch.actor("organiser"), case=case, revision=case.revision)
    case.steps.filter(event="talk").update(before=None)
    assert "以前登记的" in refused(lambda: confirm(case))


def test_the_engine_goes_back_only_by_such_a_row(walk: Any) -> None:
    case = walk("talk")
    with pytest.raises(ValueError, match="go back"):
        advance(case, "recommend", actor=SYSTEM, back=Before("applied", []))


def test_the_pages(walk: Any, branch: County) -> None:
    case = walk("talk")
    client, other = Client(), Client()
    client.force_login(branch.account_of("branch_secretary"))
    other.force_login(branch.account_of("organiser"))
    path = f"{ROOT}{case.pk}/back/"
    assert path in client.get(f"{ROOT}{case.pk}/").text
    empty = client.post(path, {"do": "ask", "reason": "", "revision": case.revision})
    assert (empty.status_code, 'href="#id_reason"' in empty.text) == (422, True)
    assert client.post(path, {"do": "ask", "reason": WHY, "revision": case.revision}).status_code == 303
    assert "等另一位同志确认" in client.get(f"{ROOT}{case.pk}/").text
    assert "同意撤回" not in client.get(path).text
    page = other.get(path)
    assert "同意撤回" in page.text
    assert f"确认撤回{case.member.name}" in other.get("/workbench/").text
    now = fresh(case).revision
    assert other.post(path, {"do": "keep", "reason": "", "revision": now}).status_code == 422
    assert other.post(path, {"do": "take", "revision": now}).status_code == 303
    assert fresh(case).state == "applied"


def test_a_merger_of_the_branch_holds_nothing(walk: Any, ask: Take, confirm: Take, branch: County, member: Any) -> None:
    """DEV-06: the branch went on in another one and took the person along; no relation was moved by a letter."""
    case = walk("approve")
    into = organisations.found(actor=SYSTEM, parent=branch.town, name="柳河镇联合党支部", short_name="联合支部",
                               kind="joint_branch", code="QS01-B9", on=date(2025, 12, 1))  # fmt: skip
    organisations.merge(
        actor=SYSTEM, organisation=branch.organisations["QS01-B1"], into=into, on=date(2026, 11, 27), basis="合并"
    )
    ask(case, "organiser")
    assert confirm(case, "town_secretary").state == "accepted"
    assert member("冯长河").stage == "candidate"


def test_an_open_transfer_holds_what_it_rests_on(walk: Any, ask: Take) -> None:
    """The letter says what the step made of the person: the transfer is taken back first."""
    case = walk("approve")
    Transfer.objects.create(member=case.member, organisation=case.organisation, org_path=case.org_path, state="requested", asked_on=date(2026, 11, 20),
                            opened_at=timezone.now())  # fmt: skip
    assert "正在转接" in refused(lambda: ask(case, "organiser"))


def test_two_files_made_one_are_one_before_the_step_too(
    walk: Any, take: Take, ask: Take, confirm: Take, member: Any
) -> None:
    """Who accompanied before a wrong step is named by the key of the file that was kept."""
    case = walk("mentors")
    old, new = member("周禾苗"), member("郑平安")
    case = take(case, "mentors", "2024-03-21", people=[str(member("吴春秋").pk)])
    joining._rename(old, new)
    ask(case)
    assert confirm(case).fact("mentors")["people"] == [str(new.pk)]
