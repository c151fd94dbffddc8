"""Forms of the room."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from lianxin.membership.dossiers.forms import speak

from .words import CHOSEN_ENDS, ENDS, GROUNDS, HEARD, KINDS, REASONS, WAYS


def new_key() -> str:
    return uuid.uuid4().hex


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _text(label: str, help_text: str = "", *, required: bool = True, rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=500, required=required, help_text=help_text, widget=widget)


def _pick(field: Any, choices: Iterable[tuple[Any, str]]) -> None:
    field.choices = [("", "请选择"), *choices]


class Spoken(forms.Form):
    """Errors in the house's words, and the revision that the page showed."""

    use_required_attribute = False
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


class PlaceForm(Spoken):
    """Where somebody is."""

    sometimes: tuple[str, ...] = ("region",)
    region = forms.CharField(
        label="去了哪里", max_length=80, required=False, help_text="国内写到县（市、区），例如“深圳市南山区”；国（境）外写国家和城市。失去联系的可以不填。",
        widget=forms.TextInput(attrs={"list": "regions", "autocomplete": "off"}),
    )  # fmt: skip
    address = forms.CharField(
        label="住址", max_length=120, required=False, help_text="加密存放，只有支部和流入地党组织按需查看。"
    )
    phone = forms.CharField(
        label="联系电话", max_length=30, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    fixed = forms.BooleanField(label="地方相对固定，不常换", required=False, initial=True)
    host = forms.CharField(
        label="流入地党组织", max_length=160, required=False, help_text="在本平台里的，输入名称从列出的里面选；不知道的可以不填。",
        widget=forms.TextInput(attrs={"list": "targets", "autocomplete": "off"}),
    )  # fmt: skip
    host_name = forms.CharField(
        label="不在本平台的，写名称", max_length=120, required=False, help_text="例如“深圳市南山区某某社区党委”。"
    )
    PLACE = ("region", "address", "phone", "fixed", "host", "host_name")


class RegisterForm(PlaceForm):
    """外出登记. kinds: those that the writer may choose."""

    sometimes = ("region", "reason")
    kind = forms.ChoiceField(label="类别")
    reason = forms.ChoiceField(
        label="原因", choices=[("", "请选择"), *REASONS.items()], required=False, help_text="失去联系的不用选。"
    )
    since = forms.DateField(label="从哪天起", widget=_day(), help_text="失去联系的，填最后一次联系上的日子。")
    until = forms.DateField(label="预计到哪天", required=False, widget=_day())
    field_order = ("kind", "reason", "since", "until", *PlaceForm.PLACE)

    def __init__(self, *args: Any, kinds: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _pick(self.fields["kind"], ((code, KINDS[code]) for code in kinds))


class MoveForm(PlaceForm):
    on = forms.DateField(label="在这个地方从哪天起", widget=_day(), help_text="只改住址或电话的，这一天不用改。")
    field_order = ("region", "on", *PlaceForm.PLACE[1:])


class KindForm(Spoken):
    kind = forms.ChoiceField(label="类别", choices=list(KINDS.items()))
    until = forms.DateField(label="预计到哪天", required=False, widget=_day())


class AnswerForm(Spoken):
    """Yes, or no with a reason. yes, no: words of the two."""

    sometimes = ("answer",)
    yes = forms.ChoiceField(label="答复", widget=forms.RadioSelect)
    answer = _text("不同意的，写明原因", required=False)

    def __init__(self, *args: Any, yes: str, no: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["yes"]
        field.choices = [("yes", yes), ("no", no)]


class EndForm(Spoken):
    how = forms.ChoiceField(
        label="怎样结束", choices=[(code, ENDS[code]) for code in CHOSEN_ENDS], widget=forms.RadioSelect
    )
    on = forms.DateField(label="哪一天", widget=_day())


class LiaisonForm(Spoken):
    liaison = forms.ChoiceField(label="联系人")
    phone = forms.CharField(label="联系人的电话", max_length=30, required=False, help_text="告诉在外的同志，加密存放。",
                            widget=forms.TextInput(attrs={"inputmode": "tel"}))  # fmt: skip

    def __init__(self, *args: Any, people: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _pick(self.fields["liaison"], ((str(one.pk), one.name) for one in people))


class ContactForm(Spoken):
    on = forms.DateField(label="哪一天", widget=_day())
    way = forms.ChoiceField(
        label="怎样联系的", choices=[("", "请选择"), *((k, w) for k, w in WAYS.items() if k != "own")]
    )
    reached = forms.BooleanField(label="联系上了本人", required=False, initial=True)
    took_part = forms.BooleanField(label="对方党组织证明：在流入地参加了组织生活", required=False)
    words = _text("情况", "一两句话，加密存放。没有联系上的，写明怎样找的。")
    key = forms.CharField(widget=forms.HiddenInput, max_length=40, initial=new_key)


class ProposeForm(Spoken):
    ground = forms.ChoiceField(
        label="情形", choices=[("", "请选择"), *((code, f"{g.word}：{g.act}") for code, g in GROUNDS.items())]
    )
    since = forms.DateField(label="从哪天起", widget=_day(), help_text="失去联系的，填最后一次联系上的日子。")
    text = _text("情况和依据", "找过几次、怎样找的，或者怎样恢复了联系。")


class TextForm(Spoken):
    text = _text("说明", rows=5)

    def __init__(self, *args: Any, label: str = "", help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["text"].label = label
        self.fields["text"].help_text = help_text
        speak(self)


class DiscussForm(Spoken):
    heard = forms.ChoiceField(label="怎样听取本人说明", widget=forms.RadioSelect)
    meeting = forms.ChoiceField(label="在哪次会上研究的", required=False)
    text = _text("支部的意见", "写明讨论的情况；有表决的写明票数。", rows=5)

    def __init__(self, *args: Any, meetings: Iterable[Any], unreachable: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways: Any = self.fields["heard"]
        ways.choices = [(code, word) for code, word in HEARD.items() if unreachable or code != "unreachable"]
        _pick(
            self.fields["meeting"],
            ((str(m.pk), f"{m.day:%Y-%m-%d} {m.get_kind_display()}：{m.title}") for m in meetings),
        )


class WordForm(Spoken):
    """报到: one tap says that things are as they were."""

    words = _text("想对支部说的", required=False)
    back = forms.BooleanField(label="我已经回来了", required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=40, initial=new_key)


class ReasonForm(Spoken):
    reason = forms.CharField(label="为什么要查看", max_length=100, error_messages={"required": "请写明为什么要查看。"})


def place_initial(absence: Any) -> dict[str, Any]:
    """What the form of a place shows of one that is known."""
    host = f"{absence.host.name}（{absence.host.code}）" if absence.host else ""
    return {
        "region": f"{absence.place}（{absence.region_code}）" if absence.region_code else absence.place, "address": absence.address,
        "phone": absence.phone, "fixed": absence.fixed, "host": host, "host_name": "" if absence.host else absence.host_name,
        "on": absence.place_since, "revision": absence.revision,
    }  # fmt: skip
