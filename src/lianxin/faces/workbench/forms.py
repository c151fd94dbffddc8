"""Forms of the administration pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from lianxin.foundation.accounts.desk import number_of
from lianxin.foundation.accounts.picking import KeeperFields, Picker
from lianxin.foundation.accounts.posts import HELP_REASONS, POSTS
from lianxin.foundation.organisations.models import KINDS, MAY_HOLD, Organisation
from lianxin.foundation.organisations.queries import below
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.actor import Actor
from lianxin.kernel.clocks import plus_months
from lianxin.ui.words import cn_date


def day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A date as browsers draw it."""
    return forms.DateField(
        label=label, required=required, help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": f"请填写“{label}”。", "invalid": "请写成年-月-日，例如 2026-03-01。"},
    )  # fmt: skip


def _today() -> date:
    return timezone.localdate()


class BasisForm(forms.Form):
    """From when, and on the ground of which document."""

    on = day("从哪一天起")
    basis = forms.CharField(
        label="文件依据", max_length=120, required=False, help_text="批复的名称和文号，没有就不写。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", _today())


class FoundForm(forms.Form):
    """成立 an organisation below the one whose page it stands on."""

    name = forms.CharField(label="全称", max_length=120)
    short_name = forms.CharField(label="简称", max_length=40, help_text="日常称呼，例如“渡口村党支部”。")
    kind = forms.ChoiceField(label="类别")
    code = forms.CharField(label="组织代码", max_length=32)
    on = day("成立日期")
    takes_letters = forms.BooleanField(label="承办群众留言", required=False)

    def __init__(self, *args: Any, parent: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(k, KINDS[k]) for k in MAY_HOLD[parent.kind]]  # type: ignore[attr-defined]
        self.initial.setdefault("on", _today())


class EditForm(forms.Form):
    """变更 of what is written about an organisation."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label="全称", max_length=120)
    short_name = forms.CharField(label="简称", max_length=40)
    contact_phone = forms.CharField(label="对外电话", max_length=30, required=False)
    address = forms.CharField(label="办公地址", max_length=120, required=False)
    region_code = forms.RegexField(
        r"^\d{6,12}$", label="行政区划代码", required=False, error_messages={"invalid": "请填 6 到 12 位数字。"}
    )
    term_from = day("本届起", required=False)
    term_until = day("本届止", required=False, help_text="到期前会提醒换届。")
    takes_letters = forms.BooleanField(label="承办群众留言", required=False)
    rule_id = ""

    FIELDS: tuple[str, ...] = (
        "name",
        "short_name",
        "contact_phone",
        "address",
        "region_code",
        "term_from",
        "term_until",
        "takes_letters",
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        start, end = data.get("term_from"), data.get("term_until")
        if start and end and end < start:
            self.add_error("term_until", "任期结束不能早于开始。")
        return data


class CommitteeForm(EditForm):
    """The same for a committee, which may have the power to approve members or not (DEV-17)."""

    approves_members = forms.BooleanField(
        label="有审批预备党员的权限", required=False, help_text="乡镇、街道下面的基层党委没有，请不要勾选。"
    )
    FIELDS = (*EditForm.FIELDS, "approves_members")


class BranchForm(EditForm):
    """The same for a branch, whose committee is elected for the term of BR-06.

    A beginning without an end, or with the end of the term before, is no term: the form comes back with the end that
    the rule gives and asks to look at it. Villages have terms of their own, so whatever is sent then is taken.
    """

    #: the beginning for which an end was proposed
    proposed_for = forms.DateField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        start = data.get("term_from")
        asked = bool(start) and start == data.pop("proposed_for", None)
        fresh = not data.get("term_until") or (
            "term_from" in self.changed_data and "term_until" not in self.changed_data
        )
        if not start or asked or not fresh or "term_until" in self.errors:
            return data
        term = rule("BR-06", start)
        end = plus_months(start, term.period("term").amount)
        if data.get("term_until") == end:
            return data
        self.data = {**self.data.dict(), "term_until": end.isoformat(), "proposed_for": start.isoformat()}  # type: ignore[attr-defined]  # what a browser sent
        said = f"新的一届，按一届 {term.figures['term'].text}填了 {cn_date(end)}。对的再点一次；村、社区按各自的规定，请改。"
        self.add_error("term_until", said)
        self.rule_id = term.id
        return data


class TargetForm(BasisForm):
    """调整隶属 or 合并: the other organisation."""

    field_order = ("target", "on", "basis")

    target = forms.ModelChoiceField(Organisation.objects.none(), label="目标组织", empty_label="请选择")

    def __init__(self, *args: Any, actor: Actor, organisation: Organisation, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = below(actor.paths_for("organisations.edit")).exclude(path__startswith=organisation.path)
        self.fields["target"].queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["target"].label = label


class OpenAccountForm(forms.Form):
    """A staff account; the one-time password is made by the action."""

    username = forms.RegexField(
        r"^[\w.-]{3,60}$", label="用户名", help_text="字母、数字、点和横线，3 到 60 个。", error_messages={"invalid": "只用字母、数字、点和横线，3 到 60 个。"}
    )  # fmt: skip
    name = forms.CharField(label="姓名", max_length=40, help_text="只在后台核对身份用，加密保存。")
    nickname = forms.CharField(label="显示名称", max_length=30, help_text="同事在工作台上看到的称呼，例如“王干事”。")
    phone = forms.RegexField(
        r"^[\d +-]{7,20}$", label="手机号", required=False, error_messages={"invalid": "请填数字。"}
    )


class AppointForm(forms.Form):
    """任命."""

    person = forms.CharField(label="用户名或手机号", max_length=60, help_text="要完整填写。这个人必须已经有账号。")
    post = forms.ChoiceField(label="岗位", choices=[("", "请选择"), *POSTS.items()])
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="在哪个组织", empty_label="请选择")
    since = day("从哪一天起")
    until = day("到哪一天", required=False, help_text="没有期限就不填。")
    full_time = forms.BooleanField(label="专职", required=False)
    basis = forms.CharField(label="任命依据", max_length=120, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = below(actor.paths_for("accounts.edit"))  # type: ignore[attr-defined]
        self.initial.setdefault("since", _today())


class EndForm(forms.Form):
    """免职."""

    until = day("最后一天", help_text="这一天结束后，这个岗位的权限自动失效。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("until", _today())


class FullTimeForm(forms.Form):
    """更正专职、兼职; with what stood there when the page was opened."""

    full_time = forms.TypedChoiceField(
        label="这个任职是", widget=forms.RadioSelect, choices=[("full", "专职"), ("part", "兼职")],
        coerce=lambda text: text == "full",
    )  # fmt: skip
    was = forms.TypedChoiceField(
        widget=forms.HiddenInput, choices=[("full", "专职"), ("part", "兼职")], coerce=lambda text: text == "full"
    )

    def __init__(self, *args: Any, full_time: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = "full" if full_time else "part"
        self.initial.update(full_time=now, was=now)


class HelpForm(forms.Form):
    """A colleague cannot sign in, or is not to: what is done, why, and for a reset that it is really them."""

    what = forms.ChoiceField(
        label="办什么", widget=forms.RadioSelect,
        choices=[
            ("password", "密码：发一个一次性密码，下次登录时必须改掉"),
            ("factor", "第二步验证：取消现在的验证器和备用码，下次登录重新绑定（手机丢了请选两样都重置）"),
            ("both", "两样都重置"),
            ("close", "停用账号：不能再登录，正在登录的马上退出；任职和资料都保留"),
            ("open", "恢复停用的账号"),
        ],
    )  # fmt: skip
    reason = forms.ChoiceField(label="原因", choices=[("", "请选择"), *HELP_REASONS.items()])
    checked = forms.BooleanField(
        label="我已当面或打他本人留的电话核对，确实是他本人要求的", required=False, help_text="停用账号不用核对。"
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("what") != "close" and not data.get("checked"):
            self.add_error("checked", "请先核对是不是本人；别人来要密码是常见的骗术。")
        return data


class KeeperForm(KeeperFields):
    """责任人和副责任人 of one column."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="组织", empty_label="请选择")
    column = forms.RegexField(
        r"^[a-z][a-z0-9_-]{1,39}$", label="栏目代号", initial="letters", help_text="例如 letters（群众留言）。",
        error_messages={"invalid": "小写字母开头，只用小写字母、数字和横线。"},
    )  # fmt: skip
    label = forms.CharField(label="栏目名称", max_length=40, initial="群众留言")

    field_order = ("organisation", "column", "label", "keeper", "deputy")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        within = below(actor.paths_for("accounts.edit"))
        self.fields["organisation"].queryset = within  # type: ignore[attr-defined]  # a choice of rows
        organisation = within.filter(pk=number_of(self.data.get("organisation")) or 0).first()
        self.choose_among(Picker(actor, organisation, "accounts.edit") if organisation is not None else None)
