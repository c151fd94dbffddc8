"""Forms of the room. Lengths stand in LX-130 and are checked by the actions."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from lianxin.membership.dossiers.forms import speak

from .words import FRONTS, REASONS, SOURCES


def _key() -> str:
    return uuid.uuid4().hex


class _Keyed(forms.Form):
    use_required_attribute = False
    text = forms.CharField(label="想说什么", widget=forms.Textarea(attrs={"rows": 5}), strip=True)
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    part = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    reply_to = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = _key
        speak(self)


class SayForm(_Keyed):
    """发言. nickname, name: what the choice of the front name shows (CMT-01)."""

    front_name = forms.ChoiceField(
        label="显示哪个名字", choices=list(FRONTS.items()), initial="nick", widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, nickname: str = "", name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["front_name"]
        if not name:
            field.required, field.initial, field.widget = False, "nick", forms.HiddenInput()
        else:
            field.choices = [("nick", f"昵称：{nickname}"), ("name", f"真实姓名：{name}")]


class AnswerForm(_Keyed):
    """组织回应."""


class AssistForm(_Keyed):
    """代录 (A02)."""

    front_name = forms.CharField(label="显示的名字", help_text="问清楚想显示什么名字，可以是称呼，如“王大妈”。")
    assisted_for = forms.CharField(label="谁说的、怎么联系", help_text="姓名和电话，只在后台核验用，不显示；加密保存。")
    source = forms.ChoiceField(
        label="怎么说的", choices=[(k, v) for k, v in SOURCES.items() if k != "web"], widget=forms.RadioSelect
    )
    in_time = forms.BooleanField(label="这张纸质表是截止以前收到的", required=False)
    field_order = ("text", "front_name", "assisted_for", "source", "in_time")

    def __init__(self, *args: Any, inner: bool = False, closed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if inner:
            field: Any = self.fields["assisted_for"]
            field.label, field.help_text = "哪位党员说的", "写姓名，重名的空一格写支部名称；只在后台核验用，不显示。"
        if not closed:
            del self.fields["in_time"]


class ReasonForm(forms.Form):
    """A decision with a reason, or of an appeal or a correction with words alone (`plain`)."""

    use_required_attribute = False
    reason = forms.ChoiceField(label="理由", choices=[("", "请选择"), *REASONS.items()], help_text="批评意见不是理由。")
    text = forms.CharField(label="具体情况", widget=forms.Textarea(attrs={"rows": 3}), help_text="本人会看到。")
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, plain: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if plain:
            del self.fields["reason"]
            self.fields["text"].label = "复核理由"
            self.fields["text"].required = False
        speak(self)


class AppealForm(forms.Form):
    """申诉."""

    use_required_attribute = False
    text = forms.CharField(label="为什么不同意", widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


class AmendForm(forms.Form):
    """更正."""

    use_required_attribute = False
    text = forms.CharField(label="更正为", widget=forms.Textarea(attrs={"rows": 5}))
    note = forms.CharField(label="改了什么", help_text="大家会看到这一句，如“把时间改正了”。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)
