"""Slips and their QR codes as the browser makes them: the server's arithmetic knows the credentials, a phone the picture."""

from __future__ import annotations

import re
from typing import Any

import pytest

from lianxin.democracy.ballotbox.credentials import public_of, understood
from lianxin.democracy.ballotbox.groups import RFC_3526_2048
from tests.democracy.elections.engines import Engine


def test_slips_are_credentials_of_the_round(engine: Engine) -> None:
    made = engine.ask("slips", uuid="8pqoCaGYTFk1tF", group="RFC-3526-2048", count=3)["slips"]
    assert len({one["credential"] for one in made}) == 3
    for one in made:
        assert understood(one["credential"]) == one["credential"]
        assert one["public"] == str(public_of(one["credential"], "8pqoCaGYTFk1tF", RFC_3526_2048))
