"""Forms of the room. Lengths are checked by the actions."""

from __future__ import annotations

from typing import Any

from django import forms

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.picking import NameInput, Picker
from lianxin.membership.dossiers.forms import speak

from .words import LINES


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
