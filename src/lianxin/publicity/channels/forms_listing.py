"""The form of the register."""

from __future__ import annotations

from typing import Any

from django import forms

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor

from .models import LISTED, ListedChannel


class ListingForm(forms.Form):
    """One line."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="组织", empty_label="请选择")
    kind = forms.ChoiceField(label="类别", choices=[("", "请选择"), *LISTED])
    name = forms.CharField(label="名称", max_length=60, help_text="与平台上显示的一致。")
    url = forms.URLField(
        label="网址", max_length=300, required=False, assume_scheme="https", help_text="没有网址的群可以不填。",
        error_messages={"invalid": "请填完整的网址，例如 https://example.cn/。"},
    )  # fmt: skip
    purpose = forms.CharField(label="做什么用", max_length=120, help_text="例如：村民议事、政策答疑。")
    holder = forms.CharField(
        label="实名使用人", max_length=60, required=False,
        help_text="干部以本人实名公开发声的账号，填姓名和职务；组织的账号不填。登记前请征得本人同意。",
    )  # fmt: skip
    shown = forms.BooleanField(label="在本组织的网页上公开这个渠道", required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def __init__(self, actor: Actor, *args: Any, row: ListedChannel | None = None, **kwargs: Any) -> None:
        if row is not None:
            names = ("organisation", "kind", "name", "url", "purpose", "holder", "shown", "revision")
            kwargs.setdefault("initial", {name: getattr(row, name) for name in names})
        super().__init__(*args, **kwargs)
        if row is not None:
            del self.fields["organisation"]
            return
        rows = Organisation.objects.filter(closed_on=None).order_by("path")
        if actor.kind != "system":
            rows = rows.filter(subtree("path", actor.paths_for("channels.manage")))
        self.fields["organisation"].queryset = rows  # type: ignore[attr-defined]  # the field is declared as a choice of models above

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("shown") and not data.get("url") and "url" not in self.errors:
            self.add_error("url", "要在网页上公开，请填网址。")
        data["revision"] = data.get("revision") or 0
        return data
