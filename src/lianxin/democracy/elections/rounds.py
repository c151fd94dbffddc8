"""What the papers of an election have in common: the meeting, each round with its denominators, the scrutineers."""

from __future__ import annotations

from collections import Counter

from django.utils import timezone

from lianxin.foundation.rules.registry import rule
from lianxin.membership.papers import Facts, Grid, Part, Plain, Text

from . import counting, policies, results
from .models import Election, Round
from .words import MATTER, WRITTEN

_PEN = "　　　　　　　　"


def meeting_facts(case: Election) -> list[tuple[str, str]]:
    """What is the same in every round: who, when, how many should have come and who has no vote."""
    place = f"，{case.place}" if case.place else ""
    rows = [("党组织", case.organisation.name), ("编号", case.number or ""), ("时间、地点", f"{timezone.localtime(case.meeting_at):%Y年%m月%d日 %H:%M}{place}"), ("方式", case.get_kind_display() + "，无记名")]  # fmt: skip
    if case.of_persons:
        rows.append(("职务和名额", f"{case.office}，应选 {case.seats} 名"))
    rows.append(("名册", roll_words(case)))
    rows.append(("应到", f"有{vote_word(case)}的 {due(case)} 人"))
    return rows


def due(case: Election) -> int:
    """应到 as it was fixed when the first vote that counts opened; before that as it stands."""
    first = case.rounds.filter(void=False).exclude(opened_at=None).order_by("number").first()
    return first.due if first else policies.due(case)


def vote_word(case: Election) -> str:
    return "选举权" if case.of_persons else "表决权"


def roll_words(case: Election) -> str:
    """``13 人，其中没有选举权 1 人（预备党员 1 人），不计入应到 0 人``."""
    lines = list(case.voters.all())
    why = Counter(one.get_without_display() for one in lines if one.without)
    reasons = f"（{'，'.join(f'{word} {n} 人' for word, n in why.items())}）" if why else ""
    excused = sum(1 for one in lines if not one.without) - due(case)
    return f"{len(lines)} 人，其中没有{vote_word(case)} {sum(why.values())} 人{reasons}，不计入应到 {excused} 人"


def rounds(case: Election) -> list[list[Part]]:
    """The parts of every round in their order, those that were void too."""
    counted = {sheet.number: sheet for sheet in results.sheets(case)}
    found: list[list[Part]] = []
    for row in case.rounds.all():
        if row.void:
            words = f"发出 {row.issued + row.paper} 张，收回 {policies.returned(row)} 张，收回的多于发出的，这一轮无效，重新投票（{cited(case, 'ELE-04')}）。"
            found.append([Text([words], heading=f"第 {row.number} 轮：无效")])
        elif row.number in counted:
            found.append(_round(case, row, counted[row.number]))
    if agreed := reduced(case):
        found.append([Text([agreed], heading="减少名额")])
    return found


def _round(case: Election, row: Round, sheet: results.Sheet) -> list[Part]:
    heads = ("姓名" if case.of_persons else "表决的事", *MATTER, "结果")
    parts: list[Part] = [
        Text(
            [f"{round_words(row)}。"],
            heading=sheet.named,
        ),
        Facts(_figures(case, row, sheet)),
    ]
    parts.append(Grid(heads, [_line(case, one) for one in sheet.rows], shares=(11, 5, 5, 5, 6)))
    parts.append(Text(_decided(case, row, sheet)))
    return parts


def round_words(row: Round) -> str:
    """When it was held, and on what."""
    if not row.opened_at:
        return "没有投票"
    began, ended = timezone.localtime(row.opened_at), row.closed_at and timezone.localtime(row.closed_at)
    closed = ""
    if ended:  # a meeting may last past midnight
        closed = " 至 " + (f"{ended:%H:%M}" if ended.date() == began.date() else f"{ended:%Y年%m月%d日 %H:%M}")
    ways = [word for word, n in (("电子票", row.issued), ("纸质票", row.paper)) if n]
    return f"{began:%Y年%m月%d日 %H:%M}{closed} 投票，用{'和'.join(ways)}"


def _figures(case: Election, row: Round, sheet: results.Sheet) -> list[tuple[str, str]]:
    void = sheet.returned - sheet.valid
    rows = [
        ("实到", f"有{vote_word(case)}的 {sheet.present} 人（应到 {row.due} 人）"),
        ("发出", f"{sheet.issued} 张（电子票 {row.issued} 张，纸质票 {row.paper} 张）"),
        ("收回", f"{sheet.returned} 张，不多于发出的票，有效"),
        ("有效票", f"{sheet.valid} 张"),
        ("废票", f"{void} 张" + (f"（{sheet.void_words}）" if sheet.void_words else "")),
    ]  # fmt: skip
    if sheet.opinions:
        rows.append(("书面意见", _opinions(case, sheet)))
    if case.of_persons:
        rows.append(("名额", f"{sheet.seats} 名"))
        if unheard := _unheard(row):
            rows.append(("不算的另选", f"{unheard} 处：没有对候选人投不赞成，或者写的人不在名册上、写重了"))
    return rows


def _opinions(case: Election, sheet: results.Sheet) -> str:
    """书面意见 and what they say, so that ballots and letters can be added up apart (DEV-15)."""
    lines = [
        (f"{row.name}：" if len(sheet.rows) > 1 else "")
        + "，".join(f"{word} {n}" for word, n in zip(MATTER, row.written, strict=True))
        for row in sheet.rows
    ]
    return (
        f"{sheet.opinions} 份，没有到会的人在会前正式交来，{'；'.join(lines)}；"
        f"不算到会，计入表内的票数（{cited(case, WRITTEN[case.kind])}）"
    )


def _unheard(row: Round) -> int:
    """How many written-in names on valid ballots do not count (ELE-06)."""
    sheet = row.sheet(results.nameable(row))
    found = [counting.read(values, sheet) for values in row.result[0]] if row.result else []
    return sum(len(one.unheard) for one in found if not one.void)


def _line(case: Election, one: results.Row) -> tuple[str, ...]:
    word = "当选" if case.of_persons else "通过"
    result = word if one.elected else "票数相等" if one.level else "未" + word
    name = f"{one.name}（另选）" if one.written_in else one.name
    no, abstain = ("—", "—") if one.written_in else (str(one.no), str(one.abstain))
    return name, f"{one.yes}/{one.whole}", no, abstain, result


def _decided(case: Election, row: Round, sheet: results.Sheet) -> list[str]:
    """What follows under the rule, in the order of votes."""
    if not case.of_persons:
        return [
            f"赞成栏的分母是应到有表决权的 {sheet.whole} 人，赞成要超过一半才通过（{cited(case, sheet.rule_id)}）。"
        ]
    if row.kind == "runoff":
        lines = [f"票数相等的再投一次，票多的当选（{cited(case, 'ELE-07')}）；赞成栏的分母是实到的 {sheet.whole} 人。"]
    else:
        lines = [
            f"赞成栏的分母是实到有选举权的 {sheet.whole} 人，赞成要超过一半才当选，刚好一半不当选（{cited(case, 'ELE-03')}）。"
        ]
    lines.append("当选，按得票多少为序：" + ("、".join(sheet.elected) or "没有") + "。")
    if sheet.level:
        lines.append(
            f"{'、'.join(sheet.level)} 票数相等，剩下的 {sheet.open} 个名额在他们中间再投一次（{cited(case, 'ELE-07')}）。"
        )
    elif sheet.open:
        lines.append(f"还缺 {sheet.open} 名（{cited(case, 'ELE-08')}）。")
    return lines


def reduced(case: Election) -> str:
    """What the meeting gave up, empty when nothing."""
    said = case.meeting.get("reduce")
    if not said:
        return ""
    return (
        f"不足的 {said['seats']} 个名额不再选：选举人 {said['whole']} 名，同意 {said['yes']} 名，"
        f"不同意 {said['no']} 名，弃权 {said['abstain']} 名，超过半数（{cited(case, 'ELE-08')}）。"
    )


def signatures(case: Election) -> list[Part]:
    """监票人 as the meeting agreed on them, each with a place to sign (ELE-11)."""
    said = case.meeting.get("scrutineers")
    lines = [f"监票人由大会表决通过：到会 {said['here']} 人，赞成 {said['yes']} 人，不赞成 {said['no']} 人，弃权 {said['abstain']} 人（{cited(case, 'ELE-11')}）。"] if said else []  # fmt: skip
    people = [(one.name, one.get_role_display(), "", "") for one in case.scrutineers.all()]
    return [
        Text(lines, heading="监票人签名"), Grid(("姓名", "职责", "签名", "日期"), people, tall=True, shares=(7, 5, 8, 6)),
        Plain(f"计票人（签名）：{_PEN}主持人（签名）：{_PEN}"),
    ]  # fmt: skip


def cited(case: Election, code: str) -> str:
    """``ELE-03，《…条例》``: the number by which the house knows a rule, and where it stands."""
    return f"{code}，{rule(code, policies.day_of(case)).cited}"
