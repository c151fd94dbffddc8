"""What an editor pastes or uploads."""

from __future__ import annotations

from typing import Any

from django import forms

from lianxin.foundation.files.fields import CleanFilesField
from lianxin.kernel.decision import Refused

from .desk import pasting


class ColumnField(forms.ModelChoiceField):
    """Site and column in one line."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.get_parent().title} · {obj.title}"


class PasteForm(forms.Form):
    """粘贴导入. Whatever is wrong, everything typed stays; a file has to be chosen again."""

    column = ColumnField(label="放到哪个栏目", queryset=None, empty_label="请选择")
    title = forms.CharField(label="标题", max_length=200, required=False, help_text="不填就用文中的标题。")
    source = forms.CharField(label="来源", max_length=80, help_text="谁写的、从哪里来，必须写明。")
    body = forms.CharField(
        label="粘贴内容", required=False, max_length=5_000_000,
        widget=forms.Textarea(attrs={"rows": 12, "data-paste": ""}),
        help_text="从 Word、WPS、公众号文章或网页里复制，粘贴到这里。标题、列表、加粗、链接和表格会留下。",
    )  # fmt: skip
    html = forms.CharField(required=False, max_length=20_000_000, widget=forms.HiddenInput)
    file = forms.FileField(
        label="或上传文件", required=False, widget=forms.ClearableFileInput(attrs={"accept": ".docx,.html,.htm,.txt"}),
        help_text=".docx 或 .html；文件里的图片会一起带过来。",
    )  # fmt: skip

    pictures = CleanFilesField(
        label="文中的图片", required=False, pictures_only=True, most=pasting.PICTURES_MOST,
        help_text="从 Word、WPS 粘贴，图片会自动放到这里。公众号和网页上的，请先存到本机，按文中先后一次选上。",
    )  # fmt: skip

    def __init__(self, *args: Any, columns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].queryset = columns  # type: ignore[attr-defined]
        self.fields["pictures"].widget.attrs["data-paste-pictures"] = ""
        self.taken: pasting.Taken | None = None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        try:
            upload = data.get("file")
            text = pasting.text_of_file(upload) if upload else data.get("html") or data.get("body") or ""
            if not text.strip() and "body" not in self.errors:
                self.add_error("body", "请粘贴内容，或者上传一个文件。")
            elif text.strip():
                self.taken = pasting.take(text, data.get("pictures") or ())
        except Refused as refused:
            field = "file" if data.get("file") else "body"
            self.add_error(field, f"{refused.denied.reason}{refused.denied.remedy}")
            return data
        if self.taken and not data.get("title") and "title" not in self.errors:
            data["title"] = self.taken.intake.title[:200]
            if not data["title"]:
                self.add_error("title", "文中没有标题，请填写标题。")
        return data
