"""审核后来的文字 (追问、补充、评价), and 申诉复核 of those kept back. The button that is pressed is the decision."""

from __future__ import annotations

from typing import Any

from django import forms

from lianxin.kernel.actor import Actor

from .. import actions
from ..models import Message, Words
from ..words import WITHHOLD_REASONS
from .base import choice, words


class WordsForm(forms.Form):
    """Shown at once, or kept back with a reason and words for the author. seen: what stood when the page was opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = choice("不公开的理由", WITHHOLD_REASONS, required=False)
    text = words("给留言人的话", required=False, rows=2, help_text="不公开时必须写明具体情况，留言人会看到。")

    def __init__(self, data: Any = None, *, said: Words) -> None:
        super().__init__(data, initial={"seen": said.publication}, auto_id=f"{said.what}-{said.pk}-%s")
        self.said = said

    def carry_out(self, actor: Actor, decision: str) -> str:
        """Do it and answer what is to be said. Raises `Refused`."""
        public = decision == "public"
        how: dict[str, Any] = {"public": public, **self.cleaned_data}
        if isinstance(self.said, Message):
            actions.review_message(actor=actor, message=self.said, **how)
        else:
            actions.review_rating(actor=actor, rating=self.said, **how)  # type: ignore[arg-type]  # the other of the two
        return "已公开这段文字。" if public else "已设为不公开，留言人会看到理由，可以申诉一次。"


class WordsAppealForm(WordsForm):
    """Another reviewer decides (M02)."""

    reason = None  # type: ignore[assignment]  # taken away, as Django offers
    text = words("复核理由", rows=2, help_text="留言人会看到。")

    def carry_out(self, actor: Actor, decision: str) -> str:
        overturn = decision == "overturn"
        actions.decide_words_appeal(actor=actor, words=self.said, overturn=overturn, text=self.cleaned_data["text"])
        return "已改为公开，留言人会看到复核理由。" if overturn else "维持不公开，留言人会看到复核理由。"


def form_for(said: Words, data: Any = None) -> WordsForm:
    """The form whose turn it is."""
    return (WordsAppealForm if said.publication == "appealed" else WordsForm)(data, said=said)
