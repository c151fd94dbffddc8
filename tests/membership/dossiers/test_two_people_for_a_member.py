"""LX-262: who is written down as a member by one person counts when another has looked at the paper; a roster says its basis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.notices.models import Notice
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers import actions, admitting, headcounts
from lianxin.membership.dossiers.due import provide
from lianxin.membership.dossiers.export import own
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dues.queries import payers
from tests.factories import County
from tests.membership.dossiers.rosters import book, number, person

pytestmark = pytest.mark.django_db
ROOT = "/workbench/members/"
FACTS = actions.Facts(name="严守一", stage="member", joined_on=date(2009, 7, 1), full_since=date(2010, 7, 1))
GROUND = admitting.Ground("roster", "2012 年纸质花名册第 3 页，支部档案柜")


@pytest.fixture
def enrol(keepers: County) -> Callable[..., Member]:
    def go(who: str = "branch_secretary", ground: admitting.Ground = GROUND, facts: actions.Facts = FACTS) -> Member:
        return admitting.enrol(actor=keepers.actor(who), organisation=keepers.organisations["QS01-B1"], facts=facts,
                               identity=number(sequence=61), ground=ground)  # fmt: skip

    return go


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    assert caught.value.denied.rule == "LX-262", caught.value.denied
    return caught.value.denied.field or caught.value.denied.reason


def party(county: County) -> int:
    return headcounts.heads([county.organisations["QS01-B1"].path]).party


def test_a_member_counts_nowhere_before_somebody_else_confirmed(enrol: Any, keepers: County) -> None:
    before, member = party(keepers), enrol()
    assert (member.standing, member.in_party, party(keepers)) == ("pending", False, before)
    assert member not in [one for one, _ in payers(member.organisation, date(2026, 11, 1))], "nothing is charged"
    row = member.admissions.get()
    refused(lambda: admitting.confirm(actor=keepers.actor("branch_secretary"), admission=row))
    done = admitting.confirm(actor=keepers.actor("organiser"), admission=row)
    assert (done.standing, done.stage, party(keepers)) == ("active", "member", before + 1)
    refused(lambda: admitting.confirm(actor=keepers.actor("organiser"), admission=row))
    assert "花名册第 3 页" in str(done.events.first()), "the ground stands in the time line"
    assert own(done.person_id)["补录为党员的依据"][0]["情况"] == "已确认"
    assert Notice.objects.filter(person=done.person, code="dossiers.admission").exists()


@pytest.mark.parametrize(
    ("ground", "facts", "field"),
    [
        (admitting.Ground("", "花名册"), FACTS, "ground"),
        (admitting.Ground("roster", " "), FACTS, "paper"),
        (GROUND, replace(FACTS, joined_on=None, full_since=None), "joined_on"),
    ],
)
def test_ground_paper_and_day_are_asked(ground: Any, facts: Any, field: str, enrol: Any) -> None:
    assert refused(lambda: enrol(ground=ground, facts=facts)) == field


@pytest.fixture
def member(keepers: County) -> Member:
    run(book([person(1)]), actor=keepers.actor("organiser"), dry=False)
    return Member.objects.unscoped("test").get()


def test_no_door_beside_it(keepers: County, member: Member) -> None:
    """Neither the plain way to make a file nor the plain correction makes a member by one person."""
    actor = keepers.actor("organiser")
    refused(
        lambda: actions.enrol(
            actor=actor, organisation=keepers.organisations["QS01-B1"], facts=FACTS, identity=number(sequence=62)
        )
    )
    Member.objects.unscoped("test").update(stage="applicant", joined_on=None, full_since=None)
    member.refresh_from_db()
    facts = replace(FACTS, name=member.name, work_unit="柳河小学")
    assert refused(lambda: actions.change(actor=actor, member=member, facts=facts, revision=member.revision)) == "stage"
    now = admitting.correct(actor=actor, member=member, facts=facts, ground=GROUND, revision=member.revision)
    assert (now.stage, now.work_unit, now.standing) == ("applicant", "柳河小学", "active"), "only the stage waits"
    refused(lambda: admitting.correct(actor=actor, member=now, facts=facts, ground=GROUND, revision=now.revision))
    done = admitting.confirm(actor=keepers.actor("branch_secretary"), admission=now.admissions.get())
    assert (done.stage, done.joined_on) == ("member", date(2009, 7, 1))


def test_who_may_confirm(enrol: Any, keepers: County) -> None:
    keepers.add("clerk", "committee_member", "QS01-B1")
    row = enrol("clerk").admissions.get()
    refused(lambda: admitting.confirm(actor=keepers.actor("clerk"), admission=row))
    keepers.add("colleague", "committee_member", "QS01-B1")
    assert "书记" in refused(lambda: admitting.confirm(actor=keepers.actor("colleague"), admission=row))
    with pytest.raises(Refused, match="没有找到"):
        admitting.confirm(actor=keepers.actor("other_organiser"), admission=row)
    assert [item.title for item in provide(keepers.actor("organiser"), None).items] == ["确认严守一的补录"]  # type: ignore[arg-type]  # no clock is asked
    assert not provide(keepers.actor("clerk"), None).items  # type: ignore[arg-type]  # no clock is asked


def test_what_was_not_confirmed_stays_and_may_be_asked_again(enrol: Any, keepers: County) -> None:
    member = enrol()
    row = member.admissions.get()
    assert refused(lambda: admitting.decline(actor=keepers.actor("organiser"), admission=row, answer=" ")) == "answer"
    member = admitting.decline(actor=keepers.actor("organiser"), admission=row, answer="花名册上没有这个人")
    assert member.standing == "unproven"
    roster = run(book([person(61, name="严守一")]), actor=keepers.actor("organiser"), dry=True)
    assert "重新提出" in roster.refused[0].reasons[0]
    again = enrol(ground=admitting.Ground("letter", "介绍信青组字 12 号"))
    assert (again.pk, again.standing, again.admissions.count()) == (member.pk, "pending", 2)
    waiting = run(book([person(61, name="严守一")]), actor=keepers.actor("organiser"), dry=True)
    assert "等另一位同志确认" in waiting.refused[0].reasons[0]


def test_the_pages(keepers: County, desk: Callable[[str], Client]) -> None:
    one, other = desk("branch_secretary"), desk("organiser")
    said = {"name": "严守一", "identity": number(sequence=61), "organisation": keepers.organisations["QS01-B1"].pk,
            "stage": "member", "joined_on": "2009-07-01", "full_since": "2010-07-01"}  # fmt: skip
    lacking = one.post(f"{ROOT}new/", said)
    assert (lacking.status_code, 'href="#id_ground"' in lacking.text, "严守一" in lacking.text) == (422, True, True)
    assert one.post(f"{ROOT}new/", said | {"ground": "roster", "paper": "花名册第 3 页"}).status_code == 303
    pk = Member.objects.unscoped("test").get(name="严守一").pk
    assert "等另一位同志确认" in one.get(f"{ROOT}{pk}/").text
    assert "看过材料，确认" not in one.get(f"{ROOT}{pk}/admission/").text
    assert "看过材料，确认" in other.get(f"{ROOT}{pk}/admission/").text
    assert other.post(f"{ROOT}{pk}/admission/", {"do": "decline", "answer": ""}).status_code == 422
    assert other.post(f"{ROOT}{pk}/admission/", {"do": "confirm"}).status_code == 303
    assert other.get(f"{ROOT}{pk}/admission/").status_code == 404


def test_a_roster_says_what_it_rests_on(keepers: County) -> None:
    run(book([person(63, name="苗青")]), actor=keepers.actor("organiser"), dry=False, basis="全国系统 6 月导出")
    line = Member.objects.unscoped("test").get(name="苗青").events.get()
    assert line.text.endswith("依据：全国系统 6 月导出")
    assert "全国系统 6 月导出" in AuditLine.objects.unscoped("test").filter(code="dossiers.import").latest("id").data
