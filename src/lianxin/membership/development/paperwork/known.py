"""What the papers of a case may say: days, names of companions, words of the meeting. No number of anybody is among it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.membership.dossiers.models import Member
from lianxin.membership.papers import Facts, Part, Plain, Sheet, chinese

from ..models import Development
from ..policies import committee_over
from ..reckoning import form_said
from ..steps import UNKNOWN
from ..voting import BY_HAND


@dataclass(frozen=True, slots=True)
class Known:
    """A case and what stands around it; read in a handful of statements."""

    case: Development
    member: Member
    branch: Organisation
    committee: Organisation | None
    names: dict[str, str]
    notes: dict[str, list[tuple[date, str]]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.member.name

    @property
    def above(self) -> str:
        """Full name of the committee that decides, or room for it."""
        return self.committee.name if self.committee else "上级党委"

    def day(self, event: str) -> str:
        """In Chinese; room for a pen before the step was taken."""
        return chinese(self.case.day(event))

    def people(self, event: str) -> str:
        """Names of those whom a step named."""
        return "、".join(self.names.get(key, "") for key in self.case.fact(event).get("people", []))

    def words(self, event: str) -> str:
        """What was written at a step, the last time; without the reason for figures by hand."""
        said = self.notes.get(event) or [(timezone.localdate(), "")]
        return said[-1][1].partition(BY_HAND)[0].strip()

    def first_page(self, *more: tuple[str, str]) -> Facts:
        """The person as a notice shows them: month of birth, no number, no address."""
        member = self.member
        born = f"{member.born.year}年{member.born.month}月" if member.born else ""
        work = " ".join(part for part in (member.work_unit, member.occupation) if part)
        return Facts(
            [("姓名", member.name), ("性别", member.get_sex_display()), ("民族", member.get_ethnicity_display()), ("出生年月", born),
             ("文化程度", member.get_education_display()), ("单位和岗位", work), *more]
        )  # fmt: skip

    def sheet(self, title: str, *parts: Part, by: Organisation | None = None, on: date | None = None) -> Sheet:
        """A paper of the branch, or of whoever signs it. on: the day under it; None leaves room for a pen."""
        signer = by or self.branch
        made = timezone.localtime(moment.now())
        return Sheet(title=title, name=f"{title} {self.name}", author=signer.name, made=made, parts=(
            *parts, Plain(""), Plain(signer.name, right=True), Plain(chinese(on), right=True),
        ))  # fmt: skip


def known(case: Development, event: str, *, struck: int | None = None) -> Known:
    """Everything that a paper is written from. event: the step it belongs to, for the branch that took it signs; struck:
    key of a step that was taken back, for the paper that was written from it."""
    wrote = Organisation.objects.filter(pk=case.fact(event).get("branch") or case.organisation_id).first()
    branch = wrote or case.organisation
    keys = {key for event in ("mentors", "introducers") for key in case.fact(event).get("people", [])}
    rows = Member.objects.unscoped("companions of one case").filter(pk__in=[int(key) for key in keys])
    notes: dict[str, list[tuple[date, str]]] = {}
    for step in case.steps.filter(Q(undone_at=None) | Q(pk=struck)).order_by("at", "pk"):
        notes.setdefault(step.event, []).append((timezone.localdate(step.at), step.note))
    return Known(
        case=case, member=case.member, branch=branch, committee=committee_over(branch.path),
        names={str(row.pk): row.name for row in rows}, notes=notes,
    )  # fmt: skip


def _how(fact: dict[str, Any]) -> str:
    """How it was voted; what was not recorded is said to be so and not guessed (DEV-15)."""
    return f"经{form_said(fact)}" if fact.get("how") not in (None, UNKNOWN) else "表决方式没有记录"


def votes(fact: dict[str, Any]) -> str:
    """The figures of a vote in one sentence (DEV-16): who was due, who was there, how they voted."""
    yes, written = int(fact.get("yes") or 0), int(fact.get("written") or 0)
    against = [
        f"{word} {fact[key]} 票" for key, word in (("no", "不赞成"), ("abstained", "弃权")) if fact.get(key) is not None
    ]
    said = f"应到会有表决权的党员 {fact.get('due')} 名，实到 {fact.get('present')} 名。{_how(fact)}，{'，'.join([f'赞成 {yes} 票', *against])}"
    if written:
        said += f"；另有 {written} 名没有到会的党员会前正式提出书面意见表示赞成，赞成共 {yes + written} 票"
    return f"{said}。赞成人数超过应到会有表决权党员的半数。"
