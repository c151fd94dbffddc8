"""The form of a 参考用语."""

from __future__ import annotations

from typing import Any

from django import forms

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import below
from lianxin.kernel.actor import Actor

from ..models import Topic
from ..queries.texts import KEEP
from ..words import KINDS


class TextForm(forms.Form):
    """Whose it is, for which letters, and the words."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label="哪个组织用", empty_label=None,
        help_text="这个组织和它的下级写答复时都能看到。", error_messages={"required": "请选一个组织。", "invalid_choice": "请从列表里选一个组织。"},
    )  # fmt: skip
    name = forms.CharField(label="名称", max_length=30, error_messages={"required": "请写一个名称，如：停水通知。"})
    kind = forms.ChoiceField(label="哪类留言用", required=False, choices=[("", "各类都用"), *KINDS.items()])
    topic = forms.ModelChoiceField(
        Topic.objects.filter(retired=False).order_by("path"),
        label="哪个事项用",
        required=False,
        empty_label="各事项都用",
    )
    body = forms.CharField(
        label="写法", max_length=1000, widget=forms.Textarea(attrs={"rows": 6}), help_text="要填的地方写“（　　）”。写的人总要改过再交审签。",
        error_messages={"required": "请写参考的写法。"},
    )  # fmt: skip
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = below(actor.paths_for(KEEP))  # type: ignore[attr-defined]  # a ModelChoiceField
