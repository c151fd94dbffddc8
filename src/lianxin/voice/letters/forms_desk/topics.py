"""Forms of the taxonomy and its routes."""

from __future__ import annotations

from typing import Any

from django import forms

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import below, receiving
from lianxin.kernel.actor import Actor

from ..words import TOPIC_MARKS


class TopicForm(forms.Form):
    """The word for a matter; the place in the tree is where the form stands."""

    name = forms.CharField(label="名称", max_length=40, error_messages={"required": "请写一个名称。"})


class MarkForm(forms.Form):
    """作风问题 or 监督党建工作."""

    mark = forms.ChoiceField(label="标记", required=False, choices=[("", "没有标记"), *TOPIC_MARKS.items()])


class RouteForm(forms.Form):
    """Inside this area, matters of the topic go to this office."""

    area = forms.ModelChoiceField(Organisation.objects.none(), label="哪个范围内", empty_label="请选择")
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="分派给", empty_label="请选择")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paths = actor.paths_for("letters.route")
        self.fields["area"].queryset = below(paths)  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["organisation"].queryset = receiving(paths)  # type: ignore[attr-defined]
