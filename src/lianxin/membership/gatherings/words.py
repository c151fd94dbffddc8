"""Words of organisational life."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lianxin.foundation.accounts.posts import LEADING


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of gathering. rule: how often (figure ``each``); quorum: what the rule's ``quorum`` counts.

    quorum: ``"votes"`` those entitled to vote (it is asked before a vote), ``"people"`` everybody called (it is
    asked of the gathering itself), or empty.
    """

    word: str
    rule: str
    quorum: str = ""


KINDS = {
    "general_meeting": Kind("党员大会", "BR-01", "votes"),
    "committee_meeting": Kind("支委会", "BR-02", "people"),
    "group_meeting": Kind("党小组会", "BR-03"),
    "lecture": Kind("党课", "BR-04"),
    "theme_day": Kind("主题党日", "EDU-01"),
    "life_meeting": Kind("组织生活会", "EDU-02"),
    "member_review": Kind("民主评议党员", "EDU-03"),
    "democratic_life": Kind("民主生活会", "LX-263", "people"),
}
KIND_WORDS = {code: kind.word for code, kind in KINDS.items()}
_OF_BRANCH = tuple(code for code in KINDS if code not in ("group_meeting", "democratic_life"))
#: kind of organisation -> kinds that it owes in every period
OWES = {
    **dict.fromkeys(("branch", "joint_branch", "temporary_branch", "mobile_branch"), _OF_BRANCH),
    "group": ("group_meeting",),
}
#: kind of organisation -> kinds of gatherings that it holds; nobody is reminded of what a committee holds of itself
HOLDS = {
    **OWES,
    "group": ("group_meeting", "lecture", "theme_day", "life_meeting"),
    "committee": ("democratic_life",),
}
STATES = {"planned": "已列入计划", "called": "已发通知", "closed": "已归档", "cancelled": "已取消"}
TONES = {"planned": "", "called": "wait", "closed": "ok", "cancelled": ""}
OPEN = ("planned", "called")
ROLES = {"called": "应到", "came": "自愿到会", "guest": "列席"}
#: roles that the organisation counts on; a guest is counted at home (EDU-12)
COUNTED = ("called", "came")
MARKS = {"present": "到会", "online": "线上", "leave": "请假", "absent": "缺席"}
HERE = ("present", "online")
WAYS = {"code": "扫码签到", "list": "组织者登记", "online": "线上签到", "paper": "纸质签到表", "number": "按号码补记"}
#: a guest whose file was found by a number: counted at home, shown here only as the name that was typed
UNSEEN = "number"
LEAVES = {"asked": "等答复", "granted": "准假", "refused": "没有准假"}
PAPERS = {"waiting": "等另一位核对", "confirmed": "已核对", "returned": "已退回"}
#: grades of a 民主评议; column -> 中文
GRADES = {"good": "优秀", "fit": "合格", "basic": "基本合格", "unfit": "不合格"}
#: posts whose holders make up the committee of a branch
COMMITTEE = ("secretary", "deputy_secretary", "committee_member", "discipline")
#: gatherings of those who hold a post at the organisation, among themselves -> the posts
AMONG_POSTS = {"committee_meeting": COMMITTEE, "democratic_life": LEADING}


def kinds_of(offices: Iterable[str]) -> list[tuple[str, str]]:
    """Choices of a form: what organisations of these kinds hold, in the order of the page."""
    held = {kind for office in offices for kind in HOLDS.get(office, ())}
    return [("", "请选择"), *((code, word) for code, word in KIND_WORDS.items() if code in held)]
