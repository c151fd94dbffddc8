"""Forms of the planning table."""

from __future__ import annotations

from typing import Any

from django import forms

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.models import Organisation

from ..models import ArticlePage
from ..words import COLUMNS
from .actions import Plan
from .words import KINDS


class PersonChoice(forms.ModelChoiceField):
    """One of a few people, by the name under which the house knows them."""

    def label_from_instance(self, obj: Person) -> str:
        return obj.nickname


class ItemChoice(forms.ModelChoiceField):
    """An item by its newest title."""

    def label_from_instance(self, obj: ArticlePage) -> str:
        return f"{obj.draft_title or obj.title}（{'已发布' if obj.live else '未发布'}）"


def _day(label: str, help_text: str) -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请填日期，例如 2026-12-01。"},
    )  # fmt: skip


class PlanFields(forms.Form):
    """What stands on the table."""

    title = forms.CharField(label="选题", max_length=80, help_text="一句话说清写什么，例如“新医保缴费怎么办”。")
    angle = forms.CharField(
        label="要说清什么", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="读者想知道哪几件事，采访谁，要什么图。",
    )  # fmt: skip
    kind = forms.ChoiceField(label="类别", choices=list(KINDS.items()), widget=forms.RadioSelect, initial="own")
    column = forms.ChoiceField(
        label="栏目", required=False, choices=[("", "还没有定"), *((k, v[0]) for k, v in COLUMNS.items())]
    )
    out_on = _day("计划发布", "这一天在哪个月，选题就列在哪个月的表里。")
    due_on = _day("交稿", "留出三个审核环节的时间，一般比发布早三个工作日。")

    def plan(self) -> Plan:
        """As the actions take it."""
        return Plan(**{name: self.cleaned_data[name] for name in PlanFields.base_fields})


class PlanForm(PlanFields):
    """列入选题, for an organisation and perhaps for somebody."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="单位", empty_label=None)
    handler = PersonChoice(
        Person.objects.none(), label="谁来写", required=False, empty_label="先不指定，等人认领"
    )  # fmt: skip

    field_order = ("organisation", *PlanFields.base_fields, "handler")

    def __init__(self, *args: Any, organisations: list[Organisation], people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [o.pk for o in organisations]
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=ids).order_by("path")  # type: ignore[attr-defined]  # a choice of rows
        if len(ids) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
        self.fields["handler"].queryset = Person.objects.filter(pk__in=[p.pk for p in people]).order_by("nickname")  # type: ignore[attr-defined]  # a choice of rows


class Plain(forms.Form):
    """A step without words."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class ChangeForm(Plain, PlanFields):
    """修改 a topic that is on the table."""


class AssignForm(Plain):
    """交给 an editor."""

    handler = PersonChoice(Person.objects.none(), label="谁来写", empty_label="请选择")

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handler"].queryset = Person.objects.filter(pk__in=[p.pk for p in people]).order_by("nickname")  # type: ignore[attr-defined]  # a choice of rows


class LinkForm(Plain):
    """关联稿件: one of the site's newest items, or one found by its title."""

    article = ItemChoice(ArticlePage.objects.none(), label="稿件", empty_label="请选择")

    def __init__(self, *args: Any, items: list[ArticlePage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [item.pk for item in items]
        self.fields["article"].queryset = ArticlePage.objects.filter(pk__in=ids).order_by("-latest_revision_created_at")  # type: ignore[attr-defined]  # a choice of rows


class DropForm(Plain):
    """不做了, and why."""

    reason = forms.CharField(label="为什么不做了", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
