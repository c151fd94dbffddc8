"""The time line of everything that happened, across the rooms (P03, P05)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.foundation.spine.rooms import speak
from lianxin.membership.development.models import Development, DevelopmentStep
from lianxin.membership.dossiers import happenings
from lianxin.membership.dossiers.happenings import Line, everything, register_source
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dues.models import Assessment, Posting
from tests.factories import County
from tests.membership.dossiers.rosters import book, person

pytestmark = pytest.mark.django_db
ROOT = "/workbench/members/"


@pytest.fixture
def member(keepers: County) -> Member:
    run(book([person(1)]), actor=keepers.actor("organiser"), dry=False)
    found = Member.objects.unscoped("test").select_related("person", "organisation").get()
    keepers.people["member"] = found.person
    return found


@pytest.fixture
def secret_room() -> Iterator[None]:
    """A room that only those with its verb read."""
    speak("happenings")
    known = dict(happenings.SOURCES)
    register_source(
        "secret", label="机要", verb="secret.read", tell=lambda m: [Line(date(2020, 5, 4), "一件事", url="/x/")]
    )
    yield
    happenings.SOURCES.clear()
    happenings.SOURCES.update(known)


def live(county: County, member: Member, times: int = 1) -> None:
    """Steps, assessments, gifts."""
    branch = county.organisations["QS01-B1"]
    for at in range(times):
        case = Development.objects.unscoped("test").create(
            member=member, state="archived", organisation=branch, org_path=branch.path, opened_at=timezone.now(),
            closed_at=timezone.now(),
        )  # fmt: skip
        for event, label in (("talk", "派人谈话"), ("approve", "党委审批")):
            DevelopmentStep.objects.create(
                case=case, event=event, label=label, source="", target="", at=timezone.now(), actor_kind="staff"
            )
        Assessment.objects.unscoped("test").create(
            member=member,
            since=date(2026, 1 + at, 1),
            group="farmer",
            income="0",
            amount=2,
            payable=2,
        )
        Posting.objects.unscoped("test").create(
            organisation=branch, on=date(2026, 5, 12), debit="bank", credit="extra", fen=123400,
            member=member, text="捐", key=f"g{at}-{member.pk}",
        )  # fmt: skip


def test_rooms_tell_their_part_the_newest_first(member: Member, keepers: County, desk: Callable[[str], Client]) -> None:
    live(keepers, member)
    lines = everything(keepers.actor("organiser"), member)
    words = [line.text for line in lines]
    for word in ("派人谈话", "党费核定为每月 2.00 元", "自愿多交 1234.00 元"):
        assert word in words
    assert "党委审批" not in words, "the dossier says itself what the person became"
    assert [line.on for line in lines] == sorted((line.on for line in lines), reverse=True)
    text = desk("organiser").get(f"{ROOT}{member.pk}/").text
    assert "自愿多交 1234.00 元" in text
    assert "派人谈话" in text
    assert "派人谈话" in desk("member").get("/me/dossier/").text


def test_only_who_reads_a_room_sees_its_lines_and_the_person_sees_all(
    member: Member, keepers: County, secret_room: None
) -> None:
    """P05, P03."""
    assert not [line for line in everything(keepers.actor("organiser"), member) if line.label == "机要"]
    (own,) = [line for line in everything(keepers.actor("member"), member) if line.label == "机要"]
    assert own.url == "", "the desk's address is no use to them"


def test_a_slip_that_was_undone_is_not_told(member: Member, keepers: County) -> None:
    live(keepers, member)
    gift = Posting.objects.unscoped("test").get(credit="extra")
    Posting.objects.unscoped("test").create(
        organisation=gift.organisation, on=gift.on, debit="extra", credit="bank", fen=gift.fen,
        member=member, text="冲正", key="back", reverses=gift,
    )  # fmt: skip
    assert not [line for line in everything(keepers.actor("organiser"), member) if "多交" in line.text]


def test_one_statement_a_source_however_long_the_life(member: Member, keepers: County) -> None:
    actor: Any = keepers.actor("organiser")
    live(keepers, member, 1)
    with CaptureQueriesContext(connection) as few:
        everything(actor, member)
    run(book([person(3)]), actor=actor, dry=False)
    assert len(few) <= 1 + len(happenings.SOURCES)
    other = Member.objects.unscoped("test").order_by("pk").last()
    assert other is not None
    live(keepers, other, 6)
    with CaptureQueriesContext(connection) as many:
        everything(actor, other)
    assert len(many) == len(few)
