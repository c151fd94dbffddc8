"""Forms of the room. Lengths are checked by the actions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.picking import NameInput, Picker
from lianxin.foundation.organisations.models import Organisation
from lianxin.membership.dossiers.forms import speak
from lianxin.membership.gatherings.reckoning import Span

from .actions.practice import Draft
from .words import CYCLE_WORDS, FINDINGS, LINES


class Spoken(forms.Form):
    """Errors in the house's words, and the revision that the page showed."""

    use_required_attribute = False
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


class CardForm(Spoken):
    """对外联系方式."""

    phone = forms.CharField(label=LINES["phone"], required=False, help_text="办公室的电话，不写个人手机。",
                            widget=forms.TextInput(attrs={"inputmode": "tel"}))  # fmt: skip
    address = forms.CharField(label=LINES["address"], required=False, help_text="写到门牌，生人也找得到。")
    hours = forms.CharField(
        label=LINES["hours"], required=False, help_text="例如：周一至周五 9:00—17:00，午休有人值班。"
    )
    email = forms.CharField(label=LINES["email"], required=False, widget=forms.TextInput(attrs={"inputmode": "email"}))
    note = forms.CharField(label=LINES["note"], required=False, help_text="例如：村委会一楼东头，有坡道。")

    def lines(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in LINES}


class BackForm(Spoken):
    sometimes = ("reason",)
    reason = forms.CharField(label="哪里要改", required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class KeeperForm(Spoken):
    """责任人 by name, offered while typing."""

    keeper = forms.CharField(
        label="责任人", max_length=120, required=False, help_text="输入姓名，从列出的里面选。留空就是没有责任人。"
    )

    def __init__(self, *args: Any, picker: Picker, present: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.picker, self.present = picker, present
        self.fields["keeper"].widget = NameInput(tuple(picker.offered()))
        self.initial.setdefault("keeper", picker.label_of(present))

    def person(self) -> Person | None:
        return self.picker.named(self.cleaned_data["keeper"], "keeper", self.present)


class RuleForm(Spoken):
    """登记、修改制度. offices: where it may stand; None for a rule that exists."""

    sometimes = ("text", "address")
    organisation = forms.ChoiceField(label="哪个党组织")
    title = forms.CharField(label="名称", help_text="例如：“三会一课”考勤制度。")
    text = forms.CharField(label="内容", required=False, widget=forms.Textarea(attrs={"rows": 8}))
    address = forms.CharField(
        label="制度库里已有的，写那一页的地址", required=False, help_text="例如 /regulations/…；写了就不用再抄内容。"
    )
    cycle = forms.ChoiceField(label="多久检查一次", choices=[("", "请选择"), *CYCLE_WORDS.items()])
    since = forms.DateField(label="从哪天起", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    keeper = forms.CharField(label="责任人", max_length=120, required=False, help_text="输入姓名，从列出的里面选。")
    key = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(
        self,
        *args: Any,
        offices: Iterable[Organisation] | None,
        picker: Picker,
        present: Person | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.picker, self.present = picker, present
        self.fields["keeper"].widget = NameInput(tuple(picker.offered()))
        self.initial.setdefault("keeper", picker.label_of(present))
        self.fields["key"].initial = lambda: uuid.uuid4().hex
        self.fields["since"].initial = timezone.localdate
        if offices is None:
            del self.fields["organisation"]
        else:
            places: Any = self.fields["organisation"]
            places.choices = [(str(one.pk), one.short_name) for one in offices]

    def draft(self) -> Draft:
        """As the actions take it."""
        said = self.cleaned_data
        return Draft(title=said["title"].strip(), cycle=said["cycle"], since=said["since"], text=said["text"].strip(),
                     address=said["address"].strip())  # fmt: skip

    def person(self) -> Person | None:
        return self.picker.named(self.cleaned_data["keeper"], "keeper", self.present)


class CheckForm(Spoken):
    """登记检查. open_: periods that nobody looked at, the earliest first."""

    sometimes = ("note",)
    period = forms.ChoiceField(label="哪一期")
    on = forms.DateField(label="哪天检查的", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    finding = forms.ChoiceField(label="怎么样", choices=list(FINDINGS.items()), widget=forms.RadioSelect)
    note = forms.CharField(label="情况", required=False, widget=forms.Textarea(attrs={"rows": 3}),
                           help_text="没有完全落实的，写明差在哪里、怎么改。")  # fmt: skip
    paper = forms.CharField(label="纸质记录在哪里", required=False, help_text="例如：支部档案柜第 3 盒。")

    def __init__(self, *args: Any, open_: Iterable[Span], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open = list(open_)
        field: Any = self.fields["period"]
        field.choices = [(span.first.isoformat(), f"{span.first.year} 年{span.word}") for span in self.open]
        self.fields["on"].initial = timezone.localdate

    def first(self) -> date:
        return date.fromisoformat(self.cleaned_data["period"])
