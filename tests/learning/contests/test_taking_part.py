"""R038: one paper however many windows, answers that stay, the clock of the server, a result for the person alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lianxin.foundation.notices.models import Notice
from lianxin.kernel.decision import Refused
from lianxin.learning.contests import actions, policies, pools, queries
from lianxin.learning.contests.due import provide
from lianxin.learning.contests.models import Attempt, Contest, Entry, Objection
from lianxin.learning.questions.models import BankQuestion, Version
from tests.learning.conftest import (
    CLOSES,
    OPENS,
    OVER,
    POINTS,
    RUNNING,
    SECRET,
    World,
    again,
    at,
    first,
    fresh,
    perfect,
    round_of,
)

In = Callable[..., Contest]


def refused(call: Any) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.denied.code


def test_two_windows_are_one_attempt(world: World, contest_in: In) -> None:
    """A reload and a second window get the same paper; when it is handed in there is no second one."""
    found = first(contest_in())
    member = world.who("m0")
    with at(RUNNING):
        one = actions.start(actor=member, round_=found)
        two = actions.start(actor=member, round_=found)
        assert one.pk == two.pk
        assert one.paper == two.paper
        actions.hand_in(actor=member, attempt=one, sent=perfect(one))
        kept = again(one)
        actions.hand_in(actor=member, attempt=two, sent={0: ([1], 0)})
        assert again(one).said == kept.said, "the second window changes nothing"
        assert refused(lambda: actions.keep(actor=member, attempt=one.pk, sent={0: ([1], 0)})) == "sent"
        assert refused(lambda: actions.start(actor=member, round_=found)) == "used"


def test_of_two_answers_the_one_chosen_later_stays(world: World, contest_in: In) -> None:
    """What waited on a device without network does not overwrite what was chosen after it elsewhere."""
    found, member = first(contest_in()), world.who("m0")
    with at(RUNNING):
        attempt = actions.start(actor=member, round_=found)
    place = next(n for n, p in enumerate(attempt.places) if p.kind == "single")
    with at(RUNNING + timedelta(minutes=5)):
        actions.keep(actor=member, attempt=attempt.pk, sent={place: ([2], 1000)})
        actions.keep(actor=member, attempt=attempt.pk, sent={place: ([3], 200_000)})
        assert again(attempt).said[place] == [2]
        actions.keep(actor=member, attempt=attempt.pk, sent={place: ([], 0)})
        assert again(attempt).said[place] == [], "taking an answer back is an answer"


def test_the_clock_is_the_servers(world: World, contest_in: In) -> None:
    """LX-222, LX-223: within the grace an answer is kept, a second later it is refused with a plain word; twice the time for
    whoever asks; never after the round."""
    found = first(contest_in())
    with at(RUNNING):
        attempt, longer = (actions.start(actor=world.who(w), round_=found, longer=w == "m1") for w in ("m0", "m1"))
    assert attempt.ends_at == RUNNING + timedelta(minutes=20)
    assert longer.ends_at == RUNNING + timedelta(minutes=40)
    send = lambda: actions.keep(actor=world.who("m0"), attempt=attempt.pk, sent={0: ([0], 0)})  # noqa: E731 - one call, twice
    with at(attempt.ends_at + timedelta(seconds=59)):
        assert send().places == (0,)
    with at(attempt.ends_at + timedelta(seconds=61)):
        with pytest.raises(Refused) as caught:
            send()
        assert caught.value.denied.rule == "LX-222"
        assert "没有记下" in caught.value.denied.reason
        sent = actions.hand_in(actor=world.who("m0"), attempt=attempt, sent={1: ([0], 0)})
        assert set(sent.said) == {0}, "what was kept in time counts, what came late does not"
    with at(CLOSES - timedelta(minutes=5)):
        assert actions.start(actor=world.who("m2"), round_=found).ends_at == CLOSES


@pytest.mark.parametrize(
    ("word", "when", "code"),
    [("m0", OPENS - timedelta(minutes=1), "early"), ("m0", CLOSES, "late"), ("neighbour", RUNNING, "not_meant"),
     ("anonymous", RUNNING, "nobody")],
)  # fmt: skip
def test_who_may_not_begin(world: World, contest_in: In, word: str, when: Any, code: str) -> None:
    found = first(contest_in())
    with at(when):
        assert refused(lambda: actions.start(actor=world.who(word), round_=found)) == code


def test_who_reads_the_keys_earns_nothing(world: World, contest_in: In) -> None:
    """Somebody at the desk of the bank sees the answers: they practise, but take no counted paper."""
    contest = contest_in(audience="public")
    with at(RUNNING):
        assert refused(lambda: actions.start(actor=world.who("writer"), round_=first(contest))) == "knows"
        assert actions.start(actor=world.who("low"), round_=first(contest)), (
            "a duty below does not read the bank of the town"
        )


def test_the_next_round_is_for_those_who_came_through(world: World, contest_in: In) -> None:
    second = round_of(opens_at=CLOSES + timedelta(days=1), closes_at=CLOSES + timedelta(days=3), after_pass=True)
    contest = contest_in(rounds=[round_of(), second])
    with at(RUNNING):
        good, bad = (actions.start(actor=world.who(w), round_=first(contest)) for w in ("m0", "m1"))
        actions.hand_in(actor=world.who("m0"), attempt=good, sent=perfect(good))
        actions.hand_in(actor=world.who("m1"), attempt=bad, sent={})
    with at(CLOSES + timedelta(days=1, hours=1)):
        actions.mark_due()
        assert actions.start(actor=world.who("m0"), round_=first(contest, 2))
        assert refused(lambda: actions.start(actor=world.who("m1"), round_=first(contest, 2))) == "before"


def test_marked_when_it_is_over_and_never_before(world: World, contest_in: In) -> None:
    """Nobody, not the person either, is told a mark while the round runs; afterwards each is told once."""
    found, member = first(contest_in()), world.who("m0")
    with at(RUNNING):
        attempt = actions.start(actor=member, round_=found)
        actions.hand_in(actor=member, attempt=attempt, sent=perfect(attempt))
        assert actions.mark_due() == 0
        assert actions.mark_round(actor=world.who("system"), round_=found) == 0
        assert not again(attempt).result
    with at(CLOSES + timedelta(seconds=60)):
        assert actions.mark_due() == 0, "an answer may still be on its way"
    with at(OVER):
        assert actions.mark_due() == 1
        assert actions.mark_due() == 0
        shown = again(attempt)
        assert shown.passed
        assert shown.marked is not None
        assert (shown.marked.cents, shown.marked.full) == (10_000, 10_000)
        assert policies.sees_result(member, shown)
        assert not policies.sees_result(world.who("m1"), shown)
        assert not policies.sees_result(world.who("releaser"), shown)
        assert Notice.objects.filter(code="contest.marked").count() == 1


def test_every_paper_can_be_drawn_again(world: World, contest_in: In) -> None:
    """The check value was shown before anybody began; the seed that is shown afterwards gives it, and gives every paper."""
    from lianxin.learning.contests.drawing import commitment

    contest = contest_in()
    found = first(contest)
    assert str(found.seed) not in json.dumps(list(type(found).objects.filter(pk=found.pk).values()), default=str)
    assert commitment(str(found.seed), pools.candidates(found)) == found.commitment
    with at(RUNNING):
        papers = [actions.start(actor=world.who(f"m{n}"), round_=found) for n in range(4)]
    assert all(pools.drawn_again(again(paper)) for paper in papers)
    assert len({json.dumps(paper.paper) for paper in papers}) > 1, "each gets their own"
    tampered = again(papers[0])
    tampered.paper = tampered.paper[::-1]
    assert not pools.drawn_again(tampered)


def test_names_stand_in_the_list_only_by_their_own_will(world: World, contest_in: In) -> None:
    """LX-224: by pinyin, without a number; taken back with one press; none where it was not said beforehand."""
    contest = contest_in(list_passed=True)
    found = first(contest)
    with at(RUNNING):
        for word in ("m0", "m1", "m2"):
            attempt = actions.start(actor=world.who(word), round_=found)
            actions.hand_in(actor=world.who(word), attempt=attempt, sent=perfect(attempt))
        for word in ("m0", "m1"):
            actions.name_me(actor=world.who(word), contest=contest, named=True)
        assert queries.passed(first(contest)) == [], "before the end nobody learns who passed"
    with at(OVER):
        actions.mark_due()
        assert queries.passed(first(contest)) == ["吴春秋", "周禾苗"]
        actions.name_me(actor=world.who("m1"), contest=contest, named=False)
        assert queries.passed(first(contest)) == ["周禾苗"]
    quiet = contest_in(key="quiet")
    Entry.objects.create(contest=quiet, person=world.person("m0"))
    assert refused(lambda: actions.name_me(actor=world.who("m0"), contest=quiet, named=True)) == "no_list"


def test_the_desk_learns_what_to_study_again_and_of_nobody(world: World, contest_in: In) -> None:
    """LX-224: questions that few answered right, of enough papers, once the round is marked; never who it was."""
    contest = contest_in(rounds=[round_of(counts={"truth": 3}, minutes=20)])
    papers = sat(world, contest, "m0", "m1", "m2", "m3")
    with at(OVER):
        assert queries.hard(contest) == [], "four papers are too few"
    with at(RUNNING):
        fifth = actions.start(actor=world.who("m4"), round_=first(contest))
        actions.hand_in(actor=world.who("m4"), attempt=fifth, sent={n: said for n, said in perfect(fifth).items() if n})
    with at(OVER):
        actions.mark_round(actor=world.who("system"), round_=first(contest))
        wrong = fifth.places[0].version
        found = {row.version_id: (row.asked, row.right) for row in queries.hard(contest)}
        assert found == {place.version: (5, 1 if place.version == wrong else 2) for place in papers[0].places}
        assert queries.hard(contest)[0].version_id == wrong
        page = world.browser("releaser").get(f"/workbench/contests/{contest.pk}/").content.decode()
        assert "5 份里答对 1 份" in page
        assert not [word for word in ("周禾苗", "陈玉莲", SECRET) if word in page]


def test_few_participants_are_not_told_apart(world: World, contest_in: In) -> None:
    """LX-224: fewer than five of a branch stand only in the total."""
    contest = contest_in()
    with at(RUNNING):
        for word in ("m0", "m1", "m2", "m3", "far"):
            actions.start(actor=world.who(word), round_=first(contest))
        told = queries.participation(contest)
        assert (told.total, list(told.rows)) == (5, [])
        actions.start(actor=world.who("m4"), round_=first(contest))
        assert list(queries.participation(contest).rows) == [("新桥村支部", 5)]


def sat(world: World, contest: Contest, *words: str) -> list[Attempt]:
    """Papers that were handed in and marked, the first one perfect, the others empty."""
    with at(RUNNING):
        papers = [actions.start(actor=world.who(word), round_=first(contest)) for word in words]
        for word, paper in zip(words, papers, strict=True):
            actions.hand_in(actor=world.who(word), attempt=paper, sent={} if paper is not papers[0] else perfect(paper))
    with at(OVER):
        actions.mark_due()
    return [again(paper) for paper in papers]


def test_who_may_say_that_a_question_is_wrong(world: World, contest_in: In) -> None:
    """LX-225: about one's own paper, once, after the round and within the days."""
    contest = contest_in()
    mine, other = sat(world, contest, "m0", "m1")
    version = mine.places[0].version
    say = lambda paper, words="答案不对", **more: actions.object_to(  # noqa: E731 - one call, many ways
        actor=world.who("m0"), attempt=paper, version=more.get("version", version), text=words
    )
    with at(CLOSES):
        assert refused(lambda: say(mine)) == "out_of_scope"
    with at(OVER):
        assert refused(lambda: say(other)) == "out_of_scope"
        assert refused(lambda: say(mine, version=999_999)) == "out_of_scope"
        assert refused(lambda: say(mine, " ")) == "empty"
        assert refused(lambda: say(mine, "长" * 501)) == "too_long"
        say(mine)
        assert refused(lambda: say(mine)) == "twice"
    with at(CLOSES + timedelta(days=7)):
        assert refused(lambda: say(mine, version=mine.places[1].version)) == "late"


def test_found_wrong_it_is_struck_for_everybody(world: World, contest_in: In) -> None:
    """LX-225: found by another than who wrote it; all are marked again and told; the bank gets it back."""
    contest = contest_in()
    mine, _ = sat(world, contest, "m0", "m1")
    place = mine.places[0]
    with at(OVER):
        said = actions.object_to(actor=world.who("m0"), attempt=mine, version=place.version, text="答案不对")
        Version.objects.filter(pk=place.version).update(by=world.person("releaser"))
        said = Objection.objects.select_related("pooled__version__question", "pooled__round__contest").get(pk=said.pk)
        work = lambda: [item.title for item in provide(world.who("second"), OVER).items]  # noqa: E731 - asked before and after
        assert work() == ["1 人说题目有误，等认定"]
        decide = lambda word: actions.decide(actor=world.who(word), objection=said, upheld=True, answer="选项写错了")  # noqa: E731
        assert refused(lambda: decide("releaser")) == "own_work"
        assert refused(lambda: decide("m1")) == "out_of_scope"
        decide("second")
        assert refused(lambda: decide("second")) == "twice"
        assert work() == []
        marked = again(mine).marked
        assert marked is not None
        assert marked.each[0] is None
        assert marked.cents == marked.full == 10_000 - 100 * POINTS[place.kind]
        assert BankQuestion.objects.unscoped("test").get(latest=place.version).state == "draft"
        told = set(Notice.objects.filter(code="contest.strike").values_list("person_id", flat=True))
        assert told == {world.person("m0").pk, world.person("m1").pk}
        assert "剔除" in " ".join(fresh(contest).steps.values_list("public_label", flat=True))


def test_not_released_by_who_drew_it_up_and_not_without_questions(world: World, contest_in: In) -> None:
    """M04; a round that the bank cannot fill is refused before anybody begins."""
    case = contest_in("waiting", key="mine")
    assert [item.title for item in provide(world.who("releaser"), RUNNING).items] == ["等您放行"]
    assert not provide(world.who("planner"), RUNNING).items
    world.county.add("both", "secretary", "QS01")
    Contest.objects.unscoped("test").filter(pk=case.pk).update(author=world.person("both"))
    assert (
        refused(lambda: actions.release(actor=world.who("both"), contest=fresh(case), revision=case.revision))
        == "own_work"
    )
    big = contest_in("waiting", key="big", rounds=[round_of(counts={"single": 4}, minutes=20)])
    assert (
        refused(lambda: actions.release(actor=world.who("releaser"), contest=big, revision=big.revision)) == "too_few"
    )


@pytest.mark.parametrize(
    ("more", "field"),
    [({"minutes": 9}, "minutes"), ({"counts": {"single": 30}, "minutes": 29}, "minutes"), ({"counts": {}}, "n_single"),
     ({"points": {"truth": 5}}, "p_single"), ({"pass_mark": 101}, "pass_mark"), ({"closes_at": OPENS}, "closes_at"),
     ({"after_pass": True}, "after_pass"), ({"attempts": 11}, "attempts")],
)  # fmt: skip
def test_a_round_that_cannot_be_held_is_refused_at_its_field(
    world: World, contest_in: In, more: dict[str, Any], field: str
) -> None:
    """LX-221."""
    with pytest.raises(Refused) as caught:
        contest_in("draft", rounds=[round_of(**more)])
    assert caught.value.denied.field == field


def test_what_is_cancelled_counts_for_nobody(world: World, contest_in: In) -> None:
    contest = contest_in()
    with at(RUNNING):
        attempt = actions.start(actor=world.who("m0"), round_=first(contest))
        case = fresh(contest)
        actions.cancel(actor=world.who("releaser"), contest=case, reason="题出得太难", revision=case.revision)
        assert (
            refused(lambda: actions.keep(actor=world.who("m0"), attempt=attempt.pk, sent={0: ([0], 0)})) == "cancelled"
        )
    with at(OVER):
        assert actions.mark_due() == 0
        assert Attempt.objects.filter(passed__isnull=False).count() == 0
