"""Subtitles: what is taken, what is said about what is wrong (A11Y)."""

from __future__ import annotations

import pytest

from lianxin.publicity.media.captions import decode, read, write


def ask(text: str, **more: float) -> tuple[str, list[str]]:
    cues, faults = read(text, most=10, **more)  # type: ignore[arg-type]  # seconds only
    return write(cues), [str(fault) for fault in faults]


def test_srt_becomes_webvtt_and_loses_its_markup() -> None:
    srt = "1\r\n00:00:01,000 --> 00:00:02,5\r\n<font color=red>您好</font>，{\\an8}乡亲\r\n第二行\r\n\r\n2\r\n00:01:00,000 --> 00:01:02,000\r\na < b & c\r\n"
    assert ask(srt) == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n您好，乡亲\n第二行\n\n00:01:00.000 --> 00:01:02.000\na &lt; b &amp; c\n",
        [],
    )


def test_what_was_written_is_read_again() -> None:
    text, faults = ask(
        "WEBVTT\n\nSTYLE\n::cue { background: url(http://evil.example/x) }\n\nNOTE 记一笔\n\na\n01:02.000 --> 01:03.000 line:0\n<v 老周>来了</v>\n"
    )
    assert (faults, "url" in text, "来了" in text) == ([], False, True)
    assert ask(text) == (text, [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "没有找到字幕"),
        ("WEBVTT\n\n只有字", "第 3 行：这里应当有一行时间"),
        ("WEBVTT\n\n00:01 --> 00:02\n您好", "第 3 行：时间写法不对"),
        ("1\n00:00:05,000 --> 00:00:04,000\n您好", "第 2 行：结束时间要晚于开始时间"),
        ("00:00:05.000 --> 00:00:06.000\n甲\n\n00:00:01.000 --> 00:00:02.000\n乙", "第 4 行：这一条开始得比上一条早"),
        ("00:00:05.000 --> 00:00:06.000\n\n", "第 1 行：这一条只有时间，没有文字"),
        ("00:01:05.000 --> 00:01:06.000\n甲", "第 1 行：这一条在录音录像结束（00:00:10.000）之后"),
        ("\n\n".join(["00:00:01.000 --> 00:00:02.000\n甲"] * 11), "字幕超过 10 条"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(text: str, said: str) -> None:
    assert said in "\n".join(ask(text, seconds=10)[1])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_files_of_any_chinese_computer_are_read(encoding: str) -> None:
    assert decode("您好，乡亲".encode(encoding)) == "您好，乡亲"


def test_what_is_no_text_is_no_subtitle() -> None:
    assert decode(b"\x00\x01\x02MZ") is None
    assert decode(b"\xff\xd8\xff\xe0\x00\x10JFIF") is None
