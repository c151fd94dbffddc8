"""What does not add up, said in words and with the list of the files behind it.

One condition for each check: it counts and it lists, so that the number on the page and the list never differ.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers.models import Member

from . import counting
from .bulletin import Frame
from .counting import Ground, JoinedTooYoung, full

#: texts without a group whose files are listed at once; more of them are listed when these are mended
LISTED_TEXTS = 300


@dataclass(frozen=True, slots=True)
class FileCheck:
    """Files that want a look. says: what is wrong, with ``{n}``; remedy: what to do; rule: why."""

    code: str
    says: str
    remedy: str
    find: Callable[[Frame], Q]
    rule: str = ""
    unit: str = "份"


@dataclass(frozen=True, slots=True)
class BranchCheck:
    """Branches whose size does not fit."""

    code: str
    says: str
    remedy: str
    wrong: Callable[[Ground, Frame], bool]
    rule: str = "BR-05"
    unit: str = "个"


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that found something."""

    check: FileCheck | BranchCheck
    n: int
    frame: Frame

    @property
    def text(self) -> str:
        """The sentence for the page, with the figures of the day."""
        return told(self.check, self.frame, self.n)


FILES = (
    FileCheck("no_sex", "{n} 名党员没有填性别", "按身份证补上。", lambda _: ~Q(sex__in=("1", "2"))),
    FileCheck("no_ethnicity", "{n} 名党员没有填民族", "请本人核对后补上。", lambda _: Q(ethnicity="")),
    FileCheck("no_born", "{n} 名党员没有出生日期", "按身份证补上。", lambda _: Q(born=None)),
    FileCheck("no_education", "{n} 名党员没有填学历", "请本人核对后补上。", lambda _: Q(education="")),
    FileCheck("no_joined", "{n} 名党员没有入党日期", "查入党志愿书后补上。", lambda _: Q(joined_on=None)),
    FileCheck("no_occupation", "{n} 名党员没有填工作岗位", "职业要靠它归类。", lambda _: Q(occupation="")),
    FileCheck("too_young", "{n} 名党员入党时不满 {frame.of_age} 周岁", "核对出生日期和入党日期，以档案材料为准。",
              lambda frame: Q(JoinedTooYoung(frame.of_age)), "DEV-01"),
    FileCheck("overdue", "{n} 名预备党员的预备期超过了最长期限（{frame.overdue} 以前入党，还没有转正）",
              "已经转正的补转正日期，没有转正的请支部尽快讨论。",
              lambda frame: ~full(frame) & Q(joined_on__lt=frame.overdue), "DEV-22"),
    FileCheck("no_full_since", "{n} 名正式党员没有转正日期", "查入党志愿书后补上。", lambda frame: full(frame) & Q(full_since=None)),
)  # fmt: skip
BRANCHES = (
    BranchCheck("too_few", "{n} 个支部的正式党员不足 {frame.fewest} 人", "同就近的支部联合成立，或者并入别的支部。",
                lambda ground, frame: ground.full < frame.fewest),
    BranchCheck("too_many", "{n} 个支部的党员超过 {frame.most} 人", "一般要划分党小组，或者分设支部、改设党总支。",
                lambda ground, frame: ground.members > frame.most),
)  # fmt: skip
#: files whose occupation no group of the bulletin knows; which ones, only the counted texts tell
STRANGE = FileCheck(
    "strange",
    "{n} 名党员的工作岗位没有归类",
    "把岗位写得让人看得出属于哪一类，例如“退休教师”“乡镇干部”。",
    lambda _: Q(pk__in=[]),
)
CHECKS: dict[str, FileCheck | BranchCheck] = {check.code: check for check in (*FILES, *BRANCHES, STRANGE)}


def told(check: FileCheck | BranchCheck, frame: Frame, n: int | str) -> str:
    return check.says.format(n=n, frame=frame)


def find(actor: Actor, office: Organisation, strange: Sequence[tuple[str, int]], frame: Frame) -> list[Finding]:
    """Everything that does not add up, in the order of the checks; one statement over the members.

    strange: occupations that no group knows, as they were counted for the tables.
    """
    grounds, counted = counting.homes(actor, office, frame, {check.code: check.find(frame) for check in FILES})
    found = [Finding(check, counted[check.code], frame) for check in FILES]
    found.append(Finding(STRANGE, sum(n for _, n in strange), frame))
    found += [Finding(check, sum(check.wrong(g, frame) for g in grounds), frame) for check in BRANCHES]
    return [finding for finding in found if finding.n]


def files(
    check: FileCheck, rows: QuerySet[Member], strange: Sequence[tuple[str, int]], frame: Frame
) -> QuerySet[Member]:
    """The files behind a check, in the order of the tree and then of names."""
    wanted = Q(occupation__in=[text for text, _ in strange[:LISTED_TEXTS]]) if check is STRANGE else check.find(frame)
    return rows.filter(wanted).select_related("organisation").order_by("organisation__path", "name", "pk")
