"""The whole way through the pages, forms that keep what was typed, the catalogue, the report."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from lianxin.foundation.notices.models import Notice
from lianxin.foundation.spine import moment
from lianxin.kernel.freshness import FOR_EVERYBODY
from lianxin.publicity.disclosure import actions
from lianxin.publicity.disclosure.actions import Line
from lianxin.publicity.disclosure.models import Entry, Item, ItemClock, Question
from lianxin.publicity.disclosure.queries import yearly
from tests.factories import County
from tests.publicity.disclosure.world import Way, asked, at, line, people

DESK = "/workbench/disclosure"
PUBLIC_PAGES = ("/disclosure/", "/disclosure/catalogue/", "/disclosure/ask/", "/disclosure/track/", "/disclosure/report/",
                "/disclosure/asked/", "/disclosure/feed.atom", "/disclosure/?org=nix&year=20250&matter=%00&page=9")  # fmt: skip
DESK_PAGES = ("/", "/?queue=all", "/?queue=words", "/new/", "/requests/", "/requests/?state=done", "/catalogue/",
              "/catalogue/?late=1", "/catalogue/add/", "/template/")  # fmt: skip


@pytest.fixture
def here(county: County) -> County:
    return people(county)


def signed_in(county: County, name: str) -> Client:
    client = Client()
    client.force_login(county.account_of(name))
    return client


def test_empty_and_filled_pages_open(here: County) -> None:
    secretary = signed_in(here, "secretary")
    for _ in range(2):
        for url in PUBLIC_PAGES:
            assert Client().get(url).status_code == 200, url
        for url in DESK_PAGES:
            assert secretary.get(f"{DESK}{url}").status_code == 200, url
        entry = line(here, frequency="monthly")
        Way(here, entry=entry).to("public")
        asked(here)


def test_dis_01_the_whole_way_through_the_pages(here: County) -> None:
    entry = line(here)
    keeper, reviewer, approver = (signed_in(here, n) for n in ("keeper", "reviewer", "approver"))
    sent = {"entry": entry.pk, "title": "评议结果", "body": "九名党员参加，结果如下。", "key": "page-1"}
    assert keeper.post(f"{DESK}/new/", sent).status_code == 303
    item = Item.objects.unscoped("test").get()

    def act(client: Client, slug: str, **data: Any) -> Item:
        row = Item.objects.unscoped("test").get()
        answer = client.post(f"{DESK}/{row.pk}/{slug}/", {"revision": row.revision, **data})
        assert answer.status_code == 303, answer.content.decode()[:400]
        return Item.objects.unscoped("test").get()

    assert keeper.get(f"{DESK}/{item.pk}/review/").status_code == 403
    act(reviewer, "secrecy", passed="yes")
    act(reviewer, "review")
    act(approver, "approve")
    assert act(keeper, "carry_out").state == "inner"
    too_early = keeper.post(f"{DESK}/{item.pk}/open/", {"revision": Item.objects.unscoped("t").get().revision})
    assert too_early.status_code == 409
    assert "满期以后才能向社会公开" in too_early.content.decode()
    ItemClock.objects.filter(case=item, name="inner").update(due_at=at(7, 23, 59, 59))
    assert act(keeper, "open").state == "public"
    page = Client().get(f"/disclosure/{item.pk}/")
    assert "九名党员参加" in page.content.decode()
    assert page.headers["Cache-Control"] == FOR_EVERYBODY


@pytest.mark.parametrize(
    ("name", "path", "data"),
    [
        ("keeper", "new/", {"title": "只有标题没有正文", "key": "k"}),
        ("reviewer", "{pk}/return/", {"revision": "0", "text": "写了说明没选理由"}),
        ("reviewer", "{pk}/secrecy/", {"revision": "0", "passed": "", "text": "先写了意见"}),
        ("secretary", "catalogue/add/", {"code": "D9", "matter": "写了事项没写依据", "scope": "public"}),
        ("leader", "template/", {"code": "D8", "matter": "模板写了一半"}),
    ],
)
def test_forms_keep_what_was_typed(here: County, name: str, path: str, data: dict[str, str]) -> None:
    item = Way(here).item
    answer = signed_in(here, name).post(f"{DESK}/{path.format(pk=item.pk)}", data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "还有" in text
    for value in data.values():
        assert value in text


def test_public_forms_keep_what_was_typed(here: County) -> None:
    item = Way(here).to("public")
    answer = Client().post("/disclosure/ask/", {"title": "想了解党费", "body": "写了很多", "key": "x"})
    assert answer.status_code == 422
    assert "想了解党费" in answer.content.decode()
    long = "长" * 1001
    answer = Client().post(f"/disclosure/{item.pk}/question/", {"text": long, "key": "q"})
    assert answer.status_code == 422
    assert long in answer.content.decode()
    assert not Question.objects.exists()


def test_a_refused_withholding_keeps_its_words(here: County) -> None:
    item = Way(here).to("public")
    question = actions.ask_question(actor=here.actor("author"), item=item, text="为什么这么少")
    url = f"{DESK}/{item.pk}/questions/{question.pk}/"
    answer = signed_in(here, "reviewer").post(url, {"do": "withhold", "reason": "", "text": "没有选理由"})
    assert answer.status_code == 422
    assert "没有选理由" in answer.content.decode()
    question.refresh_from_db()
    assert question.publication == "pending"


def test_asking_shows_the_code_once(here: County) -> None:
    line(here)
    client = Client()
    answer = client.post("/disclosure/ask/", {"organisation": "QS01", "title": "想看党费明细", "key": "ask-1"})
    assert answer.headers["Cache-Control"] == "no-store"
    code = answer.context["code"]
    assert code in answer.content.decode()
    found = answer.context["made"]
    assert code not in client.get(f"/disclosure/asked/{found.pk}/").content.decode()
    again = Client().post("/disclosure/ask/", {"organisation": "QS01", "title": "想看党费明细", "key": "ask-1"})
    assert (again.context["code"], again.context["made"].pk) == (code, found.pk)


def test_the_template_goes_to_all_below_in_one_action_and_only_once(here: County) -> None:
    leader = here.actor("leader")
    county, town = here.organisations["QS"], here.town
    for code, kinds in (("D01", ("committee",)), ("D02", ("committee", "branch"))):
        said = Line(code, f"事项{code}", "条例第九条", "public", "quarterly")
        actions.add_template(actor=leader, organisation=county, line=said, given_to=kinds)
    assert actions.give(actor=leader, organisation=county) == 5  # two towns twice, one branch once
    assert actions.give(actor=leader, organisation=county) == 0
    mine = Entry.objects.unscoped("test").filter(organisation=town).order_by("code")
    assert [e.code for e in mine] == ["D01", "D02"]
    assert all(e.due_at for e in mine)  # DIS-02: every periodic line has its date from the first day
    assert signed_in(here, "keeper").post(f"{DESK}/template/give/").status_code == 403


def test_a_new_rhythm_is_counted_from_the_change(here: County) -> None:
    with moment.at(at(4)):
        entry = line(here, frequency="monthly")
    with moment.at(at(20)):
        said = Line(entry.code, entry.matter, entry.basis, "public", "quarterly")
        entry = actions.edit_line(actor=here.actor("secretary"), entry=entry, line=said, keeper=None, revision=0)
    assert (entry.due_at.month, entry.due_at.day) == (6, 20)
    with moment.at(at(21)):
        entry = actions.retire_line(actor=here.actor("secretary"), entry=entry, note="合并", revision=entry.revision)
    assert entry.due_at is None


def test_the_yearly_report_counts_matters_and_days(here: County) -> None:
    with moment.at(at(4)):
        entry = line(here, frequency="monthly", number="D01")
        line(here, frequency="monthly", number="D02")
        inner = line(here, scope="inner", number="D03")
        first, second = Way(here, entry=entry), Way(here, entry=entry)
        Way(here, entry=inner).to("inner")
        first.to("inner")
        second.to("approved")
        asked(here)
    first.open_later()
    with moment.at(at(20, month=4)):  # the renewal was due on 4 April
        second.do("carry_out")
    with moment.at(at(30, month=4)):
        report = yearly.report(here.town, 2025)
    lines = {m.code: (m.shown, m.on_time, m.late) for m in report.matters}
    # the first showing on 4 March renewed the line at once, in time but due in April; the second came late
    assert lines["D01"] == (1, 1, 1)
    assert lines["D02"] == (0, 0, 1)
    assert "D03" not in lines  # the page is public, the matter is not
    assert report.requests == 1


def test_the_yearly_report_counts_what_readers_did_and_what_was_taken_back(here: County) -> None:
    """R074: requests by their end, questions and answers that were reviewed, ratings, corrections and withdrawals."""
    with moment.at(at(4)):
        entry = line(here, number="D09")
        kept, gone = (Way(here, entry=entry) for _ in range(2))
        kept.to("public")
        gone.to("public")
        granted, refused = (asked(here)[0] for _ in range(2))
    with moment.at(at(5)):
        officer, text = here.actor("approver"), "见公开页。"
        actions.grant(actor=officer, request=granted, text=text, secrecy=True, revision=granted.revision)
        actions.refuse(actor=officer, request=refused, reason="privacy", text="涉及他人。", revision=refused.revision)
    with moment.at(at(20)):
        gone.do("withdraw")
        for event in ("correct", "review_correction", "apply_correction"):
            kept.do(event)
        for name in ("author", "neighbour"):
            question = actions.ask_question(actor=here.actor(name), item=kept.item, text="钱花在哪里了", key=name)
        actions.review_question(actor=here.actor("reviewer"), question=question, public=True)
        actions.answer_question(actor=here.actor("keeper"), question=question, text="慰问")
        actions.review_answer(actor=here.actor("reviewer"), question=question, public=True)
        actions.rate(actor=here.actor("author"), item=kept.item, level=3)
    with moment.at(at(30, month=4)):
        report = yearly.report(here.town, 2025)
        table = Client().get("/disclosure/report.csv?org=QS01&year=2025").content.decode("utf-8-sig")
    assert (report.withdrawn, report.corrected) == (1, 1)
    assert (report.requests, report.granted, report.refused, report.decided, report.in_time) == (2, 1, 1, 2, 2)
    assert (report.questions, report.answered) == (1, 1), "M01: a question that nobody has reviewed is not counted"
    assert (report.rated, report.ratings) == (1, []), "LX-08: too few to be divided"
    for row in ("同意公开,,1", "不予公开,,1", "更正,,1", "撤回,,1", "提问,,1", "已回答,,1", "评价人次,,1"):
        assert row in table, table


def test_m05_the_review_of_questions_is_counted_by_quarter_with_reasons_and_rate(here: County) -> None:
    """M05: what was asked, shown and not shown, why, and what an appeal changed; what waits is in no number."""
    with moment.at(at(4)):
        item = Way(here).to("public")
    reviewer, other = here.actor("reviewer"), here.actor("reviewer2")

    def ask(name: str) -> Question:
        return actions.ask_question(actor=here.actor("author"), item=item, text="钱花在哪里了", key=name)

    def withhold(question: Question, reason: str) -> None:
        actions.review_question(actor=reviewer, question=question, public=False, reason=reason, text="见说明。")

    with moment.at(at(20)):
        actions.review_question(actor=reviewer, question=ask("a"), public=True)
        withhold(ask("b"), "privacy")
        appealed = ask("c")
        withhold(appealed, "abuse")
        actions.appeal_question(actor=here.actor("author"), question=appealed, text="没有骂人。")
        actions.review_question(actor=other, question=appealed, public=True)
        ask("waits")
    with moment.at(at(2, month=4)):
        withhold(ask("d"), "privacy")
    with moment.at(at(30, month=4)):
        report = yearly.report(here.town, 2025)
        page = Client().get("/disclosure/report/?org=QS01&year=2025").text
        table = Client().get("/disclosure/report.csv?org=QS01&year=2025").content.decode("utf-8-sig")
    numbers = [(q.name, q.n, q.shown, q.withheld, q.rate, q.appeals, q.overturned) for q in report.reviewed]
    assert numbers == [("一季度", 3, 2, 1, "33%", 1, 1), ("二季度", 1, 0, 1, "100%", 0, 0)]
    assert report.withheld == [("含有他人隐私", 2)]
    assert '含有他人隐私 <span class="num">2</span> 个' in page
    assert '申诉 <span class="num">1</span> 件，改为公开 <span class="num">1</span> 件' in page
    assert "提问审核后不公开,,2" in table
    assert "提问申诉后公开,,1" in table


def test_the_report_as_a_table_has_no_formula(here: County) -> None:
    said = Line("=1+1", "党费", "条例", "public", "once")
    from lianxin.kernel.actor import SYSTEM

    actions.add_line(actor=SYSTEM, organisation=here.town, line=said)
    answer = Client().get("/disclosure/report.csv?org=QS01")
    rows = list(csv.reader(io.StringIO(answer.content.decode().removeprefix("\ufeff"))))
    assert rows[1][2] == "'=1+1"
    assert answer.content.startswith(b"\xef\xbb\xbf")


def test_notices_lead_to_the_next_person_and_never_to_the_writer(here: County) -> None:
    way = Way(here)
    told = set(Notice.objects.filter(code="disclosure.propose").values_list("person_id", flat=True))
    assert here.people["reviewer"].pk in told
    assert here.people["keeper"].pk not in told
    way.do("return")
    assert Notice.objects.filter(code="disclosure.return_review", person_id=here.people["keeper"].pk).count() == 1


def test_a_list_costs_the_same_for_one_and_for_many(here: County, django_assert_max_num_queries: Any) -> None:
    for _ in range(6):
        Way(here).to("public")
    client = Client()
    client.get("/disclosure/")
    with django_assert_max_num_queries(3):
        client.get("/disclosure/")


def test_refusals_of_fields_are_sentences_that_name_them(here: County) -> None:
    """No words of the framework reach a reader: too long, unknown choice, a page without its revision."""
    line(here)
    sent = {"organisation": "NOPE", "title": "问", "nickname": "名" * 40, "key": "k"}
    said = Client().post("/disclosure/ask/", sent).content.decode()
    assert "“怎么称呼您”最多 30 个字，现在是 40 个字。" in said
    assert "请从列出的选项里选择“向哪个组织申请”。" in said
    item = Way(here).item
    page = signed_in(here, "reviewer").post(f"/workbench/disclosure/{item.pk}/secrecy/", {"passed": "yes"})
    assert page.status_code == 422
    assert "请刷新页面" in page.content.decode()
    assert signed_in(here, "keeper").get(f"/workbench/disclosure/{item.pk}/edit/").status_code == 303
