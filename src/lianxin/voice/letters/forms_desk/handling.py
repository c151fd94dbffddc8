"""签收、告知、转交、进展、请补充、继续、延期、备注、回访."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.files.fields import CleanFilesField
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.clocks import due_at, explain

from .. import actions, canned
from ..actions.photos import progress_with_photos
from ..actions.submission import Photo
from ..models import Letter
from ..words import CALLBACK_RESULTS
from .base import ActForm, radios, words


class TakeForm(ActForm):
    """签收."""

    def carry_out(self) -> Letter:
        return actions.take(**self.common)


class AcknowledgeForm(ActForm):
    """告知已收到."""

    def carry_out(self) -> Letter:
        return actions.acknowledge(**self.common)


class ForwardForm(ActForm):
    """记录转交."""

    to = forms.CharField(label="转交给谁", max_length=100, help_text="留言人会看到。转交不会停止答复时限。")

    def carry_out(self) -> Letter:
        return actions.forward(**self.common, to=self.cleaned_data["to"])


class NoteForm(ActForm):
    """内部备注."""

    text = words("备注", help_text="只在内部显示，留言人看不到。")

    def carry_out(self) -> Letter:
        return actions.note(**self.common, text=self.cleaned_data["text"])


class ProgressForm(ActForm):
    """记一步进展, with photos."""

    text = words("做了什么", rows=3, help_text="一句话写清时间、地点和做了什么，例如：上午到现场查看，四盏灯线路进水。")
    photos = CleanFilesField(label="现场照片", required=False, pictures_only=True)
    inside = forms.BooleanField(label="只记在内部，不让留言人看到", required=False)

    def prepare(self) -> None:
        most = rule("LX-12", on=timezone.localdate()).number("photos")
        self.fields["photos"].most = int(most)  # type: ignore[attr-defined]  # a CleanFilesField

    def carry_out(self) -> Letter:
        data = self.cleaned_data
        public = not data["inside"]
        photos = [Photo(prepared, public) for prepared in data["photos"]]
        return progress_with_photos(**self.common, text=data["text"], public=public, photos=photos)


class AskForm(ActForm):
    """请留言人补充: the only thing that pauses the clock."""

    text = words("需要补充什么", help_text="留言人会看到。请一次说全，等待期间办理时限暂停。")

    def carry_out(self) -> Letter:
        return actions.ask(**self.common, text=self.cleaned_data["text"])

    def aside(self) -> dict[str, Any]:
        return {"canned": [(text, text) for text in canned.ASK_TEXTS], "canned_into": "text"}


class ResumeForm(ActForm):
    """继续办理 without waiting longer."""

    def carry_out(self) -> Letter:
        return actions.resume(**self.common)


class ExtendForm(ActForm):
    """延长期限 once (PET-04); the page says the new date before anybody confirms."""

    reason = words("延长的原因", help_text="留言人会看到这段话和新的日期。")

    def carry_out(self) -> Letter:
        return actions.extend(**self.common, reason=self.cleaned_data["reason"])

    def aside(self) -> dict[str, Any]:
        clock = self.letter.clocks.filter(name="answer", state="running").last()
        if clock is None:
            return {}
        by = rule("PET-04", on=timezone.localdate(self.letter.opened_at)).period("extension")
        calendar = calendar_for(self.letter.org_path)
        more = [*clock.extension_list(), by]
        now = timezone.now()
        new = due_at(calendar, clock.started_at, clock.budget, extensions=more, pauses=clock.pause_list(), now=now)
        lines = explain(calendar, clock.started_at, clock.budget, extensions=more, pauses=clock.pause_list(), now=now)
        return {"new_due": new, "old_due": clock.due_at, "new_lines": lines}


class CallBackForm(ActForm):
    """回访 of a bad rating."""

    result = radios("回访结果", CALLBACK_RESULTS)
    note = words("留言人怎么说", help_text="请记原话的意思。重新办理时，承办人会看到。")

    def carry_out(self) -> Letter:
        data = self.cleaned_data
        return actions.call_back(**self.common, result=data["result"], note=data["note"])

    def aside(self) -> dict[str, Any]:
        return {"show_ratings": True, "show_contact": True, "show_replies": True}
