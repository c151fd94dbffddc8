"""写答复 and 审签. The question stands beside the reply, its points wait to be answered one by one."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from lianxin.foundation.files.fields import CleanFilesField
from lianxin.foundation.files.queries import files_of
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.decision import Denied, Refused
from lianxin.kernel.reply_points import points as points_of

from .. import actions, canned
from ..actions.answering import hints_for
from ..actions.submission import Photo
from ..models import Letter, Reply
from ..words import ACCOUNT_OF_RESULT
from .base import ActForm, radios, words

#: most points that are listed one by one, and the longest reply: wishes of the page, no regulation
MOST_POINTS, LONGEST = 8, 5000


class ReplyForm(ActForm):
    """Draft, save, preview, submit: the button says which (``go`` = save | submit)."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    result = radios("办理结果", ACCOUNT_OF_RESULT)
    body = words(
        "答复", required=False, rows=10, limit=LONGEST, help_text="先说结论，再说做了什么、依据什么、还有什么要做。"
    )
    legal_basis = words("依据", required=False, rows=2, help_text="法规、文件、标准的名称和条款，没有就不写。")
    plain_words = words("白话说明", required=False, rows=3, help_text="用一两句大白话，让老人家也看得懂。")
    photos = CleanFilesField(label="办理照片", required=False, pictures_only=True)

    def prepare(self) -> None:
        self.draft = open_draft(self.letter)
        self.initial["seen"] = self.saved
        self.asked = points_of(self.letter.title, f"{self.letter.demand}\n{self.letter.body}")[:MOST_POINTS]
        answers = {p["point"]: p["answer"] for p in self.draft.points} if self.draft else {}
        for number, point in enumerate(self.asked):
            if len(self.asked) > 1:
                self.fields[f"point_{number}"] = words(point, required=False, rows=3, limit=LONGEST)
                self.initial[f"point_{number}"] = answers.get(point, "")
        if len(self.asked) <= 1 and (not self.is_bound or self.data.get("go") == "submit"):
            self.fields["body"].required = True  # with points to answer, these may say everything
            self.fields["body"].error_messages["required"] = "请先写好答复再提交审签。"
        if self.draft:
            for name in ("result", "body", "legal_basis", "plain_words"):
                self.initial[name] = getattr(self.draft, name)
        most = rule("LX-12", on=timezone.localdate()).number("photos")
        self.fields["photos"].most = int(most)  # type: ignore[attr-defined]  # a CleanFilesField

    @property
    def saved(self) -> int:
        """Revision of the draft as it is kept; 0 when there is none. One that came back begins a new one."""
        return self.draft.revision if self.draft and self.draft.state == "draft" else 0

    def point_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("point_")]

    def points(self) -> list[dict[str, str]]:
        """What was asked with what is answered; points left empty are left out."""
        rows = [(p, self.cleaned_data.get(f"point_{n}", "").strip()) for n, p in enumerate(self.asked)]
        return [{"point": point, "answer": answer} for point, answer in rows if answer]

    def save_draft(self) -> Reply:
        data = self.cleaned_data
        photos = [Photo(p) for p in data["photos"]]
        return actions.draft_reply(
            actor=self.actor, letter=self.letter, body=data["body"], points=self.points(), legal_basis=data["legal_basis"],
            plain_words=data["plain_words"], result=data["result"], photos=photos, seen=data["seen"] or 0,
        )  # fmt: skip

    def carry_out(self) -> Letter:
        if not self.cleaned_data["body"].strip() and not self.points():
            raise Refused(Denied("请先写好答复再提交审签。", code="empty", field="body"))
        if self.letter.revision != self.cleaned_data["revision"]:
            raise Refused(Denied("这件留言在您打开页面之后已被别人处理过。", code="stale"))
        self.save_draft()
        return actions.submit_reply(**self.common)

    def aside(self) -> dict[str, Any]:
        texts = canned.reply_texts(self.letter)
        return {
            "canned": texts, "canned_into": "body", "draft": self.draft,
            "hints": self.draft.hints if self.draft else [],
            "draft_files": files_of(f"reply:{self.draft.pk}") if self.draft else [],
        }  # fmt: skip


class SignForm(ActForm):
    """审签: sign and send, or return with what is to be changed."""

    decision = radios("审签结果", {"send": "同意，签发", "return": "退回修改"})
    text = words("修改意见", required=False, help_text="退回时必须写明需要修改什么。")

    def carry_out(self) -> Letter:
        data = self.cleaned_data
        if data["decision"] == "send":
            return actions.send_reply(**self.common)
        return actions.return_reply(**self.common, text=data["text"])

    def aside(self) -> dict[str, Any]:
        reply = Reply.objects.filter(letter=self.letter, state="pending").select_related("drafted_by").last()
        if reply is None:
            return {}
        before = Reply.objects.filter(letter=self.letter, pk__lt=reply.pk).last()
        return {
            "reply": reply,
            "hints": hints_for(self.letter, reply.body, reply.points, reply.legal_basis),
            "changes": changes(before, reply) if before else [],
            "before": before,
            "reply_files": files_of(f"reply:{reply.pk}"),
        }


def open_draft(letter: Letter) -> Reply | None:
    """The draft that is being written, or the one that came back."""
    return Reply.objects.filter(letter=letter, state__in=("draft", "returned")).last()


def changes(before: Reply, after: Reply) -> list[tuple[str, str]]:
    """Lines of both versions: ``("+", new)``, ``("-", gone)``, ``(" ", kept)``."""
    lines = difflib.ndiff(_lines(before), _lines(after))
    return [(line[0], line[2:]) for line in lines if line[0] in "+- "]


def _lines(reply: Reply) -> Sequence[str]:
    answers = [f"{p['point']}：{p['answer']}" for p in reply.points]
    return [
        x for part in (*answers, *reply.body.splitlines(), reply.legal_basis, reply.plain_words) if (x := part.strip())
    ]


class HintsForm(forms.Form):
    """What is typed so far, for live hints and for the preview; nothing is kept of it."""

    body = forms.CharField(required=False, max_length=LONGEST)
    legal_basis = forms.CharField(required=False, max_length=LONGEST)
