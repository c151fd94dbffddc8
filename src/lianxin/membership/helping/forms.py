"""Forms of the room. Lengths stand in LX-122 and are checked by the actions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.membership.dossiers.forms import speak
from lianxin.membership.dossiers.models import Member

from .words import CONSENTS, NEEDS, RESULTS


def _key() -> str:
    return uuid.uuid4().hex


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


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
        if "on" in self.fields:
            self.fields["on"].initial = timezone.localdate
        speak(self)


class RegisterForm(Spoken):
    sometimes = ("witness",)
    organisation = forms.ChoiceField(label="哪个党组织帮")
    who = forms.CharField(label="姓名或户主", max_length=40)
    kind = forms.ChoiceField(label="哪方面", choices=[("", "请选择"), *NEEDS.items()])
    need = forms.CharField(label="困难和需要", widget=_area(), help_text="只写帮得上忙要知道的。身份证号、病历不要写。")
    phone = forms.CharField(
        label="电话", max_length=30, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    address = forms.CharField(label="住址", max_length=120, required=False)
    member = forms.CharField(label="本人是党员的，写姓名", max_length=40, required=False,
                             help_text="写了姓名，本人能在“我的”里看到，结果也由本人说。")  # fmt: skip
    consent = forms.ChoiceField(label="本人怎么同意的", choices=list(CONSENTS.items()), widget=forms.RadioSelect)
    consent_on = forms.DateField(label="哪天同意的", widget=_day())
    witness = forms.CharField(label="谁在场", max_length=60, required=False, help_text="当面同意的要写。")

    def __init__(self, *args: Any, offices: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["organisation"]
        places.choices = [(str(one.pk), one.name) for one in offices]
        self.fields["consent_on"].initial = timezone.localdate


class AssignForm(Spoken):
    """Who helps. people: members who may be asked."""

    helper = forms.ChoiceField(label="请谁帮")

    def __init__(self, *args: Any, people: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        field: Any = self.fields["helper"]
        field.choices = [
            ("", "请选择"),
            *((pk, f"{one.name}（{one.organisation.short_name}）") for pk, one in self.people.items()),
        ]

    def person(self) -> Member:
        return self.people[self.cleaned_data["helper"]]


class DeedForm(Spoken):
    on = forms.DateField(label="哪天", widget=_day())
    text = forms.CharField(label="做了什么", widget=_area())


class ResultForm(Spoken):
    result = forms.ChoiceField(label="有没有用", choices=list(RESULTS.items()), widget=forms.RadioSelect)
    on = forms.DateField(label="哪天说的", widget=_day())
    text = forms.CharField(label="本人怎么说", widget=_area(3), required=False)


class FollowForm(Spoken):
    stable = forms.ChoiceField(label="回访看到的", widget=forms.RadioSelect,
                               choices=[("yes", "稳定了，可以了结"), ("no", "还有困难，接着帮")])  # fmt: skip
    text = forms.CharField(label="回访情况", widget=_area(3))


class ReasonForm(Spoken):
    text = forms.CharField(label="原因", widget=_area(3))
