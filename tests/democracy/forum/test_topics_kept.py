"""R112, R161, M02-M04, F01, LX-132: proposed and answered, prepared and released by two, kept, summed up, followed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from lianxin.democracy.forum import actions, policies
from lianxin.democracy.forum.export import own
from lianxin.democracy.forum.models import Topic
from lianxin.democracy.forum.words import REASONS
from lianxin.democracy.speaking import actions as speaking
from lianxin.foundation.accounts.models import Keeping, Person
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.organisations.succession import left_at
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Refused
from tests.democracy.forum.conftest import FOLLOWS, HEARD, TEXT, TITLE, after_end, fresh
from tests.factories import County

pytestmark = pytest.mark.django_db
Who, Browser, Make, Write = (
    Callable[[str], Actor],
    Callable[[str], Client],
    Callable[..., Topic],
    Callable[..., actions.Words],
)


def told(code: str) -> set[int]:
    return set(Notice.objects.filter(code=code).values_list("person_id", flat=True))


def _summed_up(browser: Browser, one: Topic) -> None:
    """Closed by the clock, written by the keeper, seen by nobody until the deputy released it."""
    with time_machine.travel(after_end(fresh(one)), tick=False):
        actions.close_due()
        desk, deputy = browser("secretary_here"), browser("deputy_here")
        page = desk.get(f"/workbench/forum/{one.pk}/summarise/")
        assert page.status_code == 200
        said = {"heard": HEARD, "follows": FOLLOWS, "follow_url": "/disclosure/", "revision": fresh(one).revision}
        assert (
            desk.post(f"/workbench/forum/{one.pk}/summarise/", {**said, "follow_url": "//evil.example"}).status_code
            == 422
        )
        assert desk.post(f"/workbench/forum/{one.pk}/summarise/", said).status_code == 303
        assert HEARD not in browser("same").get(f"/forum/{one.pk}/").text
        assert desk.post(f"/workbench/forum/{one.pk}/release_summary/", {"revision": 4}).status_code == 422, "M04"
        assert (
            deputy.post(f"/workbench/forum/{one.pk}/release_summary/", {"revision": fresh(one).revision}).status_code
            == 303
        )


def test_from_a_proposal_to_the_summary_in_the_browser(browser: Browser, cast: County, who: Who) -> None:
    """R037, R112: a member proposes, the secretary takes it up, the deputy releases; it closes, is summed up, people are told."""
    form = {
        "organisation": cast.organisations["QS01-B1"].pk,
        "title": TITLE,
        "why": TEXT,
        "audience": "branch",
        "key": "p1",
    }
    author, desk, deputy = browser("author"), browser("secretary_here"), browser("deputy_here")
    assert {author.post("/forum/new/", form).status_code for _ in range(2)} == {303}
    one = Topic.objects.unscoped("test").get()
    assert "有人提议一个话题" in desk.get("/workbench/").text
    now = timezone.localtime()
    words: dict[str, Any] = {
        "title": TITLE, "question": "怎么办？", "background": TEXT, "audience": "branch", "link": "/disclosure/", "key": "x",
        "opens_at": f"{now:%Y-%m-%dT%H:%M}", "closes_at": f"{now + timedelta(days=5):%Y-%m-%dT%H:%M}",
        "keeper": who("secretary_here").person_id, "deputy": who("deputy_here").person_id, "revision": one.revision,
    }  # fmt: skip
    assert desk.post(f"/workbench/forum/{one.pk}/take_up/", {**words, "deputy": words["keeper"]}).status_code == 422
    assert desk.post(f"/workbench/forum/{one.pk}/take_up/", words).status_code == 303
    assert desk.post(f"/workbench/forum/{one.pk}/release/", {"revision": 1}).status_code == 422, "M04"
    assert deputy.post(f"/workbench/forum/{one.pk}/release/", {"revision": 1}).status_code == 303
    assert who("same").person_id in told("topic.opened"), "the branch hears of its own topic"
    assert told("topic.release") == {who("author").person_id}
    assert browser("same").post(f"/forum/{one.pk}/follow/").status_code == 303
    _summed_up(browser, one)
    assert HEARD in browser("same").get(f"/forum/{one.pk}/").text
    assert told("topic.summed") == {who("same").person_id}


def test_not_taken_up_has_a_reason_and_one_appeal(topic: Make, who: Who) -> None:
    """M02, M03, R161: criticism is no reason; another one decides; overturned it can only be taken up."""
    assert not any(word in reason for reason in REASONS.values() for word in ("批评", "负面", "敏感", "影响"))
    one = topic("proposed")
    with pytest.raises(Refused) as refused:
        actions.decline(actor=who("secretary_here"), topic=one, reason="critical", text="批评", revision=one.revision)
    assert refused.value.denied.rule == "LX-131"
    one = topic("appealed", key="k2")
    with pytest.raises(Refused, match="另一位同志"):
        actions.decide_appeal(actor=who("secretary_here"), topic=one, overturn=True, text="可以", revision=one.revision)
    one = actions.decide_appeal(
        actor=who("deputy_here"), topic=one, overturn=True, text="是大家的事", revision=one.revision
    )
    with pytest.raises(Refused, match="申诉已经成立"):
        actions.decline(actor=who("secretary_here"), topic=one, reason="matter", text="还是不", revision=one.revision)


def test_proposals_are_answered_in_ten_working_days_and_appealed_in_five(topic: Make, who: Who, cast: County) -> None:
    """LX-132, LX-01: Friday 27 November; the answer is due on 11 December, the appeal ends on 4 December."""
    cast.add("leader_here", "leader", "QS01-B1")
    one, declined = topic("proposed"), topic("declined", key="k2")
    assert one.due_at is not None
    assert timezone.localdate(one.due_at).isoformat() == "2026-12-11"
    with time_machine.travel("2026-12-07T02:00:00+00:00", tick=False), pytest.raises(Refused) as refused:
        actions.appeal(actor=who("author"), topic=declined, text="晚了")
    assert refused.value.denied.code == "too_late"
    with time_machine.travel(one.due_at + timedelta(minutes=1), tick=False):
        assert actions.remind() == 1
        assert actions.remind() == 0
    told = set(
        Notice.objects.filter(code="topic.work", title__contains="超过了期限").values_list("person_id", flat=True)
    )
    assert who("leader_here").person_id in told, "F01: whoever releases there, also when keeper and deputy have gone"


def test_who_proposes_where(who: Who, cast: County) -> None:
    """CMT-01, R079: a checked citizen to committees for everybody; a member also to the own branch; nobody unknown."""
    branch, town = cast.organisations["QS01-B1"], cast.organisations["QS01"]
    assert branch not in policies.targets(who("citizen"))
    assert town in policies.targets(who("citizen"))
    assert policies.targets(who("author"))[0] == branch
    assert policies.audiences_at(who("citizen"), town) == ["public"]
    assert policies.audiences_at(who("author"), branch) == ["branch", "members", "public"]
    assert policies.audiences_at(who("far"), branch) == ["public"]
    with pytest.raises(Refused):
        actions.propose(actor=who("citizen"), organisation=town, title=TITLE, why=TEXT, audience="members", key="k")
    Person.objects.filter(pk=who("citizen").person_id).update(phone_verified_at=None)
    with pytest.raises(Refused) as refused:
        actions.propose(actor=who("citizen"), organisation=town, title=TITLE, why=TEXT, audience="public", key="k")
    assert refused.value.denied.code == "unverified"


def test_three_proposals_wait_at_most(topic: Make) -> None:
    for n in range(3):
        topic("proposed", key=f"k{n}")
    with pytest.raises(Refused) as refused:
        topic("proposed", key="k4")
    assert refused.value.denied.rule == "LX-132"


@pytest.mark.parametrize(
    ("change", "field"),
    [({"closes_at": timedelta(days=2)}, "closes_at"), ({"closes_at": timedelta(days=91)}, "closes_at"),
     ({"link": "https://elsewhere.example/"}, "link"), ({"title": "长" * 61}, "title"), ({"background": ""}, "background"),
     ({"audience": "everybody"}, "audience")],
)  # fmt: skip
def test_every_refusal_of_a_draft_names_its_field(
    change: dict[str, Any], field: str, words: Write, who: Who, cast: County
) -> None:
    given = {name: timezone.now() + value if isinstance(value, timedelta) else value for name, value in change.items()}
    audience = given.pop("audience", "branch")
    made = replace(words("branch", **given), audience=audience)
    with pytest.raises(Refused) as refused:
        actions.draft(actor=who("secretary_here"), organisation=cast.organisations["QS01-B1"], words=made, key="k")
    assert refused.value.denied.field == field


def test_two_who_release_at_once_one_wins(topic: Make, who: Who) -> None:
    one = topic("draft")
    actions.release(actor=who("deputy_here"), topic=one, revision=one.revision)
    with pytest.raises(Refused) as refused:
        actions.drop(actor=who("secretary_here"), topic=one, revision=one.revision)
    assert refused.value.denied.code == "stale"


def test_a_later_end_is_said_aloud(topic: Make, who: Who, browser: Browser) -> None:
    """M06: the new end and why stand on the page."""
    one = topic("released", "public")
    until = (one.closes_at or timezone.now()) + timedelta(days=7)
    actions.reschedule(
        actor=who("superior"), topic=one, closes_at=until, note="还有三个组没议完", revision=one.revision
    )
    assert "还有三个组没议完" in browser("anonymous").get(f"/forum/{one.pk}/").text


def test_silence_alarms_keeper_and_deputy(topic: Make, who: Who, cast: County) -> None:
    """F01, LX-132: three days after something was said and nobody answered; not before, not once answered, not every day."""
    one = topic("released", "public")
    said = speaking.say(actor=who("citizen"), kind="forum", place=one.pk, text="谁来管？", key="s1")
    speaking.publish(actor=who("superior"), contribution=said, revision=said.revision)
    start = timezone.now()
    counted = []
    for days in (2, 3, 4, 7):
        with time_machine.travel(start + timedelta(days=days, minutes=1), tick=False):
            counted.append(actions.tell_silent())
    assert counted == [0, 1, 0, 1]
    alarms = Notice.objects.filter(title__startswith="话题里有人说话").values_list("person_id", flat=True)
    assert set(alarms) == {who("superior").person_id, who("deputy_above").person_id}
    Keeping.objects.create(
        organisation=cast.organisations["QS01"], org_path=cast.organisations["QS01"].path, column="forum", label="议事"
    )
    with time_machine.travel(start + timedelta(days=8), tick=False):
        answer = speaking.say_officially(
            actor=who("superior"), kind="forum", place=one.pk, text="村委会管。", key="o1", reply_to=said.pk
        )
        speaking.publish(actor=who("deputy_above"), contribution=answer, revision=answer.revision)
        assert Keeping.objects.get().last_activity_at == timezone.now()
    with time_machine.travel(start + timedelta(days=13), tick=False):
        assert actions.tell_silent() == 0


def test_followers_hear_once_a_day_and_not_of_themselves(topic: Make, who: Who) -> None:
    """A number, never the words; who said it is not told of it."""
    one = topic("released", "public")
    for word in ("citizen", "same"):
        actions.follow(actor=who(word), topic=one)
        actions.follow(actor=who(word), topic=one)
    start = timezone.now()
    with time_machine.travel(start + timedelta(hours=1), tick=False):
        said = speaking.say(actor=who("citizen"), kind="forum", place=one.pk, text="我来说一句", key="s1")
        assert actions.tell_followers() == 0, "M01: not before somebody looked"
        speaking.publish(actor=who("superior"), contribution=said, revision=said.revision)
    with time_machine.travel(start + timedelta(hours=2), tick=False):
        assert actions.tell_followers() == 1
        assert actions.tell_followers() == 0
    notice = Notice.objects.get(code="topic.news")
    assert notice.person_id == who("same").person_id
    assert notice.title == "您关注的话题有 1 条新发言"
    assert "我来说一句" not in notice.title + notice.body


def test_at_a_merger_the_successor_goes_on(topic: Make, cast: County, who: Who) -> None:
    one = topic("released")
    topic("proposed", key="k2")
    branch, other = cast.organisations["QS01-B1"], cast.organisations["QS01-B2"]
    assert any("没有办完的议事话题" in str(line) for line in left_at(branch))
    organisations.merge(actor=SYSTEM, organisation=branch, into=other, on=timezone.localdate())
    assert fresh(one).organisation_id == other.pk
    assert own(who("author").person_id or 0)["议事提议"][0]["话题"] == TITLE
