"""R038: what an answer earns, and papers out of a seed, for every bank and every answer (Hypothesis)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.learning.contests.drawing import Candidate, Place, commitment, draw, seed_of
from lianxin.learning.contests.marks import mark, words
from lianxin.learning.questions.marking import earned, faults, share, taken
from lianxin.learning.questions.words import KINDS
from tests.learning.conftest import text

SEEDS = st.binary(min_size=32, max_size=32).map(bytes.hex)


@st.composite
def pools(draw_one: Any) -> list[Candidate]:
    """Some questions of each kind."""
    keys = draw_one(st.lists(st.integers(1, 10_000), unique=True, max_size=24))
    kinds = {"truth": (2, 0), "single": (4, 0), "multiple": (5, 0), "blank": (0, 2)}
    return [
        Candidate(pk, kind := draw_one(st.sampled_from(list(KINDS))), *kinds[kind], draw_one(st.booleans()))
        for pk in keys
    ]


@given(pools(), SEEDS, st.randoms())
def test_the_same_seed_gives_the_same_paper(pool: list[Candidate], seed: str, dice: Any) -> None:
    """However the database answers; as many of each kind as asked, none twice, every option once, what stays in order stays."""
    counts = {kind: sum(1 for c in pool if c.kind == kind) // 2 for kind in KINDS}
    paper = draw(seed, pool, counts)
    mixed = pool[:]
    dice.shuffle(mixed)
    assert draw(seed, mixed, counts) == paper
    assert commitment(seed, mixed) == commitment(seed, pool)
    known = {c.version: c for c in pool}
    assert {kind: sum(1 for p in paper if p.kind == kind) for kind in KINDS} == counts
    assert len({p.version for p in paper}) == len(paper)
    for place in paper:
        candidate = known[place.version]
        assert sorted(place.order) == list(range(candidate.options))
        if candidate.keep_order or candidate.kind == "truth":
            assert list(place.order) == sorted(place.order)
        assert Place.read(place.kept()) == place


@given(SEEDS, st.text("0123456789abcdef", min_size=32, max_size=32))
def test_papers_differ_by_their_ticket_alone(seed: str, ticket: str) -> None:
    assert seed_of(seed, ticket) == seed_of(seed, ticket) != seed_of(seed, ticket[::-1] + "x")
    assert commitment(seed, []) != commitment(seed_of(seed, ticket), [])


def test_every_question_comes_up_about_as_often() -> None:
    """No place of a pool is favoured: 2,000 papers of 3 out of 12, each about 500 times (six standard deviations)."""
    pool = [Candidate(pk, "single", 4) for pk in range(12)]
    seed = "5a" * 32
    seen = [place.version for n in range(2000) for place in draw(seed_of(seed, str(n)), pool, {"single": 3})]
    assert all(abs(seen.count(pk) - 500) < 6 * (2000 * 0.25 * 0.75) ** 0.5 for pk in range(12))


def test_a_pool_that_is_too_small_draws_nothing() -> None:
    with pytest.raises(ValueError, match="2 wanted, 1 there"):
        draw("00" * 32, [Candidate(1, "single", 4)], {"single": 2})


@given(st.sets(st.integers(0, 5), min_size=2), st.sets(st.integers(0, 5)))
def test_several_choices(key: set[int], said: set[int]) -> None:
    """One wrong one earns nothing; right ones earn their share; all earn everything."""
    part = share("multiple", sorted(key), sorted(said))
    assert part == (Fraction(len(said), len(key)) if said <= key else 0)
    assert (part == 1) == (said == key)
    assert 0 <= earned(7, part) <= 700


@pytest.mark.parametrize(
    ("written", "part"),
    [(["人民", "民主"], 1), (["人 民。", "ＡＢ"], Fraction(1, 2)), (["人民"], Fraction(1, 2)), (["", ""], 0), ([], 0), (["民主", "人民"], 0),
     (["群众", "民主"], 1), (["人民", "民主", "多的"], 1)],
)  # fmt: skip
def test_blanks(written: list[str], part: Fraction) -> None:
    """Each blank alike; spellings that sound alike are one; another accepted word is as good."""
    assert share("blank", [["人民", "群众"], ["民主"]], written) == part


@given(st.data())
def test_a_paper_earns_what_its_questions_earn(data: Any) -> None:
    """Struck ones count neither way; nobody earns more than the whole; marking again gives the same."""
    n = data.draw(st.integers(1, 12))
    paper = [Place(pk, "multiple", tuple(range(5)), 0) for pk in range(n)]
    sets = st.sets(st.integers(0, 4), min_size=1).map(sorted)
    keys = {pk: data.draw(sets) for pk in range(n)}
    said = {pk: data.draw(sets) for pk in range(n) if data.draw(st.booleans())}
    struck = data.draw(st.sets(st.integers(0, n - 1)))
    result = mark(paper, said, keys, {"multiple": 3}, struck)
    assert result == mark(paper, said, keys, {"multiple": 3}, struck)
    assert result.full == 300 * (n - len(struck))
    assert 0 <= result.cents <= result.full
    assert {at for at, cents in enumerate(result.each) if cents is None} == struck
    assert mark(paper, dict(keys), keys, {"multiple": 3}, struck).reaches(100), "all right passes any mark"


def test_points_as_people_write_them() -> None:
    assert [words(cents) for cents in (0, 800, 833, 850, 10_000)] == ["0", "8", "8.33", "8.5", "100"]


@pytest.mark.parametrize(
    ("kind", "said", "kept"),
    [("single", [1], [1]), ("single", [1, 2], None), ("single", [4], None), ("single", [True], None), ("single", "1", None),
     ("multiple", [3, 1, 3], [1, 3]), ("blank", [" 人民 "], ["人民"]), ("blank", ["a", "b"], None), ("blank", [1], None),
     ("blank", ["  "], []), ("single", [], [])],
)  # fmt: skip
def test_only_an_answer_is_kept(kind: str, said: Any, kept: Any) -> None:
    assert taken(kind, 0 if kind == "blank" else 4, 1, said) == kept


@pytest.mark.parametrize(
    ("more", "field"),
    [({"source": " "}, "source"), ({"explanation": ""}, "explanation"), ({"key": ()}, "key"), ({"key": (4,)}, "key"),
     ({"key": (0, 1)}, "key"), ({"options": ("甲", "甲")}, "options"), ({"options": ("甲",)}, "options"), ({"kind": "essay"}, "kind"),
     ({"kind": "multiple", "key": (1,)}, "key")],
)  # fmt: skip
def test_a_question_without_a_source_or_a_key_is_none(more: dict[str, Any], field: str) -> None:
    """LX-220: 出处 and 解析 are no decoration."""
    assert field in [name for name, _ in faults(text(**more))]
    assert not faults(text())


def test_blanks_of_the_stem_and_of_the_key_are_as_many() -> None:
    assert [name for name, _ in faults(text("blank", stem="____和____"))] == ["stem"]
