"""R071, R101, R155: what somebody writes to a public account becomes a letter, and its answer goes back the same way (C02)."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from lianxin.faces.outward import jobs
from lianxin.foundation.accounts.models import Person
from lianxin.kernel.actor import SYSTEM
from lianxin.publicity.channels import jobs as channel_jobs
from lianxin.publicity.channels.delivery import deliver_due
from lianxin.publicity.channels.models import Dispatch, PublicAccount, Talk
from lianxin.voice.letters.models import Letter
from tests.factories import WAY_TO, County, Moves
from tests.publicity.channels.conftest import Register, again
from tests.publicity.channels.test_wechat_in import SENDER, Platform, message
from tests.publicity.channels.wire import WeChat, Weibo

WORDS = "新桥路口的路灯坏了半个月，晚上看不见路。"


@pytest.fixture
def clear(client: Client, register: Register) -> Platform:
    return Platform(client, register("wechat", secrets={"aes_key": ""}))


def said(platform: Platform, text: str = WORDS, number: str = "5001") -> str:
    answer = platform.post(message(text, number), platform.query())
    assert answer.status_code == 200
    return str(answer.content.decode())


def letters() -> list[Letter]:
    return list(Letter.objects.unscoped("test").order_by("pk"))


def account_pk() -> int:
    return PublicAccount.objects.unscoped("test").get().pk


def answered(moves: Moves, letter: Letter) -> Letter:
    return moves.play(letter, WAY_TO["replied"])


def test_a_message_becomes_a_letter_with_its_origin(clear: Platform, county: County, wechat: WeChat) -> None:
    words = said(clear)
    (letter,) = letters()
    assert (letter.state, letter.source, letter.nickname) == ("submitted", f"wechat:{account_pk()}", "公众号网友")
    assert letter.received_by == county.town
    assert letter.body == WORDS
    assert letter.number
    assert letter.number in words
    assert "查询码" in words
    assert "查询码" not in said(clear), "the platform delivers again: nothing new, and the letter stays one"
    assert len(letters()) == 1


def test_nothing_of_the_sender_is_kept_but_a_sealed_mark(clear: Platform, county: County, wechat: WeChat) -> None:
    """C02: no profile; the openid lies sealed in one place, and no row of a person is made."""
    before = Person.objects.count()
    said(clear)
    assert Person.objects.count() == before
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert SENDER not in repr(cursor.fetchall()), table
    assert Talk.objects.get().address == SENDER


@pytest.mark.parametrize("text", ["您好", "？", "在吗", "谢谢"])
def test_a_greeting_opens_no_letter_and_is_asked_for_more(clear: Platform, wechat: WeChat, text: str) -> None:
    assert "写清是什么事" in said(clear, text)
    assert letters() == []


def test_the_signed_answer_goes_back_and_the_mark_goes_with_the_end(
    clear: Platform, county: County, moves: Moves, wechat: WeChat
) -> None:
    said(clear)
    letter = answered(moves, letters()[0])
    jobs.answers()
    jobs.answers()
    assert deliver_due().sent == 1
    ((to, words),) = wechat.told
    assert to == SENDER
    assert words.startswith("【中共柳河镇委员会答复】")
    assert str(letter.replies.get().body)[:10] in words
    row = Dispatch.objects.unscoped("test").get()
    assert letter.replies.get().body not in repr(row.parcel.content), "the words are kept at their origin alone"
    assert Talk.objects.count() == 1
    moves.close_unrated(letter)
    jobs.answers()
    assert Talk.objects.count() == 0
    Dispatch.objects.unscoped("test").update(state="waiting")
    again(row)
    deliver_due()
    assert Dispatch.objects.unscoped("test").get().state == "cancelled"
    assert len(wechat.told) == 1


def test_an_answer_that_the_platform_takes_no_more_leaves_with_the_next_word(
    clear: Platform, county: County, moves: Moves, wechat: WeChat
) -> None:
    """45015: forty-eight hours have passed since the person wrote."""
    said(clear)
    answered(moves, letters()[0])
    jobs.answers()
    wechat.trouble["message/custom/send"] = [45015]
    assert deliver_due().failed == 1
    assert "48 小时" in Dispatch.objects.unscoped("test").get().last_error
    said(clear, "请问办得怎么样了？", "5002")
    assert deliver_due().sent == 1
    assert len(wechat.told) == 1


def test_an_answer_whose_arrival_is_unclear_is_not_sent_twice(
    clear: Platform, county: County, moves: Moves, wechat: WeChat
) -> None:
    said(clear)
    answered(moves, letters()[0])
    jobs.answers()
    wechat.trouble["message/custom/send"] = ["lost"]
    deliver_due()
    again(Dispatch.objects.unscoped("test").get())
    assert deliver_due().failed == 1
    assert len(wechat.told) == 1


def test_a_comment_becomes_a_letter_and_is_answered_below_it(
    county: County, moves: Moves, register: Register, weibo: Weibo
) -> None:
    register("weibo")
    weibo.comment(WORDS)
    weibo.comment("支持")
    for pk in PublicAccount.objects.unscoped("test").values_list("pk", flat=True):
        channel_jobs.fetch.call(account_id=pk)
    (letter,) = letters()
    assert (letter.source, letter.nickname) == (f"weibo:{account_pk()}", "微博网友")
    assert letter.code_hash == "", "a code must not stand under a status"
    assert weibo.replies == [], "C01: no automatic comment"
    answered(moves, letter)
    jobs.answers()
    assert deliver_due().sent == 1
    ((status, comment, words),) = weibo.replies
    assert (status, comment) == ("1001", weibo.comments[0]["idstr"])
    assert words.startswith("【中共柳河镇委员会答复】")
    assert f"/letters/{letter.pk}/" in words


def test_a_finished_publication_is_asked_for_at_once(
    clear: Platform, county: County, register: Register, wechat: WeChat
) -> None:
    """The event PUBLISHJOBFINISH is a hint only: what counts is the answer to our own question."""
    from lianxin.publicity.channels import actions
    from lianxin.publicity.channels.text import Text

    account = PublicAccount.objects.unscoped("test").get()
    text = Text(
        "标题", "摘要", "<p>字</p>", "https://x.test/", "镇", county.town.pk, county.town.org_path, "sample:1:1"
    )
    actions.send(actor=SYSTEM, text=text, accounts=[account.pk])
    wechat.rounds_until_out = 1
    deliver_due()
    row = Dispatch.objects.unscoped("test").get()
    assert row.next_try_at > timezone.now() + timedelta(seconds=20)
    event = (
        f"<xml><ToUserName>gh_1</ToUserName><FromUserName>{SENDER}</FromUserName><CreateTime>{int(time.time())}"
        "</CreateTime><MsgType>event</MsgType><Event>PUBLISHJOBFINISH</Event><PublishEventInfo>"
        f"<publish_id>{row.steps['publish_id']}</publish_id><publish_status>0</publish_status></PublishEventInfo></xml>"
    )
    assert clear.post(event, clear.query()).content == b"success"
    assert deliver_due().sent == 1


def test_the_desk_says_where_a_letter_came_from(
    clear: Platform, client: Client, county: County, wechat: WeChat
) -> None:
    said(clear)
    client.force_login(county.account_of("reviewer"), backend="lianxin.foundation.accounts.backends.NameOrPhoneBackend")
    assert "微信公众号 柳河发布" in client.get(f"/workbench/letters/{letters()[0].pk}/").text
