"""Typing a query code."""

from __future__ import annotations

from django import forms

from lianxin.kernel.receipts import LENGTH, normalise


class CodeForm(forms.Form):
    """One field; tells a slip of the pen from a wrong number of signs."""

    use_required_attribute = False
    code = forms.CharField(
        label="查询码", max_length=60, error_messages={"required": "请输入查询码。"},
        help_text="提交留言后显示的 17 位字母和数字，空格和短横可以不写，大小写都行。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "code-input"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]
        code = normalise(typed)
        if code is not None:
            return code
        signs = sum(sign.isalnum() for sign in typed)
        if signs != LENGTH + 1:
            raise forms.ValidationError(f"查询码一共 {LENGTH + 1} 位，现在是 {signs} 位，请对照抄下的再看一遍。")
        raise forms.ValidationError("有一位抄错了，请对照抄下的再看一遍。容易看错的有：8 和 B、5 和 S、2 和 Z。")
