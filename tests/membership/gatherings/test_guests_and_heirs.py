"""Guests from elsewhere by name and number (EDU-12, P05); what a merged branch filed stays with its heir."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.foundation.organisations import actions as tree
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member
from lianxin.membership.gatherings import actions, ledger, queries
from lianxin.membership.gatherings.minutes import facts
from lianxin.membership.gatherings.models import Attendance, Gathering
from tests.factories import County
from tests.membership.dossiers.rosters import book, number, person
from tests.membership.gatherings.meetings import FULL, at, close, fresh, mark

pytestmark = pytest.mark.django_db
Make = Callable[..., Gathering]
ROOT = "/workbench/gatherings/"
AFTER = "2026-12-01 16:00"


@pytest.fixture
def stranger(branch: County) -> Member:
    """A member of the next town."""
    run(
        book([person(21, name="孔远方", organisation="中共松岭镇委员会")]),
        actor=branch.actor("other_organiser"),
        dry=False,
    )
    return Member.objects.unscoped("test").select_related("person").get(name="孔远方")


def add(county: County, one: Gathering, **said: Any) -> None:
    actions.add_guest(actor=county.actor("keeper"), gathering=fresh(one), revision=fresh(one).revision, **said)


def test_a_number_that_fits_counts_at_home_and_tells_nothing(
    branch: County, call: Make, clock: Any, stranger: Member
) -> None:
    """P05, EDU-12: whoever types a number reads the same page whether or not there is a file behind it."""
    one = call("theme_day")
    clock.move_to(at(AFTER))
    keeper = Client()
    keeper.force_login(branch.account_of("keeper"))
    answers = {}
    for name, typed in (
        ("孔远方", number(sequence=21)),
        ("孔近处", number(sequence=21)),
        ("孔无名", number(sequence=22)),
    ):
        sent = {"name": name, "unit": "松岭镇", "number": typed, "revision": fresh(one).revision}
        answer = keeper.post(f"{ROOT}{one.pk}/guest/", sent, follow=True)
        answers[name] = answer.text.replace(name, "名")
    for name in answers:
        assert "已登记列席：名。" in answers[name]
    lines = [line for line in keeper.get(f"{ROOT}{one.pk}/").text.split("<li") if "孔" in line]
    shapes = {
        line.split("<form")[0].replace("孔远方", "").replace("孔近处", "").replace("孔无名", "") for line in lines
    }
    assert len(shapes) == 1, "the three look alike"
    assert Attendance.objects.filter(gathering=one, member=stranger, role="guest", mark="present").count() == 1
    assert "孔远方" not in keeper.get(f"{ROOT}{one.pk}/list/").text
    assert [row.member.name for row in queries.people(one)] == [
        row.member.name for row in queries.people(one) if row.member_id != stranger.pk
    ]
    mark(branch, one, FULL)
    done = close(branch, one)
    words = dict(facts(done, queries.people(done)))
    assert words["列席"] == "孔远方（松岭镇）、孔近处（松岭镇）、孔无名（松岭镇）"
    took = {share.word: share.took for share in ledger.year_of_member(stranger, 2026)}
    assert took["主题党日"] == 1


def test_names_once_and_only_while_it_is_open(branch: County, call: Make, clock: Any) -> None:
    one = call("theme_day")
    with pytest.raises(Refused, match="还没有到开始"):
        add(branch, one, name="外来人")
    clock.move_to(at(AFTER))
    add(branch, one, name="外来人")
    for name in ("外来人", "周禾苗"):
        with pytest.raises(Refused, match="已经有叫这个名字"):
            add(branch, one, name=name)
    with pytest.raises(Refused, match="请填写姓名"):
        add(branch, one, name="  ")
    with pytest.raises(Refused, match="没有找到"):
        actions.add_guest(
            actor=branch.actor("other_organiser"), gathering=fresh(one), name="谁", revision=fresh(one).revision
        )
    actions.drop_guest(actor=branch.actor("keeper"), guest=one.guests.get())
    assert not one.guests.exists()


def test_a_guest_who_was_a_mistake_counts_nowhere(branch: County, call: Make, clock: Any, stranger: Member) -> None:
    one = call("theme_day")
    clock.move_to(at(AFTER))
    add(branch, one, name="孔远方", number=number(sequence=21))
    actions.drop_guest(actor=branch.actor("keeper"), guest=one.guests.get())
    assert not Attendance.objects.filter(member=stranger).exists()


def merge(county: County) -> Organisation:
    into = tree.found(actor=SYSTEM, parent=county.town, name="柳河镇联合党支部", short_name="联合支部", kind="joint_branch",
                      code="QS01-B9", on=date(2020, 1, 1))  # fmt: skip
    county.organisations["QS01-B9"] = into
    one = Organisation.objects.get(code="QS01-B1")
    tree.merge(actor=county.actor("admin"), organisation=one, into=into, on=timezone.localdate(), basis="联办")
    county.add("heir", "secretary", "QS01-B9")
    return into


def test_the_heir_reads_what_was_filed_and_changes_nothing(branch: County, call: Make, clock: Any) -> None:
    one = call("theme_day")
    clock.move_to(at(AFTER))
    mark(branch, one, FULL)
    close(branch, one)
    merge(branch)
    heir = Client()
    heir.force_login(branch.account_of("heir"))
    assert "四季度党员大会" in heir.get(f"{ROOT}?view=closed").text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "WIDE", 0)  # as in a list of thousands, which is read by the day
        assert "四季度党员大会" in heir.get(f"{ROOT}?view=closed").text
    page = heir.get(f"{ROOT}{one.pk}/")
    assert page.status_code == 200
    assert "大家同意。" in page.text
    assert "登记任务" not in page.text
    assert heir.post(f"{ROOT}{one.pk}/minutes.docx").content[:2] == b"PK"
    assert heir.get(f"{ROOT}{one.pk}/edit/").status_code == 404
    assert queries.counts(branch.actor("heir"), timezone.now())["closed"] == 1
    other = Client()
    other.force_login(branch.account_of("other_organiser"))
    assert other.get(f"{ROOT}{one.pk}/").status_code == 404


def test_lists_ask_as_much_for_thirty_as_for_three(branch: County, plan: Make) -> None:
    client = Client()
    client.force_login(branch.account_of("keeper"))

    def many(first: int, last: int) -> None:
        for n in range(first, last):
            plan("theme_day", f"2026-12-{1 + n % 27:02} {8 + n // 27:02}:00")

    many(0, 3)
    client.get(ROOT)
    with CaptureQueriesContext(connection) as three:
        assert client.get(ROOT).status_code == 200
    many(3, 30)
    with CaptureQueriesContext(connection) as thirty:
        assert client.get(ROOT).status_code == 200
    assert len(thirty) == len(three)
