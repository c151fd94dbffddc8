"""What the forms of the room share."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from lianxin.foundation.accounts.picking import KeeperFields, NameInput, Picker
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers.forms import speak


def fresh_key() -> str:
    """A key by which the same form sent twice is told."""
    return uuid.uuid4().hex


class Plain(forms.Form):
    """A form whose refusals name the field; with a key or a revision hidden inside."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields:
            self.fields["key"].initial = fresh_key
        speak(self)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class HourInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def area(label: str, rows: int = 5, **options: Any) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


def hour(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=HourInput, error_messages={"invalid": f"“{label}”看不懂，请按时:分填写，如 09:30。"}
    )  # fmt: skip


class Kept(Plain, KeeperFields):
    """With 责任人 and 副责任人 (F01), and the organisation when there are several."""

    organisation = forms.ChoiceField(label="哪个组织")

    def prepare(self, actor: Actor, offices: list[Organisation], present: Any, verb: str) -> None:
        """offices: from which one may be chosen; present: the row that is changed, or None for a new one."""
        if present is not None:
            del self.fields["organisation"]
            office = present.organisation
        else:
            field: Any = self.fields["organisation"]
            field.choices = [(str(one.pk), one.name) for one in offices]
            field.initial = field.choices[0][0] if field.choices else ""
            chosen = str(self.data.get("organisation", "")) if self.is_bound else ""
            office = next((one for one in offices if str(one.pk) == chosen), offices[0] if offices else None)
            if len(offices) == 1:
                field.widget = forms.HiddenInput()
        self.office = office
        people = {"keeper": present.keeper, "deputy": present.deputy} if present is not None else {}
        self.choose_among(Picker(actor, office, verb) if office is not None else None, **people)

    def named(self, name: str, now: Any = None) -> Any:
        """The person in a field of names, or None."""
        return self.picker.named(self.cleaned_data[name], name, now) if self.picker is not None else None


__all__ = ["DayInput", "HourInput", "Kept", "NameInput", "Plain", "area", "fresh_key", "hour"]
