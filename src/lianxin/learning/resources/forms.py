"""Forms of the room. Lengths stand in LX-230 and are checked by the actions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from lianxin.foundation.files.fields import CleanFilesField
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.learning.questions.forms import OfficeForm, ReasonForm, Spoken, area

from .actions import Said
from .models import Resource
from .policies import RULE
from .words import CHOICES, KINDS

__all__ = ["ReasonForm", "ResourceForm", "Spoken"]


class ResourceForm(OfficeForm):
    """登记 and 修改."""

    kind = forms.ChoiceField(label="类别", choices=list(KINDS.items()), widget=forms.RadioSelect, initial="text")
    title = forms.CharField(label="名称", help_text="例如：渡口老茶馆旧址。")
    era = forms.CharField(label="年代", required=False, help_text="例如：1938 年冬；说不准的写“约”。")
    summary = forms.CharField(label="介绍", widget=area(6), help_text="是什么，为什么值得看，看的时候注意什么。")
    source = forms.CharField(label="来源和收藏", help_text="从哪里来、现在由谁收着；转载的写清原出处和是否得到同意。")
    link = forms.URLField(
        label="网址", required=False, assume_scheme="https", help_text="影像放在别处的，写它的网址。",
        error_messages={"invalid": "这不像一个网址，请从浏览器里复制，以 https:// 开头。"},
    )  # fmt: skip
    scans = CleanFilesField(label="照片和 PDF", required=False)
    gone = forms.MultipleChoiceField(label="去掉哪些文件", required=False, widget=forms.CheckboxSelectMultiple)
    audience = forms.ChoiceField(label="谁能看", choices=list(CHOICES.items()), widget=forms.RadioSelect, initial="own")
    key_of_form = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(
        self, *args: Any, offices: Iterable[Organisation], attached: Iterable[StoredFile] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, offices=offices, **kwargs)
        fields: Any = self.fields
        fields["key_of_form"].initial = lambda: uuid.uuid4().hex
        fields["scans"].most = rule(RULE).count("files")
        fields["gone"].choices = [(str(one.uuid), one.name) for one in attached]
        if not fields["gone"].choices:
            del fields["gone"]

    def said(self) -> Said:
        """What was typed."""
        names = ("kind", "title", "summary", "source", "era", "link", "audience")
        return Said(**{name: self.cleaned_data[name] for name in names})

    @staticmethod
    def start_of(case: Resource) -> dict[str, Any]:
        """The form as the resource stands."""
        names = ("kind", "title", "summary", "source", "era", "link", "audience", "revision")
        return {name: getattr(case, name) for name in names} | {
            "organisation": str(case.organisation_id), "key_of_form": case.key,
        }  # fmt: skip
