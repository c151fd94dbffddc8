"""Forms of the desk pages of sites."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from lianxin.foundation.accounts.desk import number_of
from lianxin.foundation.accounts.models import Keeping
from lianxin.foundation.accounts.picking import KeeperFields, Picker
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor

from ..models import ColumnPage, Reshape, SitePage
from ..words import COLUMNS
from . import queries
from .policies import FOUND
from .words import TEMPLATES, THEMES


class LookFields(forms.Form):
    """What everybody sees of a site."""

    title = forms.CharField(label="站点名称", max_length=60, help_text="显示在站点首页，例如“柳河镇党建”。")
    intro = forms.CharField(label="一句话介绍", max_length=120, required=False)
    theme = forms.ChoiceField(
        label="配色", choices=[(k, v.label) for k, v in THEMES.items()], widget=forms.RadioSelect,
        help_text="每一种都检查过对比度；高对比显示时一律用系统的颜色。",
    )  # fmt: skip
    operator = forms.CharField(label="承办", max_length=40, required=False, help_text="例如“党建办公室”。")
    responsible = forms.CharField(
        label="对外显示的责任人",
        max_length=40,
        required=False,
        help_text="写岗位，例如“党建办主任”，不写个人姓名和电话。",
    )


class FoundForm(LookFields, KeeperFields):
    """建站 in one action."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="为哪个组织建站", empty_label="请选择")
    template = forms.ChoiceField(label="模板", widget=forms.RadioSelect)

    field_order = ("organisation", "template", "title", "intro", "theme", "keeper", "deputy", "operator", "responsible")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = queries.without_site(actor)  # type: ignore[attr-defined]
        self.fields["template"].choices = [  # type: ignore[attr-defined]
            (k, f"{v.label}：{v.hint}（{'、'.join(COLUMNS[c][0] for c in v.columns)}）") for k, v in TEMPLATES.items()
        ]
        self.fields["title"].required = False
        self.fields["title"].help_text = "不填就用组织的简称。"
        wanted = number_of(self.data.get("organisation") or getattr(self.initial.get("organisation"), "pk", ""))
        organisation = queries.without_site(actor).filter(pk=wanted or 0).first()
        self.choose_among(Picker(actor, organisation, FOUND) if organisation is not None else None)


class LookForm(LookFields):
    """修改面貌 of a site that is there."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class SiteKeepersForm(KeeperFields):
    """责任人 of the whole site."""

    def __init__(self, *args: Any, actor: Actor, site: SitePage, keeping: Keeping | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert site.organisation is not None  # a site of the desk belongs to one
        self.choose_among(
            Picker(actor, site.organisation, FOUND), keeper=keeping.keeper if keeping else None,
            deputy=keeping.deputy if keeping else None,
        )  # fmt: skip


class ColumnForm(SiteKeepersForm):
    """One column: its name, what belongs there, and its keepers."""

    title = forms.CharField(label="栏目名称", max_length=40)
    intro = forms.CharField(label="放什么内容", max_length=120, required=False)

    field_order = ("title", "intro", "keeper", "deputy")


class ReasonForm(forms.Form):
    """Why something is not shown, or not any more."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label="理由（对方会看到）", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class PlainForm(forms.Form):
    """A decision without words."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class ColumnChoice(forms.Form):
    """A column of another site or of one's own."""

    column = forms.ChoiceField(label="栏目", error_messages={"required": "请选择栏目。"})

    def __init__(self, *args: Any, columns: Iterable[ColumnPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = {str(c.pk): c for c in columns}
        self.fields["column"].choices = [  # type: ignore[attr-defined]
            ("", "请选择"), *((pk, f"{c.owner_site.title} · {c.title}") for pk, c in self.columns.items())
        ]  # fmt: skip

    def chosen(self) -> ColumnPage:
        """The column that was chosen."""
        return self.columns[self.cleaned_data["column"]]


class RecommendForm(ColumnChoice):
    """推荐: where to, and why it is worth it."""

    words = forms.CharField(label="推荐理由", max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class AcceptForm(PlainForm, ColumnChoice):
    """采用, perhaps into another column."""


class ProposeForm(forms.Form):
    """提议 to merge or close a site."""

    kind = forms.ChoiceField(label="办法", choices=Reshape.KINDS, widget=forms.RadioSelect)
    into = forms.ModelChoiceField(
        SitePage.objects.none(), label="并入哪个站点", required=False, empty_label="关停时不用选",
        help_text="并入以后，内容移到对方同名的栏目，旧地址自动转到新地址。",
    )  # fmt: skip
    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="例如多久没有更新、为什么难以维持。",
    )

    def __init__(self, *args: Any, actor: Actor, site: SitePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = queries.targets(actor, site)  # type: ignore[attr-defined]


class AnswerForm(PlainForm):
    """The keeper's answer, or the reason of a decision."""

    text = forms.CharField(label="意见", max_length=500, widget=forms.Textarea(attrs={"rows": 4}))
