"""The code on the wall: good for the present and the previous half minute, of this gathering, once for a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lianxin.membership.gatherings import actions, code_of_room
from lianxin.membership.gatherings.models import Attendance, Gathering
from tests.factories import PASSWORD, County
from tests.membership.gatherings.meetings import at, row

pytestmark = pytest.mark.django_db
Make = Callable[..., Gathering]
START = at("2026-12-01 15:00")


@pytest.mark.parametrize(
    ("seconds", "good"), [(0, True), (29, True), (30, True), (59, True), (60, False), (-1, False), (3600, False)]
)
def test_a_code_is_good_for_two_slots(seconds: int, good: bool) -> None:
    code = code_of_room.code_of(7, START)
    assert code_of_room.is_shown(7, code, START + timedelta(seconds=seconds)) is good


def test_codes_differ_by_gathering_slot_and_house(settings: Any) -> None:
    code = code_of_room.code_of(7, START)
    assert code_of_room.code_of(8, START) != code
    assert code_of_room.code_of(7, START + timedelta(seconds=30)) != code
    assert not code_of_room.is_shown(8, code, START)
    for wrong in ("", "x" * 16, code[:-1], "码" * 16):
        assert not code_of_room.is_shown(7, wrong, START)
    settings.SECRET_KEY = "another house"
    assert not code_of_room.is_shown(7, code, START)


@pytest.mark.parametrize(("second", "left"), [(0, 30), (1, 29), (29, 1), (30, 30)])
def test_how_long_a_code_is_still_shown(second: int, left: int) -> None:
    assert code_of_room.seconds_left(START + timedelta(seconds=second)) == left


def here(one: Gathering) -> str:
    return f"/me/gatherings/{one.pk}/here/"


def scan(client: Client, one: Gathering, code: str) -> Any:
    return client.get(f"{here(one)}{code}/")


def test_scanning_and_pressing_signs_in_once(branch: County, call: Make, clock: Any) -> None:
    one, client = call(), Client()
    clock.move_to(START)
    client.force_login(branch.account_of("m0"))
    assert scan(client, one, code_of_room.code_of(one.pk, START)).headers["Location"] == here(one)
    assert row(one, "周禾苗").mark == "", "looking changes nothing"
    assert "签到" in client.get(here(one)).text
    assert client.post(here(one)).status_code == 303
    assert (row(one, "周禾苗").mark, row(one, "周禾苗").way) == ("present", "code")
    assert client.post(here(one)).headers["Location"] == f"/me/gatherings/{one.pk}/", "pressed twice"
    assert one.attendances.filter(mark="present").count() == 1


def test_without_the_code_nobody_signs_in(branch: County, call: Make, clock: Any) -> None:
    one, client = call(), Client()
    clock.move_to(START)
    client.force_login(branch.account_of("m0"))
    assert client.get(here(one)).status_code == 410
    assert client.post(here(one)).status_code == 410
    old = scan(client, one, code_of_room.code_of(one.pk, START - timedelta(seconds=60)))
    assert (old.status_code, "每半分钟换一次" in old.text) == (410, True)
    other = call("theme_day")
    scan(client, other, code_of_room.code_of(other.pk, START))
    assert client.post(here(one)).status_code == 410, "the code of one gathering opens no other"
    assert not one.attendances.exclude(mark="").exists()


@pytest.mark.parametrize(("minutes", "status"), [(9, 303), (11, 410)])
def test_time_to_sign_in_to_the_house(minutes: int, status: int, branch: County, call: Make, clock: Any) -> None:
    """Scanned without being signed in: the sign-in page comes first, what was seen in the room is kept meanwhile."""
    one, client = call(), Client()
    account = branch.account_of("m0")
    clock.move_to(START)
    scan(client, one, code_of_room.code_of(one.pk, START))
    asked = client.get(here(one))
    assert asked.status_code == 302
    assert asked.headers["Location"].startswith("/me/sign-in/")
    client.post(asked.headers["Location"], {"login": account.username, "password": PASSWORD})
    clock.move_to(START + timedelta(minutes=minutes))
    assert client.post(here(one)).status_code == status


def test_nothing_of_place_or_device_is_stored() -> None:
    names = {field.name for field in Attendance._meta.get_fields()}
    assert not {n for n in names if any(w in n for w in ("ip", "agent", "device", "lat", "lon", "geo"))} - {
        "membership"
    }


@pytest.mark.parametrize(
    ("who", "status"),
    [("keeper", 200), ("watcher", 403), ("leader", 403), ("other_organiser", 404), ("m0", 403), ("", 302)],
)
def test_who_shows_the_code(who: str, status: int, branch: County, call: Make, clock: Any) -> None:
    one, client = call(), Client()
    clock.move_to(START)
    if who:
        client.force_login(branch.account_of(who))
    url = f"/workbench/gatherings/{one.pk}/screen/"
    assert client.get(url).status_code == status
    if status == 200:
        part = client.get(f"{url}?part=1").text
        assert "<svg" in part
        assert 'data-seconds="30"' in part
        assert "<html" not in part
        assert "应到 5 人，已签到 0 人" in part


def test_before_its_time_there_is_no_code(branch: County, call: Make, clock: Any) -> None:
    one, client = call(), Client()
    client.force_login(branch.account_of("keeper"))
    text = client.get(f"/workbench/gatherings/{one.pk}/screen/").text
    assert "还没有到签到的时间" in text
    assert 'class="qr"' not in text


def test_a_cancelled_gathering_takes_nobody(branch: County, call: Make, clock: Any) -> None:
    one, client = call(), Client()
    clock.move_to(START)
    client.force_login(branch.account_of("m0"))
    scan(client, one, code_of_room.code_of(one.pk, START))
    actions.cancel(actor=branch.actor("keeper"), gathering=one, reason="停电", revision=one.revision)
    answer = client.post(here(one))
    assert (answer.status_code, "现在不能签到" in answer.text) == (422, True)
