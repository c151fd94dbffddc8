"""Forms of the desk. Lengths stand in LX-180 and are checked by the actions."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from lianxin.foundation.accounts.picking import KeeperFields, Picker
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.dossiers.forms import speak
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.words import IN_PARTY

from .actions import Draft
from .lifecycle import DRAW
from .models import Poll
from .words import ANSWERS, AUDIENCES, ELECTORATES, KINDS, NAMES_TO

NAMELESS = {"yes": "不记名：谁选了什么，谁都看不到，也改不了", "no": "记名：截止以后按下面的约定给人看"}
_MINUTE = "%Y-%m-%dT%H:%M"


def lines_of(text: str) -> tuple[str, ...]:
    """What was written, line by line, without empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _moment(label: str) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MINUTE)
    return forms.DateTimeField(label=label, widget=widget, input_formats=[_MINUTE, "%Y-%m-%d %H:%M"],
                               error_messages={"invalid": f"“{label}”看不懂，请按年-月-日 时:分填写。"})  # fmt: skip


class Spoken(forms.Form):
    """Errors in the house's words; the revision that the page showed."""

    use_required_attribute = False
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


class KeepForm(Spoken, KeeperFields):
    """责任人 and 副责任人 (F01)."""


class DrawForm(Spoken, KeeperFields):
    """起草 and 修改: everything that is declared beforehand. picker: who may be named, at the office that is chosen."""

    organisation = forms.ChoiceField(label="哪个党组织办")
    kind = forms.ChoiceField(label="哪一种", choices=list(KINDS.items()), widget=forms.RadioSelect)
    title = forms.CharField(label="题目", max_length=60)
    intro = forms.CharField(label="说明", required=False, widget=_area(4), help_text="为什么问，结果怎么用。")
    items = forms.CharField(
        label="问什么", widget=_area(5), help_text="一行一项：测评的人或者事、表决的事项、要回答的问题。"
    )
    options = forms.CharField(
        label="答什么", required=False, widget=_area(5), help_text="一行一个。留空就用这一种通用的答案；推荐请写名单。"
    )
    most = forms.IntegerField(label="每项最多选几个", min_value=1, initial=1)
    write_in = forms.BooleanField(label="可以另写名字", required=False)
    comment = forms.BooleanField(label="可以写一句话", required=False)
    nameless = forms.ChoiceField(
        label="记不记名", choices=list(NAMELESS.items()), widget=forms.RadioSelect, initial="yes"
    )
    may_change = forms.BooleanField(label="记名的，截止前可以改", required=False)
    names_to = forms.ChoiceField(label="记名的，截止后名字给谁看", choices=list(NAMES_TO.items()), required=False)
    electorate = forms.ChoiceField(
        label="谁投", choices=list(ELECTORATES.items()), widget=forms.RadioSelect, initial="organisation"
    )
    names = forms.CharField(label="点名的，名单", required=False, widget=_area(4), help_text="一行一个姓名。")
    opens_at = _moment("什么时候开始")
    closes_at = _moment("什么时候截止")
    result_on = forms.DateField(
        label="最迟哪天公布结果", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    audience = forms.ChoiceField(
        label="结果给谁看", choices=list(AUDIENCES.items()), widget=forms.RadioSelect, initial="voters"
    )
    least = forms.IntegerField(
        label="少于几票不公布", min_value=0, initial=0, required=False, help_text="不记名的至少 6 票。"
    )
    quorum = forms.IntegerField(
        label="参与率不低于百分之几",
        min_value=0,
        initial=0,
        required=False,
        help_text="不要求填 0。达不到的，结果只作参考。",
    )
    remind_every = forms.IntegerField(
        label="几天提醒一次没投的人", min_value=0, initial=0, required=False, help_text="不提醒填 0，最多 3 天一次。"
    )
    no_election = forms.BooleanField(label="我确认：这不是选举，不产生任职和免职", required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(
        self, *args: Any, offices: Iterable[Organisation], actor: Actor, poll: Poll | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offices = list(offices)
        wanted = str(self.data.get("organisation", "")) if self.is_bound else ""
        office = next((one for one in self.offices if str(one.pk) == wanted), next(iter(self.offices), None))
        present = {"keeper": poll.keeper, "deputy": poll.deputy} if poll is not None else {}
        self.choose_among(Picker(actor, office, DRAW) if office is not None else None, **present)
        field: Any = self.fields["organisation"]
        field.choices = [(str(one.pk), one.name) for one in self.offices]
        self.fields["key"].initial = lambda: uuid.uuid4().hex
        start = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
        self.fields["opens_at"].initial = start
        self.fields["closes_at"].initial = start + timedelta(days=8, hours=9)
        self.fields["result_on"].initial = (start + timedelta(days=12)).date()

    def office(self) -> Organisation:
        """The chosen organisation."""
        return next(one for one in self.offices if str(one.pk) == self.cleaned_data["organisation"])

    def draft(self) -> Draft:
        """What was declared. Raises `Refused` at the list of names."""
        said = self.cleaned_data
        options = lines_of(said["options"]) or ANSWERS.get(said["kind"], ())
        names = ("kind", "title", "intro", "most", "write_in", "comment", "may_change", "names_to", "electorate", "opens_at", "closes_at",
                 "result_on", "audience", "no_election")  # fmt: skip
        numbers: dict[str, Any] = {name: said[name] or 0 for name in ("least", "quorum", "remind_every")}
        people = named(self.office(), said["names"]) if said["electorate"] == "named" else ()
        kept = {name: person.pk if person else None for name, person in self.people().items()}
        return Draft(**{name: said[name] for name in names}, **numbers, items=lines_of(said["items"]), options=tuple(options),
                     nameless=said["nameless"] == "yes", people=people, keeper=kept["keeper"], deputy=kept["deputy"])  # fmt: skip

    @staticmethod
    def start_of(poll: Poll) -> dict[str, Any]:
        """The form as the draft stands."""
        names = ("kind", "title", "intro", "most", "write_in", "comment", "may_change", "names_to", "electorate", "result_on",
                 "audience", "least", "quorum", "remind_every", "revision", "key")  # fmt: skip
        found = {name: getattr(poll, name) for name in names}
        listed = Member.objects.unscoped("the names of a draft").filter(person__in=poll.roll.values("person_id"))
        return found | {
            "items": "\n".join(poll.items), "options": "\n".join(poll.options), "nameless": "yes" if poll.nameless else "no",
            "opens_at": timezone.localtime(poll.opens_at), "closes_at": timezone.localtime(poll.closes_at),
            "organisation": str(poll.organisation_id), "names": "\n".join(listed.values_list("name", flat=True)), "no_election": True,
        }  # fmt: skip


def named(office: Organisation, text: str) -> tuple[int, ...]:
    """Persons of names, among the members below an organisation. Raises `Refused`."""
    wanted = lines_of(text)
    rows = Member.objects.unscoped("members of the organisation that asks").filter(
        subtree("org_path", [office.path]), name__in=wanted, stage__in=IN_PARTY, standing="active"
    )
    found: dict[str, list[int]] = {}
    for name, person in rows.values_list("name", "person_id"):
        found.setdefault(name, []).append(person)
    for name in wanted:
        if len(found.get(name, ())) != 1:
            words = f"没有找到叫{name}的党员。" if name not in found else f"叫{name}的不止一位。"
            raise Refused(Denied(words, code="unknown", field="names", remedy="请核对姓名，重名的请改用全员名册。"))
    return tuple(found[name][0] for name in wanted)


class ReasonForm(Spoken):
    reason = forms.CharField(label="原因", widget=_area(3))


class StatementForm(Spoken):
    statement = forms.CharField(label="结果说明", widget=_area(4), help_text="结果怎么用、下一步做什么，几句话说清。")


class NameForm(Spoken):
    person = forms.CharField(label="姓名", max_length=40)


class EnrolForm(NameForm):
    reason = forms.CharField(label="为什么补", max_length=200, help_text="名册上的人都看得到。")


class PaperForm(Spoken):
    """Counts of paper: one number for each answer."""

    ballots = forms.IntegerField(label="收回的票", min_value=0)

    def __init__(self, *args: Any, poll: Poll, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.poll = poll
        for at, item in enumerate(poll.items):
            for place, words in enumerate(poll.options):
                label = f"{item}：{words}"
                self.fields[f"n{at}_{place}"] = forms.IntegerField(label=label, min_value=0, initial=0)
        if poll.write_in:
            self.fields["names"] = forms.CharField(
                label="另写的名字和票数", required=False, widget=_area(3), help_text="一行一个：姓名 票数。"
            )
        speak(self)

    def counts(self) -> list[list[int]]:
        poll = self.poll
        return [
            [self.cleaned_data[f"n{at}_{place}"] for place in range(len(poll.options))] for at in range(len(poll.items))
        ]

    def names(self) -> list[tuple[str, int]]:
        """Raises `Refused` for a line that is no name with a number."""
        found = []
        for line in lines_of(self.cleaned_data.get("names", "")):
            name, _, times = line.rpartition(" ")
            if (
                not name
                or not times.isascii()
                or not times.isdecimal()
                or not 0 < int(times[:6]) <= self.cleaned_data["ballots"]
            ):
                raise Refused(Denied(f"“{line[:20]}”看不懂，请写：姓名 票数。", code="names", field="names"))
            found.append((name.strip(), int(times)))
        return found
