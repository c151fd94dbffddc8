"""R098, R099, LX-161: the plan is for everybody, a booking for the visitor and the desk; one slot for one visitor a day."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.democracy.interviews import succession
from lianxin.democracy.interviews.actions import plans, talks, visits
from lianxin.democracy.interviews.demo import load
from lianxin.democracy.interviews.export import own
from lianxin.democracy.interviews.models import Interview, Reception, Visit
from lianxin.democracy.interviews.queries import receptions as queries
from lianxin.foundation.notices.models import Delivery, Notice
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover
from lianxin.foundation.search.models import SearchDocument
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from tests.democracy.interviews.conftest import HOUR, NOW, Browser, Town, Who, fresh

pytestmark = pytest.mark.django_db
PHONE = "13900000001"


def refused(code: str, act: Any, *given: Any, **arguments: Any) -> None:
    with pytest.raises(Refused) as caught:
        act(*given, **arguments)
    assert caught.value.denied.code == code


def form(slot: int = 1, **more: Any) -> dict[str, Any]:
    said = {"slot": slot, "name": "老李", "phone": PHONE, "people": 1, "matter": "门前的沟堵了", "key": "form-1"}
    return said | more


def test_planned_by_one_announced_by_another_in_time(town: Town, who: Who) -> None:
    """M04, LX-161."""
    row = town.reception("draft")
    mine = plans.draw(actor=who("secretary"), organisation=town.cast.town, plan=town.plan(), key="own")
    refused("own_work", plans.announce, actor=who("secretary"), reception=mine, revision=0)
    late = town.reception("draft", starts=NOW + timedelta(days=1))
    refused("too_late", plans.announce, actor=who("approver"), reception=late, revision=0)
    refused("slots", plans.draw, actor=who("editor"), organisation=town.cast.town, plan=town.plan(slots=99), key="x")
    assert plans.announce(actor=who("approver"), reception=row, revision=0).state == "announced"


def test_booked_without_an_account_and_found_by_its_number(town: Town, browser: Browser) -> None:
    """A02, W02-like: the number is shown once and kept as a slow hash; the words are sealed at rest (P02)."""
    plan = town.reception()
    client = browser("anonymous")
    page = client.post(f"/receptions/{plan.pk}/book/", form())
    code = re.search(r'id="code">([^<]+)<', page.text)
    assert code is not None
    visit = Visit.objects.unscoped("test").get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM interviews_visit")
        stored = repr(cursor.fetchall())
    assert not [word for word in (code[1], PHONE, "老李", "门前的沟堵了") if word in stored]
    assert client.post(f"/receptions/{plan.pk}/book/", form()).text.count(code[1]) == 1, (
        "the same form: the same number"
    )
    assert Visit.objects.unscoped("test").count() == 1
    other = browser("anonymous")
    assert other.get(f"/receptions/mine/{visit.pk}/").status_code == 404
    assert other.post("/receptions/mine/", {"code": code[1].lower()}).status_code == 303
    html = other.get(f"/receptions/mine/{visit.pk}/").text
    assert "门前的沟堵了" in html
    assert "看完了，收起" in html
    assert other.session.get_expire_at_browser_close(), "gone with the browser: many sit at a machine of others"
    assert other.get("/receptions/mine/close/").status_code == 405
    assert other.post("/receptions/mine/close/").headers["Location"] == "/receptions/mine/"
    assert other.get(f"/receptions/mine/{visit.pk}/").status_code == 404
    for _ in range(11):
        last = browser("anonymous").post("/receptions/mine/", {"code": "0000-0000-0000-0000-0"})
    assert last.status_code == 429
    cache.clear()


def test_one_visitor_one_slot_a_day(town: Town, browser: Browser, who: Who) -> None:
    """LX-161: by telephone in any spelling, and by account."""
    plan = town.reception()
    town.book(plan, 1, "anonymous", PHONE)
    refused("once", town.book, plan, 2, "anonymous", "+86 139-0000-0001")
    town.book(plan, 2, "author")
    refused("once", town.book, plan, 3, "author")
    refused("taken", town.book, plan, 1, "neighbour")
    page = browser("anonymous").post(f"/receptions/{plan.pk}/book/", form(slot=1, phone="13900000009", key="k2"))
    assert page.status_code == 422
    assert "刚被别人约走" in page.text
    assert "门前的沟堵了" in page.text, "what was typed is kept"
    town.book(town.reception(starts=HOUR + timedelta(days=1)), 1, "anonymous", PHONE)


def test_a_group_sends_representatives(town: Town, browser: Browser) -> None:
    """PET-11: five come in, a sixth is refused with clause and way; the desk that receives reads how many come."""
    plan = town.reception()
    page = browser("anonymous").post(f"/receptions/{plan.pk}/book/", form(people=6))
    assert page.status_code == 422
    assert "代表最多 5 位" in page.text
    assert "请大家先推选不超过 5 位代表" in page.text
    assert "/rules/PET-11" in page.text
    assert "门前的沟堵了" in page.text, "what was typed is kept"
    assert browser("anonymous").post(f"/receptions/{plan.pk}/book/", form(people=0)).status_code == 422
    assert not Visit.objects.unscoped("test").exists()
    refused("too_many_people", town.book, plan, 2, "dispatcher", assisted=True, people=6)
    assert browser("anonymous").post(f"/receptions/{plan.pk}/book/", form(people=5)).status_code == 200
    assert "5 位代表" in browser("dispatcher").get(f"/workbench/receptions/{plan.pk}/").text
    visit = Visit.objects.unscoped("test").get()
    assert "5 位" in browser("dispatcher").get(f"/workbench/receptions/visits/{visit.pk}/").text
    cache.clear()


def test_a_network_books_only_so_often(town: Town, browser: Browser) -> None:
    plan = town.reception(slots=10)
    made = [
        browser("anonymous")
        .post(f"/receptions/{plan.pk}/book/", form(n, phone=f"1380000000{n}", key=f"k{n}"))
        .status_code
        for n in range(1, 5)
    ]
    assert made == [200, 200, 200, 422]
    assert Visit.objects.unscoped("test").count() == 3
    cache.clear()


@pytest.mark.parametrize("how", ["cancelled", "missed"])
def test_who_does_not_come_leaves_the_slot(how: str, town: Town, clock: Any) -> None:
    plan = town.reception()
    row, _ = town.book(plan, 4, "anonymous", PHONE)
    refused("taken", town.book, plan, 4, "neighbour")
    if how == "missed":
        refused("too_early", visits.miss, actor=town.who("dispatcher"), visit=row, revision=row.revision)
        clock.move_to(row.at + timedelta(minutes=1))
        visits.miss(actor=town.who("dispatcher"), visit=row, revision=row.revision)
    else:
        refused("out_of_scope", visits.cancel, actor=town.who("foreign_secretary"), visit=row)
        visits.cancel(actor=town.who("dispatcher"), visit=row)
        town.book(plan, 4, "anonymous", PHONE)
    assert [slot.taken for slot in queries.slots(plan)][3] == (how == "cancelled")


def test_moved_to_a_free_slot_of_the_same_office(town: Town, who: Who, browser: Browser) -> None:
    plan, later = town.reception(), town.reception(starts=HOUR + timedelta(days=1))
    row, _ = town.book(plan, 1, "author")
    town.book(plan, 2, "neighbour")
    refused("taken", visits.move, actor=who("author"), visit=row, reception=plan, slot=2)
    refused("no_right", visits.move, actor=who("neighbour"), visit=row, reception=plan, slot=3)
    page = browser("author").post(f"/receptions/mine/{row.pk}/move/", {"to": later.pk, "slot": 3})
    assert page.status_code == 303
    assert (fresh(row).reception_id, fresh(row).slot, str(fresh(row).day)) == (later.pk, 3, "2026-03-10")
    assert not queries.slots(plan)[0].taken


def test_the_list_of_the_day_is_for_the_desk_alone(town: Town, browser: Browser, who: Who) -> None:
    """P05: exactly that organisation and who receives; those above see the plan, readers see numbers."""
    plan = town.reception(receiver=town.cast.people["leader"])
    row, _ = town.book(plan, 1, "anonymous", PHONE)
    seen = {
        "dispatcher": True,
        "assistant": True,
        "secretary": True,
        "leader": True,
        "county_dispatcher": False,
        "editor": False,
        "approver": False,
    }
    for name, reads in seen.items():
        page = browser(name).get(f"/workbench/receptions/{plan.pk}/")
        assert (page.status_code, "老李" in page.text) == (200, reads), name
        status = browser(name).get(f"/workbench/receptions/visits/{row.pk}/").status_code
        assert status == (200 if reads else 404), name
    for name, status in {"foreign_dispatcher": 404, "author": 404, "anonymous": 302}.items():
        assert browser(name).get(f"/workbench/receptions/{plan.pk}/").status_code == status, name
    refused("no_right", visits.arrive, actor=who("leader"), visit=row, revision=0)
    for route in ("/receptions/", f"/receptions/{plan.pk}/"):
        assert "老李" not in browser("neighbour").get(route).text
    assert "老李" not in "".join(SearchDocument.objects.values_list("text", flat=True))


def test_written_down_for_somebody_who_telephones(town: Town, browser: Browser) -> None:
    """A02: staff enter it, the number is read out, the booking is nobody's account."""
    plan = town.reception()
    assert browser("foreign_dispatcher").get(f"/workbench/receptions/{plan.pk}/book/").status_code == 404
    page = browser("dispatcher").post(f"/workbench/receptions/{plan.pk}/book/", form())
    assert 'id="code"' in page.text
    row = Visit.objects.unscoped("test").get()
    assert (row.person_id, row.assisted_by_id) == (None, town.cast.people["dispatcher"].pk)


@pytest.mark.parametrize("state", ["answered", "handed", "referred", "following"])
def test_what_came_of_it_and_whether_it_was_solved(
    state: str, town: Town, clock: Any, who: Who, browser: Browser
) -> None:
    """HCP-01: the visitor says it in five levels; the receiver does not ask."""
    plan = town.reception(receiver=town.cast.people["secretary"])
    town.book(plan, 2, "neighbour")
    refused("too_early", town.visit, plan, "arrived")
    clock.move_to(HOUR - timedelta(minutes=5))
    row = town.visit(plan, state, 3, by="third")
    refused(
        "wrong_state",
        visits.rate,
        actor=who("neighbour"),
        visit=Visit.objects.unscoped("t").get(slot=2),
        level=5,
        solved=True,
    )
    refused("no_right", visits.rate, actor=who("neighbour"), visit=row, level=5, solved=True)
    refused("own_work", visits.rate, actor=who("secretary"), visit=row, level=5, solved=True)
    refused("choose", visits.rate, actor=who("third"), visit=row, level=6, solved=True)
    page = browser("third").post(f"/receptions/mine/{row.pk}/", {"level": 1, "solved": "no"})
    assert page.status_code == 303
    assert (fresh(row).rating, fresh(row).solved, fresh(row).state) == (1, False, state)
    assert "说清楚了" in browser("third").get(f"/receptions/mine/{row.pk}/").text
    if state == "following":
        done = visits.settle(actor=who("dispatcher"), visit=fresh(row), told="量过了", revision=fresh(row).revision)
        assert (done.state, done.follow_until, done.told) == ("answered", None, "说清楚了\n量过了")
    assert own(town.cast.people["third"].pk)["接访预约"][0]["解决了"] is False


def test_afterwards_everybody_reads_how_many_and_nobody_reads_who(
    town: Town, clock: Any, who: Who, browser: Browser
) -> None:
    plan = town.reception(slots=6)
    clock.move_to(HOUR - timedelta(minutes=5))
    for slot, state in enumerate(("answered", "handed", "referred", "following"), 1):
        town.visit(plan, state, slot, by="dispatcher", assisted=True)
    town.book(plan, 5, "author")
    refused("too_early", plans.hold, actor=who("dispatcher"), reception=plan, revision=plan.revision)
    clock.move_to(HOUR + timedelta(hours=3))
    refused("open_visits", plans.hold, actor=who("dispatcher"), reception=plan, revision=plan.revision)
    late = Visit.objects.unscoped("test").get(slot=5)
    visits.miss(actor=who("dispatcher"), visit=late, revision=late.revision)
    plan = plans.hold(actor=who("dispatcher"), reception=plan, revision=plan.revision)
    assert queries.figures([plan.pk])[plan.pk] == {
        "came": 4,
        "answered": 1,
        "handed": 1,
        "referred": 1,
        "following": 1,
        "missed": 1,
    }
    page = browser("anonymous").get(f"/receptions/{plan.pk}/").text
    assert "来访" in page
    assert "老李" not in page


def test_a_cancelled_or_moved_day_tells_who_booked(town: Town, who: Who, browser: Browser) -> None:
    """M06: visibly, with the reason."""
    plan = town.reception()
    row, _ = town.book(plan, 1, "author")
    town.book(plan, 2, "anonymous")
    refused(
        "booked",
        plans.change,
        actor=who("approver"),
        reception=plan,
        plan=town.plan(slots=9),
        reason="换地方",
        revision=plan.revision,
    )
    plan = plans.change(
        actor=who("approver"),
        reception=plan,
        plan=town.plan(starts=HOUR + timedelta(days=2), venue="二楼"),
        reason="换地方",
        revision=plan.revision,
    )
    assert (str(fresh(row).day), fresh(row).slot) == ("2026-03-11", 1)
    assert "换地方" in browser("anonymous").get(f"/receptions/{plan.pk}/").text
    refused("empty", plans.cancel, actor=who("approver"), reception=plan, reason="", revision=plan.revision)
    plans.cancel(actor=who("approver"), reception=plan, reason="去防汛", revision=plan.revision)
    assert fresh(row).state == "called_off"
    told = Notice.objects.filter(person=town.cast.people["author"], code__startswith="visit.").values_list(
        "code", flat=True
    )
    assert set(told) == {"visit.change", "visit.call_off"}
    texted = Delivery.objects.unscoped("test").filter(channel="sms", code__startswith="visit.")
    assert set(texted.values_list("code", flat=True)) == {"visit.change", "visit.call_off"}, (
        "who has no account is told by text message"
    )
    assert not [word for title in texted.values_list("title", flat=True) for word in ("老李", "沟") if word in title]
    assert "去防汛" in browser("author").get(f"/receptions/mine/{row.pk}/").text


def test_statements_do_not_grow_with_the_days(town: Town, browser: Browser) -> None:
    def cost(route: str, name: str) -> int:
        client = browser(name)
        client.get(route)
        with CaptureQueriesContext(connection) as taken:
            assert client.get(route).status_code == 200
        return len(taken)

    plan = town.reception(slots=20)
    routes = [
        ("/receptions/", "anonymous"),
        (f"/receptions/{plan.pk}/", "anonymous"),
        ("/workbench/receptions/", "dispatcher"),
        (f"/workbench/receptions/{plan.pk}/", "dispatcher"),
        ("/me/talks/", "author"),
    ]
    town.book(plan, 1, "author")
    few = [cost(*route) for route in routes]
    for n in range(2, 12):
        town.reception()
        town.book(plan, n, "anonymous")
    assert [cost(*route) for route in routes] == few


def test_a_merged_organisation_hands_everything_over(town: Town, who: Who) -> None:
    talk, plan = town.talk(), town.reception()
    row, _ = town.book(plan)
    into = Organisation.objects.get(code="QS02")
    assert sum(part.count for part in succession.left(town.cast.town)) == 2
    succession.succeed(actor=SYSTEM, handover=Handover(SYSTEM, town.cast.town, into, NOW.date()))
    assert {fresh(one).org_path for one in (talk, plan, row)} == {into.path}
    assert (
        talks.cancel(
            actor=who("foreign_secretary"), talk=fresh(talk), reason="合并", revision=fresh(talk).revision
        ).state
        == "cancelled"
    )


def test_the_demonstration_has_every_state(town: Town) -> None:
    load(now=NOW)
    states = set(Interview.objects.unscoped("test").values_list("state", flat=True))
    assert states == {"live", "announced", "draft", "postponed", "finished", "recorded", "archived", "cancelled"}
    assert set(Reception.objects.unscoped("test").values_list("state", flat=True)) == {
        "announced",
        "draft",
        "held",
        "cancelled",
    }
    assert set(Visit.objects.unscoped("test").values_list("state", flat=True)) == {
        "booked", "cancelled", "answered", "arrived", "following", "referred", "handed", "missed", "called_off",
    }  # fmt: skip
    live = Interview.objects.unscoped("test").get(state="live")
    assert live.starts_at < NOW < live.ends_at, "one runs right now"


def test_nobody_without_a_duty_changes_anything(town: Town, browser: Browser) -> None:
    """GET changes nothing; posts of strangers neither."""
    plan, talk = town.reception(), town.talk()
    row, _ = town.book(plan)
    for name in ("anonymous", "author", "foreign_secretary"):
        client = browser(name)
        for route in (
            f"/workbench/receptions/{plan.pk}/act/cancel/",
            f"/workbench/talks/{talk.pk}/act/cancel/",
            f"/workbench/receptions/visits/{row.pk}/arrive/",
        ):
            assert client.post(route, {"reason": "x", "revision": 1}).status_code in (302, 403, 404), (name, route)
        assert client.get(f"/receptions/mine/{row.pk}/cancel/").status_code in (404, 405)
    assert (fresh(plan).state, fresh(talk).state, fresh(row).state) == ("announced", "announced", "booked")
