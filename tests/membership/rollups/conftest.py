"""A committee that reports, one that adds up, and an instance whose key is in the test's hand."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from nacl.signing import SigningKey

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.exchange import messages
from lianxin.foundation.exchange.models import Peer
from lianxin.kernel.canonical import canonical_json
from lianxin.membership.dossiers.models import Member
from lianxin.membership.rollups import actions, crossing, documents
from lianxin.membership.rollups.models import Received, Reporter
from tests.factories import County

DAY = date(2025, 12, 31)
THEIRS = SigningKey(b"9" * 32)


@pytest.fixture
def offices(county: County) -> County:
    """``organiser`` prepares and confirms, ``head`` and ``deputy`` issue, all of the county; ``town`` sees its town."""
    county.add("organiser", "organiser", "QS")
    county.add("head", "secretary", "QS")
    county.add("deputy", "deputy_secretary", "QS")
    county.add("town_organiser", "organiser", "QS01")
    county.add("disciplined", "discipline", "QS")
    return county


@pytest.fixture
def desk(offices: County) -> Callable[[str], Client]:
    def come(name: str) -> Client:
        client: Any = Client()
        client.force_login(offices.account_of(name))
        return client  # type: ignore[no-any-return]  # Any of the test client

    return come


@pytest.fixture
def put(offices: County) -> Callable[..., None]:
    """``put(25)``: that many complete members of the branch of the town."""

    def write(many: int, code: str = "QS01-B1", **facts: Any) -> None:
        said = {"name": "周禾苗", "stage": "member", "sex": "2", "ethnicity": "01", "education": "21", "born": date(1988, 3, 7),
                "joined_on": date(2010, 7, 1), "full_since": date(2011, 7, 1), "occupation": "教师"} | facts  # fmt: skip
        for _ in range(many):
            person = Person.objects.create(name=said["name"], nickname="周同志")
            Member.objects.create(person=person, organisation=offices.organisations[code], **said)

    return write


@pytest.fixture
def peer(db: None) -> Peer:
    return Peer.objects.create(name="东江平台", url="http://127.0.0.1:1", public=messages.public_of(THEIRS))


@pytest.fixture
def reporter(offices: County, peer: Peer) -> Reporter:
    return actions.register(
        actor=offices.actor("organiser"),
        peer=peer,
        code="DJ",
        name="中共东江区委员会",
        organisation=offices.organisations["QS"],
    )


def document(**changes: Any) -> dict[str, Any]:
    """A report of thirty people that adds up, with what is said changed."""
    form = documents.blank(DAY)
    figures = {
        "sex": {"女": 12, "男": 18}, "ethnicity": {"汉族": 28, "少数民族": 2}, "education": {"大学本科": 20, "高中": 10},
        "age": {form.table("age").lines[2].label: 30}, "joined": {"十八大以来": 30}, "occupation": {"农牧渔民": 30},
        "organisations": {"支部": 2, "党委": 1}, "developed": {"女": 1}, "developed_work": {"农牧渔民": 3},
    }  # fmt: skip
    whole = dict.fromkeys(("sex", "ethnicity", "education", "age", "joined", "occupation"), 30)
    whole |= {"organisations": 3, "developed": 3, "developed_work": 3}
    sums = {"education": {"大专及以上": 20}}
    tables = {
        table.key: {
            "n": whole[table.key], "lines": {line.label: 0 for line in table.lines} | figures[table.key],
            "sums": sums.get(table.key, {}),
        }
        for table in form.tables if table.key != "way"
    }  # fmt: skip
    marks = sorted(documents.marks_of(["DJ", "DJ-1", "DJ-2"]))
    return {
        "v": 1, "what": documents.WHAT, "organisation": {"code": "DJ", "name": "中共东江区委员会"}, "day": DAY.isoformat(), "version": 1,
        "definitions": documents.definitions(DAY), "total": 30, "full": 27, "tables": tables,
        "codes": base64.b64encode(b"".join(marks)).decode(), "includes": [],
    } | changes  # fmt: skip


def body(content: dict[str, Any] | None = None, key: SigningKey = THEIRS, **changes: Any) -> dict[str, Any]:
    """What arrives: the document and its signature."""
    raw = canonical_json((content or document()) | changes)
    return {"document": raw.decode(), "signature": documents.signed(key, raw)}


@pytest.fixture
def come_in(peer: Peer, reporter: Reporter) -> Callable[..., Received]:
    """``come_in(version=2)``: a report is heard; answers its row."""

    def hear(content: dict[str, Any] | None = None, **changes: Any) -> Received:
        said = body(content, **changes)
        crossing.hear_report(peer, said)
        number = json.loads(said["document"])["version"]
        return Received.objects.unscoped("test").get(version=number)

    return hear
