"""V02, P05: a poll is found by those who may read it, by the condition of its page, and by nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from lianxin.democracy.polls.models import Poll
from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.search.inside import search_inside
from lianxin.foundation.search.models import SearchDocument
from lianxin.kernel.actor import SYSTEM
from tests.democracy.polls.conftest import World, fresh

pytestmark = pytest.mark.django_db
PollIn = Callable[..., Poll]
READERS = ("anonymous", "neighbour", "far", "beside", "m0", "drawer", "above")
ASKED = "活动室周末"


def finders(world: World, poll: Poll) -> set[str]:
    """Whose page of the search leads to it; the JSON, the same for everybody, never does."""
    found = set()
    for word in READERS:
        browser, url = world.browser(word), f"/polls/{poll.pk}/"
        if url in browser.get("/search/", {"q": ASKED}).text:
            found.add(word)
        assert search_inside(world.who(word), ASKED, kinds=["polls"]).total == (word in found), word
        assert url not in browser.get("/search.json", {"q": ASKED}).text, word
        assert (browser.get(url).status_code == 200) is (word in found), word
    return found


def test_those_who_may_read_it_find_it(world: World, poll_in: PollIn) -> None:
    """A member inside, the desk and those above; a stranger, a member of another branch and its secretary do not."""
    assert finders(world, poll_in("open")) == {"m0", "drawer", "above"}


@pytest.mark.parametrize("phase", ["draft", "waiting", "cancelled"])
def test_what_is_not_shown_is_not_found(phase: str, world: World, poll_in: PollIn) -> None:
    """M01, M06: not before its release, and not a moment after it was cancelled."""
    poll_in(phase)
    assert not SearchDocument.objects.filter(kind="polls").exists()
    assert search_inside(world.who("m0"), ASKED, kinds=["polls"]).total == 0


def test_after_a_merger_the_successors_find_it(world: World, poll_in: PollIn) -> None:
    poll = poll_in("shown")
    into = world.county.organisations["QS01-B2"]
    organisations.merge(actor=SYSTEM, organisation=world.branch, into=into, on=timezone.localdate())
    assert SearchDocument.objects.get(kind="polls").org_path == fresh(poll).org_path == into.path
