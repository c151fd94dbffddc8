"""Fields that several forms share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from ..actions.words import limit

STALE = "这一页打开太久了，请刷新页面，再提交一次。"
#: signs that cannot be seen or that turn the reading direction around
_UNSAFE = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff\u202a-\u202e\u2066-\u2069]")


class PlainForm(forms.Form):
    """A form whose refusals are sentences that name the field."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            label = field.label or ""
            field.error_messages |= {
                "max_length": f"“{label}”最多 %(limit_value)d 个字，现在是 %(show_value)d 个字。",
                "invalid_choice": f"请从列出的选项里选择“{label}”。",
            }
            if name in ("revision", "key"):
                field.error_messages |= {"required": STALE, "invalid": STALE, "min_value": STALE}


class Words(forms.CharField):
    """Text of people: without signs that hide, with a length from LX-34 that is asked when it is checked."""

    def __init__(self, label: str, *, figure: str = "body", rows: int = 0, **options: Any) -> None:
        self.figure = figure
        if rows:
            options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        options.setdefault("error_messages", {"required": f"请填写“{label}”。"})
        super().__init__(label=label, **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return _UNSAFE.sub("", text.replace("\r\n", "\n")).strip()

    def validate(self, value: Any) -> None:
        super().validate(value)
        most = limit(self.figure)
        if value and len(value) > most:
            raise forms.ValidationError(f"最多 {most} 个字，多了 {len(value) - most} 个字。")


def choice(
    label: str, choices: Mapping[str, str], *, required: bool = True, empty: str = "请选择"
) -> forms.ChoiceField:
    """A select with an empty line on top."""
    return forms.ChoiceField(
        label=label, required=required, choices=[("", empty), *choices.items()],
        error_messages={"required": f"请选择“{label}”。"},
    )  # fmt: skip


def radios(label: str, choices: Mapping[str, str]) -> forms.ChoiceField:
    """All choices in sight, none taken beforehand."""
    return forms.ChoiceField(
        label=label, choices=list(choices.items()), widget=forms.RadioSelect,
        error_messages={"required": f"请选择“{label}”。"},
    )  # fmt: skip
