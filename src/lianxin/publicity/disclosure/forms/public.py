"""What readers fill in: a question, a rating, a request, a query code."""

from __future__ import annotations

from typing import Any

from django import forms

from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.receipts import LENGTH, normalise

from ..actions.asking import Wanted
from ..words import RATINGS
from .fields import PlainForm, Words


class QuestionForm(PlainForm):
    text = Words("问题", figure="question", rows=4, help_text="审核以后公开显示，请不要写个人隐私。")
    nickname = forms.CharField(label="昵称", max_length=30, required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)


class RatingForm(PlainForm):
    level = forms.TypedChoiceField(
        label="这件事说清楚了吗", choices=list(RATINGS.items()), coerce=int, widget=forms.RadioSelect,
        error_messages={"required": "请选择一项。"},
    )  # fmt: skip


class AskForm(PlainForm):
    """依申请公开."""

    organisation = forms.ChoiceField(label="向哪个组织申请", error_messages={"required": "请选择组织。"})
    title = Words("想了解什么", figure="title", help_text="一句话说清楚，如：2024 年度党费收缴使用情况。")
    body = Words("具体内容", figure="question", rows=5, required=False)
    nickname = forms.CharField(label="怎么称呼您", max_length=30, required=False)
    contact_email = forms.EmailField(
        label="邮箱",
        required=False,
        help_text="有答复时告诉您，加密保存。",
        error_messages={"invalid": "邮箱的写法不对。"},
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, offices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.choices = [("", "请选择"), *offices]

    def office(self) -> Organisation:
        return Organisation.objects.get(code=self.cleaned_data["organisation"])

    def wanted(self) -> Wanted:
        data = self.cleaned_data
        return Wanted(data["title"], data["body"], data["nickname"], data["contact_email"])


class CodeForm(PlainForm):
    code = forms.CharField(
        label="查询码", max_length=60, error_messages={"required": "请输入查询码。"},
        help_text=f"提交申请后显示的 {LENGTH + 1} 位字母和数字，大小写都行。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "code-input"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        code = normalise(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError("查询码有一位抄错了，请对照抄下的再看一遍。")
        return code
