"""The demonstration promises four hundred letters in every state that people meet."""

from __future__ import annotations

from collections import Counter

from lianxin.faces.site.management.commands.demo_load import Command
from lianxin.voice.letters.demo.play import _AGES, ENDS, FLOODS, LETTERS_OF_A_FLOOD, ends_of
from lianxin.voice.letters.demo.stories import STORIES


def test_every_end_has_its_story_and_they_are_four_hundred() -> None:
    assert set(ENDS) == set(STORIES)
    assert set(_AGES) <= set(ENDS)
    asked_for = Command().create_parser("lianxin", "demo_load").parse_args([])
    assert (asked_for.people, asked_for.letters) == (2000, 400)
    played = Counter(ends_of(asked_for.letters))
    assert played.total() + FLOODS * LETTERS_OF_A_FLOOD == asked_for.letters
    assert set(played) == set(ENDS)
    for end in (
        "overdue",
        "appealed",
        "upheld",
        "overturned",
        "redone",
        "merged",
        "withdrawn",
        "refused",
        "looked_again",
    ):
        assert played[end] > 0, end


def test_a_small_demonstration_still_has_every_end() -> None:
    least = len(ENDS) + FLOODS * LETTERS_OF_A_FLOOD
    for total in (0, least, least + 1, 100, 1234):
        assert len(ends_of(total)) + FLOODS * LETTERS_OF_A_FLOOD == max(total, least)
        assert set(ends_of(total)) == set(ENDS)
