"""Forms of organisational life."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from lianxin.foundation.files.fields import CleanFilesField
from lianxin.foundation.organisations.models import Organisation
from lianxin.membership.dossiers.forms import speak
from lianxin.membership.dossiers.models import Member

from .actions import Draft
from .models import Attendance, Gathering
from .widgets import Names
from .words import MARKS, kinds_of


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _hour() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def number_field(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=100_000, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )


def new_key() -> str:
    """The same form sent twice is one thing."""
    return uuid.uuid4().hex


class Keyed(forms.Form):
    """Carries a key of its own."""

    use_required_attribute = False
    key = forms.CharField(widget=forms.HiddenInput, max_length=40, initial=new_key)


class DraftFields(forms.Form):
    """What is planned."""

    sometimes = ("place",)
    use_required_attribute = False
    title = forms.CharField(label="题目", max_length=60, help_text="例如“四季度党员大会：讨论预备党员转正”。")
    day = forms.DateField(label="哪一天", widget=_day())
    hour = forms.TimeField(label="几点开始", widget=_hour(), error_messages={"invalid": "请按 15:00 这样填写。"})
    until = forms.TimeField(
        label="几点结束", required=False, widget=_hour(), error_messages={"invalid": "请按 16:30 这样填写。"}
    )
    place = forms.CharField(label="地点", max_length=80, required=False, help_text="线上开的可以不填。")
    online_url = forms.CharField(
        label="线上会场的地址", max_length=300, required=False, help_text="有线上会场的才填，只有应到的同志看得到。",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )  # fmt: skip
    lessons = forms.DecimalField(
        label="学时", required=False, min_value=0, max_digits=3, decimal_places=1, widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text="有学习培训内容的才填，例如 2 或者 1.5。归档以后，到会的同志各记这么多。",
    )  # fmt: skip
    agenda = forms.CharField(
        label="议程",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一行一项，通知里的同志都看得到。",
    )

    def draft(self) -> Draft:
        """As the actions take it."""
        said = self.cleaned_data
        start = timezone.make_aware(datetime.combine(said["day"], said["hour"]))
        end = timezone.make_aware(datetime.combine(said["day"], said["until"])) if said["until"] else None
        return Draft(
            title=said["title"].strip(), starts_at=start, ends_at=end, place=said["place"].strip(),
            online_url=said["online_url"].strip(), agenda=said["agenda"].strip(), lessons=said["lessons"],
        )  # fmt: skip


class PlanForm(Keyed, DraftFields):
    """列入计划."""

    organisation = forms.ChoiceField(label="哪个组织")
    kind = forms.ChoiceField(label="种类")
    field_order = ("organisation", "kind", *DraftFields.base_fields, "key")

    def __init__(self, *args: Any, offices: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holders = list(offices)
        chosen: Any = self.fields["organisation"]
        chosen.choices = [(str(o.pk), o.short_name) for o in holders]
        kind: Any = self.fields["kind"]
        kind.choices = kinds_of(o.kind for o in holders)
        if len(chosen.choices) == 1:
            chosen.initial = chosen.choices[0][0]
            chosen.widget = forms.HiddenInput()
        speak(self)


class ChangeForm(DraftFields):
    """改期、改地点、改议程."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        start, end = timezone.localtime(gathering.starts_at), gathering.ends_at
        kwargs["initial"] = {
            "title": gathering.title, "day": start.date(), "hour": start.time(), "place": gathering.place,
            "until": timezone.localtime(end).time() if end else None, "online_url": gathering.online_url,
            "agenda": gathering.agenda, "lessons": gathering.said_lessons, "revision": gathering.revision,
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        speak(self)


class CancelForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(label="为什么取消", max_length=200, help_text="收到通知的同志会看到。")
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


@dataclass(frozen=True, slots=True)
class Line:
    """One person on the list. chosen: the mark that stands there; error: what is wrong with it."""

    row: Attendance
    name: str
    chosen: str
    error: str


class ListForm(forms.Form):
    """登记到会: one choice for each person on the list. rest: what all without a choice are, by the second button."""

    use_required_attribute = False
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    rest = forms.ChoiceField(
        required=False, choices=[("", ""), ("present", MARKS["present"])], widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, rows: Sequence[Attendance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        marks = list(MARKS.items())
        for row in rows:
            self.fields[f"mark-{row.pk}"] = forms.ChoiceField(
                label=row.member.name, required=False, choices=marks, error_messages={"invalid_choice": "请从列出的选项里选择。"},
            )  # fmt: skip

    def lines(self) -> list[Line]:
        """Each person with their choices, for the page: drawn there in one go, for widgets take a second for 500 people."""
        return [
            Line(row, f"mark-{row.pk}", (self.data.get(f"mark-{row.pk}") or "") if self.is_bound else self.initial_of(row),
                 str(self.errors.get(f"mark-{row.pk}", [""])[0]) if self.is_bound else "")
            for row in self.rows
        ]  # fmt: skip

    def initial_of(self, row: Attendance) -> str:
        """What is chosen before anybody has."""
        return row.mark

    def marks(self) -> dict[int, str]:
        """Key of the attendance -> mark. A row without a choice keeps what it has, or is marked as the others asked."""
        rest = self.cleaned_data["rest"]
        return {row.pk: self.cleaned_data[f"mark-{row.pk}"] or row.mark or rest for row in self.rows}


class PaperForm(ListForm):
    """录入 a signed sheet: its photograph, and who signed."""

    photos = CleanFilesField(
        label="签到表的照片", most=5, pictures_only=True, help_text="手机拍的就行，字要看得清，最多 5 张。"
    )
    field_order = ("photos",)

    def initial_of(self, row: Attendance) -> str:
        """Nothing: it is copied from the sheet."""
        return ""

    def entered(self) -> dict[int, str]:
        """Key of the attendance -> mark, of those who were entered."""
        return {row.pk: mark for row in self.rows if (mark := self.cleaned_data[f"mark-{row.pk}"])}


class PhotoForm(forms.Form):
    """补充照片."""

    use_required_attribute = False
    photos = CleanFilesField(
        label="活动的照片", most=9, pictures_only=True, help_text="最多 9 张；拍摄地点等信息会去掉。"
    )


class AddForm(forms.Form):
    """补记 somebody who came without being called."""

    use_required_attribute = False
    member = forms.ChoiceField(label="还有谁来了", widget=Names)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, people: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["member"]
        chosen.choices = [("", "请选择"), *((str(m.pk), m.name) for m in people)]
        speak(self)


class TaskForm(Keyed):
    """登记会后任务."""

    text = forms.CharField(label="做什么", max_length=200)
    member = forms.ChoiceField(label="谁来做", widget=Names)
    due_on = forms.DateField(label="最迟哪天", widget=_day())

    def __init__(self, *args: Any, rows: Iterable[Attendance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["member"]
        chosen.choices = [("", "请选择"), *((str(row.member_id), row.member.name) for row in rows)]
        speak(self)


class CloseForm(forms.Form):
    """归档."""

    use_required_attribute = False
    host = forms.CharField(label="主持人", max_length=40)
    recorder = forms.CharField(label="记录人", max_length=40)
    minutes = forms.CharField(
        label="会议记录", max_length=20_000, widget=forms.Textarea(attrs={"rows": 12}),
        help_text="谁说了什么，怎么定的。加密存放，支部和上级组织看得到。",
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


class ExemptForm(forms.Form):
    """登记年老体弱."""

    use_required_attribute = False
    member = forms.ChoiceField(label="哪位同志")
    since = forms.DateField(label="自", widget=_day(), initial=timezone.localdate)
    until = forms.DateField(label="至", widget=_day(), required=False, help_text="不知道到什么时候的不填。")
    reason = forms.CharField(label="情况", max_length=200, help_text="年老、重病等，一句话。加密存放。")

    def __init__(self, *args: Any, people: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["member"]
        chosen.choices = [("", "请选择"), *((str(m.pk), m.name) for m in people)]
        speak(self)


class LeaveForm(forms.Form):
    """请假."""

    use_required_attribute = False
    reason = forms.CharField(
        label="请假的原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="加密存放，只有答复的同志看得到。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


class SelfForm(forms.Form):
    """个人自评."""

    use_required_attribute = False
    text = forms.CharField(
        label="个人自评",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="加密存放。评议的时候由支部使用。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)
