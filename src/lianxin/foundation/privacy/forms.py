"""Forms about one's own data."""

from __future__ import annotations

from typing import Any

from django import forms

from .corrections import askable
from .listing import label_of, listed
from .models import KINDS


class RequestForm(forms.Form):
    """更正、删除、说明."""

    kind = forms.ChoiceField(label="要办什么", choices=list(KINDS.items()), widget=forms.RadioSelect, initial="correct")
    about = forms.ChoiceField(label="哪一项", required=False)
    wanted = forms.CharField(label="应当改成", required=False, max_length=500)
    reason = forms.CharField(
        label="说明",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="别的信息也可以在这里写明。内容加密保存，只给答复的同志看。",
    )

    def __init__(self, *args: Any, person: int, **kwargs: Any) -> None:
        """person: who asks; what rooms keep of them can be chosen by name."""
        super().__init__(*args, **kwargs)
        entries = [listed().entries[key] for key in askable(person)]
        words = [
            (e.key, label_of(e) if e.room == "accounts" else f"{listed().label_of_model(e)}：{label_of(e)}")
            for e in entries
        ]
        self.fields["about"].choices = [("", "其他"), *words]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == "correct" and not (cleaned.get("wanted") or "").strip():
            self.add_error("wanted", "请写明应当改成什么。")
        if not cleaned.get("about") and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", "没有选具体哪一项时，请在这里说明。")
        return cleaned


class AnswerForm(forms.Form):
    """答复."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    granted = forms.ChoiceField(label="办理结果", choices=[("yes", "照办"), ("no", "不照办")], widget=forms.RadioSelect)
    text = forms.CharField(
        label="答复",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写给本人看。不照办的，写明理由；依法必须留存的，写明依据。",
    )


class RevealForm(forms.Form):
    """查看明文要写理由."""

    reason = forms.CharField(
        label="为什么要查看", min_length=4, max_length=200, help_text="例如：核对更正申请。查看会留下记录，本人能看到。"
    )
