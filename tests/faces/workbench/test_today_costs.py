"""今天要办 asks every room, each as few times as it can: no statement twice, and not more of them than it had."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.factories import County, Moves, submit

#: post at an organisation -> most statements of the page; every room that registers work adds its own
MOST = {("secretary", "QS01-B1"): 77, ("leader", "QS"): 32, ("handler", "QS01-U1"): 10}


@pytest.mark.parametrize(("post", "place"), MOST)
def test_it_asks_nothing_twice(post: str, place: str, county: County, moves: Moves) -> None:
    county.add("reader", post, place)
    moves.play(submit(county), "accept_public assign take")
    page = Client()
    page.force_login(county.account_of("reader"))
    page.get("/workbench/")
    asked: Counter[str] = Counter()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked[f"{sql} {params}"] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        assert page.get("/workbench/").status_code == 200
    assert not [sql for sql, times in asked.items() if times > 1]
    assert asked.total() <= MOST[post, place]
