"""Forms of the leading groups."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.picking import NameInput, Picker
from lianxin.foundation.organisations.models import Organisation
from lianxin.membership.gatherings.models import Gathering

from .actions.groups import Founding
from .forms import Spoken
from .words import ROLES


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class GroupForm(Spoken):
    """成立领导机构."""

    organisation = forms.ChoiceField(label="哪个党组织")
    name = forms.CharField(label="名称", help_text="例如：新媒体党建工作领导小组。")
    basis = forms.CharField(label="成立依据", help_text="文号或者哪次会议决定的。")
    duties = forms.CharField(label="职责", widget=forms.Textarea(attrs={"rows": 5}))
    founded_on = forms.DateField(label="成立日期", widget=_day())
    key = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args: Any, offices: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["organisation"]
        places.choices = [(str(one.pk), one.short_name) for one in offices]
        self.fields["founded_on"].initial = timezone.localdate
        self.fields["key"].initial = lambda: uuid.uuid4().hex

    def said(self) -> Founding:
        return Founding(**{name: self.cleaned_data[name] for name in ("name", "basis", "duties", "founded_on")})


class SeatForm(Spoken):
    """登记成员: one with a duty in the house by name, or anybody by name and post."""

    sometimes = ("person", "name")
    role = forms.ChoiceField(label="担任", choices=list(ROLES.items()))
    person = forms.CharField(
        label="在平台任职的同志", max_length=120, required=False, help_text="输入姓名，从列出的里面选。"
    )
    name = forms.CharField(label="不在平台任职的，写姓名", max_length=40, required=False)
    post = forms.CharField(label="单位和职务", max_length=60, required=False)
    since = forms.DateField(label="自哪天起", widget=_day())

    def __init__(self, *args: Any, picker: Picker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.picker = picker
        self.fields["person"].widget = NameInput(tuple(picker.offered()))
        self.fields["since"].initial = timezone.localdate

    def who_sits(self) -> Person | None:
        return self.picker.named(self.cleaned_data["person"], "person")


class MeetForm(Spoken):
    """Which gathering was the group's."""

    gathering = forms.ChoiceField(label="哪次会议")

    def __init__(self, *args: Any, held: Iterable[Gathering], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = {str(one.pk): one for one in held}
        field: Any = self.fields["gathering"]
        field.choices = [("", "请选择"), *((pk, str(one)) for pk, one in self.held.items())]

    def chosen(self) -> Gathering:
        return self.held[self.cleaned_data["gathering"]]


class DissolveForm(Spoken):
    on = forms.DateField(label="撤销日期", widget=_day())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate
