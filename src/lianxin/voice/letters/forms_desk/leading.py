"""送阅、批示、反馈、阅结 (R099)."""

from __future__ import annotations

from typing import Any

from django import forms

from lianxin.foundation.organisations.models import Organisation

from .. import actions, policies_leading
from ..models import Letter, Topic
from .adoption import day
from .base import ActForm, radios, words


class RecommendForm(ActForm):
    """送领导阅看."""

    why = forms.CharField(label="为什么送阅", max_length=200, help_text="一句话，例如：几个村都提到，需要统一安排。")

    def carry_out(self) -> Letter:
        return actions.recommend(**self.common, why=self.cleaned_data["why"])


class InstructForm(ActForm):
    """批示 to the office that handles the letter, or to one that helps."""

    to = forms.ModelChoiceField(Organisation.objects.none(), label="请谁落实", empty_label=None)
    text = words("批示", help_text="只在内部看，不公开，也不告诉留言人。不改变谁来答复，答复照样审签。")
    until = day("最迟哪一天反馈")

    def prepare(self) -> None:
        offices = Organisation.objects.filter(pk__in=policies_leading.offices_of(self.letter))
        self.fields["to"].queryset = offices  # type: ignore[attr-defined]  # a ModelChoiceField
        self.initial.setdefault("to", self.letter.organisation_id)
        self.fields["text"].max_length = policies_leading.longest()  # type: ignore[attr-defined]  # a CharField

    def carry_out(self) -> Letter:
        data = self.cleaned_data
        return actions.instruct(**self.common, to=data["to"], text=data["text"], until=data["until"])

    def aside(self) -> dict[str, Any]:
        return {"show_replies": True}


class ReportForm(ActForm):
    """反馈."""

    text = words("办得怎样", help_text="给批示的领导看，不公开。给留言人的答复另外写，照样审签。")

    def carry_out(self) -> Letter:
        return actions.report_back(**self.common, text=self.cleaned_data["text"])


class EndForm(ActForm):
    """阅结 or 请再办."""

    decision = radios("决定", {"close": "阅结", "more": "请再办"})
    text = words("说明", required=False, rows=3, help_text="请再办时必填。")
    until = day("再次反馈的日期", required=False, help_text="请再办时必填。")

    def carry_out(self) -> Letter:
        data = self.cleaned_data
        if data["decision"] == "close":
            return actions.close_instruction(**self.common, text=data["text"])
        return actions.ask_more(**self.common, text=data["text"], until=data["until"])


class InterestForm(forms.Form):
    """Topics of the first two levels that a leader wants to read about."""

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.filter(retired=False, level__lte=2),
        required=False,
        label="关注的事项",
        widget=forms.CheckboxSelectMultiple,
    )
