"""Forms of the room. Lengths stand in LX-121 and are checked by the actions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from lianxin.foundation.organisations.models import Organisation
from lianxin.membership.dossiers.forms import speak

from .words import CHOICES, SIGNED


def _key() -> str:
    return uuid.uuid4().hex


class AskForm(forms.Form):
    """提问. targets: whom the member may ask, the nearest first."""

    use_required_attribute = False
    to = forms.ChoiceField(label="问谁", widget=forms.RadioSelect)
    title = forms.CharField(label="题目", help_text="一句话说清想问什么。")
    text = forms.CharField(label="想问什么", widget=forms.Textarea(attrs={"rows": 8}),
                           help_text="想不通的、有疑问的、有意见的，都可以问。别人的电话、住址请不要写。")  # fmt: skip
    name = forms.ChoiceField(label="署不署名", choices=list(CHOICES.items()), widget=forms.RadioSelect, initial=SIGNED)
    willing = forms.BooleanField(label="有了答复，愿意让其他党员看到", required=False,
                                 help_text="答复的同志看过以后才给大家看。随时可以改主意。")  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, targets: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        field.choices = [(str(one.pk), one.name) for one in targets]
        self.fields["to"].initial = field.choices[0][0] if field.choices else ""
        self.fields["key"].initial = _key
        speak(self)


class SayForm(forms.Form):
    """One text in a thread: a follow-up or an answer."""

    use_required_attribute = False
    text = forms.CharField(label="内容", widget=forms.Textarea(attrs={"rows": 5}))
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label or self.fields["text"].label
        self.fields["key"].initial = _key
        speak(self)
