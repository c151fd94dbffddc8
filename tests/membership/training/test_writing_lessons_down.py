"""LX-73, EDU-04, B03: what may be written down, by whom, who confirms; what the pages show to whom."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.files.queries import files_of
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.privacy.export import export_of
from lianxin.foundation.spine.joining import move
from lianxin.kernel.decision import Refused
from lianxin.membership.gatherings import actions as gatherings
from lianxin.membership.gatherings.models import Exemption
from lianxin.membership.training import actions, queries
from lianxin.membership.training.models import Training
from tests.factories import County
from tests.membership.dossiers.pages import photo
from tests.membership.gatherings.meetings import at, draft
from tests.membership.training.conftest import FULL, TODAY, said

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
DESK, MINE = "/workbench/training/", "/me/training/"
YESTERDAY = TODAY - timedelta(days=1)


def refusal(call: Callable[[], object]) -> tuple[str, str]:
    """(rule, field) of a refusal; empty when there was none."""
    try:
        call()
    except Refused as refused:
        return refused.denied.rule, refused.denied.field
    return "", ""


@pytest.mark.parametrize(
    ("end", "lessons", "refused"),
    [("2026-12-01 16:30", "2", False), ("2026-12-01 16:30", "2.5", True), ("2026-12-01 16:29", "2", True), ("2026-12-01 23:30", "8", False),
     ("2026-12-01 23:30", "8.5", True), (None, "8", False), (None, "8.5", True), (None, "0", True), (None, "1.2", True)],
)  # fmt: skip
def test_lx_73_no_more_than_the_time_that_it_lasted(
    county: County, end: str | None, lessons: str, refused: bool
) -> None:
    """LX-73: 45 minutes a lesson, by halves, 8 a day: ninety minutes are two lessons and not a half more."""
    plan = draft("2026-12-01 15:00", ends_at=at(end) if end else None, lessons=Decimal(lessons))
    found = refusal(
        lambda: gatherings.plan(actor=county.actor("clerk"), organisation=county.organisations["QS01-B1"], kind="lecture", draft=plan, key="k")
    )  # fmt: skip
    assert found == (("LX-73", "lessons") if refused else ("", ""))


def test_lessons_of_what_was_filed_are_put_right_with_a_line(
    county: County, here: Make, standing: Make, browser: Make
) -> None:
    one = here(2, "2")
    with pytest.raises(Refused, match="只能查看"):
        gatherings.credit(actor=county.actor("watcher"), gathering=one, lessons=Decimal(3), revision=0)
    page = browser("clerk").post(f"/workbench/gatherings/{one.pk}/lessons/", {"lessons": "9", "revision": 0})
    assert page.status_code == 422
    assert "最多记 8 学时" in page.text
    assert "一学时按 45 分钟算" in page.text
    assert (
        browser("clerk").post(f"/workbench/gatherings/{one.pk}/lessons/", {"lessons": "3.5", "revision": 0}).status_code
        == 303
    )
    assert standing(2).said_got == "3.5"
    line = json.loads(AuditLine.objects.unscoped("test").get(code="gatherings.credit").data)
    assert (line["before"], line["after"]) == ("2", "3.5")
    coming = here(2, "1", "2026-12-05 15:00", state="called", mark="")
    with pytest.raises(Refused, match="还没有归档"):
        gatherings.credit(actor=county.actor("clerk"), gathering=coming, lessons=None, revision=0)


@pytest.mark.parametrize(
    ("days", "lessons", "last", "found"),
    [(1, "8", YESTERDAY, ("", "")), (1, "8.5", YESTERDAY, ("LX-73", "lessons")), (2, "16", YESTERDAY, ("", "")),
     (2, "16.5", YESTERDAY, ("LX-73", "lessons")), (1, "1", TODAY, ("", "")), (1, "1", TODAY + timedelta(days=1), ("", "last")),
     (2, "8", date(2026, 1, 1), ("EDU-04", "last")), (1, "8", date(2026, 1, 1), ("", "")), (0, "8", YESTERDAY, ("", "last"))],
)  # fmt: skip
def test_edu_04_a_training_is_over_within_a_year_and_no_longer_than_its_days(
    county: County, member: Make, days: int, lessons: str, last: date, found: tuple[str, str]
) -> None:
    one = said(first=last - timedelta(days=days - 1), last=last, lessons=Decimal(lessons))
    assert refusal(lambda: actions.enter(actor=county.actor("clerk"), members=[member(2)], said=one, key="k")) == found
    assert Training.objects.count() == (found == ("", ""))


def test_the_branch_writes_down_several_at_once_and_never_oneself(county: County, member: Make, standing: Make) -> None:
    """B03: a form twice is one entry, one training is written down once, and nobody writes down their own."""
    deputy, secretary = county.actor("deputy"), county.actor("m0")
    assert len(actions.enter(actor=deputy, members=[member(2), member(3)], said=said(), key="k")) == 2
    assert len(actions.enter(actor=deputy, members=[member(2), member(3)], said=said(), key="k")) == 2
    assert (Training.objects.count(), standing(2).said_got, standing(3).said_got) == (2, "8", "8")
    assert Notice.objects.filter(code="training.answered").count() == 2
    with pytest.raises(Refused, match="已经登记过"):
        actions.enter(actor=deputy, members=[member(2)], said=said(), key="other")
    with pytest.raises(Refused, match="自己的学时"):
        actions.enter(actor=secretary, members=[member(0)], said=said(), key="own")
    for who in ("watcher", "other_organiser", "county_leader", "handler", "m2"):
        with pytest.raises(Refused):
            actions.enter(actor=county.actor(who), members=[member(4)], said=said(), key="k")
    assert Training.objects.count() == 2


def test_what_a_member_brings_counts_when_a_secretary_confirmed_it(
    county: County, member: Make, standing: Make
) -> None:
    """Not by its person, not by a committee member, not from another town; sent back with a reason; withdrawn before that."""
    bring = lambda key, **more: actions.report(actor=county.actor("m2"), member=member(2), said=said(**more), key=key)  # noqa: E731 - the same form
    one = bring("a")
    assert bring("a").pk == one.pk
    assert standing(2).said_got == "0"
    for who in ("m2", "clerk", "watcher", "other_organiser", "county_leader"):
        with pytest.raises(Refused):
            actions.confirm(actor=county.actor(who), training=one, revision=0)
    actions.confirm(actor=county.actor("m0"), training=one, revision=0)
    assert standing(2).said_got == "8"
    with pytest.raises(Refused):
        actions.confirm(actor=county.actor("deputy"), training=one, revision=1)
    with pytest.raises(Refused):
        actions.withdraw(actor=county.actor("m2"), training=one)
    with pytest.raises(Refused, match="为什么"):
        actions.send_back(actor=county.actor("deputy"), training=one, reason=" ", revision=1)
    actions.send_back(actor=county.actor("deputy"), training=one, reason="证书上是 4 学时", revision=1)
    assert standing(2).said_got == "0"
    again = bring("a", lessons=Decimal(4))  # the page that was sent back, mended and sent again
    actions.withdraw(actor=county.actor("m2"), training=again)
    assert list(Training.objects.values_list("state", flat=True)) == ["returned"]
    assert "证书上是 4 学时" in str(export_of(member(2).person_id))


def test_who_is_asked_to_confirm(county: County, member: Make, browser: Make) -> None:
    """The nearest who may: of the secretary's own the deputy, and the organ above when there is nobody else."""
    own = actions.report(actor=county.actor("m0"), member=member(0), said=said(), key="a")
    with pytest.raises(Refused, match="自己的学时"):
        actions.confirm(actor=county.actor("m0"), training=own, revision=0)
    assert [len(queries.waiting(county.actor(who))) for who in ("deputy", "m0", "organiser", "clerk")] == [1, 0, 0, 0]
    told = set(Notice.objects.filter(code="training.asked").values_list("person_id", flat=True))
    assert told == {county.people["deputy"].pk}
    county.posts["deputy"].until = YESTERDAY
    county.posts["deputy"].save()
    assert [len(queries.waiting(county.actor(who))) for who in ("organiser", "secretary")] == [1, 1]
    page = browser("organiser").post(f"{DESK}{own.pk}/", {"act": "confirm", "revision": 0})
    assert (page.status_code, Training.objects.get().state) == (303, "confirmed")


def test_what_waits_costs_two_statements_however_much_it_is(county: County, away: Make) -> None:
    deputy, cost = county.actor("deputy"), []
    for n in (1, 2, 3, 4):
        away(n, "1", state="waiting")
        with CaptureQueriesContext(connection) as taken:
            assert len(queries.waiting(deputy)) == n
        cost.append(len(taken))
    assert cost == [2, 2, 2, 2]


def test_lx_74_ten_may_wait(county: County, member: Make, away: Make) -> None:
    for _ in range(9):
        away(2, "1", state="waiting")
    report = lambda key: actions.report(actor=county.actor("m2"), member=member(2), said=said(title=key), key=key)  # noqa: E731 - the same form
    report("第十条")
    assert refusal(lambda: report("第十一条"))[0] == "LX-74"


def test_names_at_home_in_their_order_numbers_from_above(county: County, browser: Make, away: Make, here: Make) -> None:
    """Never by what they have; who sits above sees how many, and nothing where so few are asked that one is known by it."""
    for n, much in ((1, "4"), (2, "31"), (3, "32"), (4, "1")):
        away(n, much)
    here(1, "2", "2026-12-05 15:00", state="planned")
    page = browser("m0").get(DESK)
    assert [row.member.name for row in page.context["page"]] == ["何客来", "吴春秋", "郑明亮", "周禾苗"]
    assert "还差 31 学时，支部还排了 2 学时" in page.text
    assert "王平安" not in page.text
    assert "王平安" in browser("watcher").get(f"{DESK}?view=all").text
    person = Training.objects.all()[0].member_id
    for who, status in (
        ("m0", 200),
        ("clerk", 200),
        ("organiser", 404),
        ("other_organiser", 404),
        ("county_leader", 404),
        ("m2", 403),
    ):
        assert browser(who).get(f"{DESK}people/{person}/").status_code == status, who
    above = browser("organiser").get(DESK)
    assert not [name for name in FULL if name in above.text]
    assert [(c.of, c.done, c.short, c.shown) for c in above.context["rows"]] == [(5, 1, 4, True)]
    assert browser("other_organiser").get(DESK).context["rows"] == []
    Training.objects.all().delete()
    Exemption.objects.create(member_id=person, since=date(2026, 1, 1), reason="年老")
    above = browser("organiser").get(DESK)
    assert [c.shown for c in above.context["rows"]] == [False]
    assert "人数少，不列" in above.text


def test_one_s_own_page_says_what_stands_behind_the_number(browser: Make, here: Make, away: Make) -> None:
    """EDU-04 with its clause; each fact; what waits can be taken back; a guest of the Party has nothing here."""
    here(2, "1.5")
    away(2, "4")
    waiting = away(2, "8", state="waiting")
    page = browser("m2").get(MINE)
    for text in ("5.5 学时", "还差 26.5 学时", "第二十条", "党课", "培训班0", "等确认"):
        assert text in page.text, text
    home = browser("m2").get("/me/").text
    assert "5.5 / 32" in home
    assert "还差 26.5 学时" in home
    assert "年的学时" not in browser("author").get("/me/").text
    assert browser("m3").post(f"{MINE}{waiting.pk}/withdraw/").status_code == 404
    assert browser("m2").post(f"{MINE}{waiting.pk}/withdraw/").status_code == 303
    assert Training.objects.count() == 1


def test_forms_keep_what_was_typed_and_name_the_field(browser: Make, member: Make) -> None:
    typed = {"kind": "class", "title": "书记班", "host": "党校", "first": "2026-11-20", "last": "2026-11-19", "lessons": "16",
             "proof": "证书", "key": "k", "members": [str(member(2).pk)]}  # fmt: skip
    for who, address in (("m2", f"{MINE}new/"), ("clerk", f"{DESK}new/")):
        page = browser(who).post(address, typed)
        assert page.status_code == 422
        assert "结束的日期早于开始" in page.text
        assert 'value="书记班"' in page.text
    assert browser("clerk").post(f"{DESK}new/", typed | {"last": "2026-11-21"}).status_code == 303
    assert browser("clerk").post(f"{DESK}new/", typed | {"lessons": "两", "members": []}).status_code == 422
    assert Training.objects.get().state == "confirmed"


def test_the_scan_of_a_certificate_is_for_its_person_and_who_confirms(
    browser: Make, county: County, member: Make, settings: Any, tmp_path: Path
) -> None:
    """PIP-01: nobody else opens it, several people do not share one, and it goes with what was not taken in."""
    settings.FILES_ROOT = tmp_path / "files"
    typed = {"kind": "class", "title": "书记班", "host": "党校", "first": "2026-11-20", "last": "2026-11-20", "lessons": "8",
             "proof": "证书", "key": "k"}  # fmt: skip
    many = typed | {"members": [str(member(n).pk) for n in (1, 2)], "scans": photo()}
    page = browser("clerk").post(f"{DESK}new/", many)
    assert (page.status_code, "只能跟一位同志" in page.text) == (422, True)
    assert browser("m2").post(f"{MINE}new/", typed | {"scans": photo()}).status_code == 303
    one = Training.objects.get()
    [scan] = files_of(one.subject)
    address = scan.get_absolute_url()
    readers = [who for who in ("m2", "m3", "deputy", "watcher", "organiser", "other_organiser", "author")
               if browser(who).get(address).status_code == 200]  # fmt: skip
    assert readers == ["m2", "deputy", "organiser"]
    actions.send_back(actor=county.actor("deputy"), training=one, reason="看不清", revision=0)
    assert list(files_of(one.subject)) == []


def test_two_files_that_are_one_count_a_class_once(county: County, member: Make, away: Make, standing: Make) -> None:
    """Written down for both: it counts once; what only the one had goes along."""
    actions.enter(actor=county.actor("deputy"), members=[member(3), member(4)], said=said(), key="k")
    away(3, "4")
    away(3, "2", state="waiting")
    move(member(3), member(4))
    assert standing(4).said_got == "12"
    assert Training.objects.filter(member=member(4), state="waiting").count() == 1
