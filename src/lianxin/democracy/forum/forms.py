"""Forms of the room. Lengths and days stand in LX-132 and are checked by the actions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from lianxin.democracy.speaking.words import AUDIENCES
from lianxin.foundation.organisations.models import Organisation
from lianxin.membership.dossiers.forms import speak

from .actions import Words
from .models import Topic
from .plans import Plan
from .words import AUDIENCE_WORDS, DOWN_REASONS, REASONS

_TIME = "%Y-%m-%dT%H:%M"


def _key() -> str:
    return uuid.uuid4().hex


def _when() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_TIME)


class _Spoken(forms.Form):
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


class ProposeForm(_Spoken):
    """提议. offices: to whom; audiences: whom the proposer can have in mind."""

    organisation = forms.ChoiceField(label="向哪个组织提议")
    title = forms.CharField(label="话题", help_text="一句话，如：村口的老戏台怎么用。")
    why = forms.CharField(label="为什么值得议", widget=forms.Textarea(attrs={"rows": 4}))
    audience = forms.ChoiceField(label="请谁来议", widget=forms.RadioSelect)
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, offices: Iterable[Organisation], audiences: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office: Any = self.fields["organisation"]
        office.choices = [(str(one.pk), one.name) for one in offices]
        words: Any = self.fields["audience"]
        words.choices = [(one, AUDIENCE_WORDS[one]) for one in AUDIENCES if one in set(audiences)]
        words.initial = words.choices[-1][0] if words.choices else ""
        self.fields["key"].initial = _key


class TopicForm(_Spoken):
    """What a keeper writes. people: who may keep it there."""

    title = forms.CharField(label="话题")
    question = forms.CharField(label="想听什么", help_text="一句话说清想请大家说什么。")
    background = forms.CharField(
        label="背景", widget=forms.Textarea(attrs={"rows": 7}), help_text="是怎么回事、已经做了什么、有哪几种办法。"
    )
    link = forms.CharField(
        label="相关页面", required=False, help_text="本站的地址，以 / 开头，如选题、文章、公开事项。"
    )
    audience = forms.ChoiceField(label="谁来议", widget=forms.RadioSelect)
    opens_at = forms.DateTimeField(label="开始", widget=_when(), input_formats=[_TIME, f"{_TIME}:%S"])
    closes_at = forms.DateTimeField(label="结束", widget=_when(), input_formats=[_TIME, f"{_TIME}:%S"])
    keeper = forms.ChoiceField(label="主持人", help_text="看着话题，有人问就回应，结束后写小结。")
    deputy = forms.ChoiceField(label="副主持人", help_text="主持人不在时接手。")
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(
        self,
        *args: Any,
        people: Iterable[tuple[int, str]],
        office: Organisation,
        topic: Topic | None = None,
        plan: Plan | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", {**_start(topic), **_brought(plan), "key": _key()})
        super().__init__(*args, **kwargs)
        offered = [(str(pk), label) for pk, label in people]
        for name in ("keeper", "deputy"):
            field: Any = self.fields[name]
            field.choices = [("", "请选择"), *offered]
        words: Any = self.fields["audience"]
        words.choices = [
            (code, AUDIENCE_WORDS[code]) for code in AUDIENCES if code != "branch" or office.kind in ("branch", "group")
        ]

    def words(self) -> Words:
        """What was typed, as the actions take it."""
        said = self.cleaned_data
        return Words(
            title=said["title"], question=said["question"], background=said["background"], audience=said["audience"],
            opens_at=said["opens_at"], closes_at=said["closes_at"], keeper=int(said["keeper"]), deputy=int(said["deputy"]),
            link=said["link"],
        )  # fmt: skip


def _brought(plan: Plan | None) -> dict[str, Any]:
    """What the plan says already; the keeper goes on from there."""
    return {"title": plan.title[: Topic._meta.get_field("title").max_length], "background": plan.angle} if plan else {}


def _start(topic: Topic | None) -> dict[str, Any]:
    """A fortnight from tomorrow morning, until the keeper says otherwise."""
    morning = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
    found: dict[str, Any] = {"opens_at": morning, "closes_at": morning + timedelta(days=14)}
    if topic is None:
        return found
    names = ("title", "question", "background", "link", "audience", "revision")
    found |= {name: getattr(topic, name) for name in names}
    found |= {name: getattr(topic, name) for name in ("opens_at", "closes_at") if getattr(topic, name)}
    return found | {"keeper": topic.keeper_id or "", "deputy": topic.deputy_id or ""}


class StepForm(_Spoken):
    """A step with words; fields that the step does not need are taken away."""

    reason = forms.ChoiceField(label="理由", choices=[("", "请选择"), *REASONS.items()], help_text="批评意见不是理由。")
    closes_at = forms.DateTimeField(label="结束", widget=_when(), input_formats=[_TIME, f"{_TIME}:%S"])
    heard = forms.CharField(
        label="听到了什么",
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="有几种意见、各说了什么，不同的意见也写上。不点名、不排名。",
    )
    follows = forms.CharField(
        label="接下来怎么办",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="办什么、谁办、什么时候；办不了的说明原因。",
    )
    follow_url = forms.CharField(
        label="在哪里办", required=False, help_text="本站的地址，以 / 开头，如投票、公开事项。"
    )
    note = forms.CharField(label="为什么改")
    text = forms.CharField(label="具体情况", widget=forms.Textarea(attrs={"rows": 4}), help_text="会让对方看到。")
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    #: step -> fields it needs
    NEEDS = {
        "decline": ("reason", "text"), "take_down": ("reason", "text"), "uphold": ("text",), "overturn": ("text",),
        "return_summary": ("text",), "reschedule": ("closes_at", "note"), "summarise": ("heard", "follows", "follow_url"),
        "appeal": ("text",), "release": (), "drop": (), "release_summary": (),
    }  # fmt: skip

    def __init__(self, *args: Any, step: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {*self.NEEDS[step], "revision"}:
            del self.fields[name]
        if step == "take_down":
            field: Any = self.fields["reason"]
            field.choices = [("", "请选择"), *DOWN_REASONS.items()]


class KeepersForm(_Spoken):
    """换主持人."""

    keeper = forms.ChoiceField(label="主持人")
    deputy = forms.ChoiceField(label="副主持人")
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", "请选择"), *((str(pk), label) for pk, label in people)]
        for name in ("keeper", "deputy"):
            field: Any = self.fields[name]
            field.choices = offered
