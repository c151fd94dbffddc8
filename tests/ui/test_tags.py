"""What the tags print, and that they escape what people typed."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

from lianxin.kernel.decision import Denied
from lianxin.ui import icons, registry


def show(source: str, path: str = "/letters/?kind=help&page=3", **context: Any) -> str:
    return str(engines["django"].from_string(source).render(context, RequestFactory().get(path)))


class Sample(forms.Form):
    title = forms.CharField(label="标题", help_text="写清地点。", max_length=20)
    kind = forms.ChoiceField(label="类别", choices=[("a", "咨询"), ("b", "投诉")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="同意公开", required=False)


def test_state_marks_escape() -> None:
    assert show('{% tag "已解决" "ok" %}') == '<span class="tag ok">已解决</span>'
    assert "<script>" not in show("{% tag word %}", word="<script>")
    assert show('{% tag "x" "made-up" %}') == '<span class="tag">x</span>'


def test_highlight_marks_words_and_nothing_else() -> None:
    assert show("{{ t|highlight:'信号' }}", t="路灯 & 信号") == "路灯 &amp; <mark>信号</mark>"
    assert show("{{ t|highlight:'amp' }}", t="a & b") == "a &amp; b"
    assert show("{{ text|highlight:query }}", text="<b>路灯</b>", query='路灯 "<b>') == (
        "<mark>&lt;b&gt;</mark><mark>路灯</mark>&lt;/b&gt;"
    )
    assert show('{{ "路灯"|highlight:"" }}') == "路灯"


def test_query_is_changed_and_the_rest_kept() -> None:
    assert show("{% replace_query page=4 %}") == "?kind=help&amp;page=4"
    assert show("{% replace_query page=None kind=None %}") == "?"


def test_pagination_keeps_filters_and_names_the_current_page() -> None:
    html = show("{% pagination page %}", page=Paginator(range(1284), 20).get_page(3))
    assert "第 3 页，共 65 页，1,284 件" in html
    assert 'rel="prev" href="?kind=help&amp;page=2"' in html
    assert 'aria-current="page"' in html
    assert show("{% pagination page %}", page=Paginator(range(5), 20).get_page(1)).strip() == ""


def test_field_ties_its_texts_to_the_control() -> None:
    html = show("{% error_summary form %}{% field form.title %}", form=Sample({"title": "", "kind": "a"}))
    assert 'for="id_title"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert html.count("aria-describedby") == 1
    assert 'aria-invalid="true"' in html
    assert 'id="id_title_error"' in html
    assert 'href="#id_title"' in html
    assert "还有 1 处需要改" in html


def test_only_what_nobody_ever_needs_is_called_optional() -> None:
    class Some(forms.Form):
        sometimes = ("until",)
        until = forms.CharField(label="期限", required=False, help_text="只有限期改正要写。")
        note = forms.CharField(label="说明", required=False)

    assert "选填" not in show("{% field form.until %}", form=Some())
    assert "选填" in show("{% field form.note %}", form=Some())


def test_choices_are_a_group_with_a_legend() -> None:
    html = show("{% field form.kind %}", form=Sample())
    assert "<fieldset" in html
    assert "<legend>类别</legend>" in html


def test_optional_is_said_and_typed_text_stays() -> None:
    form = Sample({"title": "路灯<坏>了" * 5, "kind": "a"})
    html = show("{% field form.title %}{% field form.agree %}", form=form)
    assert "路灯&lt;坏&gt;了" in html
    assert "选填" not in html.split("同意公开")[0]


def test_refusal_names_clause_and_remedy() -> None:
    denied = Denied("不能承办自己的事。", rule="PET-06", remedy="请换一位同志。")
    html = show("{% refusal denied %}", denied=denied)
    assert "不能承办自己的事。" in html
    assert 'href="/rules/PET-06/"' in html
    assert "请换一位同志。" in html
    registry.install_clause(lambda rule: registry.Clause("回避", "条例第六条", f"/regulations/x/#{rule}"))
    assert 'href="/regulations/x/#PET-06"' in show("{% refusal denied %}", denied=denied)
    assert "条例第六条" in show("{% refusal denied %}", denied=denied)


def test_ring_speaks_and_stays_inside_the_circle() -> None:
    html = show('{% clock_ring 1.7 "已超 2 天" "late" %}')
    assert "时限已用 100%" in html
    assert 'stroke-dasharray="169.6 169.6"' in html


def test_every_chart_has_a_table_twin_and_n() -> None:
    for source in (
        '{% bar_chart rows "各类" n=9 %}',
        '{% line_chart rows "每月" n=9 %}',
        '{% percentile_chart rows "用时" 15 n=9 %}',
    ):
        html = show(source, rows=[("甲", 4), ("乙", 5)])
        assert "<details" in html
        assert "<table" in html
        assert "n=9" in html
        assert '<th scope="row">甲</th>' in html


def test_time_line_says_what_has_not_happened_yet() -> None:
    html = show(
        "{% time_line steps %}", steps=[{"title": "收到"}, {"title": "答复", "done": False, "when": "最迟 11月24日"}]
    )
    assert html.count('class="done"') == 1
    assert "还没有到这一步" in html
    assert "最迟 11月24日" in html


def test_upload_has_a_private_switch_per_photo() -> None:
    html = show('{% upload "photos" 2 %}')
    assert 'name="photos-0"' in html
    assert 'name="photos-1-private"' in html


def test_icons() -> None:
    assert 'aria-hidden="true"' in icons.icon("bell")
    assert 'aria-label="通知"' in icons.icon("bell", "通知")
    with pytest.raises(KeyError):
        icons.icon("no-such-icon")
