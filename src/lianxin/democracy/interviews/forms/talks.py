"""Forms of interviews."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone

from lianxin.foundation.accounts.models import Account
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from ..actions.talks import Draft, Seat, day_and_hours
from ..lifecycle import DRAW
from ..models import Guest, Interview
from ..words import AUDIENCES, RELEASES
from .base import DayInput, Kept, Plain, area, hour

_SEPARATORS = str.maketrans({"，": ",", "、": ",", "\t": ",", "；": ","})


class TalkForm(Kept):
    """拟预告, 修改, 更正."""

    subject = forms.CharField(label="谈什么", help_text="用大白话说，如：老旧小区改造，您最想问什么。")
    about = area("说明", 6, help_text="为什么谈、能回答哪些方面、哪些不在这里答。")
    day = forms.DateField(label="日期", widget=DayInput)
    begins = hour("开始时间")
    until = hour("结束时间")
    guests = area(
        "嘉宾", 4, help_text="一行一位：姓名，职务，单位。这里有账号的，再写一个逗号和用户名，由本人确认答复。"
    )
    audience = forms.ChoiceField(label="谁能看、能问", choices=list(AUDIENCES.items()), widget=forms.RadioSelect)
    release = forms.ChoiceField(label="答复由谁发布", choices=list(RELEASES.items()), widget=forms.RadioSelect)
    answer_days = forms.IntegerField(label="没有答到的，会后几个工作日内答完", min_value=1)
    venue = forms.CharField(
        label="现场地点", required=False, help_text="可以到现场来问的，写明地点；只在网上进行的空着。"
    )
    reason = forms.CharField(label="为什么更正", max_length=300, help_text="会公开显示。")
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    field_order = (
        "organisation",
        "subject",
        "about",
        "day",
        "begins",
        "until",
        "guests",
        "audience",
        "release",
        "answer_days",
        "venue",
    )

    def __init__(self, *args: Any, actor: Actor, offices: list[Organisation], talk: Interview | None = None, amend: bool = False,
                 **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.prepare(actor, offices, talk, DRAW)
        most = rule("LX-160").count("later")
        self.fields["answer_days"].help_text = f"最多 {most} 个工作日，会公开显示。"
        self.initial = {"audience": "public", "release": "other", "answer_days": most, **self.initial}
        if talk is not None:
            self.initial = {**self.initial, **_initial(talk)}
        if not amend:
            del self.fields["reason"]
        else:
            for name in ("day", "begins", "until", "audience"):
                del self.fields[name]
        self.talk = talk

    def draft(self) -> Draft:
        """What was written; raises `Refused` with the field at fault."""
        said = self.cleaned_data
        talk = self.talk
        if "day" in self.fields:
            starts, ends = day_and_hours(said["day"], said["begins"], said["until"])
        else:
            assert talk is not None
            starts, ends = talk.starts_at, talk.ends_at
        return Draft(
            said["subject"], said["about"], starts, ends, seats(said["guests"]), said["answer_days"],
            said.get("audience") or (talk.audience if talk else "public"), said["release"], said["venue"], **self.people(),
        )  # fmt: skip


def _initial(talk: Interview) -> dict[str, Any]:
    begins, ends = timezone.localtime(talk.starts_at), timezone.localtime(talk.ends_at)
    columns = {n: getattr(talk, n) for n in ("subject", "about", "audience", "release", "answer_days", "venue")}
    return columns | {
        "day": begins.date(), "begins": begins.time(), "until": ends.time(), "guests": "\n".join(_seat_line(g) for g in talk.guests.all()),
    }  # fmt: skip


def _seat_line(guest: Guest) -> str:
    account = Account.objects.filter(person_id=guest.person_id).first() if guest.person_id else None
    return "，".join([guest.name, guest.post, guest.place, *([account.username] if account else [])])


def seats(text: str) -> list[Seat]:
    """``"李明，局长，县住建局，liming"`` a line. Raises `Refused` for a line that is not so."""
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        parts = [part.strip() for part in line.translate(_SEPARATORS).split(",") if part.strip()]
        if not 3 <= len(parts) <= 4 or len(parts[0]) > 30 or max(len(p) for p in parts) > 60:
            raise Refused(Denied(f"“{line[:20]}”要写成：姓名，职务，单位。", code="guests", field="guests"))
        person = None
        if len(parts) == 4:
            account = Account.objects.filter(username=parts[3], is_active=True).select_related("person").first()
            if account is None:
                raise Refused(
                    Denied(
                        f"没有“{parts[3]}”这个用户名。",
                        code="guests",
                        field="guests",
                        remedy="没有账号的，只写姓名、职务、单位。",
                    )
                )
            person = account.person
        found.append(Seat(parts[0], parts[1], parts[2], person))
    return found


class WhyForm(Plain):
    """推迟、取消."""

    reason = forms.CharField(label="为什么", max_length=300, help_text="会公开显示，问过的人会收到通知。")
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)


class HoursForm(WhyForm):
    """改时间."""

    day = forms.DateField(label="新的日期", widget=DayInput)
    begins = hour("开始时间")
    until = hour("结束时间")
    field_order = ("day", "begins", "until", "reason")


class RecordForm(Plain):
    """发布实录."""

    summary = area("导语", 4, required=False, help_text="这场访谈谈了什么，几句话。问答会自动列在下面。")
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)


class RevisionForm(Plain):
    """One press."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)


class AnswerForm(Plain):
    """录答复, 更正答复."""

    guest = forms.ChoiceField(label="谁答的", widget=forms.RadioSelect)
    text = area("答复", 6, help_text="照嘉宾说的写，不加不减。嘉宾确认以后才能发布。")
    why = forms.CharField(label="为什么更正", max_length=200, help_text="会公开显示，原来的答复也看得到。")
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, guests: Iterable[Guest], correcting: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["guest"]
        field.choices = [(str(one.pk), str(one)) for one in guests]
        field.initial = field.choices[0][0] if field.choices else ""
        if not correcting:
            del self.fields["why"]
