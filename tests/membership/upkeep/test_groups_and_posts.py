"""R027, R028: leading groups with their papers and people; posts full-time and part-time, counted from appointments."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.gatherings.models import Gathering
from lianxin.membership.upkeep import posts
from lianxin.membership.upkeep.actions import groups
from lianxin.membership.upkeep.actions.groups import Founding
from lianxin.membership.upkeep.models import LeadingGroup
from tests.factories import County, appoint

pytestmark = pytest.mark.django_db
Who, Browser, Make = Callable[[str], Actor], Callable[[str], Client], Callable[..., LeadingGroup]
ROOT, POSTS = "/workbench/upkeep/groups/", "/workbench/upkeep/posts/"
TODAY = date(2026, 11, 27)
SAID = {
    "name": "新媒体党建领导小组",
    "basis": "柳委〔2026〕3 号",
    "duties": "管公众号，管网上的党建。",
    "founded_on": date(2026, 3, 1),
}


@pytest.fixture
def group(cast: County, who: Who) -> Make:
    """``group()``: a group of the town's committee."""

    def go(*, key: str = "k1", code: str = "QS01", **more: Any) -> LeadingGroup:
        office = Organisation.objects.get(pk=cast.organisations[code].pk)
        return groups.found(actor=who("superior"), organisation=office, said=Founding(**SAID | more), key=key)

    return go


def sit(group: LeadingGroup, actor: Actor, **more: Any) -> Any:
    said = {
        "role": "member",
        "person": None,
        "name": "王同志",
        "post": "宣传委员",
        "since": date(2026, 3, 1),
        "revision": group.revision,
    }
    return groups.seat(actor=actor, group=group, **said | more)


@pytest.mark.parametrize(
    ("word", "reads", "writes"),
    [("superior", 200, True), ("organiser", 200, True), ("leader", 200, False), ("secretary_here", 404, False),
     ("foreign", 404, False), ("handler", 403, False), ("same", 403, False), ("anonymous", 302, False)],
)  # fmt: skip
def test_scope(word: str, reads: int, writes: bool, group: Make, browser: Browser) -> None:
    row = group()
    client = browser(word)
    page = client.get(f"{ROOT}{row.pk}/")
    assert page.status_code == reads
    assert ('value="seat"' in page.text) is writes
    said = {"act": "seat", "role": "head", "name": "李书记", "since": "2026-03-01", "revision": row.revision}
    assert (client.post(f"{ROOT}{row.pk}/", said).status_code == 303) is writes
    assert row.seats.exists() is writes
    assert (SAID["name"] in client.get(ROOT).text) is (reads == 200)


def test_one_head_at_a_time_and_the_former_one_stays_readable(
    group: Make, who: Who, cast: County, browser: Browser
) -> None:
    row = group()
    first = sit(row, who("superior"), role="head", person=cast.people["superior"])
    row.refresh_from_db()
    with pytest.raises(Refused, match="组长已经有人"):
        sit(row, who("superior"), role="head", name="另一位")
    groups.unseat(actor=who("superior"), seat=first, until=TODAY)
    row.refresh_from_db()
    sit(row, who("superior"), role="head", name="另一位")
    page = browser("leader").get(f"{ROOT}{row.pk}/").text
    assert "superior" in page
    assert "退出" in page
    assert "另一位" in page


@pytest.mark.parametrize(
    ("since", "taken"),
    [(date(2026, 2, 28), False), (date(2026, 3, 1), True), (TODAY, True), (date(2026, 11, 28), False)],
)
def test_nobody_sits_before_it_was_founded_nor_tomorrow(since: date, taken: bool, group: Make, who: Who) -> None:
    row = group()
    if taken:
        assert sit(row, who("superior"), since=since)
    else:
        with pytest.raises(Refused, match="成立以后、今天以前"):
            sit(row, who("superior"), since=since)


@pytest.mark.parametrize(("change", "words"), [({"name": ""}, "请填写“名称”"), ({"basis": " "}, "请填写“成立依据”"), ({"duties": ""}, "请填写“职责”"),
                                               ({"name": "长" * 61}, "最多 60 个字"), ({"founded_on": date(2026, 11, 28)}, "还没有到")])  # fmt: skip
def test_every_refusal_in_words(change: dict[str, Any], words: str, group: Make) -> None:
    with pytest.raises(Refused, match=words):
        group(**change)


def test_meetings_are_those_of_the_organisation_that_were_filed(
    group: Make, who: Who, cast: County, browser: Browser
) -> None:
    def meeting(code: str, state: str, key: str) -> Gathering:
        office = Organisation.objects.get(pk=cast.organisations[code].pk)
        return Gathering.objects.create(organisation=office, org_path=office.path, kind="committee_meeting", title="研究新媒体", state=state,
                                        starts_at=moment.now(), agenda="一", key=key)  # fmt: skip

    row, held = group(), meeting("QS01", "closed", "a")
    for wrong in (meeting("QS01", "planned", "b"), meeting("QS01-B1", "closed", "c")):
        with pytest.raises(Refused, match="只能选本组织"):
            groups.meet(actor=who("superior"), group=row, gathering=wrong)
    assert browser("superior").post(f"{ROOT}{row.pk}/", {"act": "meet", "gathering": held.pk}).status_code == 303
    assert list(row.meetings.unscoped("test")) == [held]


def test_dissolved_nothing_is_changed_any_more(group: Make, who: Who) -> None:
    row = group()
    seat = sit(row, who("superior"))
    row.refresh_from_db()
    row = groups.dissolve(actor=who("superior"), group=row, on=TODAY, revision=row.revision)
    seat.refresh_from_db()
    assert seat.until == TODAY
    with pytest.raises(Refused, match="已经撤销"):
        sit(row, who("superior"), name="后来的")


def test_a_stale_tab_is_told(group: Make, who: Who, browser: Browser) -> None:
    row = group()
    sit(row, who("superior"))
    late = browser("organiser").post(
        f"{ROOT}{row.pk}/",
        {"act": "seat", "role": "member", "name": "迟到的", "since": "2026-03-01", "revision": row.revision},
    )
    assert late.status_code == 422
    assert "已被别人处理过" in late.text
    assert "迟到的" in late.text


def test_posts_are_counted_from_the_appointments_of_the_day(cast: County, who: Who, browser: Browser) -> None:
    """R028: full-time only where an appointment says so; ended ones do not count; nobody is entered twice."""
    branch = Organisation.objects.get(pk=cast.organisations["QS01-B1"].pk)
    here = next(one for one in posts.staff_of([branch], TODAY))
    assert (here.secretary, here.full, here.part, here.gap) == ("兼职", 0, 3, "都是兼职")
    from lianxin.foundation.accounts.models import Person

    appoint(Person.objects.create(nickname="专职的"), "committee_member", branch, full_time=True)
    appoint(Person.objects.create(nickname="离任的"), "organiser", branch, full_time=True, until=date(2026, 11, 26))
    here = next(one for one in posts.staff_of([branch], TODAY))
    assert (here.full, here.part, here.gap) == (1, 3, "")
    total = posts.total(who("superior"), TODAY)
    assert (total.with_full_secretary, total.full) == (0, 1)
    appoint(Person.objects.create(nickname="专职书记"), "secretary", branch, full_time=True)
    assert posts.total(who("superior"), TODAY).with_full_secretary == 1


def test_the_table_of_the_own_subtree_as_xlsx(browser: Browser, cast: County) -> None:
    answer = browser("superior").get(f"{POSTS}?form=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = {row[0]: row[1:] for row in sheet.iter_rows(min_row=4, values_only=True)}
    assert rows["柳河镇新桥村党支部"] == ("兼职", 0, 3, "都是兼职")
    assert "中共松岭镇委员会" not in rows
    assert browser("handler").get(POSTS).status_code == 403


def test_gaps_are_told_to_the_organisation_itself(browser: Browser) -> None:
    assert "新桥村支部：都是兼职。" in browser("secretary_here").get(POSTS).text
    assert "新桥村支部：都是兼职。" not in browser("superior").get(POSTS).text


def test_lists_cost_the_same_with_three_and_thirty(group: Make, browser: Browser, who: Who) -> None:
    from lianxin.foundation.organisations import actions as organisations

    def statements(path: str) -> int:
        client = browser("superior")
        client.get(path)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        return len(caught)

    def grow(first: int, last: int) -> None:
        for n in range(first, last):
            sit(group(key=f"k{n}"), who("superior"))
            organisations.found(actor=SYSTEM, parent=Organisation.objects.get(code="QS01"), name=f"第{n}村党支部", short_name=f"{n}村", kind="branch",
                                code=f"QS01-X{n}", on=date(2020, 1, 1))  # fmt: skip

    grow(0, 3)
    few = [statements(ROOT), statements(POSTS)]
    grow(3, 20)
    assert [statements(ROOT), statements(POSTS)] == few
