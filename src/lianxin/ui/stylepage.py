"""Samples of every part, for the living style page and for the tests that look at them. All invented."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone

from lianxin.kernel.decision import Denied

from . import icons

KINDS = [("consult", "咨询"), ("help", "求助"), ("advice", "建议"), ("complaint", "投诉"), ("thanks", "感谢")]


class SampleForm(forms.Form):
    """One field of every kind."""

    kind = forms.ChoiceField(label="您想说的是", choices=KINDS, widget=forms.RadioSelect)
    title = forms.CharField(label="一句话标题", max_length=60, help_text="写清地点和事情，方便别人也能看懂。")
    body = forms.CharField(label="具体情况", max_length=2000, widget=forms.Textarea)
    place = forms.CharField(label="地点", required=False)
    since = forms.DateField(label="从哪天开始", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    topic = forms.ChoiceField(label="事项类别", choices=[("", "请选择"), ("light", "市政 · 路灯"), ("water", "供水")])
    public = forms.BooleanField(label="同意公开（隐去姓名和电话）", required=False)


def steps() -> list[dict[str, Any]]:
    """A time line with something still to come."""
    now = timezone.now()
    return [
        {"title": "收到", "when": now - timedelta(days=7, hours=3), "text": "时限从此刻起算"},
        {"title": "审核公开", "when": now - timedelta(days=6), "text": "未作修改"},
        {"title": "分派 镇建设办", "when": now - timedelta(days=6), "text": "协办 渡口村党支部"},
        {"title": "现场查看", "when": now - timedelta(days=4), "text": "六盏灯中四盏线路进水，两盏灯头损坏；照片 3 张"},
        {"title": "答复", "when": "最迟 11月24日", "done": False},
    ]


def samples(request: HttpRequest) -> dict[str, Any]:
    """Context of the style page."""
    months = ["1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月"]
    counts = [64, 58, 71, 90, 88, None, 102, 117, 96, 121, 128]
    refused = SampleForm({"kind": "", "title": "", "body": "路灯坏了", "topic": ""})
    numbers = Paginator(range(1284), 20).get_page(7)
    return {
        "form": SampleForm(),
        "refused": refused,
        "steps": steps(),
        "page": numbers,
        "facts": [("128", "收到"), ("97%", "按期"), ("4 天", "中位用时")],
        "bars": [("市政设施", 41), ("民政救助", 27), ("环境卫生", 22), ("农田水利与乡村道路养护", 18), ("其他", 3)],
        "points": list(zip(months, counts, strict=True)),
        "marks": [("一半在", 4.0), ("九成在", 9.0)],
        "chips": [
            ("全部", "?", True, 1284),
            ("已解决", "?s=1", False, 903),
            ("办理中", "?s=2", False, 41),
            ("重新办理", "?s=3", False, 0),
        ],
        "denied": Denied(
            "您是这件事的当事人，不能承办。", rule="PET-06", remedy="可以请本单位另一位同志承办，或退回分派人。"
        ),
        "now": timezone.now(),
        "long": SimpleNamespace(
            title="关于渡口村至青禾镇卫生院之间的 Y032 乡道养护、路灯与候车亭（含 4G 信号盲区）一并整治的建议",
            who="中共青禾镇委员会渡口片区联合党支部为民服务代办点",
        ),
        "icons": sorted(icons.PATHS),
    }
