"""终结报告: everything about a finished election in one paper that can be filed, and checked years later without this site."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from lianxin.democracy.ballotbox.texts import fingerprint
from lianxin.foundation.rules.registry import rule
from lianxin.membership.papers import Facts, Grid, Part, Plain, Sheet, Text, chinese

from . import box, policies, rounds
from .models import Election, Round
from .papers import counted_at
from .words import WRITTEN

#: rules that were applied, by kind
_ALL = ("ELE-04", "ELE-09", "ELE-10", "ELE-11", "ELE-14")
_PERSONS = ("ELE-01", "ELE-03", *_ALL, "ELE-05", "ELE-06", "ELE-07", "ELE-08", "ELE-12")
_RULES = {
    "committee": (*_PERSONS, "ELE-02", "LX-240"),
    "officers": (*_PERSONS, "ELE-13", "LX-240"),
    "matter": (*_ALL, "BR-01", "LX-240"),
    "admission": (*_ALL, "DEV-14", "DEV-15", "LX-240"),
}
#: characters of a check value between two gaps, so that eyes find their place and lines can break
_GROUP = 8
_PAPER = "纸质票由两个人各数一遍、各自登记，数一样才计，纸质票本身由党组织封存。"
_ROLL = "对名册：把公布的名册照上面的写法连起来算 SHA-256，和上面的一样。"
_NOT_PROTECTED = (
    "这份报告证明的是：公布的票按公布的规则算出了公布的结果，一张没少、一张没改。它证明不了没有人受到逼迫，没有人被偷看，投票的手机没有被动过手脚；"
    "也不说明谁投了什么，系统里没有这样的记录。"
)


def report_sheet(case: Election, base: str) -> Sheet:
    """The whole report. base: address of this site without a slash at its end, for the addresses of the archives."""
    word = "选举" if case.of_persons else "表决"
    office = case.organisation.name
    parts: list[Part] = [Facts(_facts(case))]
    for part in rounds.rounds(case):
        parts.extend(part)
    parts += [
        Text(["开会那天有效的条款，按它们计票和认定。"], heading="适用的规则"),
        Grid(("条款", "出处和版本", "怎么定"), list(_rules(case)), shares=(4, 5, 9)),
    ]
    parts.append(
        Text(
            [
                f"名册一行一人：名册号、姓名、没有{rounds.vote_word(case)}的原因代号，空格隔开，用换行连起来，算 SHA-256。"
            ],
            heading="校验值",
        )
    )
    parts.append(Facts([("名册", grouped(case.roll_hash))]))
    for row in case.rounds.all():
        parts.extend(_archive(row, base))
    parts += [
        Text(_steps(case), heading="怎样用别人写的程序核对" if _boxed(case) else "怎样核对"),
        Text([_NOT_PROTECTED], heading="这份报告不能证明什么"),
    ]
    parts += [*rounds.signatures(case), Plain(office, right=True), Plain(chinese(policies.day_of(case)), right=True)]
    return Sheet(f"{word}结果报告", tuple(parts), author=office, made=counted_at(case), head=case.title, name=f"{case.title}：{word}结果报告")  # fmt: skip


def grouped(text: str) -> str:
    """``0123abcd 4567…``: read in groups; when comparing by program the gaps do not count."""
    return " ".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def file_digest(row: Round) -> tuple[str, int]:
    """SHA-256 (64 hex digits) of the archive as it is handed out, and its length in bytes."""
    found, length = hashlib.sha256(), 0
    for piece in box.file_of(row):
        found.update(piece)
        length += len(piece)
    return found.hexdigest(), length


def _facts(case: Election) -> list[tuple[str, str]]:
    said = case.approval
    approved = f"{said['on']}，{said['number']}，{said['by']}批准" if said.get("on") else "还没有"
    return [*rounds.meeting_facts(case), ("上级批准", approved)]


def _rules(case: Election) -> Iterator[tuple[str, str, str]]:
    """Each rule in the version of the day of the meeting."""
    for code in sorted(_RULES[case.kind]):
        found = rule(code, policies.day_of(case))
        yield f"{code} {found.title}", f"{found.cited}，{found.version} 版", found.wording


def _archive(row: Round, base: str) -> list[Part]:
    """What identifies the archive of one round."""
    head = box.head(row)
    word = f"第 {row.number} 轮" + ("（无效）" if row.void else "")
    if head is None:
        return [Facts([(word, "全部用纸质票，没有电子档案。")])] if row.opened_at else []
    digest, length = file_digest(row)
    return [
        Facts([
            (word, f"{base}/elections/{row.uuid}"), ("选举代号", row.uuid), ("选举指纹", grouped(fingerprint(row.text))),
            ("档案链头", f"{grouped(head.hash)}（第 {head.height} 节）"),
            ("档案文件", f"{row.uuid}.bel，{length} 字节"), ("文件 SHA-256", grouped(digest)),
        ])
    ]  # fmt: skip


def _steps(case: Election) -> list[str]:
    """How somebody who trusts nobody checks all of it."""
    opened = _recount(case)
    if not _boxed(case):
        return [f"{number}. {line}" for number, line in enumerate((_on_paper(case), _ROLL), 1)]
    lines = [
        "取档案：打开上面每一轮的地址，下载 .bel 文件，和这份报告放在一起；也可以向党组织要归档的那一份。",
        "对文件：在电脑上算它的 SHA-256（Linux：sha256sum 文件名；Windows：certutil -hashfile 文件名 SHA256），和上面的一样才是这一份。比对时空格不算。",
        "用别人写的程序：在 Debian 12 上装 belenios-tool（apt-get install belenios-tool），运行 belenios-tool election verify --url 上面的地址。网站不在了，就把 .bel 文件放进一个空文件夹，运行 belenios-tool election verify --dir 文件夹。它逐张核对选票、打乱和开票的证明，说 all checks passed 才算通过。",
        "再用更严的核对：lianxin election verify 文件名。最后一行说“全部成立”，报出的链头和上面的一样。",
        "对通知：开始和停止投票时发给名册上每个人的通知里，有档案当时链头的前 16 位，档案里应该有以它们开头的两节。",
        "对自己的票：投票时留下追踪号的人，在每一轮的地址上找自己的追踪号。",
        opened,
        f"{_ROLL}同一个值也写在选举文本里（roll），所以换了名册，选举指纹就变了。投了几轮的，后一轮的选举文本里写着前一轮的选举指纹（before），中间少不了一轮。",
    ]
    return [f"{number}. {line}" for number, line in enumerate(lines, 1)]


def _boxed(case: Election) -> bool:
    """Whether any round had an electronic box."""
    return any(row.issued for row in case.rounds.all() if row.opened_at)


def _on_paper(case: Election) -> str:
    """How a vote that was all on paper is counted again."""
    letters = "，再加上会前的书面意见" if any(row.opinions for row in case.rounds.all()) else ""
    return f"再数一遍：{_PAPER}照上面的条款判断、相加{letters}，就是上面的数。"


def _recount(case: Election) -> str:
    """How the opened ballots are read by hand."""
    paper = _PAPER
    if not case.of_persons:
        letters = "和会前的书面意见" if case.kind in WRITTEN else ""
        return f"再数一遍：档案最后一节（Result）是每件事的赞成、不赞成、弃权的合计，加上纸质票{letters}，就是上面的数。{paper}"
    return (
        "再数一遍：档案最后一节（Result）是打乱以后逐张开出的票，一张一行数。前面依次是选票上的每个人：1 赞成，2 不赞成，3 弃权，0 没有画（按弃权算）；"
        f"后面每两个数是一位另选的人的名册号（前一个乘 256 加后一个，0 是没有写）。照上面的条款判断、相加，再加上纸质票，就是上面的数。{paper}"
    )
