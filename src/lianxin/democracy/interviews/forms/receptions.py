"""Forms of reception days and bookings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.actor import Actor
from lianxin.kernel.receipts import LENGTH, normalise

from ..actions.plans import Plan
from ..actions.talks import day_and_hours
from ..actions.visits import Coming
from ..lifecycle import PLAN
from ..models import Reception
from ..queries.receptions import Slot
from ..words import RESULTS
from .base import DayInput, Kept, NameInput, Plain, area, hour


class PlanForm(Kept):
    """拟接访安排, 修改, 改时间地点."""

    day = forms.DateField(label="日期", widget=DayInput)
    begins = hour("开始时间")
    slots = forms.IntegerField(label="接待几位", min_value=1)
    minutes = forms.IntegerField(label="每位多少分钟", min_value=1)
    venue = forms.CharField(label="地点", max_length=120, help_text="写清楚几楼几号房间，腿脚不便的怎么进来。")
    receiver_name = forms.CharField(label="接访人姓名", max_length=30)
    receiver_post = forms.CharField(label="接访人职务", max_length=60)
    receiver = forms.CharField(label="接访人的账号", required=False, max_length=120, widget=NameInput,
                               help_text="输入姓名查找。填了，本人能看到当天的名单。")  # fmt: skip
    matters = area("接待哪些事", 4)
    telephone = forms.CharField(
        label="电话预约", max_length=40, required=False, help_text="不上网的人打这个电话，由工作人员代为预约。"
    )
    reason = forms.CharField(label="为什么改", max_length=300, help_text="会公开显示，约过的人会收到通知。")
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    field_order = (
        "organisation",
        "day",
        "begins",
        "slots",
        "minutes",
        "venue",
        "receiver_name",
        "receiver_post",
        "receiver",
        "matters",
    )

    def __init__(self, *args: Any, actor: Actor, offices: list[Organisation], plan: Reception | None = None, change: bool = False,
                 **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.prepare(actor, offices, plan, PLAN)
        found = rule("LX-161")
        self.fields["minutes"].help_text = f"{found.count('shortest')} 到 {found.count('longest')} 分钟。"
        self.fields["slots"].help_text = f"最多 {found.count('slots')} 位。"
        offered = self.fields["keeper"].widget
        self.fields["receiver"].widget = NameInput(getattr(offered, "offered", ()))
        if plan is not None:
            self.initial = {**self.initial, **_initial(plan)}
            if self.picker is not None:
                self.initial.setdefault("receiver", self.picker.label_of(plan.receiver))
        if not change:
            del self.fields["reason"]
        self.plan_before = plan

    def plan(self) -> Plan:
        """What was written; raises `Refused` with the field at fault."""
        said = self.cleaned_data
        starts, _ = day_and_hours(said["day"], said["begins"], said["begins"])
        before = self.plan_before.receiver if self.plan_before is not None else None
        return Plan(
            starts, said["minutes"], said["slots"], said["venue"], said["receiver_name"], said["receiver_post"], said["matters"],
            said["telephone"], self.named("receiver", before), **self.people(),
        )  # fmt: skip


def _initial(plan: Reception) -> dict[str, Any]:
    begins = timezone.localtime(plan.starts_at)
    names = ("slots", "minutes", "venue", "receiver_name", "receiver_post", "matters", "telephone")
    return {n: getattr(plan, n) for n in names} | {"day": begins.date(), "begins": begins.time()}


class SlotForm(Plain):
    """A free piece of the day."""

    slot = forms.TypedChoiceField(label="几点来", coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, slots: Iterable[Slot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["slot"]
        field.choices = [(one.number, one.word) for one in slots if not one.taken]
        # of two who want the same one, the second is told so, not that the choice is unknown
        taken = {str(one.number) for one in slots if one.taken}
        if self.is_bound and str(self.data.get("slot", "")) in taken:
            field.choices = [*field.choices, (int(self.data["slot"]), "刚被约走")]


class BookForm(SlotForm):
    """预约; at the desk the same words are written down for somebody (A02)."""

    name = forms.CharField(label="怎么称呼您", max_length=30, help_text="到了按这个名字叫您。")
    phone = forms.CharField(
        label="手机号", max_length=20, help_text="接访有变动时联系您，加密保存，只有当天办事的同志看得到。"
    )
    matter = area("想说什么事", 4, help_text="几句话就行，好请接访的同志先了解。")
    people = forms.IntegerField(label="来几位", initial=1, min_value=1, error_messages={"required": "请填写来几位。"})
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = rule("PET-11").count("representatives")
        self.fields["people"].help_text = f"连您自己。为同一件事来的人多，请推选代表，最多 {most} 位。"

    def coming(self) -> Coming:
        said = self.cleaned_data
        return Coming(said["slot"], said["name"], said["phone"], said["matter"], said["people"])


class CodeForm(Plain):
    """The booking number."""

    code = forms.CharField(
        label="预约号", max_length=60, help_text=f"预约后显示的 {LENGTH + 1} 位字母和数字，大小写都行。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        code = normalise(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError("预约号有一位抄错了，请对照抄下的再看一遍。")
        return code


class RateForm(Plain):
    """五级评价 (HCP-01): the words come from the registry, the best first."""

    level = forms.TypedChoiceField(label="满意吗", coerce=int, widget=forms.RadioSelect)
    solved = forms.ChoiceField(
        label="事情解决了吗", choices=[("yes", "解决了"), ("no", "没有解决")], widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["level"]
        field.choices = levels()


def levels() -> list[tuple[int, str]]:
    """(number, word) of the five levels, 5 the best."""
    words = rule("HCP-01").items("words")
    return [(len(words) - at, word) for at, word in enumerate(words)]


class ResultForm(Plain):
    """谈的结果."""

    event = forms.ChoiceField(label="结果", choices=[(k, v[0]) for k, v in RESULTS.items()], widget=forms.RadioSelect)
    told = area("谈了什么，怎么说的", 5, help_text="简短、如实。加密保存，来访人自己看得到。")
    way = forms.CharField(
        label="去哪里、找谁", required=False, max_length=300, help_text="结果是“指给了该去的地方”时填写。"
    )
    until = forms.DateField(
        label="跟进到哪天", required=False, widget=DayInput, help_text="结果是“要跟进”时填写，到期会提醒。"
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)


class SettleForm(Plain):
    """跟进有了答复."""

    told = area("答复了什么", 4)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
