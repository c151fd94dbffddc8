"""Forms of the desk. Lengths stand in LX-241 and are checked by the actions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.dossiers.forms import speak
from lianxin.membership.dossiers.models import Member

from . import admissions, namesakes, roll_table, rolls, strokes
from .actions import Draft, Standing
from .counting import YES
from .models import Election, Voter
from .words import ELECTORATES, KINDS, MATTER, SUMMED, WITHOUT

Files = Mapping[str, Sequence[Member]]
_MINUTE = "%Y-%m-%dT%H:%M"
#: between a name and a few words about the person
_SPLIT = "，"


def lines_of(text: str) -> tuple[str, ...]:
    """What was written, line by line, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class Spoken(forms.Form):
    """Errors in the house's words; the revision that the page showed."""

    use_required_attribute = False
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


class DrawForm(Spoken):
    """准备 and 修改."""

    organisation = forms.ChoiceField(label="哪个党组织")
    kind = forms.ChoiceField(label="哪一种", choices=list(KINDS.items()), widget=forms.RadioSelect, initial="committee")
    title = forms.CharField(label="名称", help_text="例如：新桥村党支部换届选举。")
    office = forms.CharField(label="选举的职务", required=False, help_text="例如：支部委员会委员。表决一件事不用填。")
    seats = forms.IntegerField(label="应选名额", required=False, min_value=0, initial=3)
    others = forms.IntegerField(
        label="最多另选几人", required=False, min_value=0, initial=0,
        help_text="候选人以外，可以写名册上别的人；对一名候选人投了不赞成，才可以另选一人。",
    )  # fmt: skip
    candidates = forms.CharField(
        label="候选人，或者表决的事", widget=_area(7),
        help_text="一行一个；名字后面用逗号隔开可以写简况。候选人自动按姓氏笔画排。同名的会提示怎样写清是哪一位。",
    )  # fmt: skip
    keep_order = forms.BooleanField(label="就按我写的次序排（平台的笔画次序不对时用）", required=False)
    electorate = forms.ChoiceField(
        label="谁有选举权", choices=list(ELECTORATES.items()), widget=forms.RadioSelect, initial="members"
    )
    listed = forms.CharField(
        label="名单", required=False, widget=_area(5),
        help_text="选“名单上的人”时填，一行一个姓名；没有选举权的，逗号后面写原因，如“李明，预备党员”。人多的可以先空着，存下以后从 Excel 导入。",
    )  # fmt: skip
    meeting_at = forms.DateTimeField(
        label="开会时间", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MINUTE),
        input_formats=[_MINUTE, "%Y-%m-%d %H:%M"], error_messages={"invalid": "“开会时间”看不懂，请按年-月-日 时:分填写。"},
    )  # fmt: skip
    place = forms.CharField(label="地点", required=False, max_length=120)
    intro = forms.CharField(label="说明", required=False, widget=_area(4))
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, offices: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = list(offices)
        field: Any = self.fields["organisation"]
        field.choices = [(str(one.pk), one.name) for one in self.offices]
        self.fields["key"].initial = lambda: uuid.uuid4().hex
        self.fields["meeting_at"].initial = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(weeks=1)  # fmt: skip

    def chosen_office(self) -> Organisation:
        return next(one for one in self.offices if str(one.pk) == self.cleaned_data["organisation"])

    def draft(self) -> Draft:
        """What was prepared. Raises `Refused` at the list of names."""
        said, office = self.cleaned_data, self.chosen_office()
        lines, names = lines_of(said["candidates"]), lines_of(said["listed"]) if said["electorate"] == "listed" else ()
        files = rolls.by_name(office.path, [namesakes.plain(_parts(line)[0]) for line in (*lines, *names)])
        standing = [_standing(files, line, said["kind"]) for line in lines]
        if said["kind"] == admissions.KIND:
            people = admissions.people_of(office)
            standing = [replace(one, person=admissions.meant(people, one.name)) for one in standing]
        if said["kind"] not in SUMMED and not said["keep_order"]:
            standing.sort(key=lambda one: strokes.key(one.name))
        columns = ("kind", "title", "office", "place", "intro", "electorate", "meeting_at")
        return Draft(**{name: said[name] for name in columns}, seats=said["seats"] or 0, others=said["others"] or 0,
                     candidates=standing, listed=[_line(files, name) for name in names])  # fmt: skip

    @staticmethod
    def start_of(case: Election) -> dict[str, Any]:
        """The form as the draft stands."""
        names = ("kind", "title", "office", "seats", "others", "place", "intro", "electorate", "revision", "key")
        lines = [one.name + (f"{_SPLIT}{one.note}" if one.note else "") for one in case.candidates.all()]
        return {name: getattr(case, name) for name in names} | {
            "organisation": str(case.organisation_id), "candidates": "\n".join(lines), "keep_order": True,
            "listed": "\n".join(one.name + (f"{_SPLIT}{one.get_without_display()}" if one.without else "") for one in case.voters.all()), "meeting_at": timezone.localtime(case.meeting_at),
        }  # fmt: skip


def _parts(line: str) -> tuple[str, str]:
    """A name, and what stands behind the comma."""
    name, _, rest = line.replace(",", _SPLIT).partition(_SPLIT)
    return namesakes.tidy(name), rest.strip()


def _standing(files: Files, line: str, kind: str) -> Standing:
    if kind in SUMMED:
        return Standing(line.strip())
    name, note = _parts(line)
    return Standing(name, note, rolls.person_named(files, name, "candidates"))


def _line(files: Files, line: str) -> rolls.Line:
    """Who votes; behind the comma why somebody on the list does not (ELE-14)."""
    name, why = _parts(line)
    without = {word: key for key, word in WITHOUT.items()}.get(why, "")
    if why and not without:
        words = f"“{name}”后面的“{why[:20]}”看不懂，没有选举权的写{'、'.join(WITHOUT.values())}。"
        raise Refused(Denied(words, rule="ELE-14", code="choice", field="listed"))
    return rolls.Line(name, without, rolls.person_named(files, name, "listed"))


class RollForm(forms.Form):
    """A roll as a table."""

    use_required_attribute = False
    file = forms.FileField(
        label="名册文件", help_text="Excel（.xlsx、.xls）或 CSV。要有“姓名”一列；性别、身份、停止权利、备注有就用，列的次序不限，上面可以有标题。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv"}),
        error_messages={"required": "请选择名册文件。", "empty": "文件是空的。"},
    )  # fmt: skip

    def clean_file(self) -> bytes:
        upload, most = self.cleaned_data["file"], roll_table.most_bytes()
        if upload.size > most:
            raise forms.ValidationError(f"名册超过 {most // 1024 // 1024} MB，请只留名册这一张表。")
        return bytes(upload.read())


class ReasonForm(Spoken):
    reason = forms.CharField(label="原因", widget=_area(3))


class VotesForm(Spoken):
    """How a meeting voted by hand."""

    yes = forms.IntegerField(label="赞成", min_value=0)
    no = forms.IntegerField(label="不赞成", min_value=0, initial=0)
    abstain = forms.IntegerField(label="弃权", min_value=0, initial=0)

    def votes(self) -> tuple[int, int, int]:
        return self.cleaned_data["yes"], self.cleaned_data["no"], self.cleaned_data["abstain"]


class AppointForm(VotesForm):
    """监票人 and how the meeting voted on them."""

    people = forms.CharField(
        label="监票人", widget=_area(3), help_text="一行一个姓名，第一个是总监票人。候选人不能作监票人。"
    )
    needed = forms.IntegerField(
        label="几名监票人到场就能开票", required=False, min_value=0,
        help_text="不填就要全部到场。监票人三名以上的，可以少一两名，防止有人丢了密钥。",
    )  # fmt: skip
    field_order = ("people", "needed", "yes", "no", "abstain")


class NamesForm(Spoken):
    names = forms.CharField(label="选票上的人", widget=_area(5), help_text="一行一个姓名，按姓氏笔画自动排。")


class OpinionForm(Spoken):
    """书面意见 of one voter, an answer to each line of the ballot."""

    voter = forms.ChoiceField(label="谁的书面意见")

    def __init__(self, *args: Any, case: Election, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(one.pk): one for one in case.voters.filter(without="", excused=False)}
        field: Any = self.fields["voter"]
        field.choices = [("", "请选"), *((pk, f"{one.number} 号 {one.name}") for pk, one in self.rows.items())]
        self.lines = [f"line{at}" for at in range(case.candidates.count())]
        for name, line in zip(self.lines, case.candidates.all(), strict=True):
            self.fields[name] = forms.TypedChoiceField(
                label=line.name, choices=list(enumerate(MATTER, YES)), coerce=int, widget=forms.RadioSelect
            )
        speak(self)

    def said(self) -> tuple[Voter, list[int]]:
        """Whose, and what it says to each line."""
        return self.rows[self.cleaned_data["voter"]], [self.cleaned_data[name] for name in self.lines]


class ApproveForm(Spoken):
    number = forms.CharField(label="批复文号", max_length=60)
    on = forms.DateField(label="批准日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def chosen(case: Election, text: str) -> list[tuple[int, str]]:
    """(person, role) of names on the roll. Raises `Refused`."""
    found: list[tuple[int, str]] = []
    for at, name in enumerate(map(namesakes.tidy, lines_of(text))):
        rows = list(case.voters.filter(name=name, without="").exclude(person=None))
        if len(rows) != 1:
            if known := rolls.like(case, name):
                raise Refused(namesakes.several(name, known, "people"))
            raise Refused(Denied(f"名册上没有叫{name}的。", rule="ELE-11", code="unknown", field="people"))
        found.append((rows[0].person_id or 0, "chief" if at == 0 else "scrutineer"))
    return found
