"""What is looked after each minute: answers go back, ended matters are forgotten, withdrawn things are taken back."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from lianxin.foundation.jobs import periodic
from lianxin.kernel.actor import SYSTEM
from lianxin.publicity.channels import actions, queries, sources
from lianxin.voice.letters.queries import outward

from .letters import ANSWER, KIND

#: how long a refused letter may still be appealed by its sender, and a text that is out is looked after
QUIET = timedelta(days=30)
ENDED = ("solved", "closed", "merged", "withdrawn")


@periodic("outward.answers", "* * * * *")
def answers() -> None:
    """Send signed answers back to where the question came from, and forget the senders of ended matters (C02)."""
    talks = queries.open_talks()
    letters = {int(t.removeprefix(f"{KIND}:")): at for t, at in talks.items() if t.startswith(f"{KIND}:")}
    if not letters:
        return
    for found in outward.answers_to(letters):
        talk = queries.talk_of(f"{KIND}:{found.letter_pk}")
        text = sources.now(f"{ANSWER}:{found.pk}")
        if talk and text and not queries.has_key(text.key):
            actions.answer(actor=SYSTEM, talk=talk, text=text)
    states, quiet = outward.states(letters), timezone.now() - QUIET
    for pk, heard in letters.items():
        state = states.get(pk, "withdrawn")
        over = state in ENDED or (state == "refused" and heard < quiet)
        if over and not queries.is_waiting(f"{KIND}:{pk}"):
            actions.end(f"{KIND}:{pk}")


@periodic("outward.follow", "*/5 * * * *")
def follow() -> None:
    """Things that were taken down without a word to us: what is out is taken back, what waits is stopped (M01)."""
    for thing in queries.watched(timezone.now() - QUIET):
        if sources.is_known(thing) and sources.now(thing) is None:
            actions.taken_down(thing)
