"""The private feed: RFC 5545 to the octet, unguessable, renewed, closed; called off events are said."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from lianxin.membership.gatherings import actions
from lianxin.membership.gatherings.calendar_file import escape, fold
from lianxin.membership.gatherings.models import Feed, Gathering
from tests.factories import County
from tests.membership.gatherings.meetings import draft, fresh

ROOT = "/me/gatherings/"
Make = Callable[..., Gathering]


def unfold(data: bytes) -> list[str]:
    """As a calendar reads it."""
    return data.replace(b"\r\n ", b"").decode().split("\r\n")


@given(st.text(alphabet=st.characters(blacklist_characters="\r\n", blacklist_categories=["Cs"]), max_size=300))
def test_folding_loses_nothing_and_tears_no_character(text: str) -> None:
    pieces = list(fold(text))
    assert all(len(piece) <= 75 for piece in pieces)
    assert all(piece.startswith(b" ") for piece in pieces[1:])
    assert all(piece.decode() for piece in pieces[1:]), "every piece is whole UTF-8"
    assert b"".join([pieces[0], *(piece[1:] for piece in pieces[1:])]).decode() == text


@pytest.mark.parametrize(("length", "pieces"), [(75, 1), (76, 2), (149, 2), (150, 3)])
def test_the_edge_of_a_line(length: int, pieces: int) -> None:
    assert len(list(fold("x" * length))) == pieces


def test_signs_of_the_format_are_escaped() -> None:
    assert escape("甲,乙;丙\\丁\r\n戊\n己") == "甲\\,乙\\;丙\\\\丁\\n戊\\n己"


def opened(county: County, who: str = "m0") -> tuple[Client, str]:
    client = Client()
    client.force_login(county.account_of(who))
    assert client.post(f"{ROOT}calendar/").status_code == 303
    return client, f"{ROOT}calendar/{Feed.objects.get(person=county.people[who]).path}.ics"


@pytest.mark.django_db
def test_what_a_phone_reads(branch: County, call: Make) -> None:
    one = call(title="清淤；第一段,东渠" + "很长的题目" * 6, place="东渠口")
    _, url = opened(branch)
    answer = Client().get(url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "no-store" in answer.headers["Cache-Control"]
    data = answer.content
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    lines = unfold(data)
    assert "DTSTART:20261201T070000Z" in lines
    assert "DTEND:20261201T080000Z" in lines
    assert "DTSTAMP:20261127T020000Z" in lines
    assert "STATUS:CONFIRMED" in lines
    assert any(line.startswith("SUMMARY:党员大会：清淤；第一段\\,东渠") for line in lines)
    assert sum(line == f"UID:gathering-{one.pk}@127.0.0.1" for line in lines) == 1


@pytest.mark.django_db
def test_a_change_keeps_its_name_and_counts_on(branch: County, call: Make) -> None:
    one = call()
    _, url = opened(branch)
    before = unfold(Client().get(url).content)
    actions.change(actor=branch.actor("keeper"), gathering=one, draft=draft("2026-12-02 15:00"), revision=one.revision)
    after = unfold(Client().get(url).content)
    uid = [line for line in before if line.startswith("UID")]
    assert uid == [line for line in after if line.startswith("UID")]
    sequence = [
        int(line.partition(":")[2]) for lines in (before, after) for line in lines if line.startswith("SEQUENCE")
    ]
    assert sequence[0] < sequence[1]


@pytest.mark.django_db
def test_what_is_called_off_stays_as_cancelled(branch: County, call: Make) -> None:
    one = call()
    _, url = opened(branch)
    actions.cancel(actor=branch.actor("keeper"), gathering=fresh(one), reason="下雨", revision=fresh(one).revision)
    assert "STATUS:CANCELLED" in unfold(Client().get(url).content)


@pytest.mark.django_db
def test_one_sees_only_ones_own_and_nothing_planned(branch: County, call: Make, plan: Make) -> None:
    call()
    plan("lecture", title="还在计划的党课")
    _, mine = opened(branch)
    _, other = opened(branch, "author")
    assert Client().get(mine).content.count(b"BEGIN:VEVENT") == 1
    assert Client().get(other).content.count(b"BEGIN:VEVENT") == 0


@pytest.mark.django_db
def test_agenda_and_online_room_do_not_travel(branch: County, call: Make) -> None:
    call(agenda="讨论某某的处分", online_url="https://meet.example/9")
    _, url = opened(branch)
    text = "".join(unfold(Client().get(url).content))
    assert "处分" not in text
    assert "meet.example" not in text


@pytest.mark.django_db
def test_renewed_the_old_address_answers_nothing(branch: County, call: Make) -> None:
    call()
    client, old = opened(branch)
    _, new = opened(branch)
    assert old != new
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    client.post(f"{ROOT}calendar/", {"close": "1"})
    assert Client().get(new).status_code == 404
    assert Feed.objects.count() == 0


@pytest.mark.django_db
def test_the_address_is_long_and_sealed(branch: County) -> None:
    _, url = opened(branch)
    path = re.search(r"calendar/([\w-]+)\.ics", url)
    assert path
    assert len(path[1]) == 32
    with connection.cursor() as cursor:
        cursor.execute("SELECT path, path_index FROM gatherings_feed")
        assert path[1] not in "".join(cursor.fetchone())
    assert Client().get(f"{ROOT}calendar/guess.ics").status_code == 404


@pytest.mark.django_db
def test_only_signed_in_people_open_one(branch: County, settings: Any) -> None:
    assert Client().post(f"{ROOT}calendar/").status_code == 404
    client, url = opened(branch)
    assert url in client.get(ROOT).text
