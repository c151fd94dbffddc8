"""The visibility matrix of the interfaces: every state, every publication, every route, every secret (M01, P01)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lianxin.voice.letters.models import Letter
from tests.faces.api.asking import SECRETS
from tests.factories import WAY_TO, County, Moves, submit

BODY, PLACE = "只有公开以后才能看到的一段话", "只有愿意公开才能看到的地点"
#: how a letter comes to each kind of publication, with who sees it
WAYS: dict[str, tuple[str, bool]] = {
    **{state: (way, state not in ("submitted", "refused", "appealed", "withdrawn")) for state, way in WAY_TO.items()},
    "held back": ("accept_private", False),
    "held back and appealed": ("accept_private appeal_private", False),
    "taken down": ("accept_public hide", False),
    "taken down after the answer": ("accept_public assign take submit_reply send_reply hide", False),
    "shown later": ("accept_private publish", True),
    "anonymised": ("accept_public anonymise", True),
}


def routes(letter: Letter) -> list[str]:
    """Every address of the interfaces that could show a letter."""
    made = [f"/api/v1/letters/{letter.pk}", "/api/v1/letters?page_size=100", "/api/v1/letters?org=QS01"]
    for form in ("json", "xml"):
        made += [
            f"/open311/v2/requests.{form}",
            f"/open311/v2/requests.{form}?updated_after=2020-01-01T00:00:00Z",
            f"/open311/v2/requests.{form}?service_request_id={letter.pk}",
            f"/open311/v2/requests/{letter.pk}.{form}",
            f"/open311/v2/servicerequestupdates.{form}",
            f"/open311/v2/servicerequestupdates.{form}?service_request_id={letter.pk}",
            f"/open311/v2/tokens/{letter.number}.{form}",
        ]
    return made


@pytest.mark.parametrize("way", WAYS)
def test_only_published_letters_and_never_a_secret(county: County, moves: Moves, client: Client, way: str) -> None:
    events, shown = WAYS[way]
    letter = submit(
        county, body=BODY, place=PLACE, place_public=False, lat="30.111111", lon="104.222222", **SECRETS
    )  # fmt: skip
    letter = moves.play(letter, events)
    moves.note(letter) if way == "handling" else None
    seen = []
    for route in routes(letter):
        answer = client.get(route).content.decode()
        for secret in (*SECRETS.values(), PLACE, "30.111111", "104.222222", "打过电话"):
            assert secret not in answer, (route, secret)
        if BODY in answer or f'"{letter.pk}"' in answer or f">{letter.pk}<" in answer:
            seen.append(route)
    assert bool(seen) == shown, (way, seen)
    if shown:
        assert f"/api/v1/letters/{letter.pk}" in seen
        assert f"/open311/v2/requests/{letter.pk}.xml" in seen


def test_words_of_the_citizen_wait_for_review(county: County, moves: Moves, client: Client) -> None:
    """A later question is shown only after somebody looked at it; an appeal never."""
    letter = moves.play(submit(county), "accept_public assign take submit_reply send_reply follow_up")
    said = "另一侧的灯什么时候修"
    assert said not in client.get(f"/api/v1/letters/{letter.pk}").content.decode()
    letter.messages.update(publication="public")
    assert said in client.get(f"/api/v1/letters/{letter.pk}").content.decode()
    letter.messages.update(kind="appeal")
    assert said not in client.get(f"/api/v1/letters/{letter.pk}").content.decode()


def test_a_reply_is_nowhere_before_it_was_signed(county: County, moves: Moves, client: Client) -> None:
    letter = moves.play(submit(county), "accept_public assign take submit_reply")
    for route in routes(letter):
        assert "路灯的线路昨天已经更换" not in client.get(route).content.decode(), route


def test_the_internal_columns_are_not_even_fetched(county: County, moves: Moves) -> None:
    """A sealed column that was never read cannot slip out."""
    from lianxin.voice.letters.queries import machines
    from lianxin.voice.letters.queries.public import HIDDEN

    letter = moves.accept_public(submit(county, **SECRETS))
    found: list[Any] = [machines.one(letter.pk), *machines.letters(machines.Wanted(ids=[letter.pk]))]
    read: Callable[[Any], set[str]] = lambda row: set(row.__dict__)  # noqa: E731 - says it at the place
    for row in found:
        assert not read(row) & set(HIDDEN)


def test_no_cookie_is_set_and_signing_in_changes_nothing(county: County, moves: Moves, client: Client) -> None:
    """The answers are the same for everybody, so they may be cached and read by other sites."""
    letter = moves.accept_private(submit(county))
    staff = Client()
    staff.force_login(county.account_of("reviewer"))
    for route in routes(letter):
        plain, known = client.get(route), staff.get(route)
        assert plain.content == known.content
        assert not plain.cookies
        assert plain["Access-Control-Allow-Origin"] == "*"
        assert "Cookie" not in plain.get("Vary", "")
