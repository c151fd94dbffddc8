"""M02-M06, R116, R161: decisions have reasons, criticism is none, another one decides the appeal, all of it is counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.democracy.speaking import actions, counting, queries
from lianxin.democracy.speaking.export import own
from lianxin.democracy.speaking.models import Contribution, Verdict
from lianxin.democracy.speaking.words import REASONS
from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.organisations.succession import left_at
from lianxin.foundation.search.queries import find
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Refused
from tests.democracy.speaking.conftest import BRANCH, KIND, PUBLIC, TEXT, fresh
from tests.factories import County

pytestmark = pytest.mark.django_db
Who, Browser, Said = Callable[[str], Actor], Callable[[str], Client], Callable[..., Contribution]


def test_criticism_is_no_reason(said: Said, who: Who, browser: Browser) -> None:
    """M03, R161: no code for it, a made-up one is refused with the rule, and the community rules say so in public."""
    assert not any(word in reason for reason in REASONS.values() for word in ("批评", "负面", "不满", "影响", "不实"))
    one = said()
    with pytest.raises(Refused) as refused:
        actions.refuse(
            actor=who("secretary_here"), contribution=one, reason="critical", text="批评支部", revision=one.revision
        )
    assert refused.value.denied.rule == "LX-131"
    page = browser("anonymous").get("/speaking/rules/").text
    assert "批评不是不发布、不是撤下的理由" in page
    assert all(reason in page for reason in REASONS.values())


def test_a_refusal_needs_a_reason_and_words(said: Said, who: Who, browser: Browser) -> None:
    """M02: at the desk too, and nothing typed is lost; the author reads both."""
    one, desk = said(), browser("secretary_here")
    for form in ({"reason": "", "text": "有名字"}, {"reason": "privacy", "text": ""}):
        page = desk.post(f"/workbench/speaking/{one.pk}/", {"act": "refuse", "revision": 0, **form})
        assert page.status_code == 422
        assert form["text"] in page.text
    assert fresh(one).state == "waiting"
    form = {"act": "refuse", "reason": "privacy", "text": "写了邻居的名字", "revision": "0"}
    assert desk.post(f"/workbench/speaking/{one.pk}/", form).status_code == 303
    page = browser("author").get(f"/me/speaking/{one.pk}/").text
    assert "含有他人隐私" in page
    assert "写了邻居的名字" in page


@pytest.mark.parametrize("state", ["appealed", "contested"])
def test_another_one_decides_the_appeal(state: str, said: Said, who: Who) -> None:
    """M02: not who refused or took down; not the author; one who did neither."""
    one = said(state=state)
    with pytest.raises(Refused) as refused:
        actions.decide_appeal(
            actor=who("secretary_here"), contribution=one, overturn=True, text="可以", revision=one.revision
        )
    assert refused.value.denied.rule == "LX-01"
    one = actions.decide_appeal(
        actor=who("deputy_here"), contribution=one, overturn=True, text="是本人的名字", revision=one.revision
    )
    assert one.state == "published"
    assert TEXT in queries.published(KIND, BRANCH, actor=who("same")).object_list[0].text


def test_once_and_within_five_working_days(said: Said, who: Who) -> None:
    """M02, LX-01: refused on Friday 27 November, the last day is Friday 4 December; after the decision no second time."""
    one = said(state="refused")
    late = said(by="same", key="k2", state="refused")
    with time_machine.travel("2026-12-04T06:00:00+00:00", tick=False):
        one = actions.appeal(actor=who("author"), contribution=one, text="是我自己的名字")
        one = actions.decide_appeal(
            actor=who("deputy_here"), contribution=one, overturn=False, text="确是邻居", revision=one.revision
        )
    with time_machine.travel("2026-12-07T06:00:00+00:00", tick=False):
        with pytest.raises(Refused) as refused:
            actions.appeal(actor=who("same"), contribution=late, text="我也不同意")
        assert refused.value.denied.code == "too_late"
    with pytest.raises(Refused, match="申诉后仍未发布"):
        actions.appeal(actor=who("author"), contribution=one, text="再来一次")


def test_nobody_reviews_their_own(said: Said, who: Who, member: Callable[[str], object], cast: County) -> None:
    """M04: the secretary who is also the author."""
    one = said(place=PUBLIC, by="citizen")
    from tests.factories import appoint

    appoint(cast.people["neighbour"], "secretary", cast.organisations["QS01"])
    with pytest.raises(Refused, match="另一位同志"):
        actions.publish(actor=who("citizen"), contribution=one, revision=one.revision)
    assert not queries.waiting(who("citizen")).exists()


def test_two_reviewers_at_once_one_wins(said: Said, who: Who) -> None:
    one = said()
    actions.publish(actor=who("secretary_here"), contribution=one, revision=one.revision)
    with pytest.raises(Refused) as refused:
        actions.refuse(actor=who("deputy_here"), contribution=one, reason="advert", text="是广告", revision=0)
    assert refused.value.denied.code == "stale"
    assert Verdict.objects.count() == 1


def test_a_correction_waits_and_is_visible(said: Said, who: Who, browser: Browser) -> None:
    """M01, M06: the old words stand until somebody looked; then the new ones with a mark and what was changed."""
    one = said(place=PUBLIC, state="published")
    one = actions.amend(actor=who("author"), contribution=one, text="坏了两个月", note="时间写错了")
    assert queries.published(KIND, PUBLIC, actor=who("citizen")).object_list[0].text == TEXT
    assert not find("坏了两个月").hits
    one = actions.decide_amendment(actor=who("superior"), contribution=one, take=True, revision=one.revision)
    row = queries.published(KIND, PUBLIC, actor=who("citizen")).object_list[0]
    assert (row.text, row.corrected_note, row.corrected_at is not None) == ("坏了两个月", "时间写错了", True)
    assert find("坏了两个月").hits
    one = actions.amend(actor=who("author"), contribution=one, text="骂人的话", note="改")
    actions.decide_amendment(actor=who("superior"), contribution=one, take=False, text="骂人了", revision=one.revision)
    assert queries.published(KIND, PUBLIC, actor=who("citizen")).object_list[0].text == "坏了两个月"


def test_what_was_taken_down_says_so(said: Said, who: Who) -> None:
    """M06: the place of the words stays with the reason; what was taken back only where somebody replied."""
    said(place=PUBLIC, state="hidden")
    row = queries.published(KIND, PUBLIC, actor=who("anonymous")).object_list[0]
    assert (row.state, row.text, row.name, row.why) == ("hidden", "", "", "含有他人隐私")
    alone = said(place=PUBLIC, key="k2", state="published")
    answered = said(place=PUBLIC, key="k3", state="published")
    said(place=PUBLIC, by="citizen", key="k4", reply_to=answered.pk, state="published", text="我同意")
    for one in (alone, answered):
        actions.withdraw(actor=who("author"), contribution=one)
    rows = list(queries.published(KIND, PUBLIC, actor=who("anonymous")))
    assert [row.state for row in rows] == ["hidden", "withdrawn"]
    assert [reply.text for reply in rows[1].replies] == ["我同意"]
    assert TEXT not in str(Contribution.objects.unscoped("test").filter(pk=alone.pk).values())


def test_every_decision_is_counted_by_quarter(said: Said, who: Who, cast: County, browser: Browser) -> None:
    """M05: first decisions, reasons, what an appeal changed; each organisation its own; numbers only."""
    said(place=PUBLIC, key="k1", state="published")
    said(place=PUBLIC, key="k2", state="refused_again")
    said(place=PUBLIC, key="k3", state="hidden")
    one = said(place=PUBLIC, key="k4", state="appealed")
    actions.decide_appeal(
        actor=who("county_reviewer"), contribution=one, overturn=True, text="可以", revision=one.revision
    )
    said(place=BRANCH, key="k5", state="published")
    quarter = counting.by_quarter([cast.organisations["QS01"].path], timezone.localdate())[0]
    assert (quarter.label, quarter.published, quarter.refused, quarter.hidden) == ("2026 年第四季度", 3, 2, 1)
    assert (quarter.appeals, quarter.changed, quarter.refusal_rate) == (2, 1, 0.4)
    assert {word: (a, b) for word, a, b in quarter.reasons}["含有他人隐私"] == (2, 1)
    assert counting.by_quarter([cast.organisations["QS02"].path], timezone.localdate())[0].total == 0
    assert counting.by_quarter([], timezone.localdate())[0].total == 0
    page = browser("anonymous").get("/speaking/counts/").text
    assert "40%" in page or "40.0%" in page
    assert browser("anonymous").get("/speaking/counts/?org=nobody").status_code == 404


def test_reviews_run_out_after_two_working_days(said: Said, who: Who) -> None:
    """LX-130: said on Friday, due on Tuesday; told once before and once after."""
    one = said()
    assert one.due_at is not None
    assert timezone.localdate(one.due_at).isoformat() == "2026-12-01"
    assert actions.remind() == 0
    with time_machine.travel(one.due_at + timedelta(minutes=1), tick=False):
        assert actions.remind() == 1
        assert actions.remind() == 0


def test_at_a_merger_the_successor_reviews(said: Said, who: Who, cast: County) -> None:
    one = said()
    branch, other = cast.organisations["QS01-B1"], cast.organisations["QS01-B2"]
    assert any("等着审核的发言" in str(line) for line in left_at(branch))
    organisations.merge(actor=SYSTEM, organisation=branch, into=other, on=timezone.localdate())
    assert fresh(one).organisation_id == other.pk
    assert fresh(one).state == "waiting"


def test_ones_own_words_go_with_the_export(said: Said, who: Who) -> None:
    """P03: also what was refused."""
    said(state="refused")
    assert own(who("author").person_id or 0)["发言"][0]["内容"] == TEXT
    assert own(who("same").person_id or 0)["发言"] == []


@pytest.mark.parametrize("many", [1, 25])
def test_a_page_costs_the_same_for_one_and_for_many(many: int, said: Said, who: Who) -> None:
    first = said(place=PUBLIC, state="published")
    for n in range(many):
        said(
            place=PUBLIC,
            by="citizen",
            key=f"r{n}",
            reply_to=first.pk if n % 2 else None,
            state="hidden" if n % 3 == 0 else "published",
        )
        Contribution.objects.unscoped("test").update(opened_at=timezone.now() - timedelta(days=2))
    with CaptureQueriesContext(connection) as taken:
        list(queries.published(KIND, PUBLIC, actor=who("anonymous")))
    assert len(taken) <= 5
