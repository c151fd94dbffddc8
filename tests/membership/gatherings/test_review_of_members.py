"""民主评议: 自评, 互评, 测评 in this order and none skipped (EDU-03)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from lianxin.kernel.decision import Refused
from lianxin.membership.gatherings import actions
from lianxin.membership.gatherings.models import Gathering, Review
from tests.factories import County
from tests.membership.gatherings.meetings import FULL, at, close, fresh, mark, row

pytestmark = pytest.mark.django_db
Make = Callable[..., Gathering]
HERE = FULL[:3]


@pytest.fixture
def one(branch: County, call: Make, clock: Any) -> Gathering:
    """Three are here, 王平安 and the probationary member are not."""
    made = call("member_review", title="年度民主评议")
    clock.move_to(at("2026-12-01 16:00"))
    return mark(branch, made, HERE)


def own(county: County, one: Gathering, names: tuple[str, ...] = HERE) -> None:
    for n, name in enumerate(names):
        actions.review_self(actor=county.actor(f"m{n}"), row=row(one, name), text=f"{name}自评")


def step(county: County, one: Gathering) -> Gathering:
    one = fresh(one)
    return actions.next_step(actor=county.actor("keeper"), gathering=one, revision=one.revision)


def others(county: County, one: Gathering, names: tuple[str, ...] = HERE) -> int:
    one = fresh(one)
    texts = {row(one, name).pk: f"对{name}的意见" for name in names}
    return actions.review_others(actor=county.actor("keeper"), gathering=one, texts=texts, revision=one.revision)


def figures(
    county: County, one: Gathering, counts: tuple[int, int, int, int] = (1, 2, 0, 0), names: tuple[str, ...] = HERE
) -> int:
    one = fresh(one)
    found = {row(one, name).pk: counts for name in names}
    return actions.review_figures(actor=county.actor("keeper"), gathering=one, figures=found, revision=one.revision)


def test_the_whole_way(branch: County, one: Gathering) -> None:
    own(branch, one)
    assert step(branch, one).steps_done == 1
    others(branch, one)
    assert step(branch, one).steps_done == 2
    figures(branch, one)
    assert step(branch, one).steps_done == 3
    assert close(branch, one).state == "closed"
    with pytest.raises(Refused, match="已归档"):
        step(branch, one)


@pytest.mark.parametrize("done", [0, 1, 2])
def test_edu_03_no_step_is_skipped_and_none_is_gone_back_to(done: int, branch: County, one: Gathering) -> None:
    acts = [own, others, figures]
    for n in range(done):
        acts[n](branch, one)
        step(branch, one)
    for n, act in enumerate(acts):
        if n != done:
            with pytest.raises(Refused) as caught:
                act(branch, one)
            assert caught.value.denied.rule == "EDU-03"
            assert ("已经结束" if n < done else "还不能做") in caught.value.denied.reason
    with pytest.raises(Refused, match="还没有做完") as unfinished:
        close(branch, one)
    assert unfinished.value.denied.rule == "EDU-03"


@pytest.mark.parametrize("done", [0, 1, 2])
def test_edu_03_a_step_ends_when_everybody_has_done_it(done: int, branch: County, one: Gathering) -> None:
    """One of three is missing: not yet. Who is not here is not waited for."""
    acts = [own, others, figures]
    for n in range(done):
        acts[n](branch, one)
        step(branch, one)
    acts[done](branch, one, names=HERE[:2])
    with pytest.raises(Refused, match="还缺 1 人：郑明亮"):
        step(branch, one)
    if done == 0:
        actions.review_self(actor=branch.actor("keeper"), row=row(one, "郑明亮"), text="代写")
    else:
        acts[done](branch, one)
    assert step(branch, one).steps_done == done + 1


@pytest.mark.parametrize(("counts", "good"), [((3, 0, 0, 0), True), ((1, 1, 1, 0), True), ((3, 1, 0, 0), False)])
def test_not_more_sheets_than_people(
    counts: tuple[int, int, int, int], good: bool, branch: County, one: Gathering
) -> None:
    own(branch, one)
    step(branch, one)
    others(branch, one)
    step(branch, one)
    if good:
        assert figures(branch, one, counts) == 3
    else:
        with pytest.raises(Refused, match="不能比到会的多"):
            figures(branch, one, counts)


def test_words_are_sealed_and_only_ones_own_are_read(branch: County, one: Gathering) -> None:
    own(branch, one)
    with connection.cursor() as cursor:
        cursor.execute("SELECT own_words FROM gatherings_review")
        assert "自评" not in "".join(line[0] for line in cursor.fetchall())
    client = Client()
    client.force_login(branch.account_of("m1"))
    text = client.get(f"/me/gatherings/{one.pk}/").text
    assert "吴春秋自评" in text
    assert "周禾苗自评" not in text


def test_own_words_in_the_browser(branch: County, one: Gathering) -> None:
    client = Client()
    client.force_login(branch.account_of("m0"))
    url = f"/me/gatherings/{one.pk}/review/"
    assert client.post(url, {"text": " "}).status_code == 422
    assert client.post(url, {"text": "按时参加学习。"}).status_code == 303
    assert client.post(url, {"text": "按时参加学习，群众工作做得少。"}).status_code == 303
    assert [r.own_words for r in Review.objects.all()] == ["按时参加学习，群众工作做得少。"]


def test_the_desk_walks_the_steps(branch: County, one: Gathering) -> None:
    client, url = Client(), f"/workbench/gatherings/{one.pk}/review/"
    client.force_login(branch.account_of("keeper"))
    keys = [row(one, name).pk for name in HERE]

    def post(to: str = "", **said: Any) -> int:
        return client.post(f"{url}{to}", {"revision": fresh(one).revision, **said}).status_code

    assert post(**{f"text-{k}": "自评" for k in keys}) == 303
    assert post("next/") == 303
    assert "把大家对每位同志的意见记下来" in client.get(url).text
    assert post(**{f"text-{k}": "肯干" for k in keys}) == 303
    assert post("next/") == 303
    wrong = client.post(url, {"revision": fresh(one).revision, f"good-{keys[0]}": "四"})
    assert (wrong.status_code, 'value="四"' in wrong.text) == (422, True)
    assert post(**{f"{g}-{k}": "1" for k in keys for g in ("good", "fit")}) == 303
    assert post("next/") == 303
    assert fresh(one).steps_done == 3
    assert "优秀 1，合格 1，基本合格 0，不合格 0" in client.get(url).text


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("keeper", 200),
        ("organiser", 200),
        ("watcher", 403),
        ("leader", 403),
        ("other_organiser", 404),
        ("m0", 403),
        ("", 302),
    ],
)
def test_the_steps_by_role(who: str, status: int, branch: County, one: Gathering) -> None:
    client = Client()
    if who:
        client.force_login(branch.account_of(who))
    assert client.get(f"/workbench/gatherings/{one.pk}/review/").status_code == status


def test_other_kinds_have_no_steps(branch: County, call: Make, clock: Any) -> None:
    made = call("life_meeting")
    clock.move_to(at("2026-12-01 16:00"))
    with pytest.raises(Refused, match="只有民主评议"):
        step(branch, made)
