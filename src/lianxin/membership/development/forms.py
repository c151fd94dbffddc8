"""One form for every step: the day, and what the step asks besides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from lianxin.foundation.rules.registry import rule
from lianxin.membership.dossiers.forms import speak
from lianxin.membership.dossiers.models import Member
from lianxin.membership.gatherings.models import Resolution

from .ballots import Ballot
from .steps import FORMS_OF_VOTE, HANDS, HOW, ON_PAPER, SOURCE, WAYS, Step

#: the choice of a vote that was not kept here
HAND = "hand"
NEEDED_BY_HAND = {"due", "present", "yes", "why"}


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _number(label: str, help_text: str = "", *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=100_000, required=required, help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip


def _fields() -> dict[str, forms.Field]:
    return {
        "way": forms.ChoiceField(label="怎样推荐", choices=[("", "请选择"), *WAYS.items()]),
        "away": forms.BooleanField(label="是流动人员，在两地同时公示", required=False),
        "there": forms.CharField(label="流入地在哪里公示", max_length=80, required=False, help_text="不是流动人员的不填。"),
        "passed": forms.BooleanField(label="结论是合格", required=False),
        "days": _number("培训天数"),
        "lessons": _number("培训学时", "满 3 天或满 24 学时，几次可以加起来。"),
        "leaves_on": forms.DateField(label="预计离开本单位的日期", required=False, help_text="没有就不填。", widget=_day()),
        "due": _number("应到人数", "支部有表决权的正式党员，预备党员不算。"),
        "present": _number("实到人数", "到会的有表决权的正式党员。"),
        "yes": _number("到会赞成票"),
        "no": _number("不赞成票"),
        "abstained": _number("弃权票"),
        "written": _number("会前书面赞成", "没有到会、会前正式提出书面意见的。"),
        "why": forms.CharField(label="为什么没有记在系统里", max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2})),
        "how": forms.ChoiceField(label="怎样表决", widget=forms.RadioSelect, required=False,
                                 choices=[(code, FORMS_OF_VOTE[code]) for code in (ON_PAPER, HANDS)]),
        "issued": _number("发出的票", "纸质票才填，下面三项也是。"),
        "returned": _number("收回的票"),
        "scrutineer": forms.CharField(label="监票人", max_length=40, required=False),
        "scrutineer_other": forms.CharField(label="另一名监票人", max_length=40, required=False),
        "performance": forms.CharField(label="主要表现", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})),
        "signed": forms.BooleanField(label="支部书记已在决议上签名", required=False),
        "heard": forms.BooleanField(label="已经告诉本人，听过本人的说明", required=False),
        "until": forms.DateField(label="推迟到哪一天", widget=_day()),
        "months": _number("延长几个月", required=True),
        "note": forms.CharField(label="说明", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})),
    }  # fmt: skip


def _words_of(row: Resolution) -> str:
    written = f"，会前书面赞成 {row.written}" if row.written else ""
    word = "通过" if row.passed else "没有通过"
    return (
        f"{row.gathering.day} {row.gathering.title}：应到 {row.due}，到会 {row.here}，赞成 {row.yes}，不赞成 {row.no}，"
        f"弃权 {row.abstained}{written}（{word}）"
    )


def _papers(held: Collection[str]) -> forms.Field:
    """The list of DEV-26 without what the dossier holds already (B03)."""
    listed = rule("DEV-26").items("papers")
    kept = f"电子档案里已有：{'、'.join(word for word in listed if word in held)}。" if held else ""
    words = [word for word in listed if word not in held]
    return forms.MultipleChoiceField(
        label="核对过纸质原件、一并归档的材料", widget=forms.CheckboxSelectMultiple, required=False,
        choices=[(word, word) for word in words],
        help_text=f"{kept}勾选的会作为纸质原件记进电子档案。" if words else f"{kept}清单已齐。",
    )  # fmt: skip


class StepForm(forms.Form):
    """A step of a case. people: full members to choose from, for the steps that name companions; held: kinds of paper
    that the dossier holds already, which are not asked again (B03)."""

    sometimes = ("days", "lessons", "there", *HOW)
    use_required_attribute = False
    on = forms.DateField(label="日期", widget=_day())
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    by_hand: tuple[str, ...] = ()

    def __init__(
        self,
        *args: Any,
        step: Step,
        people: Iterable[Member] = (),
        votes: Sequence[Resolution] = (),
        reports: Sequence[Ballot] = (),
        held: Collection[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate
        self.days = {one.key: one.day for one in reports} | {str(row.pk): row.gathering.day for row in votes}
        self.reports = {one.key for one in reports}
        known = _fields()
        for name in step.asks:
            if name == "source":
                self._ask_for_the_vote(step, votes, reports)
            elif name == "people":
                self.fields[name] = forms.MultipleChoiceField(
                    label=step.label.removeprefix("指定").removeprefix("确定"), widget=forms.CheckboxSelectMultiple,
                    choices=[(str(m.pk), m.name) for m in people], error_messages={"required": "请选择。"},
                )  # fmt: skip
            elif name == "papers":
                self.fields[name] = _papers(held)
            else:
                self.fields[name] = known[name]
        if "note" in step.asks:  # as the policy asks
            self.fields["note"].required = True
        if reports and "why" in self.fields:
            self.fields["why"].label = "为什么不用报告里的票数"
        if step.event == "cancel":
            self.fields["note"].label = "取消的理由"
        if step.event == "introducers":
            self.fields["note"] = known["note"]
        chosen = self.data.get("source") if self.is_bound else None
        for name in set(self.by_hand) & NEEDED_BY_HAND:
            self.fields[name].required = chosen not in self.days
        speak(self)

    def _ask_for_the_vote(self, step: Step, votes: Sequence[Resolution], reports: Sequence[Ballot]) -> None:
        """The reports of secret votes and the meetings that voted on the person, and the way by hand; the day is that of the vote."""
        known = [
            *((one.key, f"{one.day} 无记名表决“{one.title}”：{one.words}") for one in reports),
            *((str(row.pk), _words_of(row)) for row in votes),
        ]
        by_hand = "票数和报告不一样，手工填写" if reports and not votes else "这次会没有记在系统里"
        self.fields["source"] = forms.ChoiceField(
            label="哪次会的表决", widget=forms.RadioSelect, initial=known[0][0] if known else HAND,
            choices=[*known, (HAND, by_hand)],
        )  # fmt: skip
        if known:
            day: Any = self.fields["on"]
            day.required, day.initial = False, None
            day.help_text = "选了会议的不用填，就是开会那天。"
        self.by_hand = tuple(name for name in step.asks if name in SOURCE[1:])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        source = said.get("source")
        if source in self.days:
            said["on"] = said.get("on") or self.days[source]
            for name in (
                *self.by_hand,
                *(HOW if source in self.reports else ()),
            ):  # what was typed before a meeting was chosen is in nobody's way
                self.errors.pop(name, None)
        if "how" in self.fields and source not in self.reports:
            self._ask_how(said)
        if source == HAND and not said.get("on") and "on" not in self.errors:
            self.add_error("on", "请填写日期。")
        return said

    def _ask_how(self, said: dict[str, Any]) -> None:
        """What is not taken over from a report: the form of the vote, and what belongs to slips of paper."""
        needed = HOW if said.get("how") == ON_PAPER else ("how",)
        for name in needed:
            if said.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, "请选择。" if name == "how" else "请填写。")

    def asked_how(self) -> list[Any]:
        """Fields about the form of the vote; a report of this platform says it itself."""
        return [self[name] for name in HOW if name in self.fields]

    def asked_by_hand(self) -> list[Any]:
        """Fields that matter only when no meeting was chosen."""
        return [self[name] for name in self.by_hand]

    def asked_always(self) -> list[Any]:
        """The other ones that are seen."""
        return [bound for bound in self.visible_fields() if bound.name not in (*self.by_hand, *HOW)]

    def said(self) -> dict[str, Any]:
        """What the step says, fit for JSON."""
        left_out = {"on", "revision", "source"}
        source = self.cleaned_data.get("source")
        more: dict[str, Any] = {}
        if source in self.days:
            more = {"ballot": source} if source in self.reports else {"resolution": int(source or 0)}
        if more:
            left_out |= set(self.by_hand) | (set(HOW) if source in self.reports else set())
        return more | {
            name: value.isoformat() if hasattr(value, "isoformat") else value
            for name, value in self.cleaned_data.items()
            if name not in left_out
        }


class BackForm(forms.Form):
    """Why a step is taken back, or why it stays. free: no words are asked for."""

    use_required_attribute = False
    reason = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, asking: bool, free: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.label = "哪里登记错了" if asking else "为什么不撤回"
        field.help_text = "写明错在哪里，应当是什么。本人看得到。" if asking else "提出的同志看得到。"
        field.required = not free
        speak(self)


class ApplyForm(forms.Form):
    use_required_attribute = False
    member = forms.ChoiceField(label="申请人", help_text="先在“党员档案”里给申请人建立档案，这里才能选到。")
    on = forms.DateField(label="递交申请书的日期", widget=_day())

    def __init__(self, *args: Any, people: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["member"]
        chosen.choices = [("", "请选择"), *((str(m.pk), m.name) for m in people)]
        speak(self)


class CarryForm(forms.Form):
    """接续: the days that the papers name. days: (event, label) of those that are asked for."""

    sometimes = ("months", "came")
    use_required_attribute = False

    def __init__(
        self, *args: Any, days: Iterable[tuple[str, str]], probation: bool, whole: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.events = [event for event, _ in days]
        for event, label in days:
            self.fields[event] = forms.DateField(label=label, widget=_day(), help_text="照材料上的日期填。")
        if probation:
            self.fields["months"] = _number("以前延长过预备期的，延长了几个月", "没有延长过就不填。")
        self.fields["came"] = forms.BooleanField(label="是从别的党组织转来的", required=False)
        self.fields["note"] = forms.CharField(
            label="看了哪些材料，放在哪里", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
        )
        self.fields["on"] = forms.DateField(label="从哪天起由我们接着培养", widget=_day(), initial=timezone.localdate)
        if whole:
            self.fields["whole"] = forms.BooleanField(
                label="上面列出的其他步骤也核对过，一并记入", required=False,
                help_text="记进经过；集中培训的天数、学时算在内，政治审查要在这里重新做。",
            )  # fmt: skip
        self.fields["seen"] = forms.BooleanField(label="核对过以前的培养材料原件", required=False)
        speak(self)

    def papers(self) -> dict[str, Any]:
        """What the papers say, as `carrying.Papers` takes it."""
        said = self.cleaned_data
        return {
            "days": {event: said[event] for event in self.events}, "note": said["note"], "months": said.get("months") or 0,
            "came": said["came"], "whole": bool(said.get("whole")),
        }  # fmt: skip
