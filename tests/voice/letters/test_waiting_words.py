"""待审文字 and 申请公开: counted with the other piles, on the first page of those who review."""

from __future__ import annotations

import desk_world
import pytest
from desk_world import World
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.kernel.actor import Actor
from lianxin.voice.letters import actions
from lianxin.voice.letters.due import due_items
from lianxin.voice.letters.models import Letter, Message, Rating
from lianxin.voice.letters.queries import worklist

pytestmark = pytest.mark.django_db
LIST = "/workbench/letters/"


@pytest.fixture
def world() -> World:
    return desk_world.build()


def author_of(letter: Letter) -> Actor:
    return Actor("citizen", holds=frozenset({f"letter:{letter.pk}"}))


def asked_again(world: World) -> Letter:
    letter = world.letter("replied", title="又追问了")
    return actions.ask_again(actor=author_of(letter), letter=letter, text="另一侧呢？")


def appealing(world: World) -> Letter:
    letter = world.letter("submitted", title="要求公开的")
    letter = actions.take_in(
        actor=world.actor("reviewer"),
        letter=letter,
        public=False,
        reason="privacy",
        text="写了邻居的门牌",
        revision=letter.revision,
    )
    return actions.appeal_private(actor=author_of(letter), letter=letter, text="愿意公开")


def piles(world: World, name: str) -> tuple[int | None, int | None]:
    found = worklist.counts(world.actor(name), timezone.now())
    return found.of("words"), found.of("publication")


def test_they_are_counted_for_reviewers_of_the_scope_only(world: World) -> None:
    asked_again(world)
    appealing(world)
    rated = world.letter("replied")
    actions.rate(actor=author_of(rated), letter=rated, level=5, solved=True)  # no words, nothing to review
    world.letter("callback")  # rated with words
    assert piles(world, "reviewer") == (2, 1)
    assert piles(world, "stranger") == (0, 0)
    for name in ("handler", "dispatcher", "leader"):
        assert piles(world, name) == (None, None), name


def test_the_count_is_the_length_of_the_list(world: World) -> None:
    for _ in range(2):
        asked_again(world)
    appealing(world)
    client = world.client("reviewer")
    for queue, count in (("words", 2), ("publication", 1)):
        page = client.get(f"{LIST}?queue={queue}")
        assert page.context["leaf"].total == count
        assert [n for label, url, on, n in page.context["chips"] if on] == [count]
        assert page.content.decode().count('class="work') - page.content.decode().count('class="worklist') >= count


def test_what_was_looked_at_waits_no_longer(world: World) -> None:
    letter, private = asked_again(world), appealing(world)
    rated = world.letter("callback")
    actions.review_message(actor=world.actor("reviewer"), message=Message.objects.get(letter=letter), public=True)
    rating = Rating.objects.get(letter=rated)
    how = {"public": False, "reason": "third_party", "text": "说到了别人家的事"}
    actions.review_rating(actor=world.actor("reviewer"), rating=rating, **how)
    actions.keep_private(actor=world.actor("reviewer2"), letter=private, text="涉及他人", revision=private.revision)
    assert piles(world, "reviewer") == (0, 0)
    assert due_items(world.actor("reviewer"), timezone.now()) == []


def test_appeals_and_withdrawn_letters_are_no_words_to_review(world: World) -> None:
    letter = world.letter("submitted")
    letter = actions.refuse(
        actor=world.actor("reviewer"), letter=letter, reason="unclear", text="没有地点", revision=letter.revision
    )
    actions.appeal(actor=author_of(letter), letter=letter, text="标题里有")
    gone, shown = asked_again(world), appealing(world)
    for x in (gone, shown):
        actions.withdraw(actor=author_of(x), letter=x)
    assert piles(world, "reviewer") == (0, 0)


def test_the_first_page_of_a_reviewer_has_them(world: World) -> None:
    letter, private = asked_again(world), appealing(world)
    home = world.client("reviewer2").get("/workbench/").content.decode()
    for part in ("?queue=words", "?queue=publication", letter.title, private.title, "留言人申请公开"):
        assert part in home, part
    other = world.client("handler").get("/workbench/").content.decode()
    assert "?queue=words" not in other
    assert "?queue=publication" not in other


def test_the_first_page_counts_once(world: World) -> None:
    """Account, appointments, what is to do, what waits for others, one count, notices."""
    world.letter("handling")
    for name in ("handler", "reviewer"):
        client = world.client(name)
        client.get("/workbench/")
        with CaptureQueriesContext(connection) as taken:
            assert client.get("/workbench/").status_code == 200
        assert sum("COUNT(CASE" in query["sql"] for query in taken) == 1
        # every other room pays for its own part of the page
        others = ("disclosure_", "portal_", "wagtailcore_", "channels_", "media_", "accounts_keeping", "gatherings_", "reports_",
                  "development_", "dossiers_", "transfer_", "upkeep_", "asking_", "helping_", "oversight_", "training_", "mobility_", "dues_", "speaking_", "interviews_", "improving_", "polls_", "consultations_", "essays_", "questions_", "contests_", "resources_")  # fmt: skip
        assert (
            sum(not any(name in query["sql"] for name in others) for query in taken) <= 7
        )  # with the portal's account
        assert len(taken) <= 27  # one statement for each room that brings work to a reviewer


@pytest.mark.parametrize("queue", ["words", "publication", "review", "all"])
def test_lists_of_a_reviewer_stay_at_six_statements(world: World, queue: str) -> None:
    for _ in range(2):
        asked_again(world)
        appealing(world)
    client = world.client("reviewer")
    client.get(f"{LIST}?queue={queue}")
    with CaptureQueriesContext(connection) as taken:
        assert client.get(f"{LIST}?queue={queue}").status_code == 200
    assert len(taken) <= 6
