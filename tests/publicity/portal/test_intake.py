"""Foreign HTML keeps what it says and loses what it hides: Word, WPS, WeChat, web pages (bad input of R157)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianxin.publicity.portal.intake.cleaning import MOST, TooLongError, clean
from lianxin.publicity.portal.intake.parts import Heading, Intake, Item, Para, Picture, Quote, Table
from lianxin.publicity.portal.intake.stream import blocks_of

TEXTS = Path(__file__).parent / "intake_texts"


def taken(name: str) -> Intake:
    return clean((TEXTS / f"{name}.html").read_text())


def kinds(found: Intake) -> list[str]:
    return [type(part).__name__ for part in found.parts]


def everything(found: Intake) -> str:
    return str(found.parts)


def test_word_keeps_headings_lists_table_and_picture() -> None:
    found = taken("word")
    assert kinds(found) == ["Heading", "Para", "Para", "Heading", "Item", "Item", "Table", "Picture"]
    assert found.parts[0] == Heading("关于清理河道的公告")
    assert found.parts[2] == Para(
        '为保证汛期安全，村里决定清理柳河<b>东段</b>河道。详情见<a href="https://www.example.org/river">www.example.org</a>。'
    )
    assert found.parts[4:6] == [Item("三月一日至三月五日；", 1, "ol"), Item("从渡口到水闸。", 1, "ol")]
    assert found.parts[6] == Table([["组别", "负责人"], ["一组", "老周"], ["二组", "老何"]])
    assert found.parts[7] == Picture("公告.files/image001.png", "河道示意图", "图1：河道示意")
    for gone in ("预算未定", "mso", "某作者", "Ignore", "o:p", "imagedata"):
        assert gone not in everything(found)
    assert found.dropped["看不见的文字"] == 1
    assert found.title == "关于清理河道的公告"


def test_wps_keeps_levels_of_lists_and_the_picture_inside() -> None:
    found = taken("wps")
    assert kinds(found) == ["Heading", "Heading", "Para", "Item", "Item", "Item", "Picture"]
    assert found.parts[2] == Para("每月5日，由村民组长召集，<b>三分之二以上到会</b>才能议事。")
    assert [(p.level, p.kind) for p in found.parts if isinstance(p, Item)] == [(1, "ol"), (2, "ul"), (1, "ol")]
    assert found.pictures[0].src.startswith("data:image/png;base64,iVBOR")
    html = dict(blocks_of(found.parts[3:6], lambda picture: None))["text"]
    assert html == "<ol><li>先报事由；<ul><li>写清要什么；</li></ul></li><li>再逐条议。</li></ol>"


def test_wechat_keeps_order_and_loses_what_is_hidden() -> None:
    found = taken("wechat")
    assert kinds(found) == ["Heading", "Para", "Picture", "Picture", "Quote", "Item", "Item", "Para"]
    assert found.parts[0] == Heading("茶馆开讲")
    assert found.parts[1] == Para("周五晚上，老茶馆里坐了四十多人。<br/>讲的是身边事。")
    assert found.parts[2] == Picture("http://mmbiz.example.net/a/640?wx_fmt=jpeg", "茶馆一角", "四十多人挤满了茶馆")
    assert found.parts[4] == Quote("讲得短，听得进。", "听课的老何")
    assert found.parts[6] == Item("第二讲：路灯<br/>现场报修", 1, "ul")
    assert found.parts[7] == Para("阅读原文 关注我们")
    for gone in ("推广", "关键词", "看不见", "javascript", "onclick", "track", "135"):
        assert gone not in everything(found)
    assert found.dropped["看不见的文字"] == 3
    assert found.dropped["统计用的小图"] == 1
    assert found.dropped["嵌入的播放器或网页"] == 2
    assert found.title == "老茶馆里的党课"


def test_pictures_on_the_disk_of_whoever_copied_keep_their_place() -> None:
    """What Word puts on the clipboard: not the picture, but where it lies; neither is it lost in silence nor followed."""
    html = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><p class=MsoNormal>前</p><!--[if gte vml 1]><v:shape><v:imagedata
src="file:///C:/Temp/clip_image001.wmz"/></v:shape><![endif]--><![if !vml]><img width=60 src="file:///C:/Temp/clip_image002.png" alt="水闸">
<![endif]><p>后<a href="file:///etc/passwd">链接</a></p></html>"""
    found = clean(html)
    assert kinds(found) == ["Para", "Picture", "Para"]
    assert found.parts[1] == Picture("file:///C:/Temp/clip_image002.png", "水闸")
    assert found.parts[2] == Para("后链接")


def test_a_web_page_is_freed_of_what_stands_around_its_text() -> None:
    found = taken("page")
    assert kinds(found) == ["Para", "Para", "Picture", "Para", "Para"]
    assert found.parts[1] == Para("讲的是医保缴费。往期可以查。")
    assert found.parts[2] == Picture("/uploads/2019/a.jpg")
    assert "<b>欢迎来听</b>" in everything(found)
    for gone in ("首页", "分享到", "热门", "版权", "onerror", "track"):
        assert gone not in everything(found)
    assert found.title == "夜校开课"


@pytest.mark.parametrize(
    "hostile",
    [
        "<p>好<script>alert(1)</script><img src=x onerror=alert(1)></p>", "<p>好</p><a href=' java\nscript:alert(1)'>好</a>",
        "<svg><script>alert(1)</script></svg><p>好</p>", "<p style='background:url(javascript:alert(1))'>好</p>",
        "<p>好</p><a href='data:text/html,<script>alert(1)</script>'>好</a>", "<math><mtext><script>alert(1)</script></mtext></math>好<br>",
        "<p>好<noscript><p title='</noscript><img src=x onerror=alert(1)>'></p>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;好</p>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe><p>好</p>", "<p>好<style>@import 'http://x'</style></p>",
    ],
)  # fmt: skip
def test_nothing_hostile_comes_through(hostile: str) -> None:
    found = clean(hostile)
    made = str(blocks_of(found.parts, lambda picture: None))
    assert "好" in made
    assert not re.search(r"<(?!/?(?:p|b|i|br|ul|ol|li)\b)[a-z]", made.replace("&lt;", ""))
    assert not re.search(r"(?:href|src|on\w+)\s*=", made.replace("&lt;script", ""))


def test_plain_text_is_a_paragraph_a_line() -> None:
    assert clean("　　第一段 3 < 5\n\n第二段\r\n").parts == [Para("第一段 3 &lt; 5"), Para("第二段")]
    assert clean("").parts == []
    assert clean("   <p> </p>&nbsp;").parts == []


def test_what_is_far_too_long_is_refused_and_deep_nesting_is_not_feared() -> None:
    with pytest.raises(TooLongError):
        clean("<p>" + "长" * (MOST + 1))
    deep = clean("<section>" * 3000 + "深处的话" + "</section>" * 3000)
    assert "深处的话" in everything(deep)


@given(st.text(alphabet="<>/pbtrdiv lsa='\"&;=!-[]imgulo列表文字\n", max_size=200))
@settings(max_examples=300, deadline=None)
def test_whatever_is_pasted_is_read_without_an_error(text: str) -> None:
    found = clean(text)
    made = str(blocks_of(found.parts, lambda picture: None))
    assert not re.search(r"<(?!/?(?:p|b|i|br|ul|ol|li|a)\b)[a-z]", made)


@pytest.mark.parametrize("html", ["<p>甲<b>乙</b>丙</p>", "<div>甲<span>乙</span><br/>丙</div>", "甲<em>乙</em>丙<hr>"])
def test_no_word_is_lost_or_glued(html: str) -> None:
    words = re.sub(r"<[^>]+>", "", everything(clean(html)))
    for word in "甲乙丙":
        assert word in words
