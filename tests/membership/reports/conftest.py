"""Two branches with members, somebody on the way with a mentor, those with a duty, and everybody's browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from lianxin.foundation.accounts.models import Account
from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import ANONYMOUS, SYSTEM, Actor
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member
from lianxin.membership.reports import actions, drafts
from lianxin.membership.reports.drafts import Words
from lianxin.membership.reports.models import Report
from tests.factories import FOUNDED, PASSWORD, County, build_county
from tests.membership.dossiers.rosters import BRANCH, book, person

NOW = "2026-11-27T02:00:00+00:00"
OTHER = "柳河镇石桥村党支部"
#: word of the tests -> name on the roster
MEMBERS = {"author": "周禾苗", "same": "吴春秋", "far": "郑平安", "applicant": "冯长河"}
TITLE, BODY = "修水渠那几天想到的", "先听再干才踏实，下游几户缺水要先问。"


@pytest.fixture(autouse=True)
def _in_november(settings: Any, tmp_path: Path) -> Any:
    settings.FILES_ROOT = tmp_path / "files"
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(scope="module")
def county_of_module(module_db: None) -> County:
    """``secretary_here`` and ``worker_here`` (委员) at the branch, ``superior`` and ``organiser`` above it; once a module."""
    county = build_county()
    made = organisations.found(actor=SYSTEM, parent=Organisation.objects.get(pk=county.town.pk), name=OTHER,
                               short_name="石桥村支部", kind="branch", code="QS01-B2", on=FOUNDED)  # fmt: skip
    county.organisations["QS01-B2"] = made
    county.add("secretary_here", "secretary", "QS01-B1")
    county.add("deputy_here", "deputy_secretary", "QS01-B1")
    county.add("worker_here", "committee_member", "QS01-B1")
    county.add("secretary_there", "secretary", "QS01-B2")
    county.add("superior", "secretary", "QS01")
    county.add("organiser", "organiser", "QS01")
    county.add("foreign", "secretary", "QS02")
    rows = [
        person(1, name=MEMBERS["author"], organisation=BRANCH),
        person(2, name=MEMBERS["same"], organisation=BRANCH),
        person(3, name=MEMBERS["far"], organisation=OTHER),
        person(4, name=MEMBERS["applicant"], organisation=BRANCH, stage="入党申请人", full_since="", joined_on=""),
    ]
    with time_machine.travel(NOW, tick=False):
        outcome = run(book(rows), actor=county.actor("organiser"), dry=False)
    assert outcome.fresh == 4, [row.reasons for row in outcome.refused]
    return county


@pytest.fixture
def cast(county: County) -> County:
    """The people of `county_of_module`; what a test does to them is undone afterwards."""
    return county


@pytest.fixture
def member(cast: County) -> Callable[[str], Member]:
    def find(word: str) -> Member:
        rows = Member.objects.unscoped("test").select_related("person", "organisation")
        return rows.get(name=MEMBERS[word])

    return find


@pytest.fixture
def who(cast: County, member: Callable[[str], Member]) -> Callable[[str], Actor]:
    """``who("author")``, ``who("secretary_here")``, ``who("citizen")``, ``who("anonymous")``."""

    def find(word: str) -> Actor:
        if word == "anonymous":
            return replace(ANONYMOUS)
        if word == "citizen":
            return cast.actor("neighbour")
        return actor_of(member(word).person) if word in MEMBERS else cast.actor(word)

    return find


@pytest.fixture
def browser(cast: County, member: Callable[[str], Member]) -> Callable[[str], Client]:
    """A browser of somebody."""

    def come(word: str) -> Client:
        client: Any = Client()
        if word in MEMBERS:
            holder = member(word).person
            account = Account.objects.filter(person=holder).first()
            client.force_login(account or Account.objects.create_account(f"m-{word}", PASSWORD, holder))
        elif word != "anonymous":
            client.force_login(cast.account_of("neighbour" if word == "citizen" else word))
        return client  # type: ignore[no-any-return]  # Any of the test client

    return come


@pytest.fixture
def write(who: Callable[[str], Actor]) -> Callable[..., Report]:
    """``write("sent", audience="members")``: a report of the author in a state."""

    def go(state: str = "draft", *, audience: str = "branch", title: str = TITLE, body: str = BODY, by: str = "author",
           key: str = "k1") -> Report:  # fmt: skip
        author = who(by)
        report = drafts.keep(actor=author, key=key, words=Words(title, body, audience), revision=0)
        if state != "draft":
            report = actions.send(actor=author, report=report, revision=report.revision)
        if state == "withdrawn":
            report = actions.withdraw(actor=author, report=report)
        return report

    return go


def fresh(report: Report) -> Report:
    """The row as it stands now."""
    return Report.objects.unscoped("test").select_related("member").get(pk=report.pk)


def day(text: str) -> date:
    return date.fromisoformat(text)
