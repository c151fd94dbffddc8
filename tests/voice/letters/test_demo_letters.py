"""The demonstration promises four hundred letters in every state that people meet."""

from __future__ import annotations

from lianxin.faces.site.management.commands.demo_load import Command
from lianxin.voice.letters.demo.play import _AGES, ENDS
from lianxin.voice.letters.demo.stories import STORIES


def test_every_end_has_its_story_and_they_are_four_hundred() -> None:
    assert set(ENDS) == set(STORIES)
    assert set(_AGES) <= set(ENDS)
    asked_for = Command().create_parser("lianxin", "demo_load").parse_args([])
    assert (asked_for.people, asked_for.letters) == (2000, 400)
    scale = asked_for.letters / sum(ENDS.values())
    assert abs(sum(max(1, round(count * scale)) for count in ENDS.values()) - asked_for.letters) <= 5
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
        assert ENDS[end] > 0, end
