"""Every address of every room of membership, asked by those it is not for (P05, PIP-01).

The demonstration's county is walked the way its own people walk it; whatever address comes up is then asked by
somebody who is not signed in, by a citizen and by the secretary of a branch of another town, read and written. A new
page is among them as soon as something links to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from lianxin import membership
from lianxin.faces.site.management.commands import demo_load
from lianxin.foundation.accounts.models import Account, Appointment, Person
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.organisations.models import Organisation
from lianxin.membership.asking.models import Question
from lianxin.membership.dossiers import queries as dossiers
from lianxin.membership.dossiers.models import Member
from lianxin.membership.reports.models import Report

pytestmark = pytest.mark.django_db
ROOMS = "lianxin.membership."
#: those who walk: the branch, the town's organiser, the member, somebody on the way in, the county
WALKERS = ("shuji", "zuzhi", "dangyuan", "shenqingren", "xianwei")
DOORS = ("/workbench/", "/me/")
#: addresses of one pattern that are looked at; the demonstration has hundreds of files
EACH = 2
_LINKS = re.compile(r'(?:href|action|formaction)="(/(?:workbench|me)/[^"#]*)"')


@pytest.fixture(scope="module")
def county(module_db: None) -> None:
    """The demonstration without letters, portal and channels, in the database of this module."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("load", "load_disclosure", "load_portal", "load_channels"):
            patch.setattr(demo_load, name, lambda *_, **__: 0)
        demo_load.plant(seed=7, people_total=700, letters=0, progress=lambda *_: None)


def test_the_county_has_the_size_that_is_promised(county: None) -> None:
    """A committee, eight towns, about 120 branches; the rest follows the number that was asked for."""
    tree = Organisation.objects
    assert (tree.filter(depth=1).count(), tree.filter(depth=2, kind="committee").count()) == (1, 8)
    assert 110 <= tree.filter(kind__in=("branch", "joint_branch", "temporary_branch", "mobile_branch")).count() <= 130
    assert 690 <= Person.objects.count() <= 760


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def pattern(address: str) -> str:
    """``"gatherings_desk:close"`` for an address of membership, else nothing."""
    try:
        found = resolve(address.partition("?")[0])
    except Resolver404:
        return ""
    return found.view_name if getattr(found.func, "__module__", "").startswith(ROOMS) else ""


@pytest.fixture(scope="module")
def walked(county: None) -> dict[str, set[str]]:
    """Name of a view -> addresses of it that came up, those of forms too."""
    found: dict[str, set[str]] = {}
    for name in WALKERS:
        client = signed_in(Account.objects.get(username=name))
        waiting, seen = list(DOORS), set(DOORS)
        while waiting:
            answer = client.get(waiting.pop(0))
            if answer.status_code != 200 or "text/html" not in answer.get("Content-Type", ""):
                continue
            for link in _LINKS.findall(answer.text):
                address = link.partition("?")[0]
                view = pattern(address)
                if not view or address in seen or len(found.get(view, ())) >= EACH:
                    continue
                seen.add(address)
                found.setdefault(view, set()).add(address)
                waiting.append(address)
    return found


def lines() -> Any:
    return AuditLine.objects.unscoped("a test")


def of_one(address: str) -> bool:
    """Whether an address names something: a person, a case, a meeting."""
    return any(character.isdigit() for value in resolve(address).kwargs.values() for character in str(value))


@pytest.fixture(scope="module")
def stranger(county: None) -> Account:
    """Secretary of a branch of another town, with an account."""
    post = Appointment.objects.filter(post="secretary", organisation__code__startswith="HC05-").order_by("pk").first()
    assert post is not None
    return Account.objects.create(username="waizhen", person=post.person, password="!")


def asked(client: Client, addresses: Iterator[str]) -> dict[str, tuple[int, int]]:
    """Address -> answers to reading and to writing nothing."""
    return {one: (client.get(one).status_code, client.post(one).status_code) for one in addresses}


def test_the_walk_comes_to_every_room(walked: dict[str, set[str]]) -> None:
    """What follows says something: most views with an argument were found."""
    came = {resolve(min(many)).func.__module__.split(".")[2] for many in walked.values()}
    rooms = {path.parent.name for path in Path(membership.__path__[0]).glob("*/urls_*.py")}
    assert came == rooms
    assert sum(of_one(one) for many in walked.values() for one in many) > 40


def test_nobody_reads_or_writes_without_signing_in(walked: dict[str, set[str]]) -> None:
    answers = asked(Client(), (one for many in walked.values() for one in many))
    assert {one: codes for one, codes in answers.items() if not set(codes) <= {302, 404, 405}} == {}
    for one, (read, _) in answers.items():
        if read == 302:
            assert "/me/sign-in/" in Client().get(one)["Location"], one


def test_a_citizen_has_no_door_to_the_desk(walked: dict[str, set[str]]) -> None:
    client = signed_in(Account.objects.get(username="qunzhong"))
    desk = (one for many in walked.values() for one in many if one.startswith("/workbench/"))
    answers = asked(client, desk)
    assert {one: codes for one, codes in answers.items() if not set(codes) <= {403, 404, 405}} == {}


def test_another_town_finds_nothing_there_and_it_is_noted(walked: dict[str, set[str]], stranger: Account) -> None:
    """P05: 404 for what lies outside, with a line in the ledger; nothing is changed by writing."""
    client = signed_in(stranger)
    desk = [one for many in walked.values() for one in many if one.startswith("/workbench/") and of_one(one)]
    before = lines().count()
    answers = asked(client, iter(desk))
    assert {one: codes for one, codes in answers.items() if not set(codes) <= {403, 404, 405}} == {}
    assert lines().count() - before >= len(desk) / 2
    changed = lines().order_by("-pk")[: lines().count() - before].values_list("code", flat=True)
    assert {code for code in changed if not code.startswith("access.")} == set()


def test_lists_of_another_town_name_nobody_from_here(walked: dict[str, set[str]], stranger: Account) -> None:
    """What has no argument is a list or a form: it shows one's own people only."""
    client = signed_in(stranger)
    home = stranger.person.appointments.first().org_path  # type: ignore[union-attr]  # it has one
    theirs = Member.objects.unscoped("a test").exclude(org_path__startswith=home)
    marks = {f"/workbench/members/{pk}/" for pk in theirs.values_list("pk", flat=True)}
    for many in walked.values():
        for one in many:
            if one.startswith("/workbench/") and not of_one(one):
                answer = client.get(one)
                if answer.status_code == 200 and "text/html" in answer.get("Content-Type", ""):
                    assert not marks & set(_LINKS.findall(answer.text)), one


def test_what_a_member_wrote_or_owes_is_theirs(walked: dict[str, set[str]]) -> None:
    """Own pages of one member are not there for another."""
    home = dossiers.own(Account.objects.get(username="dangyuan").person_id)
    assert home is not None
    others = Member.objects.unscoped("a test").exclude(org_path=home.org_path)
    other = others.filter(person__account=None, stage="member", organisation__code__startswith="HC05-").first()
    assert other is not None
    client = signed_in(Account.objects.create(username="lingyige", person=other.person, password="!"))
    reports, questions = (rows.unscoped("a test") for rows in (Report.objects, Question.objects))
    # what its author let everybody see
    shared = {f"/me/reports/{pk}/" for pk in reports.exclude(audience="branch").values_list("pk", flat=True)}
    shared |= {f"/me/questions/{pk}/" for pk in questions.exclude(shown_at=None).values_list("pk", flat=True)}
    own = [one for many in walked.values() for one in many if one.startswith("/me/") and of_one(one)]
    own = [one for one in own if not one.startswith(tuple(shared))]
    assert own
    answers = asked(client, iter(own))
    assert {one: codes for one, codes in answers.items() if not set(codes) <= {403, 404, 405}} == {}
