"""M02 for later words: whoever was not shown with a 追问 or the text of a 评价 appeals once, and another one decides."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.notices.models import Notice
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.voice.letters import actions
from lianxin.voice.letters.due import due_items
from lianxin.voice.letters.export import own_letters
from lianxin.voice.letters.models import Letter, Message, Rating, WordsReview
from lianxin.voice.letters.queries import worklist
from lianxin.voice.letters.queries.moderation import Decided, about_words, by_quarter
from lianxin.voice.letters.queries.tally import Period
from lianxin.voice.letters.words import WITHHOLD_REASONS
from tests.factories import County, Moves, submit_with_code, words_of

#: a Thursday; five working days later is the Thursday after it
THURSDAY = timezone.make_aware(datetime(2026, 11, 12, 10, 0))
KEPT = {"public": False, "reason": "third_party", "text": "说到了邻居家的事"}


@pytest.fixture
def asked(county: County, moves: Moves, letter_in: Any) -> tuple[Letter, Message]:
    """A follow-up that the first reviewer kept back."""
    letter = moves.follow_up(letter_in("replied", title="桥头的灯"))
    message = words_of(letter)[0][-1]
    return letter, actions.review_message(actor=county.actor("reviewer"), message=message, **KEPT)


def refused(call: Any, **how: Any) -> str:
    with pytest.raises(Refused) as found:
        call(**how)
    return found.value.denied.code


def test_the_author_appeals_once(asked: tuple[Letter, Message], county: County, client: Client) -> None:
    """On the author's page, with the reason; an empty form, the same form twice, a second try; who is told."""
    letter, message = asked
    path = f"/letters/mine/{letter.pk}/message/{message.pk}/"
    client.force_login(county.account_of("author"))
    mine = client.get(f"/letters/mine/{letter.pk}/").text
    assert path in mine
    assert KEPT["text"] in mine
    assert KEPT["text"] in client.get(path).text
    empty = client.post(path, {"text": " "})
    assert (empty.status_code, "请写下内容" in empty.text) == (422, True)
    for _ in range(2):  # the same form sent twice
        sent = client.post(path, {"text": "没有提到邻居"})
        assert sent["Location"] == f"/letters/mine/{letter.pk}/?done=message-{message.pk}"
    assert f'data-received="letter-{letter.pk}-message-{message.pk}"' in client.get(sent["Location"]).text
    again = client.post(path, {"text": "再说一次"})
    assert (again.status_code, "已经申诉过一次" in again.text, "再说一次" in again.text) == (409, True, True)
    asked_for = Notice.objects.filter(key=f"letters:{letter.pk}:words:message:{message.pk}:appeal")
    assert [n.person for n in asked_for] == [county.people["reviewer2"]]


def test_another_reviewer_decides(asked: tuple[Letter, Message], county: County, client: Client) -> None:
    """At the desk, not by the first one, with words; then everybody reads it, the author is told, the ledger knows."""
    letter, message = asked
    desk = f"/workbench/letters/{letter.pk}/message/{message.pk}/"
    actions.appeal_words(actor=county.actor("author"), words=message, text="没有提到邻居")
    client.force_login(county.account_of("reviewer"))
    assert "原审核人不能复核" in client.get(f"/workbench/letters/{letter.pk}/").text
    own = client.post(desk, {"decision": "overturn", "text": "我再看看", "seen": "appealed"})
    assert (own.status_code, "我再看看" in own.text) == (409, True)
    client.force_login(county.account_of("reviewer2"))
    assert "没有提到邻居" in client.get(f"/workbench/letters/{letter.pk}/").text
    without = client.post(desk, {"decision": "overturn", "text": "", "seen": "appealed"})
    assert (without.status_code, "请填写“复核理由”" in without.text) == (422, True)
    public = f"/letters/{letter.pk}/"
    assert message.body not in client.get(public).text
    assert client.post(desk, {"decision": "overturn", "text": "确实没有", "seen": "appealed"}).status_code == 303
    assert message.body in client.get(public).text

    client.force_login(county.account_of("author"))
    assert "确实没有" in client.get(f"/letters/mine/{letter.pk}/").text
    told = Notice.objects.get(key=f"letters:{letter.pk}:words:message:{message.pk}:decided")
    assert (told.person, "已经公开" in told.body) == (county.people["author"], True)
    codes = AuditLine.objects.unscoped("test").filter(code__in=("letters.appeal_words", "letters.decide_words_appeal"))
    assert sorted(codes.values_list("code", flat=True)) == ["letters.appeal_words", "letters.decide_words_appeal"]


def test_five_working_days_and_not_one_more(county: County, moves: Moves, letter_in: Any) -> None:
    """LX-01: kept back on a Thursday, the window ends with the Thursday after; Saturday and Sunday do not count."""
    author = county.actor("author")
    for days, code in ((7, ""), (8, "too_late")):
        with time_machine.travel(THURSDAY, tick=False) as now:
            message = words_of(moves.follow_up(letter_in("replied")))[0][-1]
            message = actions.review_message(actor=county.actor("reviewer"), message=message, **KEPT)
            now.shift(timedelta(days=days))
            if code:
                assert refused(actions.appeal_words, actor=author, words=message, text="请看") == code
            else:
                assert actions.appeal_words(actor=author, words=message, text="请看").publication == "appealed"


def test_the_holder_of_the_code_appeals_about_a_rating(county: County, moves: Moves, client: Client) -> None:
    """Without an account, by the query code; upheld means upheld, and there is no second appeal."""
    letter, code = submit_with_code(county, county.actor("anonymous"))
    letter = moves.play(letter, "accept_public assign take submit_reply send_reply")
    holder = Actor("citizen", holds=frozenset({f"letter:{letter.pk}"}))
    actions.rate(actor=holder, letter=letter, level=1, solved=False, text="只换了一盏")
    rating = Rating.objects.get(letter=letter)
    actions.review_rating(actor=county.actor("reviewer"), rating=rating, **KEPT)
    path = f"/letters/mine/{letter.pk}/rating/{rating.pk}/"
    assert client.get(path).status_code == 404
    client.post("/letters/track/", {"code": code})
    assert path in client.get(f"/letters/mine/{letter.pk}/").text
    assert client.post(path, {"text": "说的是灯"}).status_code == 302
    assert "申诉复核中" in client.get(f"/letters/mine/{letter.pk}/").text
    rating.refresh_from_db()
    actions.decide_words_appeal(actor=county.actor("reviewer2"), words=rating, overturn=False, text="最后一句说到别人")
    page = client.get(f"/letters/mine/{letter.pk}/").text
    assert "最后一句说到别人" in page
    assert path not in page
    assert refused(actions.appeal_words, actor=holder, words=rating, text="再看") == "once"
    assert "只换了一盏" not in client.get(f"/letters/{letter.pk}/").text


def test_who_may_not(asked: tuple[Letter, Message], county: County) -> None:
    """P05, M04: nobody else appeals; neither the first reviewer, nor the author, nor one of another place decides."""
    letter, message = asked
    assert (
        refused(actions.appeal_words, actor=county.actor("neighbour"), words=message, text="我也觉得") == "out_of_scope"
    )
    actions.appeal_words(actor=county.actor("author"), words=message, text="请看")
    decide = {"words": message, "overturn": True, "text": "可以"}
    assert refused(actions.decide_words_appeal, actor=county.actor("reviewer"), **decide) == "same_reviewer"
    assert refused(actions.decide_words_appeal, actor=county.actor("handler"), **decide) == "no_right"
    again = {"actor": county.actor("reviewer"), "message": message, "public": True}
    assert refused(actions.review_message, **again) == "appealed"
    assert not WordsReview.objects.filter(on_appeal=True).exists()
    letter = Letter.objects.unscoped("test").get(pk=letter.pk)
    Letter.objects.unscoped("test").filter(pk=letter.pk).update(author=county.people["reviewer2"])
    message = Message.objects.get(pk=message.pk)
    decide["words"] = message
    assert refused(actions.decide_words_appeal, actor=county.actor("reviewer2"), **decide) == "own_work"


@pytest.mark.parametrize("change", [{"wants_public": False}, {"state": "withdrawn"}])
def test_what_would_not_be_shown_anyhow_has_no_appeal(
    asked: tuple[Letter, Message], county: County, change: dict[str, Any]
) -> None:
    letter, message = asked
    Letter.objects.unscoped("test").filter(pk=letter.pk).update(**change)
    message = Message.objects.get(pk=message.pk)
    assert refused(actions.appeal_words, actor=county.actor("author"), words=message, text="请看") == "nothing"


def test_it_waits_in_the_pile_of_appeals_until_a_day(asked: tuple[Letter, Message], county: County) -> None:
    """今天要办 of who may decide, with the last day of LX-01; gone when it is decided. The export says it all (P03)."""
    letter, message = asked
    reviewer = county.actor("reviewer2")
    before = worklist.counts(reviewer, timezone.now()).of("publication") or 0
    with time_machine.travel(THURSDAY, tick=False):
        actions.appeal_words(actor=county.actor("author"), words=message, text="请另一位看")
    assert worklist.counts(reviewer, timezone.now()).of("publication") == before + 1
    item = next(x for x in due_items(reviewer, timezone.now()) if x.url == f"/workbench/letters/{letter.pk}/" and x.due)
    assert (timezone.localdate(item.due), item.clock) == (datetime(2026, 11, 19).date(), "申诉复核")
    rows = own_letters(county.people["author"].pk)["追问与补充"]
    assert any(row["申诉"] == "请另一位看" for row in rows)
    message.refresh_from_db()
    actions.decide_words_appeal(actor=reviewer, words=message, overturn=False, text="说到了别人")
    assert (worklist.counts(reviewer, timezone.now()).of("publication") or 0) == before


def test_decisions_about_later_words_are_published_in_counts(
    asked: tuple[Letter, Message], county: County, client: Client
) -> None:
    """M05: on the public page and in the report by period, at the desk by quarter; of this branch, never of another."""
    _, message = asked
    with time_machine.travel(THURSDAY, tick=False):
        actions.appeal_words(actor=county.actor("author"), words=message, text="请另一位看")
        actions.decide_words_appeal(actor=county.actor("reviewer2"), words=message, overturn=True, text="没有说到邻居")
        made = WordsReview.objects.filter(message=message)
        made.update(created_at=THURSDAY)
        year = Period("今年", datetime(2026, 1, 1).date(), None)
        reason = WITHHOLD_REASONS[KEPT["reason"]]
        for place in (None, county.town):
            found = about_words(place, year)
            assert (found.private, found.overturned, found.upheld) == (1, 1, 0)
            assert found.withheld == ((reason, 1),)
        assert about_words(county.organisations["QS02"], year) == Decided()
        assert about_words(None, Period("", None, datetime(2026, 11, 12).date())) == Decided()
        this, before = by_quarter([county.town.org_path], THURSDAY.date(), 2)
        assert (this.label, this.words.private, this.words.appeals, before.words) == (
            "2026 年第四季度",
            1,
            1,
            Decided(),
        )
        shown = client.get("/letters/stats/?period=year").text
        assert "不公开 1 次。申诉后维持 0 次，改变原决定 1 次" in shown
        assert "审核决定 1 次，其中不公开 1 次，申诉后改变 1 次" in client.get("/letters/stats/report/?year=2026").text
        client.force_login(county.account_of("reviewer"))
        assert reason in client.get("/workbench/letters/moderation/").text
