"""登记采纳情况、登记落实情况、确认 (R099)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from lianxin.foundation.files.fields import CleanFilesField
from lianxin.foundation.rules.registry import rule

from .. import actions, policies_adoption
from ..actions.submission import Photo
from ..models import Letter
from ..models.adoption import Adoption
from ..words import TAKING, VERDICTS
from .base import ActForm, radios, words


def day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A day, by the picker of the device."""
    return forms.DateField(
        label=label, required=required, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": f"请填写“{label}”。", "invalid": "请写成 2025-03-04 这样的日期。"},
    )  # fmt: skip


class AdoptForm(ActForm):
    """采纳、部分采纳、留作参考、未采纳, each with its reason."""

    verdict = radios("采纳情况", VERDICTS)
    reason = words("理由", help_text="留言人和公众会看到，请对着意见里的话说。")
    plan = words("将做什么", required=False, rows=3, help_text="采纳、部分采纳的必填。")
    post = forms.CharField(
        label="由哪个岗位落实", required=False, max_length=60, help_text="写岗位，不写姓名，例如：镇建设办主任。"
    )
    until = day("最迟哪一天办到", required=False, help_text="到期没有登记落实，会列在“今天要办”。")
    why = words("为什么更正", required=False, rows=2, help_text="会和原来的登记一起显示。")

    def prepare(self) -> None:
        most = policies_adoption.longest()
        for name in ("reason", "plan", "why"):
            self.fields[name].max_length = most  # type: ignore[attr-defined]  # a CharField
        found = policies_adoption.of(self.letter)
        if found is None or found.shown_at is None:
            del self.fields["why"]
            return
        self.initial.update({name: getattr(found, name) for name in ("verdict", "reason", "plan", "post", "until")})

    def carry_out(self) -> Letter:
        data = {name: self.cleaned_data[name] for name in self.fields if name != "revision"}
        return actions.propose_adoption(**self.common, **data)

    def aside(self) -> dict[str, Any]:
        return {"show_replies": True}


class DoneForm(ActForm):
    """What was done on which day, with pictures."""

    done_on = day("哪一天办到的")
    done_text = words("做了什么", rows=3, help_text="留言人和公众会看到。")
    photos = CleanFilesField(label="落实照片", required=False, pictures_only=True)

    def prepare(self) -> None:
        most = rule("LX-12", on=timezone.localdate()).number("photos")
        self.fields["photos"].most = int(most)  # type: ignore[attr-defined]  # a CleanFilesField

    def carry_out(self) -> Letter:
        data = self.cleaned_data
        photos = [Photo(prepared, True) for prepared in data["photos"]]
        return actions.report_done(**self.common, done_on=data["done_on"], done_text=data["done_text"], photos=photos)


class SeeThroughForm(ActForm):
    """确认 or 退回, with what is to be confirmed in sight."""

    decision = radios("决定", {"confirm": "确认，公布", "return": "退回修改"})
    text = words("哪里要改", required=False, rows=3, help_text="退回时必填，只给登记的同志看。")

    def carry_out(self) -> Letter:
        if self.cleaned_data["decision"] == "confirm":
            return actions.confirm_adoption(**self.common)
        return actions.return_adoption(**self.common, text=self.cleaned_data["text"])

    def aside(self) -> dict[str, Any]:
        found = policies_adoption.of(self.letter)
        return {"proposed_lines": lines_of(found)} if found else {}


def lines_of(adoption: Adoption) -> list[tuple[str, str]]:
    """(label, text) of what waits for the second person."""
    said = adoption.proposed
    if not said:
        return []
    if said["kind"] == "done":
        return [("落实日期", said["done_on"]), ("做了什么", said["done_text"])]
    rows = [
        ("采纳情况", VERDICTS[said["verdict"]]), ("理由", said["reason"]), ("将做什么", said["plan"]), ("由谁落实", said["post"]),
        ("最迟", said["until"]), ("为什么更正", said["why"]),
    ]  # fmt: skip
    if said["kind"] == "correct" and adoption.verdict in TAKING and said["verdict"] not in TAKING:
        rows.append(("注意", "原来公布过承诺，更正后不再落实。"))
    return [(label, text) for label, text in rows if text]
