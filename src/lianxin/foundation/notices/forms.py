"""Forms of the notices room."""

from __future__ import annotations

from django import forms

from .models import Preference


class PreferenceForm(forms.ModelForm[Preference]):
    """What a person wants by mail."""

    class Meta:
        model = Preference
        fields = ["email", "digest"]
        help_texts = {
            "email": "关闭后，所有通知仍然可以在“我的通知”里看到。",
            "digest": "每天早上 8:30 一封。紧急事项不等，随时发出；夜间 22:00 至次日 7:00 不发普通邮件。",
        }
