"""M06: a released text is corrected by two hands and never silently. R075: what an appeal brings back after the result is
answered too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from lianxin.democracy.consultations import actions, opinions, policies_consult
from lianxin.democracy.consultations.lifecycle import CONSULTATION
from lianxin.democracy.consultations.models import Consultation
from lianxin.democracy.speaking import actions as speaking
from lianxin.democracy.speaking.models import Contribution
from lianxin.foundation.accounts.models import Appointment
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.search.queries import find
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from tests.democracy.consultations.conftest import CASE_WAYS, PARAGRAPHS, answer_all, fresh, speak, step

pytestmark = pytest.mark.django_db
Make, Browser, Who = Callable[..., Consultation], Callable[[str], Client], Callable[[str], Actor]
MENDED, NOTE = (PARAGRAPHS[0], "送货的从东门进。", PARAGRAPHS[2]), "第二段的门写错了"


def wished(one: Consultation, who: Who, text: tuple[str, ...] = MENDED, by: str = "worker_here") -> Consultation:
    one = fresh(one)
    return actions.correct(actor=who(by), case=one, paragraphs=text, note=NOTE, revision=one.revision)


def test_m06_a_correction_waits_and_then_stands_beside_the_old_words(case: Make, who: Who, browser: Browser) -> None:
    one = case("released", "public", said=1, closes=9)
    url = f"/consult/{one.pk}/"
    form = browser("worker_here").post(f"/workbench/consult/{one.pk}/correct/", {
        "text": "\n".join(MENDED), "note": NOTE, "revision": one.revision})  # fmt: skip
    assert form.status_code == 303
    assert "东门" not in Client().get(url).text
    assert "<ins>东</ins>门" in browser("deputy_here").get(f"/workbench/consult/{one.pk}/take-correction/").text
    with pytest.raises(Refused, match="另一位同志"):
        actions.take_correction(actor=who("secretary_here"), case=_by(one, who), revision=fresh(one).revision)
    one = fresh(one)
    actions.take_correction(actor=who("deputy_here"), case=one, revision=one.revision)
    page = Client().get(url).text
    assert NOTE in page[page.index('id="corrections"') :]
    assert "<del>西</del><ins>东</ins>" in page
    assert "送货的从东门进。" in page[page.index('id="draft"') :]
    assert find("从东门进", kinds=["consultation"]).total == 1
    told = Notice.objects.filter(code="consultation.corrected")
    assert [n.person_id for n in told] == [who("author").person_id]
    assert "更正了" in told.get().title


def _by(one: Consultation, who: Who) -> Consultation:
    """The same correction as if the secretary had proposed it."""
    Consultation.objects.unscoped("test").filter(pk=one.pk).update(wished_by=who("secretary_here").person_id)
    return fresh(one)


def test_drafts_before_the_release_are_no_corrections(case: Make, who: Who) -> None:
    """M01: what was crossed out while drafting is nobody's business."""
    one = case("drafting", "public", closes=9)
    said = actions.Draft(
        one.title, one.background, "", "public", one.opens_at, one.closes_at, ("早先写的别的话。",) * 3
    )
    one = actions.edit(actor=who("worker_here"), case=one, said=said, revision=one.revision)
    said = actions.Draft(one.title, one.background, "", "public", one.opens_at, one.closes_at, PARAGRAPHS)
    one = actions.edit(actor=who("worker_here"), case=one, said=said, revision=one.revision)
    one = step("release", step("submit", one, who), who)
    wished(one, who)
    one = fresh(one)
    actions.take_correction(actor=who("deputy_here"), case=one, revision=one.revision)
    page = Client().get(f"/consult/{one.pk}/").text
    assert NOTE in page
    assert "早先写的别的话" not in page


@pytest.mark.parametrize(
    ("text", "words"),
    [(PARAGRAPHS, "没有改动"), (PARAGRAPHS[:2], "段数不能变"), ((), "请填写正文")],
)
def test_what_is_no_correction_is_refused_in_words(text: tuple[str, ...], words: str, case: Make, who: Who) -> None:
    with pytest.raises(Refused, match=words):
        wished(case("released", closes=9), who, text)


def test_who_corrects_when(case: Make, who: Who) -> None:
    """Every state, everybody; and after the closing the draft stands as it stood."""
    for state in CASE_WAYS:
        one, allowed = case(state, key=f"s{state}", closes=9), {row.event for row in CONSULTATION.leaving(state)}
        for other in ("same", "far", "organiser", "secretary_there"):
            with pytest.raises(Refused):
                wished(one, who, by=other)
        if "correct" not in allowed:
            with pytest.raises(Refused):
                wished(one, who)
            continue
        one = wished(one, who, (*MENDED, "先试一个月。") if state == "finished" else MENDED)
        with pytest.raises(Refused, match="还在审核"):
            wished(one, who)
        for other in ("worker_here", "same", "secretary_there"):
            with pytest.raises(Refused):
                actions.drop_correction(actor=who(other), case=one, text="不必改", revision=one.revision)
        one = actions.drop_correction(actor=who("deputy_here"), case=one, text="不必改", revision=one.revision)
        assert (one.wish, one.wish_note, one.wished_by_id) == ([], "", None)
    open_one = wished(case("released", key="late", closes=9), who)
    with moment.at(open_one.closes_at + timedelta(hours=1)):
        with pytest.raises(Refused, match="改在定稿里"):
            actions.take_correction(actor=who("deputy_here"), case=open_one, revision=open_one.revision)
        with pytest.raises(Refused, match="更正在等审核"):
            step("report", open_one, who)
        left = actions.drop_correction(
            actor=who("deputy_here"), case=open_one, text="截止了", revision=open_one.revision
        )
        assert step("report", left, who).state == "reporting"


def test_the_final_text_is_corrected_too(case: Make, who: Who) -> None:
    one = wished(case("finished", "public", said=1), who, (*PARAGRAPHS, "先试两个月。"))
    one = actions.take_correction(actor=who("deputy_here"), case=one, revision=one.revision)
    page = Client().get(f"/consult/{one.pk}/").text
    assert "<del>一</del><ins>两</ins>" in page[page.index('id="corrections"') :]
    assert "<ins>先试两个月。</ins>" in page[page.index('id="result"') :]


@pytest.fixture
def brought_back(case: Make, who: Who) -> Consultation:
    """The result is out; then the appeal of somebody whose opinion had been refused turns out to be right."""
    one = case("released", "public", closes=6)
    speak(one, who("author"), who("deputy_here"), "限时太短", "1")
    said = speaking.say(actor=who("same"), kind=opinions.KIND, place=one.pk, part="2", text="西门太窄", key="w")
    said = speaking.refuse(
        actor=who("deputy_here"), contribution=said, reason="privacy", text="写了人名", revision=said.revision
    )
    with time_machine.travel(one.closes_at + timedelta(hours=1), tick=False):
        answer_all(fresh(one), who("worker_here"))
        step("finish", step("report", fresh(one), who), who)
        said = speaking.appeal(actor=who("same"), contribution=_said(said), text="没有写人名")
        speaking.decide_appeal(
            actor=who("secretary_here"), contribution=said, overturn=True, text="确实没有", revision=said.revision
        )
    return fresh(one)


def _said(one: Contribution) -> Contribution:
    return Contribution.objects.unscoped("test").get(pk=one.pk)


def test_r075_an_opinion_that_an_appeal_brought_back_is_answered_after_the_result(
    brought_back: Consultation, who: Who, browser: Browser, cast: Any
) -> None:
    one, url = brought_back, f"/consult/{brought_back.pk}/"
    with time_machine.travel(one.closes_at + timedelta(hours=2), tick=False):
        assert (one.state, one.due_clock, policies_consult.owed(one)) == ("finished", "report", 1)
        assert Notice.objects.filter(code="consultation.late", person=cast.people["deputy_here"]).count() == 1
        assert "有 1 条意见在结果公布以后才发布" in Client().get(url).text
        assert f"/workbench/consult/{one.pk}/" in browser("worker_here").get("/workbench/").text
        [key] = set(opinions.published(one.pk)) - set(_placed(one))
        old = one.groups.get()
        with pytest.raises(Refused, match="已经公布"):
            actions.answer(actor=who("worker_here"), group=old, answer="adopted", reason="换个说法")
        with pytest.raises(Refused, match="已经公布"):
            actions.place(actor=who("worker_here"), group=old, keys=[key])
        client = browser("worker_here")
        answer = client.post(
            f"/workbench/consult/{one.pk}/groups/", {"opinions": [key], "gist": "门太窄的意见", "key": "n"}
        )
        assert answer.status_code == 303
        new = one.groups.latest("pk")
        with pytest.raises(Refused):
            step("show_late", fresh(one), who)
        client.post(f"/workbench/consult/{one.pk}/groups/{new.pk}/", {"answer": "adopted", "reason": "加开东门"})
        assert "门太窄的意见" not in Client().get(url).text
        assert find("门太窄的意见", kinds=["consultation"]).total == 0
        with pytest.raises(Refused):
            step("show_late", fresh(one), who, "worker_here")
        done = step("show_late", fresh(one), who)
        page = Client().get(url).text
    assert (done.state, done.due_at, policies_consult.owed(done)) == ("finished", None, 0)
    assert "加开东门" in page
    assert "n=2" in page
    assert "结果公布以后才发布" not in page
    told = Notice.objects.get(code="consultation.used", person=who("same").person_id)
    assert told.url == f"{url}#g{new.pk}"
    assert Notice.objects.filter(code="consultation.used", person=who("author").person_id).count() == 1


def _placed(one: Consultation) -> list[int]:
    return [row.opinion for group in one.groups.all() for row in group.placements.all()]


def test_what_was_answered_before_is_not_owed_again(case: Make, who: Who) -> None:
    """Taken down after the result and brought back by an appeal: its answer stands there already."""
    one = case("finished", "public", said=1)
    said = Contribution.objects.unscoped("test").get(place=one.pk)
    said = speaking.hide(
        actor=who("deputy_here"), contribution=said, reason="privacy", text="看错了", revision=said.revision
    )
    said = speaking.appeal(actor=who("author"), contribution=said, text="没有人名")
    speaking.decide_appeal(
        actor=who("secretary_here"), contribution=said, overturn=True, text="恢复", revision=said.revision
    )
    assert (fresh(one).due_at, policies_consult.owed(one)) == (None, 0)


def test_a02_paper_of_a_member_counts_and_what_was_handed_in_in_time_too(
    case: Make, who: Who, browser: Browser
) -> None:
    """The form on paper of a consultation among members; put down a day after the closing, it had come before."""
    one = case("released", "members", closes=6)
    url = f"/speak/consultation/{one.pk}/assist/"
    form = {
        "text": "西门装个灯",
        "key": "p1",
        "part": "2",
        "front_name": "老吴",
        "assisted_for": "吴春秋",
        "source": "paper",
    }
    assert browser("worker_here").post(url, form).status_code == 303
    with time_machine.travel(one.closes_at + timedelta(hours=20), tick=False):
        client, late = browser("worker_here"), form | {"key": "p2", "text": "早市提前一刻钟"}
        assert "截止以前收到的" in client.get(url).text
        for wrong in ({"source": "phone", "in_time": "on"}, {}):
            answer = client.post(url, late | wrong)
            assert (answer.status_code, "只能补录" in answer.text) == (422, True)
        assert client.post(url, late | {"in_time": "on"}).status_code == 303
        said = list(Contribution.objects.unscoped("test").filter(place=one.pk).order_by("pk"))
        assert [row.person_id for row in said] == [who("same").person_id] * 2
        with pytest.raises(Refused, match="2 条意见在审核"):
            step("report", fresh(one), who)
        for row in said:
            speaking.publish(actor=who("deputy_here"), contribution=row, revision=row.revision)
        answer_all(fresh(one), who("worker_here"))
        step("report", fresh(one), who)
        assert client.post(url, late | {"key": "p3", "in_time": "on"}).status_code == 403
    assert Notice.objects.filter(code="contribution.publish", person=who("same").person_id).count() == 2


def test_f01_where_keeper_and_deputy_have_gone_those_above_are_told(case: Make, cast: Any) -> None:
    one = case("released", closes=6)
    kept = [cast.people[name] for name in ("secretary_here", "deputy_here")]
    Appointment.objects.filter(person__in=kept).update(until=moment.today() - timedelta(days=1))
    with time_machine.travel(one.due_at + timedelta(days=3), tick=False):
        actions.remind()
    assert Notice.objects.filter(code="consultation.alert", person=cast.people["superior"]).count() == 1
