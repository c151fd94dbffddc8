"""审核、申诉复核、公开与撤下."""

from __future__ import annotations

from typing import Any

from lianxin.kernel.decision import Denied, Refused

from .. import actions, canned
from ..models import Letter
from ..words import REFUSAL_REASONS, WITHHOLD_REASONS
from .base import ActForm, choice, radios, words

DECISIONS = {"public": "受理并公开", "private": "受理但不公开", "refuse": "不予受理"}


class ReviewForm(ActForm):
    """受理并公开, 受理但不公开 or 不予受理, with reason and text."""

    decision = radios("审核结果", DECISIONS)
    withhold = choice("不公开的理由", WITHHOLD_REASONS, required=False)
    reason = choice("不予受理的理由", REFUSAL_REASONS, required=False)
    text = words(
        "给留言人的话", required=False, help_text="留言人会看到。不公开、不予受理时必须写明具体情况和可以怎么办。"
    )

    def prepare(self) -> None:
        if not self.letter.wants_public:
            kept = [(key, word) for key, word in DECISIONS.items() if key != "public"]
            self.fields["decision"].choices = kept  # type: ignore[attr-defined]  # a ChoiceField

    def carry_out(self) -> Letter:
        data = self.cleaned_data
        if data["decision"] == "refuse":
            return actions.refuse(**self.common, reason=data["reason"], text=data["text"])
        if data["decision"] == "public":
            return actions.take_in(**self.common, public=True, text=data["text"])
        if self.letter.wants_public and not data["withhold"]:
            raise Refused(Denied("不公开须选择理由。", rule="LX-01", code="no_reason", field="withhold"))
        return actions.take_in(**self.common, public=False, reason=data["withhold"], text=data["text"])

    def aside(self) -> dict[str, Any]:
        texts = [(REFUSAL_REASONS[k], v) for k, v in canned.REFUSAL_TEXTS.items()]
        return {"canned": texts, "canned_into": "text", "highlight": True}


class AppealForm(ActForm):
    """Another reviewer decides about a refusal (M02)."""

    decision = radios("复核结果", {"overturn": "撤销原决定，予以受理", "uphold": "维持不予受理"})
    text = words("复核理由", help_text="留言人会看到。")

    def carry_out(self) -> Letter:
        data = self.cleaned_data
        return actions.decide_appeal(**self.common, overturn=data["decision"] == "overturn", text=data["text"])

    def aside(self) -> dict[str, Any]:
        return {"show_reviews": True, "highlight": True}


class PublishForm(ActForm):
    """Show a letter that was withheld."""

    text = words("说明", required=False, help_text="可以不写；写了会显示在公开的进展里。")

    def carry_out(self) -> Letter:
        return actions.publish(**self.common, text=self.cleaned_data["text"])

    def aside(self) -> dict[str, Any]:
        return {"show_reviews": True, "highlight": True}


class KeepPrivateForm(ActForm):
    """Another reviewer keeps the letter withheld."""

    text = words("复核理由", help_text="留言人会看到。")

    def carry_out(self) -> Letter:
        return actions.keep_private(**self.common, text=self.cleaned_data["text"])

    def aside(self) -> dict[str, Any]:
        return {"show_reviews": True}


class HideForm(ActForm):
    """Take a shown letter down (M06: visibly, with a reason)."""

    reason = choice("撤下的理由", WITHHOLD_REASONS)
    text = words("说明", help_text="公开的进展里会写明“已更正公开状态”和这段话。")

    def carry_out(self) -> Letter:
        data = self.cleaned_data
        return actions.hide(**self.common, reason=data["reason"], text=data["text"])
