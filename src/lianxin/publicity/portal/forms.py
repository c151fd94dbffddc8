"""What a reviewer fills in in Wagtail's desk: a reason by code when returning, a remark when passing."""

from __future__ import annotations

from typing import Any

from django import forms

from .words import RETURNS


class ReturnForm(forms.Form):
    """退回修改: a code and the words that help the author."""

    reason = forms.ChoiceField(
        label="退回原因", choices=[("", "请选择"), *RETURNS.items()], error_messages={"required": "请选择退回的原因。"}
    )
    comment = forms.CharField(
        label="请怎样改", widget=forms.Textarea(attrs={"rows": 4}), max_length=500,
        error_messages={"required": "请写明怎样改，作者才知道下一步。"},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("reason") and data.get("comment"):
            data["comment"] = f"【{RETURNS[data['reason']]}】{data['comment']}"
        return data


class ApproveForm(forms.Form):
    """审核通过: the reviewer says what was checked."""

    comment = forms.CharField(
        label="意见（可以不写）", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=500
    )
