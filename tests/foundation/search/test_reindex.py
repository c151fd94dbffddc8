"""``lianxin search reindex``: the index follows what the rooms hold; and how common words are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lianxin.foundation.search import sources
from lianxin.foundation.search.actions import Entry, put_many
from lianxin.foundation.search.models import SearchTerm
from lianxin.foundation.search.queries import find

pytestmark = pytest.mark.django_db
NOON = datetime(2025, 6, 1, 4, tzinfo=UTC)


def entries(kind: str, numbers: range) -> Iterator[Entry]:
    for n in numbers:
        yield Entry(kind, n, f"第{n}件", "渡口桥栏杆", "public", "0001", NOON + timedelta(minutes=n))


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in list(sources.SOURCES):  # emptied, not exchanged: the command holds the same mapping
        monkeypatch.delitem(sources.SOURCES, kind)
    kept = {"letter": (30, lambda: 30), "news": (5, None)}
    for kind, (many, size) in kept.items():
        made = sources.Registered(kind, partial(entries, kind, range(many)), size)
        monkeypatch.setitem(sources.SOURCES, kind, made)


@pytest.mark.usefixtures("rooms")
def test_everything_is_filled_anew_and_what_is_gone_is_removed() -> None:
    put_many(entries("letter", range(25, 40)))
    put_many([Entry("letter", 3, "旧标题", "", "public", "0001", NOON)])
    put_many(entries("other", range(2)))
    out = StringIO()
    call_command("search_reindex", "--json", stdout=out)
    told = json.loads(out.getvalue().splitlines()[-1])
    assert told["kinds"] == {"letter": {"indexed": 30, "removed": 10}, "news": {"indexed": 5, "removed": 0}}
    assert find("栏杆", kinds=["letter"], limit=50).total == 30
    assert find("旧标题").total == 0
    assert find("栏杆", kinds=["other"]).total == 2
    assert SearchTerm.objects.get(term="栏杆").share == 1.0


@pytest.mark.usefixtures("rooms")
def test_one_kind_alone() -> None:
    call_command("search_reindex", "--kind", "news", stdout=StringIO(), stderr=StringIO())
    assert find("栏杆", limit=50).total == 5


@pytest.mark.usefixtures("rooms")
def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(CommandError, match=r"没有这一类：nothing.*letter、news"):
        call_command("search_reindex", "--kind", "nothing")
