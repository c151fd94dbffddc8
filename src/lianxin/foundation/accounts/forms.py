"""Forms for joining and for passwords."""

from __future__ import annotations

import re
from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password


class SignInForm(LoginForm):
    """One field for name or phone; the words are ours, the work is allauth's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label, login.help_text = "用户名或手机号", ""
        login.widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"})
        self.fields["password"].label = "密码"
        self.fields["password"].help_text = ""
        self.fields["password"].widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})


class JoinForm(forms.Form):
    """Opening an account: a nickname in front, the phone only in the background (CMT-01)."""

    username = forms.CharField(label="用户名", min_length=3, max_length=30, help_text="登录用，可以用字母、数字或汉字")
    nickname = forms.CharField(label="昵称", max_length=20, help_text="别人看到的名字，不要用真名也可以")
    phone = forms.CharField(
        label="手机号", max_length=20, required=False, help_text="选填，不公开；核验之后可以用它登录",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    password = forms.CharField(
        label="密码",
        help_text="至少 10 个字，不要全是数字",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_username(self) -> str:
        name = str(self.cleaned_data["username"]).strip()
        if not re.fullmatch(r"[\w.-]+", name):
            raise forms.ValidationError("用户名里只能有汉字、字母、数字、点和横线。")
        return name

    def clean_phone(self) -> str:
        digits = re.sub(r"\D", "", str(self.cleaned_data["phone"]))
        if digits and not re.fullmatch(r"1\d{10}|0\d{9,11}", digits):
            raise forms.ValidationError("手机号应为 11 位数字，请检查。")
        return digits


class PasswordForm(forms.Form):
    """A new password, twice. The old one is asked for unless it was a one-time password."""

    old = forms.CharField(
        label="现在的密码", required=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new_password1 = forms.CharField(
        label="新密码",
        help_text="至少 10 个字，不要全是数字",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    new_password2 = forms.CharField(
        label="再输一次", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, account: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        if account.must_change_password:
            del self.fields["old"]

    def clean_old(self) -> str:
        text = str(self.cleaned_data["old"])
        if not self.account.check_password(text):
            raise forms.ValidationError("现在的密码不对。")
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, second = data.get("new_password1"), data.get("new_password2")
        if first and second and first != second:
            self.add_error("new_password2", "两次输入的不一样。")
        elif first:
            try:
                validate_password(first, self.account)
            except forms.ValidationError as error:
                self.add_error("new_password1", error)
        return data
