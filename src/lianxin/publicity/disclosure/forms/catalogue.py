"""Lines of the catalogue and of its template."""

from __future__ import annotations

from typing import Any

from django import forms

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import find_rule

from ..actions import Line
from ..queries.work import keepers_for
from ..words import FORMS, FREQUENCIES, GIVEN_TO, SCOPES
from .fields import PlainForm, Words, choice, radios


class DescribedForm(PlainForm):
    """What both kinds of lines say."""

    code = forms.CharField(label="目录编号", max_length=20, error_messages={"required": "请填写“目录编号”。"})
    matter = forms.CharField(label="公开事项", max_length=60, error_messages={"required": "请填写“公开事项”。"})
    content = Words("公开哪些内容", figure="question", rows=2, required=False, max_length=300)
    basis = forms.CharField(
        label="公开依据",
        max_length=120,
        help_text="写明规定名称和条款。",
        error_messages={"required": "请填写“公开依据”。"},
    )
    basis_rule = forms.CharField(
        label="平台规定编号", max_length=12, required=False, help_text="如 DIS-01；没有可以不填。"
    )
    scope = radios("公开范围", SCOPES)
    frequency = choice("公开时机", FREQUENCIES)
    form = choice("公开形式", FORMS)

    def clean_basis_rule(self) -> str:
        text: str = self.cleaned_data["basis_rule"].strip().upper()
        if text and find_rule(text) is None:
            raise forms.ValidationError("没有这个编号的规定。")
        return text

    def line(self) -> Line:
        return Line(**{name: self.cleaned_data[name] for name in Line.__dataclass_fields__})


class LineForm(DescribedForm):
    """A line with its keeper."""

    keeper = forms.ChoiceField(label="责任人", required=False, help_text="快到期和到期没有更新时提醒。")
    deputy = forms.ChoiceField(label="副责任人", required=False, help_text="同时提醒；责任人不在时由副责任人公开。")
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, organisation)

    def person(self, name: str) -> Person | None:
        """keeper or deputy as they were chosen."""
        return _chosen(self, name)


class KeepersForm(PlainForm):
    """责任人 of every line of an organisation that has none (F01)."""

    keeper = forms.ChoiceField(label="责任人", error_messages={"required": "请选择责任人。"})
    deputy = forms.ChoiceField(label="副责任人", required=False, help_text="责任人不在时由副责任人公开。")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, organisation)

    def person(self, name: str) -> Person | None:
        """keeper or deputy as they were chosen."""
        return _chosen(self, name)


def _offer(form: forms.Form, organisation: Organisation) -> None:
    people = [(str(pk), label) for pk, label in keepers_for(organisation)]
    for name in ("keeper", "deputy"):
        field: Any = form.fields[name]
        field.choices = [("", "暂不指定"), *people]


def _chosen(form: forms.Form, name: str) -> Person | None:
    pk = form.cleaned_data[name]
    return Person.objects.filter(pk=int(pk)).first() if pk else None


class TemplateForm(DescribedForm):
    """A line of the template."""

    given_to = forms.MultipleChoiceField(
        label="发给哪些组织", choices=list(GIVEN_TO.items()), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择“发给哪些组织”。"},
    )  # fmt: skip


class RetireForm(PlainForm):
    note = Words("停用原因", figure="question", rows=2)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
