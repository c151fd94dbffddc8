"""Answered is not acknowledged: hints on replies (R090, R091, R093, PET-12). All letters are ours."""

from __future__ import annotations

import csv
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.reply_checks import check_reply, is_substantive, substance, words
from lianxin.kernel.reply_points import listed, missed, points

TITLE, BODY = "槐树巷路灯坏了三个月", "槐树巷中段两盏路灯坏了三个月，老人晚上出门看不见台阶，请尽快修好。"
GOOD = "您好！10月8日我们已到槐树巷换好两盏路灯，并给台阶贴了反光条。感谢您的提醒。"
REAL = Path(__file__).resolve().parents[3] / "shared/data/letters/letters_with_replies.csv"


def codes(reply: str, title: str = TITLE, body: str = BODY, kind: str = "") -> list[str]:
    return [hint.code for hint in check_reply(title, body, reply, kind=kind)]


def test_a_good_reply_gets_no_hint() -> None:
    assert codes(GOOD) == []
    assert is_substantive(TITLE, BODY, GOOD)


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ("", "empty"),
        ("。。。", "empty"),
        ("已收悉", "only_acknowledges"),
        ("网友“虚构人”：您好！您的留言已收悉，感谢您对我们工作的关心与支持。2026年10月8日", "only_acknowledges"),
        ("您好，来信收到，我们将尽快处理。", "only_acknowledges"),
        ("尊敬的网友：您好！您反映的问题已转交区住建局办理，谢谢！", "only_forwards"),
        ("来信收悉，已转有关部门调查核处。", "only_forwards"),
        ("您好，请您拨打12345咨询。", "only_refers"),
        ("2026年10月8日", "no_substance"),
        ("感谢您对我们工作的监督。", "no_substance"),
        ("医保报销比例按照参保类型确定，城乡居民住院报销七成。", "nothing_shared"),
    ],
)
def test_what_answers_nothing_is_named(reply: str, code: str) -> None:
    hints = check_reply(TITLE, BODY, reply)
    assert hints[0].code == code
    assert hints[0].rule == "R090"
    assert not is_substantive(TITLE, BODY, reply)
    assert "points_missed" not in [hint.code for hint in hints]


def test_courtesy_around_an_answer_does_not_hide_it() -> None:
    reply = "网友您好！您的留言已收悉，已转区城管局办理。现回复如下：槐树巷路灯昨晚已修好。感谢您的支持！"
    assert codes(reply) == []
    core, seen = substance(reply)
    assert core == "槐树巷路灯昨晚已修好"
    assert {"courtesy", "acknowledgement", "forwarding", "introduction"} >= seen >= {"courtesy", "introduction"}


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("你这是无理取闹", "scold"),
        ("你应该好好反省", "scold"),
        ("这不归我们局管", "brush_off"),
        ("请自行解决", "brush_off"),
        ("我们也没办法", "brush_off"),
    ],
)
def test_scolding_and_brushing_off_are_noticed(phrase: str, code: str) -> None:
    """R093; the hint quotes the words and says what to write instead."""
    hint = next(h for h in check_reply(TITLE, BODY, f"槐树巷路灯一事，{phrase}。") if h.code == code)
    assert hint.rule == "R093"
    assert hint.quote
    assert hint.quote in phrase
    assert hint.text.count("。") == 2


def test_polite_refusal_is_no_brush_off() -> None:
    assert codes("槐树巷路灯由供电公司负责，我们已约定10月12日一起到现场，修好后再告诉您。") == []


def test_long_sentences_and_office_language() -> None:
    """R091: authority and plain words."""
    long = "槐树巷路灯" + "因为线路老化需要更换" * 12 + "。"
    hint = next(h for h in check_reply(TITLE, BODY, long) if h.code == "long_sentence")
    assert (hint.rule, len(hint.quote)) == ("R091", 40)
    limit = words().longest_sentence
    assert codes("路灯" + "好" * (limit - 2) + "。") == []
    assert codes("路灯" + "好" * (limit - 1) + "。") == ["long_sentence"]
    assert [h.quote for h in check_reply(TITLE, BODY, "槐树巷路灯将适时推进。")] == ["适时推进"]


def test_complaints_are_asked_for_their_ground() -> None:
    """PET-12: the opinion names what it stands on."""
    assert codes(GOOD, kind="complaint") == ["no_basis"]
    assert codes(GOOD, kind="consultation") == []
    for ground in ("根据《城市照明条例（虚构）》", "按照我县照明维护办法", "依照条例第十二条", "虚发〔2026〕3号"):
        assert codes(f"{ground}，槐树巷路灯已修好。", kind="complaint") == []
    assert check_reply(TITLE, BODY, GOOD, kind="complaint", legal_basis="《城市照明条例（虚构）》第八条") == []
    assert codes("已收悉", kind="complaint") == ["only_acknowledges"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("问题：1、路灯何时修？2、谁来付钱？3、台阶能否改坡道？", ["路灯何时修？", "谁来付钱？", "台阶能否改坡道？"]),
        ("一是路灯坏了。二是台阶太陡。", ["路灯坏了。", "台阶太陡。"]),
        ("（一）路灯坏了；（二）台阶太陡；\n盼复", ["路灯坏了；", "台阶太陡；"]),
        ("①路灯坏了②台阶太陡", ["路灯坏了", "台阶太陡"]),
        ("一、路灯坏了。\n二、台阶太陡。", ["路灯坏了。", "台阶太陡。"]),
        ("第一，路灯坏了，第二，台阶太陡", ["路灯坏了，", "台阶太陡"]),
        ("路灯何时修好？费用由谁来承担?谢谢", ["路灯何时修好？", "费用由谁来承担?"]),
        ("2026.1.2日晚路灯坏了，统一是这样", ["标题"]),
        ("3、只有一个数", ["标题"]),
        ("路灯什么时候修好？请问路灯什么时候修好？", ["路灯什么时候修好？"]),
    ],
)
def test_points_of_a_letter(body: str, expected: list[str]) -> None:
    assert points("标题", body) == expected


def test_points_that_the_reply_passes_over_are_quoted() -> None:
    """R090: one by one."""
    body = "1、路灯什么时候修？2、台阶能不能改成坡道？3、公厕为什么关门？"
    hints = check_reply(TITLE, body, "路灯10月8日已修好，台阶下月改成坡道。")
    assert [(h.code, h.rule, h.quote) for h in hints] == [("points_missed", "R090", "公厕为什么关门？")]
    assert "3 个问题点" in hints[0].text
    assert "1 个" in hints[0].text
    assert codes("路灯已修好，台阶改坡道，公厕下周开门。", body=body) == []
    follows = "路灯：1、已经修好。2、下个月动工。3、等水管换好，下周开放。"
    assert codes(follows, body=body) == []
    assert missed(points(TITLE, body), "都会办好") == points(TITLE, body)


@given(st.text(max_size=80), st.text(max_size=120), st.text(max_size=160))
def test_any_text_is_answered_with_plain_sentences(title: str, body: str, reply: str) -> None:
    for hint in check_reply(title, body, reply, kind="complaint"):
        assert hint.text.endswith("。")
        assert "!" not in hint.text
        assert "！" not in hint.text.replace(hint.quote, "")
        assert hint.rule
    assert all(listed(body)) or not listed(body)


def test_real_replies(record_property: Callable[[str, object], None]) -> None:
    """On real letters: every bare receipt is found, and most real answers are left in peace."""
    if not REAL.exists():
        pytest.skip("the shared letters are not beside this checkout; nothing to measure")
    with REAL.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    began, found = time.perf_counter(), Counter[str]()
    for row in rows:
        hints = {h.code for h in check_reply(row["留言主题"].strip(), row["留言详情"].strip(), row["答复意见"])}
        found.update(hints)
        if len(row["答复意见"].strip()) <= 12:
            assert hints & {"only_acknowledges", "no_substance"}, row["留言编号"]
    record_property("seconds", round(time.perf_counter() - began, 2))
    record_property("found", dict(found))
    hollow = sum(found[c] for c in ("only_acknowledges", "only_forwards", "only_refers", "no_substance"))
    assert len(rows) == 1408
    assert 55 <= hollow <= 75
    assert found["nothing_shared"] <= 20
    assert found["points_missed"] <= 150
    assert found["scold"] == 0
    assert time.perf_counter() - began < 15
