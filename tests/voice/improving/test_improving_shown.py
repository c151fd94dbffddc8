"""M01, P05, F03: who reads a problem on which route, before it is released, while it is shown, after it was taken down."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.casework.due import due_items
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.search.queries import find
from lianxin.voice.improving.models import Improvement
from lianxin.voice.improving.reading import subject_of
from tests.factories import County, Moves, submit
from tests.voice.improving.conftest import PROBLEM, RELEASED, SECRET, TITLE, Way

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
DESK, PUBLIC = "/workbench/improvements/", "/improvements/"
ROUTES = (PUBLIC, f"{PUBLIC}feed.atom", f"{PUBLIC}export.csv", f"{PUBLIC}?q=路灯", "/search/?q=路灯")


def routes_with(client: Client, text: str) -> list[str]:
    cache.clear()
    return [route for route in ROUTES if text in client.get(route).text]


@pytest.mark.parametrize("state", ["entered", "objected", "working", "reported", "closed", "dropped"])
def test_what_nobody_released_is_nowhere(state: str, way: Way, browser: Browser) -> None:
    case = way.to(state)
    if state == "working":
        case = way.play(case, "ask_show answer_show")
    for name in ("anonymous", "citizen", "foreign_reviewer"):
        assert routes_with(browser(name), TITLE[2:]) == [], name
        assert browser(name).get(f"{PUBLIC}{case.pk}/").status_code == 404, name


def test_once_released_it_is_on_every_route_and_taken_down_only_its_reason_is_left(way: Way, browser: Browser) -> None:
    case = way.play(way.to("working"), RELEASED)
    reader = browser("anonymous")
    assert routes_with(reader, TITLE[2:]) == list(ROUTES)
    page = reader.get(f"{PUBLIC}{case.pk}/").text
    assert PROBLEM in page
    assert "配件难买" in page  # F03: their word beside it
    assert "整改前" in page
    assert "看数据表" in page  # the table twin of the chart
    case = way.do("take_down", case)
    assert routes_with(reader, TITLE[2:]) == []
    page = reader.get(f"{PUBLIC}{case.pk}/").text
    assert "写错了村名" in page
    assert not [text for text in (TITLE, PROBLEM, "配件难买") if text in page]


def test_later_words_wait_for_the_next_release(way: Way, browser: Browser) -> None:
    """M01: nobody but a second person brings words before everybody, not even on a page that is shown already."""
    case = way.play(way.to("working"), RELEASED)
    case = way.do("progress", case, text="还没有人看过的话")
    case = way.do("progress", case, text=SECRET, outside=False)
    case = way.play(case, "measured report close")
    reader = browser("anonymous")
    page = reader.get(f"{PUBLIC}{case.pk}/").text
    assert "整改进展" in page
    assert not [text for text in ("还没有人看过的话", SECRET, "巡了两遍", "都修好了") if text in page]
    assert not find("没有人看过", kinds=["improvement"], limit=5).hits
    case = way.play(case, "ask_show answer_show show")
    page = reader.get(f"{PUBLIC}{case.pk}/").text
    assert [text for text in ("还没有人看过的话", "巡了两遍", "都修好了") if text in page] == [
        "还没有人看过的话",
        "巡了两遍",
        "都修好了",
    ]
    assert SECRET not in page


def test_no_person_stands_on_the_page(way: Way, browser: Browser, county: County) -> None:
    """Organisations and posts; nobody's name (R102: a matter and never a person)."""
    case = way.play(way.to("working"), f"{RELEASED} measured report close")
    page = browser("anonymous").get(f"{PUBLIC}{case.pk}/").text
    names = [county.people[name].nickname for name in ("handler", "dispatcher", "approver", "reviewer")]
    assert not [name for name in names if f">{name}<" in page or f"{name} " in page]


@pytest.mark.parametrize(
    ("name", "overview", "one"),
    [("handler", 200, 200), ("dispatcher", 200, 200), ("approver", 200, 200), ("reviewer", 200, 200), ("leader", 200, 200),
     ("other_handler", 200, 404), ("foreign_reviewer", 200, 404), ("foreign_handler", 200, 404), ("caller", 403, 403), ("admin", 403, 403),
     ("citizen", 403, 403), ("anonymous", 302, 302)],
)  # fmt: skip
def test_the_desk_by_scope(name: str, overview: int, one: int, way: Way, browser: Browser) -> None:
    """P05: outside the scope it is not there, and the ledger keeps that somebody asked."""
    case = way.to("working")
    client = browser(name)
    page = client.get(f"{DESK}?lane=working")
    assert page.status_code == overview
    assert (TITLE in page.text) is (one == 200)
    before = AuditLine.objects.unscoped("test").count()
    for address in ("", "progress/", "close/", "show/", "take_down/"):
        got = client.get(f"{DESK}{case.pk}/{address}").status_code
        assert got == one or (one == 200 and got == 403), address
    if one == 404:
        assert AuditLine.objects.unscoped("test").count() > before
    assert client.post(f"{DESK}{case.pk}/progress/", {"text": "x", "revision": case.revision}).status_code in (
        303,
        403,
        404,
        302,
        422,
    )
    assert (way.fresh(case).revision != case.revision) is (name == "handler")


def test_pictures_follow_the_release(way: Way, browser: Browser, county: County) -> None:
    """M01: the address of a file is a route too."""
    case = way.do("progress", way.to("working"))
    step = case.steps.get(event="progress")
    row = StoredFile.objects.create(
        subject=subject_of(step.pk),
        org_path=case.org_path,
        kind="png",
        name="a.png",
        size=1,
        sha256="0" * 64,
        public=True,
    )
    hidden = StoredFile.objects.create(
        subject=subject_of(step.pk), org_path=case.org_path, kind="png", name="b.png", size=1, sha256="0" * 64
    )
    from lianxin.foundation.files.guards import may_read

    anybody = county.actor("anonymous")

    def seen() -> tuple[bool, bool]:
        return bool(may_read(anybody, row)), bool(may_read(anybody, hidden))

    assert seen() == (False, False)
    assert may_read(way.who("handler"), hidden)
    assert not may_read(way.who("foreign_handler"), row)
    case = way.play(case, RELEASED)
    assert seen() == (True, False)
    way.do("take_down", case)
    assert seen() == (False, False)


def test_the_letter_leads_to_what_was_made_of_it(way: Way, moves: Moves, county: County, browser: Browser) -> None:
    """R084: beside its letter as long as it is shown, by the port of letters; whoever sets problems finds the way there."""
    letter = moves.accept_public(submit(county))
    case = way.play(way.enter(origin="letters", letters=(letter,)), "accept")
    reader, link = browser("anonymous"), f'href="{PUBLIC}{case.pk}/"'

    def linked() -> bool:
        cache.clear()
        return link in reader.get(f"/letters/{letter.pk}/").text

    assert not linked()
    case = way.play(case, RELEASED)
    assert linked()
    way.do("take_down", case)
    assert not linked()
    assert f"{DESK}new/?letter={letter.pk}" in browser("dispatcher").get(f"/workbench/letters/{letter.pk}/").text
    assert f"{DESK}new/" not in browser("reviewer").get(f"/workbench/letters/{letter.pk}/").text
    form = browser("dispatcher").get(f"{DESK}new/?letter={letter.pk}").text
    assert letter.number in form
    assert letter.number not in browser("foreign_dispatcher").get(f"{DESK}new/?letter={letter.pk}").text


def test_the_author_of_a_letter_is_told_when_everybody_may_read_it(
    way: Way, moves: Moves, county: County, browser: Browser
) -> None:
    """R084: 你反映的问题已列入整改, once; and again when it is mended. A letter that nobody shows is not linked."""
    shown, kept = moves.accept_public(submit(county)), moves.accept_private(submit(county, title="不公开的一件"))
    case = way.play(way.enter(origin="letters", letters=(shown, kept)), "accept")
    author = county.people["author"].pk
    told = Notice.objects.filter(person=author, body__contains="已列入整改")
    assert not told.exists()
    case = way.play(case, RELEASED)
    assert told.count() == 2
    assert f"{PUBLIC}{case.pk}/" in told.first().body
    page = browser("anonymous").get(f"{PUBLIC}{case.pk}/").text
    assert f'href="/letters/{shown.pk}/"' in page
    assert "不公开的一件" not in page
    case = way.play(case, "measured report close ask_show answer_show show")
    assert told.count() == 2
    assert Notice.objects.filter(person=author, body__contains="整改完成").count() == 2


def test_a_page_and_a_list_cost_the_same_at_3_and_at_40(way: Way, browser: Browser) -> None:
    """Lists at any length, the same number of statements (N+1)."""
    for n in (2, 40):
        for _ in range(n - Improvement.objects.unscoped("test").count()):
            way.play(way.to("working"), RELEASED) if n == 2 else way.enter()
        Improvement.objects.unscoped("test").update(
            publication="public", published_at=timezone.now(), shown_until=timezone.now(), state="working"
        )
        costs = []
        for client, address in (
            (browser("anonymous"), PUBLIC),
            (browser("approver"), DESK),
            (browser("anonymous"), f"{PUBLIC}feed.atom"),
            (browser("anonymous"), f"{PUBLIC}export.csv"),
        ):
            client.get(address)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(address).status_code == 200
            costs.append(len(seen))
        if n == 2:
            few = costs
    assert costs == few
    one = Improvement.objects.unscoped("test").first()
    with CaptureQueriesContext(connection) as seen:
        browser("anonymous").get(f"{PUBLIC}{one.pk}/")
    assert len(seen) <= 8


def test_the_table_is_harmless_and_says_what_the_page_says(way: Way, browser: Browser) -> None:
    way.play(way.to("working", title="=路灯"), RELEASED)
    rows = list(csv.reader(io.StringIO(browser("anonymous").get(f"{PUBLIC}export.csv").text.lstrip("\ufeff"))))
    assert rows[1][1] == "'=路灯"
    assert rows[1][10:13] == ["10", "3", ""]


def test_what_waits_stands_in_todays_work(way: Way, county: County) -> None:
    """今天要办: to accept, to verify, to release; and the hint."""
    case = way.enter()
    now = timezone.now()
    assert [i.act for i in due_items(way.who("handler"), now) if i.kind == "整改"] == ["认领"]
    case = way.play(case, "accept measured report")
    assert [i.act for i in due_items(way.who("approver"), now) if i.kind == "整改"] == ["验收"]
    assert [i.waiting_for for i in due_items(way.who("handler"), now) if i.kind == "整改"] == [county.town.short_name]
    case = way.play(case, "ask_show answer_show")
    assert [i.act for i in due_items(way.who("reviewer"), now) if i.kind == "公开整改"] == ["去决定"]
    late = way.to("working")
    Improvement.objects.unscoped("test").filter(pk=late.pk).update(due_on=now.date().replace(year=2025))
    item = next(i for i in due_items(way.who("handler"), now) if i.url.endswith(f"/{late.pk}/"))
    assert item.due is not None
    assert item.due < now


def test_a_refused_form_keeps_what_was_typed(way: Way, browser: Browser, county: County) -> None:
    said = {"set_by": county.town.pk, "organisation": county.office.pk, "origin": "self", "kind": "facility", "title": TITLE, "problem": PROBLEM,
            "wanted": "修好", "due_on": "2026-12-30", "goal": "3", "before": "10", "unit": "天", "better": "less", "figure_source": "", "key": "f1"}  # fmt: skip
    client = browser("dispatcher")
    page = client.post(f"{DESK}new/?by=typed", said)
    assert page.status_code == 422
    assert all(text in page.text for text in (TITLE, PROBLEM, "请填写“数字从哪里来”"))
    page = client.post(f"{DESK}new/?by=typed", said | {"figure_source": "巡查单", "letters": "LX0000"})
    assert "没有找到留言 LX0000" in page.text
    assert client.post(f"{DESK}new/?by=typed", said | {"figure_source": "巡查单"}).status_code == 303
    assert Improvement.objects.unscoped("test").get().before == 10
    assert (
        browser("foreign_dispatcher")
        .post(f"{DESK}new/?by=typed", said | {"figure_source": "x", "key": "f2"})
        .status_code
        == 422
    )
    assert browser("handler").get(f"{DESK}new/").status_code == 403


def test_reading_changes_nothing(way: Way, browser: Browser) -> None:
    case = way.to("reported")
    for slug in ("close", "send_back", "ask_show"):
        browser("approver").get(f"{DESK}{case.pk}/{slug}/")
    assert way.fresh(case).revision == case.revision


def test_what_looks_personal_is_pointed_at_before_it_is_shown(way: Way, browser: Browser) -> None:
    """M01, PIP-01: a hint, people decide."""
    case = way.do("accept", way.enter(problem="请打 13800000021 找老李"))
    assert "13800000021" in browser("dispatcher").get(f"{DESK}{case.pk}/ask_show/").text.split("像是个人信息")[1][:200]
    plain = way.to("working")
    assert "像是个人信息" not in browser("dispatcher").get(f"{DESK}{plain.pk}/ask_show/").text
