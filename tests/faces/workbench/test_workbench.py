"""The workbench: today's work, organisations, accounts and appointments, keepers, saved views."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

sys.path.insert(0, str(Path(__file__).parents[2] / "voice" / "letters"))
import desk_world
from desk_world import STAFF, World

from lianxin.faces.workbench.models import SavedView
from lianxin.foundation.accounts.models import Account, Appointment, Keeping
from lianxin.foundation.casework.due import DueItem, group_of, grouped
from lianxin.foundation.organisations.models import Organisation

pytestmark = pytest.mark.django_db
PAGES = {
    "/workbench/organisations/": "organisations.read",
    "/workbench/organisations/?q=青禾": "organisations.read",
    "/workbench/keepers/": "organisations.read",
    "/workbench/accounts/": "accounts.read",
    "/workbench/accounts/?q=handler": "accounts.read",
    "/workbench/accounts/open/": "accounts.edit",
    "/workbench/accounts/appoint/": "accounts.edit",
}


@pytest.fixture
def world() -> World:
    return desk_world.build()


def test_the_first_page_opens_for_staff_and_explains_itself_to_others(world: World, client: Any) -> None:
    world.letter("handling")
    assert client.get("/workbench/")["Location"].startswith("/me/sign-in/")
    refused = world.client("citizen").get("/workbench/")
    assert refused.status_code == 403
    assert "没有任职" in refused.content.decode()
    for name in STAFF:
        assert world.client(name).get("/workbench/").status_code == 200


@pytest.mark.parametrize("url", PAGES)
def test_each_page_opens_for_its_verb_and_for_nobody_else(world: World, url: str) -> None:
    for name in [*STAFF, "citizen"]:
        expected = 200 if world.actor(name).has(PAGES[url]) else 403
        assert world.client(name).get(url).status_code == expected, name


def test_today_names_the_next_step_and_leads_to_its_form(world: World) -> None:
    letter = world.letter("approving")
    page = world.client("approver").get("/workbench/").content.decode()
    assert letter.title in page
    assert f'href="/workbench/letters/{letter.pk}/sign/"' in page
    empty = world.client("stranger").get("/workbench/").content.decode()
    assert "眼下没有要办的事" in empty


def test_groups_by_deadline() -> None:
    now = timezone.now().replace(hour=4, minute=0)  # noon in Shanghai
    item = DueItem("留言", "t", "/x/")
    due = {
        "overdue": now - timedelta(hours=1), "today": now + timedelta(hours=2), "week": now + timedelta(days=3),
        "later": now + timedelta(days=30),
    }  # fmt: skip
    for group, moment in due.items():
        assert group_of(DueItem("留言", "t", "/x/", due=moment), now) == group
    assert group_of(item, now) == "later"
    assert group_of(DueItem("留言", "t", "/x/", due=due["overdue"], waiting_for="等审签"), now) == "waiting"
    assert list(grouped([item], now)) == ["later"]


def test_a_foreign_organisation_is_not_there(world: World) -> None:
    """P05: a town's secretary does not see the neighbour's branches."""
    town, away = world.organisations["town"], world.organisations["away"]
    person = world.people["citizen"]
    Appointment.objects.create(
        person=person, post="secretary", organisation=town, org_path=town.org_path, since=desk_world.SINCE
    )
    client = world.client("citizen")
    assert client.get(f"/workbench/organisations/{town.pk}/").status_code == 200
    assert client.get(f"/workbench/organisations/{away.pk}/").status_code == 404
    assert client.get(f"/workbench/organisations/{town.pk}/edit/").status_code == 403
    assert away.name not in client.get("/workbench/organisations/?q=柳湾").content.decode()


def test_the_tree_is_changed_through_its_forms(world: World) -> None:
    """成立, 变更, 调整隶属, 合并, 撤销: each leaves its line in the history; refusals keep the words."""
    admin, orgs = world.client("admin"), world.organisations
    base = f"/workbench/organisations/{orgs['town'].pk}/"
    fields = {
        "name": "中共渡口村支部",
        "short_name": "渡口村党支部",
        "kind": "branch",
        "code": "T01B9",
        "on": "2026-03-01",
    }
    assert admin.post(f"{base}found/", fields).status_code == 303
    branch = Organisation.objects.get(code="T01B9")
    place = f"/workbench/organisations/{branch.pk}/"
    edit = {
        "revision": branch.revision,
        "name": branch.name,
        "short_name": "渡口支部",
        "term_from": "2026-03-01",
        "term_until": "2025-01-01",
    }
    refused = admin.post(f"{place}edit/", edit)
    assert refused.status_code == 422
    assert "渡口支部" in refused.content.decode()
    assert admin.post(f"{place}edit/", edit | {"term_until": "2029-03-01"}).status_code == 303
    stale = admin.post(f"{place}edit/", edit | {"term_until": "2029-03-01", "short_name": "又改"})
    assert stale.status_code == 409
    assert admin.post(f"{place}move/", {"target": orgs["away"].pk, "on": "2026-04-01"}).status_code == 303
    branch.refresh_from_db()
    assert branch.path.startswith(orgs["away"].path)
    assert admin.post(f"{place}close/", {"on": "2026-05-01"}).status_code == 303
    kinds = list(branch.history.values_list("kind", flat=True))
    assert sorted(kinds) == ["close", "edit", "found", "move"]
    assert "撤销" in admin.get(place).content.decode()


def test_an_organisation_with_others_below_is_not_closed(world: World) -> None:
    answer = world.client("admin").post(
        f"/workbench/organisations/{world.organisations['town'].pk}/close/", {"on": "2026-05-01"}
    )
    assert answer.status_code == 422
    assert "下面还有在设的组织" in answer.content.decode()


def test_terms_that_end_soon_are_pointed_out(world: World) -> None:
    today = timezone.localdate()
    for name, days in (("town", 30), ("away", 200), ("unit", -5)):
        Organisation.objects.filter(pk=world.organisations[name].pk).update(term_until=today + timedelta(days=days))
    ending = world.client("admin").get("/workbench/organisations/").context["ending"]
    assert [o.pk for o, _ in ending] == [world.organisations["unit"].pk, world.organisations["town"].pk]


def test_an_account_is_opened_with_a_password_for_once(world: World) -> None:
    """P04: shown in this answer only, and to be changed at the first sign-in."""
    admin = world.client("admin")
    answer = admin.post(
        "/workbench/accounts/open/", {"username": "sunli", "name": "孙某", "nickname": "孙干事", "phone": ""}
    )
    account = Account.objects.get(username="sunli")
    assert account.must_change_password
    assert account.check_password(answer.context["password"])
    assert answer["Cache-Control"] == "no-store"
    again = admin.post("/workbench/accounts/open/", {"username": "sunli", "name": "孙某", "nickname": "孙干事"})
    assert again.status_code == 422
    assert "孙干事" in again.content.decode()


def test_appointing_and_ending(world: World) -> None:
    admin, town = world.client("admin"), world.organisations["town"]
    fields = {"person": "citizen", "post": "handler", "organisation": town.pk, "since": "2026-01-01"}
    assert admin.post("/workbench/accounts/appoint/", fields).status_code == 303
    row = Appointment.objects.get(person=world.people["citizen"])
    twice = admin.post("/workbench/accounts/appoint/", fields)
    assert twice.status_code == 422
    assert "已在任" in twice.content.decode()
    unknown = admin.post("/workbench/accounts/appoint/", fields | {"person": "nobody"})
    assert "person" in unknown.context["form"].errors
    assert admin.post("/workbench/accounts/appoint/", fields | {"person": "admin"}).status_code == 422
    assert admin.post(f"/workbench/accounts/{row.pk}/end/", {"until": "2026-06-01"}).status_code == 303
    row.refresh_from_db()
    assert str(row.until) == "2026-06-01"


def test_an_appointment_outside_the_scope_is_not_there(world: World) -> None:
    away = world.organisations["away"]
    person = world.people["citizen"]
    Appointment.objects.create(
        person=person, post="admin", organisation=away, org_path=away.org_path, since=desk_world.SINCE
    )
    row = Appointment.objects.get(person=world.people["handler"])
    assert world.client("citizen").get(f"/workbench/accounts/{row.pk}/end/").status_code == 404
    assert "某handler" not in world.client("citizen").get("/workbench/accounts/").content.decode()


def test_vacant_and_silent_columns_are_pointed_out(world: World) -> None:
    """F01, LX-13: no keeper, or nothing new for too long."""
    orgs, people = world.organisations, world.people
    now = timezone.now()
    common = {"column": "letters", "label": "群众留言"}
    for name, keeper, days in (("town", "handler", 1), ("away", "handler", 60), ("unit", None, 1)):
        Keeping.objects.create(
            organisation=orgs[name], org_path=orgs[name].org_path, keeper=people[keeper] if keeper else None,
            last_activity_at=now - timedelta(days=days), **common,
        )  # fmt: skip
    page = world.client("admin").get("/workbench/keepers/")
    assert {k.organisation_id for k in page.context["alarms"]} == {orgs["away"].pk, orgs["unit"].pk}
    fields = {
        "organisation": orgs["unit"].pk,
        "column": "letters",
        "label": "群众留言",
        "keeper": "handler",
        "deputy": "handler",
    }
    refused = world.client("admin").post("/workbench/keepers/", fields)
    assert refused.status_code == 422
    assert "deputy" in refused.context["form"].errors
    assert world.client("admin").post("/workbench/keepers/", fields | {"deputy": "handler2"}).status_code == 303
    assert Keeping.objects.get(organisation=orgs["unit"]).keeper == people["handler"]
    assert world.client("leader").post("/workbench/keepers/", fields).status_code == 403


def test_views_are_saved_for_oneself(world: World) -> None:
    client, other = world.client("handler"), world.client("approver")
    saved = client.post("/workbench/views/save/", {"name": "我的逾期", "query": "queue=handle&overdue=1"})
    assert saved["Location"] == "/workbench/letters/?queue=handle&overdue=1"
    row = SavedView.objects.get()
    assert "我的逾期" in client.get("/workbench/letters/").content.decode()
    assert "我的逾期" not in other.get("/workbench/letters/").content.decode()
    assert other.post(f"/workbench/views/{row.pk}/drop/").status_code == 404
    assert client.post(f"/workbench/views/{row.pk}/drop/").status_code == 303
    assert not SavedView.objects.exists()


def test_a_saved_address_leads_nowhere_else(world: World) -> None:
    answer = world.client("handler").post("/workbench/views/save/", {"name": "x", "query": "//example.org"})
    assert answer["Location"].startswith("/workbench/letters/?")
