"""Proposing an item, and changing one that came back."""

from __future__ import annotations

from typing import Any

from django import forms

from lianxin.foundation.files.fields import CleanFilesField
from lianxin.foundation.files.queries import files_of
from lianxin.kernel.actor import Actor

from ..actions import Draft
from ..actions.words import limit
from ..models import Entry, Item
from ..queries import work
from .fields import PlainForm, Words


class DraftForm(PlainForm):
    """The text with its attachments."""

    title = Words("标题", figure="title")
    period = forms.CharField(
        label="所属时段", max_length=30, required=False, help_text="定期公开的写明，如 2025年第一季度。"
    )
    body = Words("内容", rows=12, help_text="写清依据、数字和结果，让群众看得懂。不要写个人身份证号、电话、住址。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"] = CleanFilesField(label="附件", required=False, most=limit("files"))

    def draft(self) -> Draft:
        data = self.cleaned_data
        return Draft(data["title"], data["body"], data["period"], data["files"])


class ProposeForm(DraftForm):
    """A new item under a line of the catalogue."""

    entry: Any = forms.ModelChoiceField(
        label="目录事项", queryset=None, empty_label="请选择", error_messages={"required": "请选择“目录事项”。"}
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    field_order = ("entry", "title", "period", "body", "files", "key")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = work.lines(actor, "disclosure.propose").filter(state="listed").order_by("org_path", "code")
        field: Any = self.fields["entry"]
        field.queryset = lines
        field.label_from_instance = _line
        self.order_fields(self.field_order)


def _line(entry: Entry) -> str:
    return f"{entry.organisation.short_name} · {entry.code} {entry.matter}（{entry.get_scope_display()}）"


class ResubmitForm(DraftForm):
    """The same text, changed after it came back."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = [(str(f.uuid), f.name) for f in files_of(f"disclosure:{item.pk}")]
        if there:
            self.fields["without"] = forms.MultipleChoiceField(
                label="去掉原来的附件", required=False, choices=there, widget=forms.CheckboxSelectMultiple,
                help_text="勾选的不再附上，并从服务器删除。",
            )  # fmt: skip

    @classmethod
    def of(cls, item: Item, *data: Any) -> ResubmitForm:
        """The form filled with what there is, or with what was sent."""
        start = {"title": item.title, "body": item.body, "period": item.period, "revision": item.revision}
        return cls(*data, item=item, initial=start)
