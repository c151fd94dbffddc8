"""Forms of the desk. Lengths and numbers stand in LX-196 and are checked by the actions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from lianxin.foundation.accounts.picking import NameInput
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.membership.dossiers.forms import speak

from .actions import Asked
from .models import Call, Work
from .words import AUDIENCES, DOWN_REASONS, NOT_CHOSEN, REASONS, SHOWN, THEME_REASONS

_TIME = "%Y-%m-%dT%H:%M"


def new_key() -> str:
    """A mark for one page of a form."""
    return uuid.uuid4().hex


def _when() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_TIME)


def _area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def lines_of(text: str) -> tuple[str, ...]:
    """One a line; empty ones fall away."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class Spoken(forms.Form):
    """Errors in the house's words; the revision that the page showed, the key of this very page."""

    use_required_attribute = False
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_key
        speak(self)

    def choose(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        """The choices of a field that only the page knows."""
        field: Any = self.fields[name]
        field.choices = list(choices)


class CallForm(Spoken):
    """What an organisation asks for. A 征稿 has no end, no judges and no honours, and says for which column."""

    title = forms.CharField(label="题目", help_text="如：我身边的党员。")
    series = forms.CharField(label="系列", required=False, help_text="每年、每季都办的，写共同的名称，往期会列在一起。")
    edition = forms.CharField(label="第几期", required=False, help_text="如：2026 年。")
    column = forms.CharField(label="栏目", required=False, help_text="如：乡村记事。采用以后先审后发，发在门户里。")
    about = forms.CharField(label="征集什么", widget=_area(7), help_text="想要什么样的文章，写谁、写什么事，什么不收。")
    audience = forms.ChoiceField(label="谁可以参加", widget=forms.RadioSelect)
    exhibit = forms.ChoiceField(label="入选作品给谁看", widget=forms.RadioSelect, help_text="作者同意的才展示。")
    opens_at = forms.DateTimeField(label="开始", widget=_when(), input_formats=[_TIME, f"{_TIME}:%S"])
    closes_at = forms.DateTimeField(label="截止", widget=_when(), input_formats=[_TIME, f"{_TIME}:%S"])
    words_least = forms.IntegerField(label="最少多少字", min_value=0)
    words_most = forms.IntegerField(label="最多多少字", min_value=1)
    judges_wanted = forms.IntegerField(label="每篇几位评委", min_value=0, help_text="评委不看作者，互不看意见。")
    criteria = forms.CharField(label="评审看什么", widget=_area(4), help_text="一行一条，如：事情真实。")
    awards = forms.CharField(
        label="奖项",
        widget=_area(3),
        required=False,
        help_text="一行一个，从高到低，如：一等奖。不设奖的留空，只展示。",
    )

    def __init__(self, *args: Any, kind: str, office: Organisation, call: Call | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {**_start(call), "key": new_key()})
        super().__init__(*args, **kwargs)
        self.kind = kind
        gone = ("column",) if kind == "theme" else (
            "series", "edition", "closes_at", "judges_wanted", "criteria", "awards", "exhibit")  # fmt: skip
        for name in gone:
            del self.fields[name]
        offered = [
            (code, word) for code, word in AUDIENCES.items() if code != "branch" or office.kind in ("branch", "group")
        ]
        for name in {"audience", "exhibit"} & set(self.fields):
            self.choose(name, offered)

    def words(self) -> Asked:
        """What was typed, as the actions take it."""
        said = self.cleaned_data
        return Asked(
            kind=self.kind, title=said["title"], about=said["about"], audience=said["audience"],
            exhibit=said.get("exhibit", "public" if self.kind == "standing" else ""), opens_at=said["opens_at"],
            closes_at=said.get("closes_at"), words_least=said["words_least"], words_most=said["words_most"],
            judges_wanted=said.get("judges_wanted") or 0, criteria=lines_of(said.get("criteria", "")),
            awards=lines_of(said.get("awards", "")), series=said.get("series", ""), edition=said.get("edition", ""),
            column=said.get("column", ""),
        )  # fmt: skip


def _start(call: Call | None) -> dict[str, Any]:
    """A month from tomorrow morning, two judges, until somebody says otherwise."""
    if call is None:
        held = rule("LX-196")
        morning = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
        return {"opens_at": morning, "closes_at": morning + timedelta(weeks=4), "judges_wanted": held.count("judges"),
                "words_least": 0, "words_most": 3000, "exhibit": "public"}  # fmt: skip
    names = ("title", "series", "edition", "column", "about", "audience", "exhibit", "opens_at", "closes_at", "words_least",
             "words_most", "judges_wanted", "revision")  # fmt: skip
    found = {name: getattr(call, name) for name in names}
    return found | {"criteria": "\n".join(call.criteria), "awards": "\n".join(call.awards)}


class StepForm(Spoken):
    """A step of a call; fields that it does not need are taken away."""

    closes_at = forms.DateTimeField(label="新的截止", widget=_when(), input_formats=[_TIME, f"{_TIME}:%S"])
    note = forms.CharField(label="为什么延长", help_text="大家看得到。")
    text = forms.CharField(label="说明", widget=_area(5))

    #: step -> (fields, label of the text, help)
    NEEDS = {
        "release": ((), "", ""), "drop": ((), "", ""), "begin_judging": ((), "", ""), "announce": ((), "", ""),
        "extend": (("closes_at", "note"), "", ""),
        "close": (("text",), "说明", "大家看得到。已经收到的稿件照样审完。"),
        "submit_result": (("text",), "结果说明", "收到多少篇、怎么评的、入选作品好在哪里。评作品，不排人。"),
        "return_result": (("text",), "请改什么", "写结果的同志看得到。"),
        "stop": (("text",), "终止的原因", "大家看得到。"),
    }  # fmt: skip

    def __init__(self, *args: Any, step: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names, label, said = self.NEEDS[step]
        for name in set(self.fields) - {*names, "revision", "key"}:
            del self.fields[name]
        if "text" in self.fields:
            self.fields["text"].label, self.fields["text"].help_text = label, said
            self.fields["text"].required = step != "close"
            speak(self)


class WorkForm(Spoken):
    """A decision on a work; fields that it does not need are taken away."""

    award = forms.ChoiceField(label="结果", widget=forms.RadioSelect)
    reason = forms.ChoiceField(label="理由", help_text="批评意见不是理由。")
    overturn = forms.ChoiceField(label="复核结果", widget=forms.RadioSelect)
    column = forms.ChoiceField(label="转到哪个栏目", help_text="作为草稿，由站点先审后发。")
    text = forms.CharField(label="给作者的话", widget=_area(4))

    NEEDS = {
        "decide": ("award", "text"), "refuse": ("reason", "text"), "hide": ("reason", "text"), "send_back": ("text",),
        "accept": ("text",), "look": ("overturn", "text"), "hand": ("column",),
    }  # fmt: skip
    LABELS = {
        "decide": ("理由", "作者在公布以后看得到。"), "refuse": ("具体情况", "作者马上看得到。"),
        "hide": ("具体情况", "作者和读者看得到。"), "send_back": ("请作者改什么", "作者马上看得到，改好再投。"),
        "accept": ("给作者的话", "写在用稿通知里，可以不写。"), "look": ("复核理由", "作者马上看得到。"),
    }  # fmt: skip

    def __init__(
        self, *args: Any, step: str, work: Work, columns: Iterable[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {*self.NEEDS[step], "revision", "key"}:
            del self.fields[name]
        if step in self.LABELS:
            self.fields["text"].label, self.fields["text"].help_text = self.LABELS[step]
        if step == "decide":
            awards = [(str(n), name) for n, name in enumerate(work.call.awards)]
            self.choose("award", [*awards, ("show", SHOWN), ("no", NOT_CHOSEN)])
        elif step in ("refuse", "hide"):
            reasons = DOWN_REASONS if step == "hide" else THEME_REASONS if work.call.is_theme else REASONS
            self.choose("reason", [("", "请选择"), *reasons.items()])
        elif step == "look":
            yes = "改为进入评审" if work.call.is_theme else "重新审稿"
            self.choose("overturn", [("no", "维持不采用"), ("yes", yes)])
        elif step == "hand":
            self.choose("column", [("", "请选择"), *columns])
        if step == "accept":
            self.fields["text"].required = False
        speak(self)


class AskForm(Spoken):
    """请评委, by name."""

    judge = forms.CharField(label="请谁做评委", max_length=120, widget=NameInput, help_text="输入姓名就能查找。")
    outside = forms.BooleanField(
        label="外面请来的，上面写的是他的用户名",
        required=False,
        help_text="他要先注册、核验手机号；只看得到这一次的作品，看不到作者。",
    )


class DeclareForm(Spoken):
    """登记回避: a judge and an author."""

    judge = forms.ChoiceField(label="评委")
    author = forms.ChoiceField(label="作者")
    why = forms.CharField(label="为什么回避", help_text="如：亲属、同一支部。只有管征文的同志看得到。")

    def __init__(
        self, *args: Any, judges: Iterable[tuple[int, str]], authors: Iterable[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choose("judge", [("", "请选择"), *((str(pk), word) for pk, word in judges)])
        self.choose("author", [("", "请选择"), *((str(pk), word) for pk, word in authors)])
