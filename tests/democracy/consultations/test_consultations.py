"""R069, R075: reviewed before it is released, open by the clock, every opinion answered before it can be finished."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from docx import Document

from lianxin.democracy.consultations import actions, opinions, policies_consult
from lianxin.democracy.consultations.lifecycle import CONSULT_SHOWN, CONSULTATION
from lianxin.democracy.consultations.models import Consultation, Group, Placement
from lianxin.democracy.consultations.queries import open_cards, reading
from lianxin.democracy.consultations.queries.report import report_of
from lianxin.democracy.speaking import actions as speaking
from lianxin.democracy.speaking.models import Contribution
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.search.inside import search_inside
from lianxin.foundation.search.queries import find
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import ANONYMOUS, Actor
from lianxin.kernel.decision import Refused
from tests.democracy.consultations.conftest import (
    CASE_WAYS,
    DRAFT_TITLE,
    NOW,
    PARAGRAPHS,
    answer_all,
    fresh,
    speak,
    step,
)

pytestmark = pytest.mark.django_db
Make, Browser, Who = Callable[..., Consultation], Callable[[str], Client], Callable[[str], Actor]
READERS = ("anonymous", "citizen", "same", "far", "secretary_here", "superior", "secretary_there")
INSIDE = {"same", "secretary_here", "superior"}


def test_m01_every_state_by_every_reader_on_every_route(case: Make, browser: Browser, who: Who) -> None:
    made = {(state, audience): case(state, audience, key=f"{state}{audience}", said=1) if state in ("finished", "reporting")
            else case(state, audience, key=f"{state}{audience}") for state in CASE_WAYS for audience in ("members", "public")}  # fmt: skip
    feed, sitemap = Client().get("/consult/feed.atom").text, Client().get("/sitemap.xml").text
    for word in READERS:
        client = browser(word)
        lists = "".join(client.get(f"/consult/?list={slug}").text for slug in ("running", "closed"))
        found = {hit.object_id for hit in search_inside(who(word), DRAFT_TITLE, kinds=["consultation"], limit=50).hits}
        for (state, audience), one in made.items():
            reads, shown = audience == "public" or word in INSIDE, state in CONSULT_SHOWN
            assert (one.pk in found) is (audience == "members" and reads and shown), (word, state)
            page = client.get(f"/consult/{one.pk}/")
            assert (PARAGRAPHS[0] in page.text) is (reads and shown), (word, state)
            assert (page.status_code == 200) is (reads and (shown or state == "stopped")), (word, state)
            assert (f"/consult/{one.pk}/" in lists) is (reads and shown), (word, state)
            assert (f"/consult/{one.pk}/" in feed) is (audience == "public" and shown), state
            assert (f"/consult/{one.pk}/<" in sitemap) is (audience == "public" and shown), state
            result = "改了一处" in page.text
            assert result is (reads and state == "finished"), (word, state)
            if word in ("anonymous", "same"):
                for name, when in (("report", "finished"), ("paper", "released")):
                    paper = client.get(f"/consult/{one.pk}/{name}.docx")
                    assert (paper.status_code == 200) is (reads and state == when), (word, state, name)
            desk = client.get(f"/workbench/consult/{one.pk}/")
            assert (PARAGRAPHS[0] in desk.text) is (word in {"secretary_here", "superior"}), (word, state)
    shown_public = {
        one.pk for (state, audience), one in made.items() if state in CONSULT_SHOWN and audience == "public"
    }
    assert set(find(DRAFT_TITLE, kinds=["consultation"], limit=50).ids) == shown_public


EVENTS = {
    "submit": ("worker_here", "reviewing"), "send_back": ("deputy_here", "drafting"), "release": ("deputy_here", "released"),
    "extend": ("deputy_here", "released"), "report": ("worker_here", "reporting"), "return_report": ("deputy_here", "released"),
    "finish": ("deputy_here", "finished"), "stop": ("deputy_here", "stopped"),
}  # fmt: skip


def test_the_whole_table_and_m04(case: Make, who: Who) -> None:
    """Every event in every state: done by those whose work it is, refused to everybody else and elsewhere."""
    for state in CASE_WAYS:
        allowed = {row.event for row in CONSULTATION.leaving(state)}
        for event, (by, target) in EVENTS.items():
            one = case(state, key=f"{state}-{event}", closes=9)
            others = ["same", "far", "secretary_there", "organiser", *(["worker_here"] if by == "deputy_here" else [])]
            for other in others:
                with pytest.raises(Refused):
                    step(event, fresh(one), who, other)
            late = one.closes_at + timedelta(hours=1) if event == "report" and state == "released" else timezone.now()
            with moment.at(late):
                if event in allowed:
                    assert step(event, one, who).state == target, (state, event)
                else:
                    with pytest.raises(Refused):
                        step(event, one, who)


def test_who_wrote_a_word_of_it_does_not_release_it(case: Make, who: Who) -> None:
    """先审后发: the secretary may release, but not what the secretary edited."""
    one = case("drafting", closes=9)
    said = actions.Draft(DRAFT_TITLE, "街上太挤", "", "members", one.opens_at, one.closes_at, ("只有一段。",))
    one = actions.edit(actor=who("secretary_here"), case=one, said=said, revision=one.revision)
    one = step("submit", one, who)
    with pytest.raises(Refused, match="没有参与起草"):
        step("release", one, who, "secretary_here")
    assert step("release", one, who).released_at


@pytest.mark.parametrize(("closes", "words"), [(3, "至少 7 天"), (-1, "已经过了")])
def test_open_long_enough_when_it_is_released(closes: int, words: str, case: Make, who: Who) -> None:
    one = case("reviewing", opens=-3, closes=closes)
    with moment.at(NOW), pytest.raises(Refused, match=words):
        step("release", one, who)


def test_open_by_the_clock_and_not_by_a_job(case: Make, who: Who, browser: Browser) -> None:
    """The last second counts, the next does not, whatever has run."""
    one = case("released", "public", opens=1, closes=9)
    url, said = f"/speak/consultation/{one.pk}/", {"text": "限时要写清楚", "front_name": "nick", "part": "1"}
    for at, words, taken in ((one.opens_at - timedelta(seconds=1), "还没有开始", False), (one.opens_at, "征集中", True),
                             (one.closes_at - timedelta(seconds=1), "征集中", True), (one.closes_at, "整理中", False)):  # fmt: skip
        with time_machine.travel(at, tick=False):
            page = browser("same").get(f"/consult/{one.pk}/")
            assert words in page.text
            before = Contribution.objects.unscoped("test").count()
            browser("same").post(url, said | {"key": f"k{at:%d%H%M%S}"})
            assert (Contribution.objects.unscoped("test").count() > before) is taken, at
            assert bool(open_cards(ANONYMOUS)) is (at < one.closes_at)


def test_r075_every_published_opinion_is_answered_before_it_can_be_finished(case: Make, who: Who) -> None:
    one = case("released", "public", said=2)
    opinion = speaking.say(actor=who("same"), kind=opinions.KIND, place=one.pk, text="还在审的", key="w")
    drafts = who("worker_here")
    with pytest.raises(Refused, match="还没有截止"):
        step("report", one, who)
    with time_machine.travel(one.closes_at + timedelta(hours=1), tick=False):
        with pytest.raises(Refused, match="1 条意见在审核"):
            step("report", fresh(one), who)
        speaking.publish(actor=who("deputy_here"), contribution=opinion, revision=opinion.revision)
        with pytest.raises(Refused, match="3 条意见没有归类答复"):
            step("report", fresh(one), who)
        keys = opinions.published(one.pk)
        group = actions.form_group(actor=drafts, case=fresh(one), gist="限时", keys=keys[:2], key="a")
        with pytest.raises(Refused, match="没有答复"):
            step("report", fresh(one), who)
        actions.answer(actor=drafts, group=group, answer="adopted", reason="写进第一条")
        with pytest.raises(Refused, match="1 条意见没有归类答复"):
            step("report", fresh(one), who)
        actions.place(actor=drafts, group=group, keys=keys[2:])
        done = step("finish", step("report", fresh(one), who), who)
    told = Notice.objects.filter(code="consultation.used")
    assert done.state == "finished"
    assert {n.person_id for n in told} == {who("author").person_id, who("same").person_id}
    assert {n.url for n in told} == {f"/consult/{one.pk}/#g{group.pk}"}
    assert told.first().title == "您的意见怎么用的：采纳"


def test_an_opinion_stands_in_one_group_and_two_at_once_are_told(case: Make, who: Who) -> None:
    one = case("released", "public", said=2)
    keys = opinions.published(one.pk)
    first = actions.form_group(actor=who("worker_here"), case=one, gist="一类", keys=keys[:1], key="a")
    again = actions.form_group(actor=who("worker_here"), case=one, gist="一类", keys=keys[:1], key="a")
    assert again.pk == first.pk
    with pytest.raises(Refused, match="归到了别的类"):
        actions.form_group(actor=who("secretary_here"), case=one, gist="二类", keys=keys, key="b")
    assert (Group.objects.count(), Placement.objects.count()) == (1, 1)
    other = case("released", "public", key="other")
    with pytest.raises(Refused, match="不在了"):  # an opinion of another consultation
        actions.form_group(actor=who("worker_here"), case=other, gist="别处的", keys=keys[1:], key="c")


def test_an_opinion_that_is_gone_is_counted_no_more(case: Make, who: Who) -> None:
    one = case("released", "public", said=2)
    answer_all(one, who("worker_here"))
    gone = Contribution.objects.unscoped("test").filter(place=one.pk).first()
    speaking.withdraw(actor=who("author"), contribution=gone)
    assert (report_of(one).total, Placement.objects.count()) == (1, 1)
    assert not policies_consult.unanswered(one)


def test_counts_add_up_whatever_is_placed_and_taken_out(case: Make, who: Who) -> None:
    """Sums over groups and what is left are always all published opinions; 200 random steps from a seed."""
    import random

    one = case("released", "public", said=3)
    for number in range(4):
        with moment.at(one.closes_at - timedelta(hours=5)):
            speak(one, who("same"), who("deputy_here"), f"另外的意见{number}")
    keys, dice, drafts = opinions.published(one.pk), random.Random(7), who("worker_here")
    for number in range(60):
        placed = list(Placement.objects.values_list("opinion", flat=True))
        if placed and dice.random() < 0.4:
            actions.take_out(actor=drafts, case=one, opinion=dice.choice(placed))
        else:
            free = [key for key in keys if key not in placed]
            groups = list(Group.objects.all())
            if groups and dice.random() < 0.6:
                actions.place(actor=drafts, group=dice.choice(groups), keys=free[:1])
            elif free:
                actions.form_group(
                    actor=drafts, case=one, gist=f"第{number}类", keys=free[: dice.randint(1, 2)], key=f"k{number}"
                )
        for group in Group.objects.filter(answer="")[: dice.randint(0, 1)]:
            actions.answer(
                actor=drafts,
                group=group,
                answer=dice.choice(("adopted", "partly", "not_adopted", "existing")),
                reason="理由",
            )
        said = report_of(one)
        assert said.total + len(opinions.loose(one.pk, 99)) == len(keys)
        assert sum(n for _, _, n in said.answers) + len(policies_consult.unanswered(one)) == len(keys)
        assert all(group.n for group in said.groups)  # type: ignore[attr-defined]  # annotated


def test_the_keepers_are_told_when_the_report_is_late(case: Make, cast: Any, who: Who) -> None:
    """R075: thirty days after the closing, as the organisation declared; moved with an extension."""
    one = case("released", closes=6)
    assert timezone.localdate(one.due_at) == date(2027, 1, 2)
    one = step("extend", one, who)
    assert timezone.localdate(one.due_at) == date(2027, 1, 5)
    for day, told in (("2026-12-10", 0), ("2027-01-04", 1), ("2027-01-07", 2)):
        with time_machine.travel(f"{day}T04:00:00+00:00", tick=False):
            actions.remind()
            actions.remind()
            rows = Notice.objects.filter(code="consultation.alert", person=cast.people["deputy_here"])
            assert rows.count() == told, day


def test_the_report_has_counts_the_difference_and_no_persons(case: Make, browser: Browser, member: Any) -> None:
    one = case("finished", "public", said=3)
    page = Client().get(f"/consult/{one.pk}/").text
    assert "n=3" in page
    assert "<ins>先试一个月。</ins>" in page
    result = page[page.index('id="result"') : page.index('id="draft"')]
    words = "".join(
        p.text
        for t in Document(io.BytesIO(Client().get(f"/consult/{one.pk}/report.docx").content)).tables
        for r in t.rows
        for p in r.cells
    )
    assert "收到意见" in words
    assert "3 条" in words
    for name in ("周禾苗", member("author").person.nickname):
        assert name not in result
        assert name not in words


def test_a_word_file_is_read_into_the_box_and_looked_at_first(
    case: Make, browser: Browser, cast: Any, terms: Any
) -> None:
    terms("public")
    document = Document()
    for text in ("1. 早市不进车。", "", "2、送货走西门。"):
        document.add_paragraph(text)
    data = io.BytesIO()
    document.save(data)
    from tests.democracy.consultations.conftest import office

    said = {"organisation": office().pk, "title": DRAFT_TITLE, "background": "太挤", "audience": "public", "key": "w",
            "opens_at": "2026-11-28T09:00", "closes_at": "2026-12-10T18:00"}  # fmt: skip
    client = browser("worker_here")
    page = client.post("/workbench/consult/new/", said | {"file": SimpleUploadedFile("稿.docx", data.getvalue())})
    assert page.status_code == 200
    assert "早市不进车" in page.text
    assert not Consultation.objects.unscoped("test").exists()
    for _ in range(2):
        assert (
            client.post("/workbench/consult/new/", said | {"text": "1. 早市不进车。\n\n2、送货走西门。"}).status_code
            == 303
        )
    one = Consultation.objects.unscoped("test").get()
    assert one.versions.get().paragraphs == ["早市不进车。", "送货走西门。"]
    page = client.post("/workbench/consult/new/", said | {"key": "x", "title": "长" * 70, "text": "一段"})
    assert page.status_code == 422
    assert "太挤" in page.text
    assert "最多 60 个字" in page.text


def test_every_version_stays_and_its_changes_are_seen(case: Make, who: Who, browser: Browser) -> None:
    """M06."""
    one = case("drafting")
    said = actions.Draft(
        DRAFT_TITLE, "街上太挤", "", "members", one.opens_at, one.closes_at, (*PARAGRAPHS[:2], "院子里停两小时不收费。")
    )
    actions.edit(actor=who("worker_here"), case=one, said=said, revision=one.revision)
    page = browser("deputy_here").get(f"/workbench/consult/{one.pk}/versions/").text
    assert "<del>一</del><ins>两</ins>" in page
    with pytest.raises(Refused):
        actions.edit(actor=who("worker_here"), case=one, said=said, revision=one.revision)


def test_pages_at_none_and_many_with_the_same_statements(
    case: Make, browser: Browser, django_assert_max_num_queries: Any
) -> None:
    assert "现在没有正在征求意见的" in Client().get("/consult/").text
    first = case("released", "public", said=1)
    facts = {
        f.attname: getattr(first, f.attname) for f in Consultation._meta.concrete_fields if f.name not in ("id", "key")
    }
    Consultation.objects.unscoped("test").bulk_create([Consultation(**facts, key=f"n{n}") for n in range(500)])
    for word, url in (("anonymous", "/consult/"), ("secretary_here", "/workbench/consult/"), ("secretary_here", "/workbench/"),
                      ("anonymous", "/consult/feed.atom"), ("same", f"/consult/{first.pk}/"), ("worker_here", f"/workbench/consult/{first.pk}/groups/")):  # fmt: skip
        client = browser(word)
        client.get(url)
        with django_assert_max_num_queries(160 if url == "/workbench/" else 35):
            assert client.get(url).status_code == 200
    assert len(open_cards(ANONYMOUS, 5)) == 5
    assert reading.public_addresses(3)[0][0].startswith("/consult/")
