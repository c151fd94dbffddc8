"""Forms of the desk. Lengths and days stand in the rules and are checked by the actions."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from lianxin.foundation.accounts.posts import POSTS as ALL_POSTS
from lianxin.foundation.files.fields import CleanFilesField
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.dossiers.forms import speak
from lianxin.membership.gatherings.models import Gathering
from lianxin.voice.letters.models import Letter, Topic
from lianxin.voice.letters.queries import matters

from .actions import Facts, Plan
from .models import Improvement, Measure
from .words import BETTER, KINDS, METRICS, ORIGINS, POSTS

#: how a problem is measured -> word of the choice above the form
WAYS = {"letters": "用留言统计衡量", "typed": "自己填数字衡量"}
_PICK = [("", "请选择")]


def before(today: date) -> date:
    """From when figures are counted unless somebody says otherwise (LX-172)."""
    return today - timedelta(days=rule("LX-172").count("back"))


def _key() -> str:
    return uuid.uuid4().hex


def day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def area(label: str, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class Spoken(forms.Form):
    """Errors in the house's words; the revision that the page showed, the key of this very page."""

    use_required_attribute = False
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = _key
        if "on" in self.fields:
            self.fields["on"].initial = timezone.localdate
        speak(self)


class MeasureFields(Spoken):
    """One measure. Left empty where it is no duty."""

    measure = area("措施", help_text="做什么、做到什么程度。", required=False)
    post = forms.ChoiceField(
        label="责任岗位", choices=[*_PICK, *((p, ALL_POSTS[p]) for p in POSTS)], required=False,
        help_text="写岗位，不写人。",
    )  # fmt: skip
    measure_due = day("这条措施哪天前完成", required=False)

    def plan(self) -> Plan | None:
        """What was written; None when nothing was. Raises `Refused` for half of it."""
        said = self.cleaned_data
        if not said["measure"].strip():
            return None
        if not said["measure_due"]:
            raise Refused(Denied("请填写这条措施的期限。", code="empty", field="measure_due"))
        return Plan(said["measure"], said["post"], said["measure_due"])


class EnterForm(MeasureFields):
    """A problem. way: key of `WAYS`; the fields of the other way are not there."""

    set_by = forms.ChoiceField(label="谁提出")
    organisation = forms.ChoiceField(label="由哪个单位整改")
    origin = forms.ChoiceField(label="从哪里发现的", choices=[*_PICK, *ORIGINS.items()])
    letters = forms.CharField(
        label="来源留言的编号", max_length=400, required=False, help_text="从群众留言来的要填；几件用空格隔开。"
    )
    gathering = forms.ChoiceField(label="哪次会议", required=False, help_text="从组织生活会、民主评议来的要选。")
    kind = forms.ChoiceField(label="哪一类", choices=[*_PICK, *KINDS.items()], help_text="只对事，不对人。")
    title = forms.CharField(label="题目", max_length=80)
    problem = area("问题是什么", 4, help_text="用大白话写：什么事、在哪里、多久了。不写人名、电话。")
    cause = area("原因", required=False, help_text="还没有查清的可以先空着，认领时补。")
    wanted = area("要达到的结果", 2, help_text="看得见、量得出。")
    metric = forms.ChoiceField(
        label="用什么衡量", choices=[*_PICK, *((k, v) for k, v in METRICS.items() if k != "typed")]
    )
    area = forms.ChoiceField(label="哪个地方的留言（含下级）")
    topic = forms.ChoiceField(label="哪个事项的留言", required=False)
    since = day("统计起")
    until = day("统计止（不含这一天）")
    before = forms.FloatField(label="整改前的数字")
    unit = forms.CharField(label="数字的单位", max_length=12, help_text="如：件、天、%。")
    better = forms.ChoiceField(label="方向", choices=list(BETTER.items()), widget=forms.RadioSelect, initial="less")
    figure_source = forms.CharField(label="数字从哪里来", max_length=200)
    goal = forms.FloatField(label="整改后要达到的数字")
    due_on = day("整改期限")

    OF_WAY = {
        "letters": ("metric", "area", "topic", "since", "until"),
        "typed": ("before", "unit", "better", "figure_source"),
    }
    PARTS = (
        ("问题", ("set_by", "organisation", "origin", "letters", "gathering", "kind", "title", "problem", "cause")),
        ("怎么算改好了", ("wanted", "metric", "area", "topic", "since", "until", "before", "unit", "better", "figure_source", "goal", "due_on")),
        ("第一条措施（可以认领时再写）", ("measure", "post", "measure_due")),
    )  # fmt: skip

    def __init__(
        self, *args: Any, way: str, setters: Sequence[Organisation], targets: Sequence[Organisation],
        gatherings: Sequence[Gathering], topics: Sequence[Topic], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.rows: dict[str, Sequence[Any]] = {
            "set_by": setters,
            "organisation": targets,
            "area": targets,
            "gathering": gatherings,
            "topic": topics,
        }
        for other, names in self.OF_WAY.items():
            for name in names if other != way else ():
                del self.fields[name]
        for name, rows in self.rows.items():
            field: Any = self.fields.get(name)
            if field is not None:
                named = [(str(row.pk), _word(row)) for row in rows]
                field.choices = [*_first(name), *named]
        if len(setters) == 1:
            self.fields["set_by"].widget = forms.HiddenInput()
            self.fields["set_by"].initial = str(setters[0].pk)
        today = timezone.localdate()
        if way == "letters":
            self.fields["since"].initial, self.fields["until"].initial = before(today), today

    def parts(self) -> list[tuple[str, list[Any]]]:
        """Headings with their fields, in the order of the page."""
        return [
            (word, [self[name] for name in names if name in self.fields and not self[name].is_hidden])
            for word, names in self.PARTS
        ]

    def facts(self, actor: Actor) -> Facts:
        """What was said. Raises `Refused` for numbers of letters that nobody can read here."""
        said = self.cleaned_data
        chosen = {name: self._row(name, said.get(name, "")) for name in self.rows}
        plain = ("origin", "kind", "title", "problem", "cause", "wanted", "due_on", "goal")
        typed = {name: said[name] for name in ("before", "unit", "better", "figure_source") if name in said}
        return Facts(
            organisation=chosen["organisation"], set_by=chosen["set_by"], area=chosen["area"], topic=chosen["topic"],
            gathering=chosen["gathering"], since=said.get("since"), until=said.get("until"),
            metric=said.get("metric") or "typed", letters=letters_of(actor, said["letters"]), plan=self.plan(),
            **{name: said[name] for name in plain}, **typed,
        )  # fmt: skip

    def _row(self, name: str, chosen: str) -> Any:
        return next((row for row in self.rows[name] if str(row.pk) == chosen), None)


def _first(name: str) -> list[tuple[str, str]]:
    return [("", {"topic": "全部事项", "gathering": "不是会议"}.get(name, "请选择"))]


def _word(row: Any) -> str:
    if isinstance(row, Organisation):
        return "　" * (row.depth - 1) + row.short_name
    return str(row)


def letters_of(actor: Actor, text: str) -> list[Letter]:
    """Letters by the numbers in a line. Raises `Refused` for one that the actor does not read."""
    numbers = list(dict.fromkeys(part for part in re.split(r"[\s,，、;；]+", text.strip()) if part))
    found = matters.by_numbers(actor, numbers)
    if missing := [number for number in numbers if number not in found]:
        raise Refused(
            Denied(f"没有找到留言 {'、'.join(missing[:5])}。", code="unknown", field="letters", remedy="请核对编号。")
        )
    return [found[number] for number in numbers]


class AcceptForm(MeasureFields):
    """认领. What the one above wrote already is not asked again (B03)."""

    cause = area("原因", required=False)
    field_order = ("cause", "measure", "post", "measure_due")

    def __init__(self, *args: Any, case: Improvement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].initial = case.cause
        if case.measures.exists():
            for name in ("measure", "post", "measure_due"):
                self.fields[name].help_text = "已经有措施，可以空着。"


class PlanForm(MeasureFields):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("measure", "post", "measure_due"):
            self.fields[name].required = True


class ReasonForm(Spoken):
    """A reason. label: what is asked; outside: said where everybody reads it."""

    text = area("理由")

    def __init__(self, *args: Any, label: str = "理由", outside: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        if outside:
            self.fields["text"].help_text = "公开的，群众也能看到这句话。"
        speak(self)


class DecideForm(ReasonForm):
    keep = forms.ChoiceField(
        label="决定", choices=[("yes", "维持，请责任单位认领"), ("no", "有道理，不列入")], widget=forms.RadioSelect
    )
    field_order = ("keep", "text")


class DoneForm(Spoken):
    measure = forms.ChoiceField(label="哪一条措施")
    on = day("哪天完成")
    text = area("怎么做的")

    def __init__(self, *args: Any, measures: Sequence[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["measure"]
        field.choices = [*_PICK, *((str(m.pk), m.text[:40]) for m in measures)]
        if len(measures) == 1:
            field.initial = str(measures[0].pk)


class ProgressForm(Spoken):
    text = area("做了什么", 4)
    outside = forms.BooleanField(label="公开时，这段话也公开", required=False, initial=True)
    photos = CleanFilesField(label="照片、文件", required=False)
    files_outside = forms.BooleanField(label="公开时，照片和文件也公开", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        files: Any = self.fields["photos"]
        files.most = rule("LX-170").count("files")


class ReportForm(Spoken):
    text = area("整改的结果", 4)
    after = forms.FloatField(label="整改后的数字")

    def __init__(self, *args: Any, case: Improvement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if case.metric != "typed":
            del self.fields["after"]
        else:
            self.fields["after"].label = f"整改后的数字（{case.unit}）"
            self.fields["after"].help_text = f"和登记时一样数：{case.figure_source}"


class LaterForm(ReasonForm):
    due_on = day("新的期限")
    field_order = ("due_on", "text")


class CorrectForm(ReasonForm):
    title = forms.CharField(label="题目", max_length=80)
    problem = area("问题", 4)
    wanted = area("要达到的结果", 2)
    field_order = ("title", "problem", "wanted", "text")

    def __init__(self, *args: Any, case: Improvement, **kwargs: Any) -> None:
        super().__init__(*args, label="为什么改", outside=True, **kwargs)
        for name in ("title", "problem", "wanted"):
            self.fields[name].initial = getattr(case, name)
