"""R038 in the house: an organisation that moves or merges while a contest runs, two persons that are one, the forms of the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from lianxin.foundation.accounts import joining as accounts
from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.organisations.succession import left_at
from lianxin.foundation.search.models import SearchDocument
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.learning.contests import actions, policies, queries
from lianxin.learning.contests.export import own
from lianxin.learning.contests.models import Contest, Entry, Objection, Round
from tests.learning.conftest import CLOSES, OPENS, OVER, RUNNING, World, again, at, first, fresh, perfect, round_of

In = Callable[..., Contest]
DESK = "/workbench/contests/"
#: a round as the form sends it
ROUND = {
    "opens_at": f"{OPENS:%Y-%m-%dT%H:%M}", "closes_at": f"{CLOSES:%Y-%m-%dT%H:%M}", "minutes": "20", "attempts": "1", "pass_mark": "60",
    "n_truth": "1", "p_truth": "10", "n_single": "2", "p_single": "20", "title": "初赛", "topics": "党章",
}  # fmt: skip


def test_a_merger_takes_a_running_contest_along(world: World, contest_in: In) -> None:
    """Whoever sits goes on with the same paper, the members of the successor may begin, the search finds it there."""
    branch, other = world.branch, world.county.organisations["QS01-B2"]
    inside = contest_in(office=branch, audience="branch", key="inside")
    open_ = contest_in(office=branch, audience="public", key="open")
    with at(RUNNING):
        attempt = actions.start(actor=world.who("m0"), round_=first(inside))
        assert any("2 次没有结束的知识竞赛" in str(part) for part in left_at(branch))
        assert queries.one(world.who("far"), inside.pk) is None
        organisations.merge(actor=SYSTEM, organisation=branch, into=other, on=RUNNING.date(), basis="镇党委决定")
        assert {fresh(one).org_path for one in (inside, open_)} == {other.path}
        assert SearchDocument.objects.get(kind="contests", object_id=open_.pk).org_path == other.path
        actions.keep(actor=world.who("m0"), attempt=attempt.pk, sent=perfect(attempt))
        assert actions.start(actor=world.who("far"), round_=first(inside))
    with at(OVER):
        assert actions.mark_due() == 2
        assert again(attempt).passed
        assert policies.sees_result(world.who("m0"), again(attempt))


def test_a_branch_that_moves_away_finishes_what_it_began(world: World, contest_in: In) -> None:
    """The town's contest is no longer meant for them, but a paper that was begun is answered, handed in and read."""
    towns, own_ = contest_in(key="town"), contest_in(office=world.branch, audience="branch", key="own")
    with at(RUNNING):
        attempt = actions.start(actor=world.who("m0"), round_=first(towns))
        organisations.move(
            actor=SYSTEM, organisation=world.branch, parent=world.county.organisations["QS02"], on=RUNNING.date()
        )
        assert queries.at_desk(world.who("beside")).filter(pk=own_.pk).exists()
        assert not queries.at_desk(world.who("planner")).filter(pk=own_.pk).exists()
        with pytest.raises(Refused) as caught:
            actions.start(actor=world.who("m1"), round_=first(towns))
        assert caught.value.denied.code == "not_meant"
        assert actions.start(actor=world.who("m0"), round_=first(towns)).pk == attempt.pk
        actions.hand_in(actor=world.who("m0"), attempt=attempt, sent=perfect(attempt))
        assert actions.start(actor=world.who("m1"), round_=first(own_))
    with at(OVER):
        actions.mark_due()
        assert world.browser("m0").get(f"/contests/result/{attempt.pk}/").status_code == 200


def test_two_persons_that_are_one_keep_both_papers(world: World, contest_in: In) -> None:
    """Both results are read by who stays; they count once; taken apart, each has their own again (R021)."""
    contest = contest_in(audience="public", list_passed=True)
    gone, kept = world.person("neighbour"), world.person("author")
    papers = {}
    with at(RUNNING):
        for word in ("neighbour", "author"):
            papers[word] = actions.start(actor=world.who(word), round_=first(contest))
            actions.hand_in(actor=world.who(word), attempt=papers[word], sent=perfect(papers[word]))
            actions.name_me(actor=world.who(word), contest=contest, named=True)
    with at(OVER):
        actions.mark_due()
        version = papers["author"].places[0].version
        for word in papers:
            if version in {place.version for place in papers[word].places}:
                actions.object_to(actor=world.who(word), attempt=again(papers[word]), version=version, text="不清楚")
        said = Objection.objects.count()
        made = accounts.join(actor=SYSTEM, gone=gone, kept=kept, reason="电话问过")
        mine = queries.own_attempts(world.who("author"), contest)
        assert [(one.pk, one.number) for one in mine] == [(papers["author"].pk, 1), (papers["neighbour"].pk, 2)]
        assert all(policies.sees_result(world.who("author"), again(paper)) for paper in papers.values())
        assert queries.participation(contest).total == 1
        assert queries.passed(first(contest)) == [kept.nickname]
        assert len(own(kept.pk)["我的答卷"]) == 2
        assert Objection.objects.count() == said
        accounts.part(actor=SYSTEM, made=made, reason="弄错了")
        for word, paper in papers.items():
            (one,) = queries.own_attempts(world.who(word), contest)
            assert (one.pk, one.number) == (paper.pk, 1)
        assert queries.participation(contest).total == Entry.objects.filter(contest=contest).count() == 2


def test_rounds_follow_one_another_however_they_are_changed(world: World, contest_in: In) -> None:
    """LX-221: a changed round does not run into the next, and the one that is first asks for no round before it."""
    later = round_of(opens_at=CLOSES + timedelta(days=1), closes_at=CLOSES + timedelta(days=3), after_pass=True)
    case, planner = contest_in("draft", rounds=[round_of(), later]), world.who("planner")
    with pytest.raises(Refused) as caught:
        actions.put_round(
            actor=planner,
            contest=case,
            plan=round_of(closes_at=CLOSES + timedelta(days=2)),
            revision=case.revision,
            number=1,
        )
    assert (caught.value.denied.field, caught.value.denied.code) == ("closes_at", "times")
    actions.take_round_out(actor=planner, contest=case, number=1, revision=case.revision)
    left = Round.objects.get(contest=case)
    assert (left.number, left.after_pass) == (1, False)
    assert fresh(case).opens_at == left.opens_at
    with pytest.raises(Refused) as gone:
        actions.take_round_out(actor=planner, contest=fresh(case), number=2, revision=fresh(case).revision)
    assert gone.value.denied.code == "out_of_scope"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"opens_at": "明天上午"}, "看不懂"), ({"closes_at": ""}, "请填写“什么时候截止”"), ({"minutes": "0"}, "不能小于 1"),
     ({"minutes": "半小时"}, "要填整数"), ({"n_single": "三"}, "“单选题几道”要填整数"), ({"p_truth": "0"}, "判断题有题，每题至少 1 分"),
     ({"n_single": "200"}, "最多 120 题"), ({"title": "长" * 61}, "最多 60 个字"), ({"closes_at": "2025-01-01T09:00"}, "截止时间要晚于")],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)  # fmt: skip
def test_a_round_typed_wrong_comes_back_whole(world: World, contest_in: In, wrong: dict[str, str], says: str) -> None:
    """The field is named and marked, everything else stands as it was typed, and nothing was written."""
    case = contest_in("draft")
    reply = world.browser("planner").post(f"{DESK}{case.pk}/rounds/new/", ROUND | wrong | {"revision": case.revision})
    form, (field,) = reply.context["form"], wrong
    assert reply.status_code == 422
    assert list(form.errors) == [field]
    assert says in form.errors[field][0]
    assert all(form[name].value() == value for name, value in (ROUND | wrong).items())
    assert f'href="#id_{field}"' in reply.content.decode()
    assert Round.objects.filter(contest=case).count() == 1


@pytest.mark.parametrize(
    ("address", "sent", "field"),
    [("new/", {"intro": "先看党章"}, "title"), ("new/", {"title": "长" * 61, "intro": "先看党章"}, "title"),
     ("new/", {"title": "竞赛", "audience": "world", "intro": "先看党章"}, "audience"), ("{pk}/do/cancel/", {"reason": " "}, "reason"),
     ("{pk}/do/cancel/", {"reason": "长" * 501}, "reason"), ("{pk}/do/submit/", {"revision": "0"}, "__all__")],
)  # fmt: skip
def test_a_contest_typed_wrong_comes_back_whole(
    world: World, contest_in: In, address: str, sent: dict[str, str], field: str
) -> None:
    case = contest_in("draft")
    who = "planner" if field != "reason" else "second"
    more: dict[str, Any] = (
        {"organisation": world.town.pk, "key": "form", "audience": "members"} if address == "new/" else {}
    )
    reply = world.browser(who).post(f"{DESK}{address.format(pk=case.pk)}", more | {"revision": case.revision} | sent)
    assert reply.status_code == 422
    assert list(reply.context["form"].errors) == [field]
    assert all(reply.context["form"][name].value() == value for name, value in sent.items())
    assert fresh(case).state == "draft"
    assert Contest.objects.unscoped("test").count() == 1


def test_a_plan_sent_twice_is_one_contest(world: World) -> None:
    sent = {"organisation": world.town.pk, "key": "form", "audience": "members", "title": "党章竞赛", "practice": "on"}
    browser = world.browser("planner")
    one, two = (browser.post(f"{DESK}new/", sent) for _ in range(2))
    assert one.headers["Location"] == two.headers["Location"]
    assert Contest.objects.unscoped("test").count() == 1
