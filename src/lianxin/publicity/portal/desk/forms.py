"""What people fill in on the desk's own pages."""

from __future__ import annotations

from typing import Any

from django import forms

from ..forms import ReturnForm
from ..words_desk import APPEALED, EMERGENCIES, WITHDRAWS, WORD_KINDS

ASK = [("", "请选择")]


def words(label: str, help_text: str = "", *, required: bool = True, longest: int = 300) -> forms.CharField:
    """A few lines."""
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=longest,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": f"请填写“{label}”。", "max_length": f"最多 {longest} 个字。"},
    )  # fmt: skip


def choice(label: str, options: dict[str, str]) -> forms.ChoiceField:
    """One of a list; nothing is chosen beforehand."""
    return forms.ChoiceField(
        label=label, choices=[*ASK, *options.items()], error_messages={"required": f"请选择“{label}”。"}
    )


class StateForm(forms.Form):
    """Carries the stage that the page showed, so that a stale tab decides nothing."""

    state = forms.IntegerField(widget=forms.HiddenInput)


class PassForm(StateForm):
    """通过."""

    comment = words("意见", required=False, longest=500)


class SendBackForm(ReturnForm, StateForm):
    """退回修改."""


class EmergencyForm(forms.Form):
    """紧急先发."""

    reason = choice("情形", EMERGENCIES)
    text = words("为什么等不到三审", "读者看得到“先发后审”的标记；24 小时内由另外两位同志补审。")


class AfterForm(forms.Form):
    """事后审."""

    outcome = forms.ChoiceField(
        label="事后审结果", choices=[("pass", "没有问题"), ("object", "有异议，请签发人和上级决定")],
        widget=forms.RadioSelect, error_messages={"required": "请选择结果。"},
    )  # fmt: skip
    text = words("意见", required=False, longest=500)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("outcome") == "object" and not data.get("text"):
            self.add_error("text", "有异议的，请写明哪里有问题。")
        return data


class WithdrawForm(forms.Form):
    """撤下."""

    reason = choice("撤下原因", WITHDRAWS)
    text = words("给读者的说明", "会显示在原来的网址上，请不要再写出不宜公开的内容。")


class AppealForm(forms.Form):
    """申诉."""

    text = words("申诉理由", "由另一位同志复核，只能申诉一次。", longest=500)


class AppealDecisionForm(forms.Form):
    """申诉复核."""

    outcome = forms.ChoiceField(
        label="复核结果", choices=list(APPEALED.items()), widget=forms.RadioSelect,
        error_messages={"required": "请选择复核结果。"},
    )  # fmt: skip
    text = words("给作者的答复", longest=500)


class KeepForm(forms.Form):
    """保留 after an objection."""

    text = words("为什么保留", longest=500)


class NothingForm(forms.Form):
    """A button without questions."""


class WordForm(forms.Form):
    """One entry of 用词表."""

    org_path = forms.ChoiceField(label="用在哪个组织（含下级）")
    wrong = forms.CharField(label="错误写法", max_length=40, error_messages={"required": "请填写错误写法。"})
    right = forms.CharField(label="正确写法", max_length=60, required=False)
    kind = forms.ChoiceField(label="类别", choices=list(WORD_KINDS.items()))
    note = forms.CharField(label="说明", max_length=120, required=False)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["org_path"].choices = places  # type: ignore[attr-defined]  # a ChoiceField


class WordFileForm(forms.Form):
    """A table of entries."""

    org_path = forms.ChoiceField(label="用在哪个组织（含下级）")
    file = forms.FileField(
        label="CSV 文件", help_text="四列：错误写法、正确写法、类别、说明；UTF-8 或 GBK 都可以。",
        error_messages={"required": "请选择文件。", "empty": "文件是空的。"},
    )  # fmt: skip

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["org_path"].choices = places  # type: ignore[attr-defined]  # a ChoiceField

    def clean_file(self) -> str:
        """The text of the table."""
        file = self.cleaned_data["file"]
        if file.size > 1024 * 1024:
            raise forms.ValidationError("文件超过 1 MB，请分几次导入。")
        raw = file.read()
        for code in ("utf-8-sig", "gb18030"):
            try:
                text: str = raw.decode(code)
            except UnicodeDecodeError:
                continue
            if "\x00" not in text:
                return text
        raise forms.ValidationError("这不是文本表格。请另存为 CSV 再导入。")
