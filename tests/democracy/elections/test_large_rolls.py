"""Forty names or five hundred: the pages of a meeting ask the database as often, and the sign-in stays as short (R067, N01)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.democracy.elections import actions, policies, queries, rolls
from lianxin.democracy.elections.models import Voter
from tests.democracy.elections.conftest import NAMES, Meeting, World
from tests.democracy.elections.paper_rounds import Make, appointed

SMALL, LARGE = 40, 500
FAMILIES, GIVEN = "赵钱孙李周吴郑王冯陈", "一二三四五六七八九十"


def names(many: int) -> list[str]:
    """Invented ones, none of them twice, none of them a member's."""
    return [f"{FAMILIES[at % 10]}{GIVEN[at // 10 % 10]}{GIVEN[at // 100]}" for at in range(many)]


def roll(world: World, make: Make, many: int) -> Meeting:
    """The members of the branch and invented people; all but the last have come, all with paper."""
    lines = [rolls.Line(name, "", world.person(name).pk) for name in NAMES[:6]]
    found = make(str(many), electorate="listed", listed=[*lines, *map(rolls.Line, names(many - len(lines)))]).announce()
    found.do("begin")
    last = found.case.voters.order_by("-number").values_list("pk", flat=True)[0]
    found.case.voters.exclude(pk=last).update(here=True, paper=True)
    return appointed(found, NAMES[4:6])


def asked(call: Callable[[], object]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        call()
    return len(seen)


def test_as_many_statements_for_a_large_roll(meeting: Make, world: World, client: Client) -> None:
    """Every page and step that reads the roll, from the sign-in to the count."""
    client.force_login(world.county.account_of("runner"))
    found = {many: roll(world, meeting, many) for many in (SMALL, LARGE)}
    pages: dict[str, Callable[[Meeting], str]] = {
        "desk": lambda m: reverse("elections_desk:one", args=[m.case.pk]),
        "roll": lambda m: reverse("elections_desk:roll", args=[m.case.pk]),
        "by name": lambda m: reverse("elections_desk:roll", args=[m.case.pk]) + "?q=zhao&shown=here",
        "slips": lambda m: reverse("elections_desk:slips", args=[m.case.pk]),
        "public": lambda m: m.case.get_absolute_url(),
        "paper": lambda m: reverse("elections_desk:paper", args=[m.case.pk]),
    }  # fmt: skip
    for page, address in pages.items():
        client.get(address(found[SMALL]))
        counted = {many: asked(lambda m=one, a=address: client.get(a(m))) for many, one in found.items()}  # type: ignore[misc]  # bound at once
        assert counted[SMALL] == counted[LARGE] <= 45, (page, counted)
    for step in ("open_vote", "close_vote"):
        counted = {many: asked(lambda m=one, s=step: m.do(s)) for many, one in found.items()}  # type: ignore[misc]  # bound at once
        assert counted[SMALL] == counted[LARGE], (step, counted)


def test_a_sign_in_among_five_hundred(meeting: Make, world: World, client: Client) -> None:
    """A hundred lines on a page; who is looked for stands alone, and the page comes back as it was asked for."""
    found = roll(world, meeting, LARGE)
    client.force_login(world.county.account_of("runner"))
    address = reverse("elections_desk:roll", args=[found.case.pk])
    page = client.get(address)
    assert page.content.decode().count('<li id="v') == 100
    assert len(page.content) < 150_000
    assert "第 1 页，共 5 页" in page.content.decode()
    voter = found.case.voters.get(here=False)
    away = client.get(f"{address}?shown=away").content.decode()
    assert away.count('<li id="v') == 1
    answer = client.post(f"{address}?shown=away&q={voter.number}", {"voter": voter.pk, "go": "here"})
    assert answer["Location"] == f"{address}?shown=away&q={voter.number}#v{voter.pk}"
    assert policies.present(found.case) == LARGE
    assert "没有这样的人" in client.get(f"{address}?shown=away").content.decode()


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("王春秋", ["王春秋"]), (" 春 秋", ["王春秋"]), ("wcq", ["王春秋"]), ("WangChun", ["王春秋"]), ("chunqiu", []), ("3", ["冯长河"]),
     ("0", []), ("9" * 30, []), ("%", []), ("", None), ("秋", ["王春秋"])],
)  # fmt: skip
def test_somebody_is_found_by_name_sound_or_number(words: str, wanted: list[str] | None, meeting: Make) -> None:
    found = meeting().announce()
    seen = [one.name for one in queries.on_the_roll(found.case, words)]
    assert seen == (list(found.case.voters.values_list("name", flat=True)) if wanted is None else wanted)


def test_who_has_no_vote_is_not_waited_for(meeting: Make, world: World) -> None:
    """ELE-14: 还没到 are those who may still come."""
    found = meeting().announce()
    found.do("begin")
    actions.check_in(actor=world.who("runner"), voter=found.case.voters.get(name=NAMES[0]), here=True)
    away: list[Voter] = queries.on_the_roll(found.case, "", "away")
    assert {one.name for one in away} == set(NAMES[1:])
    assert [one.name for one in queries.on_the_roll(found.case, "", "here")] == [NAMES[0]]
