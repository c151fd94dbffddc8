"""Forms of the channels room."""

from __future__ import annotations

from typing import Any

from django import forms

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor

from .adapters.base import ADAPTERS
from .models import KINDS, PublicAccount

#: without these nothing can be sent; the others are only for messages that come in
NEEDED = ("secret", "access_token")


class SecretsForm(forms.Form):
    """The secrets of one kind. A field left empty keeps what is stored; nothing stored is ever shown."""

    kind = ""

    def add_secrets(self, kind: str, *, keep: bool) -> None:
        for key, label in ADAPTERS[kind].secrets.items():
            self.fields[key] = forms.CharField(
                label=label, required=not keep and key in NEEDED, max_length=600, strip=True,
                widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
                help_text="加密保存，保存后不再显示。" + ("留空表示不改。" if keep else ""),
            )  # fmt: skip
        self.kind = kind

    def secrets(self) -> dict[str, str]:
        """What was typed."""
        return {key: self.cleaned_data.get(key, "") for key in ADAPTERS[self.kind].secrets}


class RegisterForm(SecretsForm):
    """A new account of one kind."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="组织", empty_label="请选择")
    name = forms.CharField(label="账号名称", max_length=60, help_text="对外显示的名称，与平台上一致。")
    app_id = forms.CharField(label="平台编号", max_length=80, required=False)

    def __init__(self, actor: Actor, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(closed_on=None).order_by("path")
        if actor.kind != "system":
            rows = rows.filter(subtree("path", actor.paths_for("channels.manage")))
        self.fields["organisation"].queryset = rows  # type: ignore[attr-defined]  # the field is declared as a choice of models above
        self.add_secrets(kind, keep=False)
        if kind == "wechat":
            self.fields["app_id"].label, self.fields["app_id"].required = "AppID", True
        elif kind == "weibo":
            self.fields["app_id"].label, self.fields["app_id"].required = "微博用户编号（UID）", True
        else:
            del self.fields["app_id"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        key = data.get("aes_key")
        if key and (len(key) != 43 or not key.isalnum()):
            self.add_error("aes_key", "EncodingAESKey 是 43 位字母和数字，请从公众号后台复制。")
        return data


class EditForm(SecretsForm):
    """Name and secrets of an account that exists."""

    name = forms.CharField(label="账号名称", max_length=60)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, account: PublicAccount, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"name": account.name, "revision": account.revision})
        super().__init__(*args, **kwargs)
        self.add_secrets(account.kind, keep=True)


class SendForm(forms.Form):
    """To which accounts one thing goes, and when."""

    accounts = forms.MultipleChoiceField(
        label="发到哪里", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一个账号。", "invalid_choice": "选择的账号现在不能发布这篇内容。"},
    )  # fmt: skip
    when = forms.ChoiceField(
        label="什么时候", choices=[("now", "现在发出"), ("at", "定时发出")], initial="now", widget=forms.RadioSelect
    )
    at = forms.DateTimeField(
        label="定时", required=False, help_text="北京时间，今后 60 天以内。",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], error_messages={"invalid": "请填日期和时间，例如 2026-07-01 09:00。"},
    )  # fmt: skip

    def __init__(self, accounts: list[PublicAccount], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accounts"].choices = [(str(a.pk), str(a)) for a in accounts]  # type: ignore[attr-defined]  # a choice field

    @property
    def chosen(self) -> list[str]:
        """What was ticked, for the page that is shown again."""
        return list(self["accounts"].value() or [])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("when") != "at":
            data["at"] = None
            self.errors.pop("at", None)
        elif not data.get("at") and "at" not in self.errors:
            self.add_error("at", "请填定时的日期和时间。")
        return data


class SubscribeForm(forms.Form):
    """One address."""

    address = forms.EmailField(label="邮箱", max_length=200, widget=forms.EmailInput(attrs={"autocomplete": "email"}))


KIND_WORDS = dict(KINDS)
