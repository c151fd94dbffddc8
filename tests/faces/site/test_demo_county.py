"""What the demonstration promises: the size of its county, and what is printed at its end (no database is asked)."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from lianxin.faces.site.management.commands import demo_load
from lianxin.foundation.accounts import demo as people
from lianxin.foundation.organisations import demo as tree


@pytest.mark.parametrize("seed", [20260701, 1])
def test_eight_towns_and_about_a_hundred_and_twenty_branches(seed: int, monkeypatch: Any) -> None:
    founded: list[dict[str, Any]] = []
    monkeypatch.setattr(tree, "found", lambda **said: founded.append(said) or said)
    tree.plant(random.Random(seed), date(2026, 11, 28))
    kinds = Counter(said["kind"] for said in founded)
    assert kinds["committee"] == 1 + 8
    assert 110 <= kinds["branch"] + kinds["mobile_branch"] <= 125
    assert len({said["code"] for said in founded}) == len(founded)


def test_the_end_names_accounts_of_every_side_and_their_password(monkeypatch: Any) -> None:
    """2,000 people and 400 letters when nothing else is asked for; the last line is one JSON object."""
    asked: dict[str, Any] = {}
    monkeypatch.setattr(demo_load, "root_name", lambda: "")
    monkeypatch.setattr(demo_load, "plant", lambda **said: asked.update(said) or said["letters"])
    monkeypatch.setattr(demo_load, "call_command", lambda *_, **__: None)
    monkeypatch.setattr(demo_load, "look_again", lambda: None)
    out = StringIO()
    call_command("demo_load", "--json", stdout=out)
    assert (asked["people_total"], asked["letters"]) == (2000, 400)
    lines = out.getvalue().splitlines()
    assert json.loads(lines[-1])["letters"] == 400
    named = {line.split()[0]: line.split()[1] for line in lines if line.startswith("  ") and "密码" not in line}
    assert named == {name: what.split()[0] for name, what in people.printed_accounts()}
    sides = " ".join(named.values())
    for side in ("审核员", "承办", "党员", "群众"):
        assert side in sides, side
    assert any(line.endswith(people.demo_password()) for line in lines)


def test_too_few_people_are_said_before_anything_is_made(monkeypatch: Any) -> None:
    monkeypatch.setattr(demo_load, "root_name", lambda: "")
    monkeypatch.setattr(demo_load, "plant", lambda **_: pytest.fail("nothing is made"))
    with pytest.raises(CommandError, match="至少 700"):
        call_command("demo_load", "--people", "699")
