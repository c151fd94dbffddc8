"""Forms of the desk. Lengths and numbers stand in LX-221 and are checked by the actions."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from lianxin.learning.questions.forms import OfficeForm, Spoken, area, lines_of
from lianxin.learning.questions.words import KINDS
from lianxin.membership.dossiers.forms import speak

from .actions import Plan, RoundPlan
from .models import Contest, Round
from .words import AUDIENCES

_MINUTE = "%Y-%m-%dT%H:%M"
#: what stands in the form of a first round
_POINTS = {"truth": 2, "single": 2, "multiple": 4, "blank": 4}


def _moment(label: str) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MINUTE)
    return forms.DateTimeField(label=label, widget=widget, input_formats=[_MINUTE, "%Y-%m-%d %H:%M"],
                               error_messages={"invalid": f"“{label}”看不懂，请按年-月-日 时:分填写。"})  # fmt: skip


class PlanForm(OfficeForm):
    """起草 and 修改 of a contest as a whole."""

    title = forms.CharField(label="题目", max_length=120)
    intro = forms.CharField(label="说明", required=False, widget=area(4), help_text="学什么、看什么材料、怎么参加。")
    audience = forms.ChoiceField(
        label="谁可以参加", choices=list(AUDIENCES.items()), widget=forms.RadioSelect, initial="members"
    )
    practice = forms.BooleanField(label="开放练习（不记名、不留记录）", required=False, initial=True)
    practice_topics = forms.CharField(
        label="练习用的专题", required=False, widget=area(2),
        help_text="一行一个。写了的专题只用来练习，不出竞赛题；不写的，练习只抽竞赛没有用到的题。",
    )  # fmt: skip
    list_passed = forms.BooleanField(label="列合格名单（只列本人愿意的，按拼音排，不列分数）", required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = lambda: uuid.uuid4().hex

    def plan(self) -> Plan:
        """What was declared."""
        said = self.cleaned_data
        names = ("title", "intro", "audience", "list_passed", "practice")
        return Plan(**{name: said[name] for name in names}, practice_topics=lines_of(said["practice_topics"]))

    @staticmethod
    def start_of(contest: Contest) -> dict[str, Any]:
        """The form as the draft stands."""
        names = ("title", "intro", "audience", "list_passed", "practice", "revision", "key")
        found = {name: getattr(contest, name) for name in names}
        return found | {
            "organisation": str(contest.organisation_id),
            "practice_topics": "\n".join(contest.practice_topics),
        }


class RoundForm(Spoken):
    """加一轮, and change one."""

    title = forms.CharField(label="名称", required=False, max_length=60, help_text="例如“初赛”；不写就叫第几轮。")
    opens_at = _moment("什么时候开始")
    closes_at = _moment("什么时候截止")
    minutes = forms.IntegerField(
        label="答题时间（分钟）", min_value=1, initial=30, help_text="宁可宽一些；需要更多时间的人可以自己勾选加倍。"
    )
    attempts = forms.IntegerField(label="每人可以考几次", min_value=1, initial=1)
    pass_mark = forms.IntegerField(label="合格线（占总分的百分之几）", min_value=1, initial=60)
    topics = forms.CharField(
        label="只出这些专题", required=False, widget=area(2), help_text="一行一个；不写就用整个题库。"
    )
    after_pass = forms.BooleanField(label="上一轮合格的才能参加", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, word in KINDS.items():
            self.fields[f"n_{kind}"] = forms.IntegerField(label=f"{word}几道", min_value=0, initial=0, required=False)
            self.fields[f"p_{kind}"] = forms.IntegerField(
                label=f"{word}每题几分", min_value=0, initial=_POINTS[kind], required=False
            )
        speak(self)  # these fields too
        start = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
        self.fields["opens_at"].initial = start
        self.fields["closes_at"].initial = start + timedelta(days=8, hours=9)

    def pairs(self) -> list[tuple[Any, Any]]:
        """The two fields of every kind, for the template."""
        return [(self[f"n_{kind}"], self[f"p_{kind}"]) for kind in KINDS]

    def plan(self) -> RoundPlan:
        """What was declared."""
        said = self.cleaned_data
        counts = {kind: said[f"n_{kind}"] for kind in KINDS if said[f"n_{kind}"]}
        points = {kind: said[f"p_{kind}"] or 0 for kind in counts}
        names = ("title", "opens_at", "closes_at", "minutes", "attempts", "pass_mark", "after_pass")
        return RoundPlan(
            **{name: said[name] for name in names}, counts=counts, points=points, topics=lines_of(said["topics"])
        )

    @staticmethod
    def start_of(found: Round) -> dict[str, Any]:
        """The form as the round stands."""
        names = ("title", "minutes", "attempts", "pass_mark", "after_pass")
        shown: dict[str, Any] = {name: getattr(found, name) for name in names}
        shown |= {"opens_at": timezone.localtime(found.opens_at), "closes_at": timezone.localtime(found.closes_at)}
        shown |= {f"n_{kind}": found.counts.get(kind, 0) for kind in KINDS}
        shown |= {f"p_{kind}": found.points.get(kind, _POINTS[kind]) for kind in KINDS}
        return shown | {"topics": "\n".join(found.topics)}


VERDICT = {"upheld": "有误：对所有人剔除这一题，重新计分", "dismissed": "没有错：这一题照算"}


class VerdictForm(Spoken):
    """认定 of an objection."""

    upheld = forms.ChoiceField(label="这一题", choices=list(VERDICT.items()), widget=forms.RadioSelect)
    answer = forms.CharField(label="答复", widget=area(3), help_text="说明依据。认定有误的，参加的人都看得到。")
