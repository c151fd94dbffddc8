"""One form for every step: the day, and what the step asks besides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from lianxin.foundation.rules.registry import rule
from lianxin.membership.dossiers.forms import speak
from lianxin.membership.dossiers.models import Member

from .steps import WAYS, Step


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _number(label: str, help_text: str = "", *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=100_000, required=required, help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip


def _fields() -> dict[str, forms.Field]:
    return {
        "way": forms.ChoiceField(label="怎样推荐", choices=[("", "请选择"), *WAYS.items()]),
        "passed": forms.BooleanField(label="结论是合格", required=False),
        "days": _number("培训天数"),
        "lessons": _number("培训学时", "满 3 天或满 24 学时，几次可以加起来。"),
        "leaves_on": forms.DateField(label="预计离开本单位的日期", required=False, help_text="没有就不填。", widget=_day()),
        "due": _number("应到人数", "支部有表决权的正式党员。", required=True),
        "present": _number("实到人数", "到会的有表决权的正式党员。", required=True),
        "yes": _number("到会赞成票", required=True),
        "written": _number("会前书面赞成", "没有到会、会前正式提出书面意见的。"),
        "performance": forms.CharField(label="主要表现", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})),
        "signed": forms.BooleanField(label="支部书记已在决议上签名", required=False),
        "until": forms.DateField(label="推迟到哪一天", widget=_day()),
        "months": _number("延长几个月", required=True),
        "note": forms.CharField(label="说明", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})),
    }  # fmt: skip


class StepForm(forms.Form):
    """A step of a case. people: full members to choose from, for the steps that name companions."""

    use_required_attribute = False
    on = forms.DateField(label="日期", widget=_day())
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, step: Step, people: Iterable[Member] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate
        known = _fields()
        for name in step.asks:
            if name == "people":
                self.fields[name] = forms.MultipleChoiceField(
                    label=step.label.removeprefix("指定").removeprefix("确定"), widget=forms.CheckboxSelectMultiple,
                    choices=[(str(m.pk), m.name) for m in people], error_messages={"required": "请选择。"},
                )  # fmt: skip
            elif name == "papers":
                words = rule("DEV-26").items("papers")
                self.fields[name] = forms.MultipleChoiceField(
                    label="已经归档的材料",
                    widget=forms.CheckboxSelectMultiple,
                    required=False,
                    choices=[(w, w) for w in words],
                )
            else:
                self.fields[name] = known[name]
        if step.event == "introducers":
            self.fields["note"] = known["note"]
        speak(self)

    def said(self) -> dict[str, Any]:
        """What the step says, fit for JSON."""
        left_out = ("on", "revision")
        return {
            name: value.isoformat() if hasattr(value, "isoformat") else value
            for name, value in self.cleaned_data.items()
            if name not in left_out
        }


class ApplyForm(forms.Form):
    use_required_attribute = False
    member = forms.ChoiceField(label="申请人", help_text="先在“党员档案”里给申请人建立档案，这里才能选到。")
    on = forms.DateField(label="递交申请书的日期", widget=_day())

    def __init__(self, *args: Any, people: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["member"]
        chosen.choices = [("", "请选择"), *((str(m.pk), m.name) for m in people)]
        speak(self)
