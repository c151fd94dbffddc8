"""Forms of the room. Bounds stand in LX-73 and are checked by the actions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from lianxin.foundation.files.fields import CleanFilesField
from lianxin.membership.dossiers.forms import speak
from lianxin.membership.dossiers.models import Member

from .actions import Said
from .words import KINDS

#: names of columns that a form gives to the actions
_SAID = tuple(Said.__dataclass_fields__)


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TrainingForm(forms.Form):
    """One training: brought by its person."""

    use_required_attribute = False
    kind = forms.ChoiceField(label="种类", choices=[("", "请选择"), *KINDS.items()])
    title = forms.CharField(label="名称", max_length=80, help_text="例如“全县村党支部书记培训班”。")
    host = forms.CharField(label="谁办的", max_length=80, help_text="例如“县委党校”。")
    first = forms.DateField(label="自", widget=_day())
    last = forms.DateField(label="至", widget=_day(), help_text="跨年的，请按年分成两条。")
    lessons = forms.DecimalField(
        label="学时", max_digits=4, decimal_places=1, widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text="证书或者通知上写的学时，例如 16 或者 1.5。",
    )  # fmt: skip
    proof = forms.CharField(label="凭什么证明", max_length=120, help_text="结业证书、通知的名称和编号，原件放在哪里。")
    scans = CleanFilesField(
        label="证书的照片", most=5, required=False, help_text="有的话拍一张，最多 5 张，图片或者 PDF。"
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = lambda: uuid.uuid4().hex
        speak(self)
        self.fields["lessons"].error_messages["max_decimal_places"] = "学时按半个学时记，例如 2 或者 1.5。"

    def said(self) -> Said:
        return Said(**{name: self.cleaned_data[name] for name in _SAID})

    @property
    def keyed(self) -> str:
        """The key of this very page; a page that lost it is its own."""
        return self.cleaned_data["key"] or uuid.uuid4().hex


class EntryForm(TrainingForm):
    """The same written down by the branch, for those who were there."""

    members = forms.MultipleChoiceField(
        label="哪些同志参加了", widget=forms.CheckboxSelectMultiple, help_text="自己的由其他同志登记。"
    )
    field_order = ("members",)

    def __init__(self, *args: Any, people: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(m.pk): m for m in people}
        field: Any = self.fields["members"]
        field.choices = [(pk, m.name) for pk, m in self.people.items()]
        field.error_messages["required"] = "请选择哪些同志参加了。"

    def chosen(self) -> list[Member]:
        return [self.people[pk] for pk in self.cleaned_data["members"]]


class ReasonForm(forms.Form):
    use_required_attribute = False
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = forms.CharField(label="为什么不记入", max_length=200, help_text="本人会看到。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)
