"""Forms of the room. Lengths stand in LX-186 and LX-187 and are checked by the actions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from lianxin.foundation.accounts.picking import KeeperFields
from lianxin.foundation.organisations.models import Organisation
from lianxin.membership.dossiers.forms import speak
from lianxin.membership.gatherings.models import Resolution

from .models import Motion, Terms
from .words import ANSWERS, AUDIENCES, DECLINES, OPEN_TO, WAYS


def _key() -> str:
    return uuid.uuid4().hex


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def _area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class Spoken(forms.Form):
    """Errors in the house's words; the revision that the page showed, the key of this very page."""

    use_required_attribute = False
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = _key
        speak(self)

    def choose(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        """The choices of a field that only the page knows."""
        field: Any = self.fields[name]
        field.choices = list(choices)


class ReasonForm(Spoken):
    text = forms.CharField(label="原因", widget=_area(3))


class OfficeForm(Spoken):
    organisation = forms.ChoiceField(label="哪个党组织")

    def __init__(self, *args: Any, offices: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {str(one.pk): one for one in offices}
        self.choose("organisation", ((pk, one.name) for pk, one in self.offices.items()))

    def office(self) -> Organisation:
        return self.offices[self.cleaned_data["organisation"]]


# -- motions


class ProposeForm(OfficeForm):
    title = forms.CharField(label="议题", max_length=60, help_text="一句话，说的是什么事。")
    why = forms.CharField(label="为什么提", widget=_area(4), help_text="现在是什么情况。不要写别人的姓名、电话、住址。")
    wish = forms.CharField(label="希望怎么办", widget=_area(3))
    audience = forms.ChoiceField(label="给谁看", choices=list(AUDIENCES.items()), widget=forms.RadioSelect)
    front_name = forms.CharField(label="显示的名字", max_length=40, help_text="可以用昵称；党组织知道是谁提的。")


class PutDownForm(ProposeForm):
    spoken_for = forms.CharField(label="代谁提出", max_length=120, help_text="姓名和联系方式，加密存放，不公开。")


class TakeUpForm(Spoken):
    topic_url = forms.CharField(label="在哪里讨论", max_length=200, required=False,
                                help_text="留空就在议题自己的页面上讨论；有话题的，填它的网址，如 /forum/12/。")  # fmt: skip
    text = forms.CharField(label="说明", widget=_area(3), required=False, help_text="公开。例如什么时候上会。")


class DeclineForm(Spoken):
    reason = forms.ChoiceField(label="理由", choices=[("", "请选择"), *DECLINES.items()],
                               help_text="提了不同意见、批评了谁，不是不列入的理由。")  # fmt: skip
    text = forms.CharField(label="理由说明", widget=_area(3))
    remedy = forms.CharField(label="可以怎么办", widget=_area(3), help_text="例如该找哪个单位，补充什么以后可以再提。")


class LookForm(Spoken):
    overturn = forms.ChoiceField(
        label="复核结果", choices=[("no", "维持不列入"), ("yes", "改为列入讨论")], widget=forms.RadioSelect
    )
    text = forms.CharField(label="复核说明", widget=_area(3), help_text="公开给提出人。")


class VoteForm(Spoken):
    way = forms.ChoiceField(label="怎么决定", choices=list(WAYS.items()), widget=forms.RadioSelect)
    poll = forms.CharField(
        label="投票编号", max_length=40, required=False, help_text="选“网上投票”时填，投票要先办好。"
    )
    text = forms.CharField(label="讨论情况", widget=_area(4), required=False, help_text="公开。几种意见各是什么。")


class DecideForm(Spoken):
    resolution = forms.ChoiceField(
        label="会议决议", required=False, help_text="已经归档的会议的决议；票数、日期从会议记录来。"
    )
    adopted = forms.ChoiceField(label="结果", choices=[("yes", "通过"), ("no", "没有通过")], widget=forms.RadioSelect)
    on = forms.DateField(label="哪天决定的", widget=_day(), required=False)
    text = forms.CharField(label="结果和理由", widget=_area(4))
    carry_on = forms.DateField(label="什么时候以前落实", widget=_day(), required=False, help_text="通过的要填。")
    carry_post = forms.CharField(label="由哪个岗位落实", max_length=60, required=False, help_text="写岗位，不写姓名。")

    def __init__(self, *args: Any, motion: Motion, rows: Sequence[Resolution], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(row.pk): row for row in rows}
        if motion.way == "meeting":
            words = ((pk, f"{row.gathering.day:%Y-%m-%d} {row.text[:40]}") for pk, row in self.rows.items())
            self.choose("resolution", [("", "请选择"), *words])
            del self.fields["adopted"], self.fields["on"]
        else:
            del self.fields["resolution"]
            self.fields["on"].initial = timezone.localdate

    def chosen(self) -> Resolution | None:
        return self.rows.get(self.cleaned_data.get("resolution") or "")


class PostponeForm(Spoken):
    carry_on = forms.DateField(label="新的期限", widget=_day())
    text = forms.CharField(label="原因", widget=_area(3), help_text="公开。")


class DoneForm(Spoken):
    text = forms.CharField(label="落实情况", widget=_area(4), help_text="公开。做了什么，花了多少，还剩什么。")


# -- consultations


class DraftForm(OfficeForm):
    title = forms.CharField(label="题目", max_length=80)
    background = forms.CharField(
        label="为什么征求意见", widget=_area(5), help_text="用大白话：要定什么事，为什么现在定，拿不准的是什么。"
    )
    basis = forms.CharField(label="依据", widget=_area(2), required=False)
    audience = forms.ChoiceField(label="向谁征求", choices=list(AUDIENCES.items()), widget=forms.RadioSelect)
    opens_at = forms.DateTimeField(label="开始", widget=_moment())
    closes_at = forms.DateTimeField(label="截止", widget=_moment(), help_text="到点自动截止。")
    text = forms.CharField(
        label="征求意见稿",
        widget=_area(12),
        required=False,
        help_text="一段一行，段号自动编。也可以在下面上传 Word 文件。",
    )
    file = forms.FileField(
        label="或者上传 Word 文件", required=False, help_text=".docx，读出来的文字先放进上面的框里，看过再存。"
    )
    paper_place = forms.CharField(label="纸质意见交到哪里", max_length=120, required=False)

    def said(self, paragraphs: tuple[str, ...]) -> Any:
        from .actions import Draft

        names = ("title", "background", "basis", "audience", "opens_at", "closes_at", "paper_place")
        return Draft(paragraphs=paragraphs, **{name: self.cleaned_data[name] for name in names})


class ExtendForm(Spoken):
    closes_at = forms.DateTimeField(label="新的截止", widget=_moment())
    text = forms.CharField(label="原因", widget=_area(3), help_text="公开。")


class ReportForm(Spoken):
    summary = forms.CharField(label="结果概述", widget=_area(4), help_text="收到多少条，主要是哪几类，改了哪几处。")
    text = forms.CharField(label="定稿", widget=_area(12), help_text="一段一行。和征求意见稿的不同之处会标出来。")


class CorrectForm(Spoken):
    text = forms.CharField(label="更正以后的全文", widget=_area(12), help_text="一段一行。改动会标出来，原文留着。")
    note = forms.CharField(
        label="改了什么", max_length=200, help_text="公开。例如“第二段的电话写错了”。改了意思的，请同时延长征集。"
    )


class GroupForm(Spoken):
    gist = forms.CharField(label="归纳", widget=_area(2), help_text="用一句话说清这一类意见。")


class AnswerForm(Spoken):
    gist = forms.CharField(label="归纳", widget=_area(2), required=False)
    answer = forms.ChoiceField(label="采纳情况", choices=list(ANSWERS.items()), widget=forms.RadioSelect)
    reason = forms.CharField(label="理由", widget=_area(3), help_text="公开。改了哪一段、为什么不改、规定在哪里。")


class TermsForm(KeeperFields):
    """约定 of one organisation."""

    use_required_attribute = False
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    open_to = forms.ChoiceField(label="向谁征集议题", choices=list(OPEN_TO.items()), widget=forms.RadioSelect)
    threshold = forms.IntegerField(label="附议人数", help_text="达到这个人数，就不能再以附议人数不够为由不列入。")
    answer_days = forms.IntegerField(label="几个工作日内答复议题")
    report_days = forms.IntegerField(label="征集截止后几天内公布采纳情况")
    field_order = ("open_to", "threshold", "answer_days", "report_days", "keeper", "deputy")

    def __init__(self, *args: Any, terms: Terms | None, **kwargs: Any) -> None:
        names = ("open_to", "threshold", "answer_days", "report_days", "revision")
        start = {name: getattr(terms, name) for name in names} if terms else {"open_to": "members"}
        kwargs["initial"] = start
        super().__init__(*args, **kwargs)
        speak(self)
