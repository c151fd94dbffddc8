"""Every form about one item or one request at the desk, in one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from lianxin.foundation.casework.engine import may
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Allowed, Decision, Denied

from .. import actions, policies
from ..words import REFUSAL_REASONS, RETURN_REASONS, WITHDRAW_REASONS
from .fields import PlainForm, Words, choice, radios


class ActForm(PlainForm):
    """One thing with one case. `carry_out` calls the action and may raise `Refused`."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, actor: Actor, case: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.case = actor, case
        self.initial.setdefault("revision", case.revision)
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the case."""

    def carry_out(self) -> Any:
        raise NotImplementedError

    @property
    def common(self) -> dict[str, Any]:
        return {"actor": self.actor, "item": self.case, "revision": self.cleaned_data["revision"]}

    @property
    def asked(self) -> dict[str, Any]:
        return {"actor": self.actor, "request": self.case, "revision": self.cleaned_data["revision"]}


class SecrecyForm(ActForm):
    """保密审查, a yes or no of its own."""

    passed = radios("保密审查结果", {"yes": "通过：可以按目录的范围公开", "no": "不通过：含有不宜公开的内容"})
    text = Words("审查意见", figure="question", rows=3, required=False, help_text="不通过时必须写明哪里不宜公开。")

    def carry_out(self) -> Any:
        data = self.cleaned_data
        return actions.check_secrecy(**self.common, passed=data["passed"] == "yes", note=data["text"])


class ReviewForm(ActForm):
    note = Words("审核意见", figure="question", rows=3, required=False, help_text="只在内部显示。")

    def carry_out(self) -> Any:
        return actions.review(**self.common, note=self.cleaned_data["note"])


class ApproveForm(ActForm):
    note = Words("审批意见", figure="question", rows=3, required=False, help_text="只在内部显示。")

    def carry_out(self) -> Any:
        return actions.approve(**self.common, note=self.cleaned_data["note"])


class ReturnForm(ActForm):
    reason = choice("退回的理由", RETURN_REASONS)
    text = Words("要改什么", figure="question", rows=4, help_text="提出人会看到。批评意见不是退回的理由。")

    def carry_out(self) -> Any:
        data = self.cleaned_data
        return actions.return_item(**self.common, reason=data["reason"], text=data["text"])


class DropForm(ActForm):
    note = Words("原因", figure="question", rows=3)

    def carry_out(self) -> Any:
        return actions.drop(**self.common, note=self.cleaned_data["note"])


class CarryOutForm(ActForm):
    def carry_out(self) -> Any:
        return actions.carry_out(**self.common)


class OpenForm(ActForm):
    def carry_out(self) -> Any:
        return actions.open_up(**self.common)


class CorrectForm(ActForm):
    title = Words("标题", figure="title")
    body = Words("内容", rows=10)
    reason = Words("更正说明", figure="question", rows=3, help_text="公众会看到：哪里有误，改成了什么。")
    keep_old = forms.BooleanField(
        label="旧版仍可查看", required=False, initial=True, help_text="旧版含有隐私或不宜公开的内容时，不要勾选。"
    )

    def prepare(self) -> None:
        self.initial.setdefault("title", self.case.title)
        self.initial.setdefault("body", self.case.body)

    def carry_out(self) -> Any:
        data = self.cleaned_data
        return actions.correct(**self.common, title=data["title"], body=data["body"], reason=data["reason"],
                               keep_old=data["keep_old"])  # fmt: skip


class ReviewCorrectionForm(ActForm):
    secrecy = forms.BooleanField(label="已对更正后的内容作保密审查，通过", required=False)
    note = Words("审核意见", figure="question", rows=3, required=False, help_text="只在内部显示。")

    def carry_out(self) -> Any:
        data = self.cleaned_data
        return actions.review_correction(**self.common, secrecy=data["secrecy"], note=data["note"])


class ReturnCorrectionForm(ReturnForm):
    def carry_out(self) -> Any:
        data = self.cleaned_data
        return actions.return_correction(**self.common, reason=data["reason"], text=data["text"])


class ApplyCorrectionForm(ActForm):
    note = Words("审批意见", figure="question", rows=3, required=False, help_text="只在内部显示。")

    def carry_out(self) -> Any:
        return actions.apply_correction(**self.common, note=self.cleaned_data["note"])


class WithdrawForm(ActForm):
    reason = choice("撤回的理由", WITHDRAW_REASONS)
    text = Words("说明", figure="question", rows=3, help_text="原页面会写明已撤回和这段话。")

    def carry_out(self) -> Any:
        data = self.cleaned_data
        return actions.withdraw(**self.common, reason=data["reason"], text=data["text"])


class ExtendForm(ActForm):
    text = Words("延长的原因", figure="question", rows=3, help_text="申请人会看到。")

    def carry_out(self) -> Any:
        return actions.extend(**self.asked, text=self.cleaned_data["text"])


class GrantForm(ActForm):
    text = Words("答复", rows=8, help_text="申请人会看到。已经公开的，可以写上网页地址。")
    secrecy = forms.BooleanField(label="已对答复内容作保密审查，通过", required=False)

    def carry_out(self) -> Any:
        data = self.cleaned_data
        return actions.grant(**self.asked, text=data["text"], secrecy=data["secrecy"])


class RefuseForm(ActForm):
    reason = choice("不予公开的理由", REFUSAL_REASONS)
    text = Words("书面说明", rows=5, help_text="申请人会看到：为什么不公开，还可以怎么办。")

    def carry_out(self) -> Any:
        data = self.cleaned_data
        return actions.refuse(**self.asked, reason=data["reason"], text=data["text"])


@dataclass(frozen=True, slots=True)
class Act:
    """One form: address, the rows of the lifecycle that it leads to, words. first: stands as the main button."""

    slug: str
    events: tuple[str, ...]
    title: str
    form: type[ActForm]
    done: str
    hint: str = ""
    first: bool = False

    @property
    def one_tap(self) -> bool:
        """Nothing to fill in: the button itself does it."""
        return len(self.form.base_fields) == 1

    def decision(self, actor: Actor, case: Any) -> Decision:
        """Allowed when one of the events is; else the refusal that speaks of the case itself."""
        found = [may(actor, case, event) for event in self.events]
        refused = [d for d in found if isinstance(d, Denied)]
        if len(refused) < len(found):
            return Allowed()
        return next((d for d in refused if d.code not in ("wrong_state", "nothing")), refused[0])


_ITEM = (
    Act("secrecy", ("clear_secrecy", "stop_secrecy"), "保密审查", SecrecyForm, "保密审查结果已记录。",
        "保密审查与内容审核分开记录，各有结果和审查人。", True),
    Act("review", ("review",), "审核通过", ReviewForm, "已审核，等待审批。", "看必要不必要、准确不准确、完整不完整。", True),
    Act("approve", ("approve",), "审批同意", ApproveForm, "已审批，可以实施公开。", "", True),
    Act("carry_out", ("show_inside", "show_inside_first"), "实施公开", CarryOutForm, "已在党内公开。", "", True),
    Act("open", ("open",), "向社会公开", OpenForm, "已向社会公开。", "", True),
    Act("return", ("return_review", "return_approval"), "退回修改", ReturnForm, "已退回，提出人会收到通知。"),
    Act("drop", ("drop",), "不再提出", DropForm, "已记录，不再提出。"),
    Act("review-correction", ("review_correction",), "审核更正", ReviewCorrectionForm, "更正已审核，等待审批。", "", True),
    Act("apply-correction", ("apply_correction",), "审批并更正", ApplyCorrectionForm, "已更正，页面写明了更正说明。", "", True),
    Act("return-correction", ("return_correction",), "退回更正", ReturnCorrectionForm, "已退回更正。"),
    Act("correct", ("correct",), "提出更正", CorrectForm, "更正已提出，审核审批后显示；在那之前页面不变。",
        "更正不会悄悄进行：页面会写明更正说明和时间。"),
    Act("withdraw", ("withdraw",), "撤回", WithdrawForm, "已撤回，原页面写明了撤回的理由。"),
)  # fmt: skip
_REQUEST = (
    Act("grant", ("grant",), "答复公开", GrantForm, "已答复，申请人会收到通知。", "", True),
    Act(
        "refuse",
        ("refuse",),
        "不予公开",
        RefuseForm,
        "已书面说明理由，申请人会收到通知。",
        "不予公开必须书面说明理由。",
    ),
    Act("extend", ("extend",), "延长答复", ExtendForm, "已延长，申请人会看到原因。", "只能延长一次。"),
)
ITEM_ACTS: dict[str, Act] = {act.slug: act for act in _ITEM}
REQUEST_ACTS: dict[str, Act] = {act.slug: act for act in _REQUEST}


@dataclass(frozen=True, slots=True)
class Shown:
    """A button of the page of a case."""

    act: Act
    decision: Decision

    @property
    def denied(self) -> Denied | None:
        return self.decision if isinstance(self.decision, Denied) else None


def shown(actor: Actor, case: Any, table: dict[str, Act]) -> list[Shown]:
    """What the person may do, and what the post could do but this person may not, with the reason."""
    found = [Shown(act, act.decision(actor, case)) for act in table.values()]
    hidden = ("wrong_state", "nothing", "no_right", "out_of_scope", "system_only", "not_author")
    return [s for s in found if s.denied is None or s.denied.code not in hidden]


def correction_of(case: Any) -> Any:
    """The correction that is on its way, for the page."""
    return policies.open_correction(case)
