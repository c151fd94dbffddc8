"""写留言 in three steps, one form: everything typed travels along, each step is checked when it is left."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.html import format_html

from lianxin.foundation.organisations.queries import by_code
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.personal_data import Finding, find, mask, partly

from ..actions import Draft
from ..models import Topic
from ..words import KIND_HINTS, KINDS, SERIOUS
from . import choices
from .texts import CleanLines, CleanText

STEPS = {1: "选类型", 2: "说事情", 3: "核对发出"}
LAST = 3
KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")

#: situations that another door is for; words come from `words.RIGHT_CHANNEL`
DOORS = {
    "": "都不是，继续写",
    "emergency": "正在发生危险，需要马上有人来",
    "court": "正在打官司、仲裁或行政复议",
    "tipoff": "要举报党员、干部违纪违法",
    "elsewhere": "事情不在本地",
}
#: kinds for which a demand is asked, with what is asked
DEMANDS = {
    "help": ("您希望怎么解决", "一句话，例如：尽快修好路灯，并定期检查。"),
    "complain": ("您希望怎么解决", "一句话，例如：说明收费依据，多收的退回。"),
    "thank": ("要感谢谁", "写单位或姓名，例如：镇便民服务中心窗口的工作人员。"),
}
ASKED = {
    1: ("kind", "door"),
    2: ("title", "demand", "body", "organisation", "topic", "place", "hide_place", "lat", "lon"),
    3: ("wants_public", "nickname", "contact_name", "contact_phone", "contact_email", "remark"),
}
#: what everybody will read; a street door is what the place field is for
READ_BY_ALL = ("title", "demand", "body", "place")
_PHONE = re.compile(r"[+0-9][0-9 ()-]{4,18}[0-9]")


@dataclass(frozen=True, slots=True)
class Spot:
    """Something personal in a public text: where, what kind, and enough of it to find it again."""

    label: str
    kind: str
    shown: str


def new_key() -> str:
    """Random text that makes one form one letter; the query code is derived from it."""
    return secrets.token_urlsafe(24)


def good_key(text: str) -> str:
    """The key of the form, or a fresh one for a form that lost it."""
    return text if KEY.fullmatch(text) else new_key()


class LetterForm(forms.Form):
    """Fields of all three steps. `valid_through(step)` looks only at those that were already asked."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label="这是一封什么样的留言",
        choices=[
            (k, format_html('<span><b>{}</b><span class="soft">{}</span></span>', w, KIND_HINTS[k]))
            for k, w in KINDS.items()
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选一个类型。拿不准就选“咨询”，工作人员会帮您改。",
            "invalid_choice": "请从列出的类型里选一个。",
        },
    )
    door = forms.ChoiceField(
        label="先看一下，是不是这几种情况", choices=list(DOORS.items()), widget=forms.RadioSelect, required=False
    )
    organisation = forms.ChoiceField(
        label="写给哪个单位", required=False, error_messages={"invalid_choice": "这个单位现在不收留言，请另选一个。"},
        help_text="拿不准可以不选，由工作人员分派。",
    )  # fmt: skip
    topic = forms.ChoiceField(
        label="是哪方面的事", required=False, error_messages={"invalid_choice": "这个事项已经停用，请另选一个，或者不选。"},
        help_text="拿不准可以不选。",
    )  # fmt: skip
    title = CleanText(
        label="标题", help_text="一句话说清什么事、在哪里。", error_messages={"required": "请写一个标题。"}
    )
    demand = CleanText(label="您希望怎么解决", required=False)
    body = CleanLines(
        label="详细说说", help_text="什么时候、在哪里、发生了什么、希望怎么办。请不要写他人的姓名、电话、住址。",
        error_messages={"required": "请写明事情的经过。"},
    )  # fmt: skip
    place = CleanText(label="地点", required=False, max_length=120, help_text="例如：三组小卖部到渡口。")
    hide_place = forms.BooleanField(label="地点不公开，只给经办人看", required=False)
    lat = forms.DecimalField(required=False, min_value=-90, max_value=90, max_digits=16, widget=forms.HiddenInput)
    lon = forms.DecimalField(required=False, min_value=-180, max_value=180, max_digits=16, widget=forms.HiddenInput)
    wants_public = forms.ChoiceField(
        label="要不要公开", initial="yes", widget=forms.RadioSelect, error_messages={"required": "请选择要不要公开。"},
        choices=[("yes", "公开：大家能看到问题和答复，联系方式不公开"), ("no", "不公开：只有经办人和我能看到")],
    )  # fmt: skip
    nickname = CleanText(label="显示的昵称", required=False, max_length=30, help_text="不写就显示“群众”。不用写真名。")
    contact_name = CleanText(label="姓名或称呼", required=False, max_length=30)
    contact_phone = CleanText(label="电话", required=False, max_length=20, help_text="经办人需要问清情况时才会打。")
    contact_email = forms.EmailField(
        label="电子邮箱", required=False, help_text="受理、分派、要您补充、有了答复，都会写信告诉您。"
    )
    remark = CleanLines(label="只给经办人看的话", required=False, help_text="不公开，例如具体门牌、方便接电话的时间。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer()
        limits = rule("LX-11")
        for name in ("title", "body", "demand", "remark"):
            self._limit(name, int(limits.number(name)))
        for name in ("place", "nickname", "contact_name"):
            self._limit(name, self.fields[name].max_length)  # type: ignore[attr-defined]  # CharField
        self.fields["title"].widget.attrs |= {
            "data-count": "",
            "data-suggest": "/letters/suggest/",
            "data-suggest-into": "#similar",
        }
        self.fields["contact_phone"].widget.attrs |= {"inputmode": "tel", "autocomplete": "tel"}
        self.fields["contact_name"].widget.attrs["autocomplete"] = "name"
        self.fields["contact_email"].widget.attrs["autocomplete"] = "email"

    def _offer(self) -> None:
        offices, topics = choices.offices(), choices.topics()
        self.fields["organisation"].choices = [("", "不清楚，请工作人员分派"), *offices]  # type: ignore[attr-defined]
        self.fields["topic"].choices = [("", "不清楚，请工作人员选"), *topics]  # type: ignore[attr-defined]
        demand = DEMANDS.get(self.kind_chosen)
        if demand:
            self.fields["demand"].label, self.fields["demand"].help_text = demand
            self.fields["demand"].required = True
            self.fields["demand"].error_messages["required"] = f"请写明{demand[0]}。"

    def _limit(self, name: str, most: int) -> None:
        """The browser counts along; what comes longer is answered with the number of signs too many."""
        self.fields[name].widget.attrs["maxlength"] = most
        self.fields[name].max_length = None  # type: ignore[attr-defined]  # CharField; checked in clean
        self.fields[name].most = most  # type: ignore[attr-defined]  # read in clean

    @property
    def kind_chosen(self) -> str:
        """The kind as it was sent, or empty."""
        kind = str(self.data.get("kind", "")) if self.is_bound else str(self.initial.get("kind", ""))
        return kind if kind in KINDS else ""

    @property
    def door_chosen(self) -> str:
        door = str(self.data.get("door", "")) if self.is_bound else ""
        return door if door in DOORS else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, found in self.fields.items():
            most = getattr(found, "most", None)
            if most and len(data.get(name) or "") > most:
                over = len(data[name]) - most
                self.add_error(name, f"最多 {most} 个字，多了 {over} 个字，请删短一些。")
        if not self.kind_chosen or self.kind_chosen not in DEMANDS:
            data["demand"] = ""
        if (data.get("lat") is None) != (data.get("lon") is None):
            data["lat"] = data["lon"] = None
        phone = data.get("contact_phone")
        if phone and not _PHONE.fullmatch(phone):
            self.add_error("contact_phone", "电话只写数字，例如 139 开头的 11 位手机号，或者“区号-号码”。")
        return data

    def wrong_through(self, step: int) -> int:
        """The first step up to `step` that has an error, or 0; errors of later steps are forgotten."""
        for name in [n for later in range(step + 1, LAST + 1) for n in ASKED[later]]:
            self.errors.pop(name, None)
        wrong = [n for n in range(1, step + 1) if any(name in self.errors for name in ASKED[n])]
        return wrong[0] if wrong else 0

    def spots(self) -> list[Spot]:
        """Personal data in the texts that everybody will read."""
        return spots_in(self.cleaned_data)

    def serious(self) -> tuple[str, ...]:
        """Words of matters that belong to the protected channel (W05), as they stand in the texts."""
        text = "".join(str(self.cleaned_data.get(name) or "") for name in ("title", "demand", "body"))
        return tuple(word for word in SERIOUS if word in text)

    def masked(self) -> dict[str, str]:
        """The same texts with everything personal taken out."""
        return {
            name: mask(str(self.data.get(name, ""))) for name in READ_BY_ALL if findings_in(self.cleaned_data, name)
        }

    def draft(self, photos: list[Any]) -> Draft | None:
        """What the action takes; None when no organisation takes letters at all."""
        data = self.cleaned_data
        office = data["organisation"] or next((code for code, _ in choices.offices()), "")
        receiver = by_code(office)
        if receiver is None:
            return None
        return Draft(
            kind=data["kind"], title=data["title"], body=data["body"], received_by=receiver, demand=data["demand"],
            topic=Topic.objects.filter(code=data["topic"]).first() if data["topic"] else None,
            place=data["place"], place_public=not data["hide_place"], lat=_rounded(data["lat"]), lon=_rounded(data["lon"]),
            remark=data["remark"], nickname=data["nickname"], contact_name=data["contact_name"],
            contact_phone=data["contact_phone"], contact_email=data["contact_email"],
            wants_public=data["wants_public"] != "no", photos=photos,
        )  # fmt: skip


def findings_in(data: Mapping[str, Any], name: str) -> list[Finding]:
    """Personal data in one of the texts that everybody will read; a street door is what the place is for."""
    if name == "place" and data.get("hide_place"):
        return []
    found = find(str(data.get(name) or ""))
    return [f for f in found if not (name == "place" and f.kind == "address")]


def spots_in(data: Mapping[str, Any]) -> list[Spot]:
    """The same for all of these texts, with enough of each finding to see which one it is."""
    return [
        Spot(str(LetterForm.base_fields[name].label), f.label, partly(f.text))
        for name in READ_BY_ALL
        for f in findings_in(data, name)
    ]


def _rounded(value: Any) -> Any:
    """A tenth of a metre; browsers give more digits than a place has."""
    return None if value is None else round(value, 6)
