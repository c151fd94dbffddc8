"""What is printed of an election: the sheet of results, the request to the organisation above, the ballot on paper."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.membership.papers import Facts, Grid, Part, Plain, Sheet, Text, chinese

from . import policies, results
from .models import Election
from .rounds import cited, due, meeting_facts, reduced, rounds, signatures, vote_word
from .words import MATTER, SUMMED, WRITTEN

#: states in which everything that was cast has been counted
COUNTED = ("counted", "reported", "approved", "archived")
#: states in which a ballot may still be handed out
_BALLOT = ("announced", "meeting", "voting")
#: a name has room, a sign needs little
_BALLOT_SHARES = (11, 5, 5, 5)


def ready(case: Election) -> bool:
    """Whether there is a result that may be printed: every vote that was begun has been counted (V02)."""
    return case.state in COUNTED and case.outcome is not None


def finished(case: Election) -> bool:
    """Whether nothing is left to vote on, so that the organisation above can be asked."""
    return ready(case) and not results.seats_open(case) and not any(s.level for s in results.sheets(case)[-1:])


def has_ballot(case: Election) -> bool:
    return case.state in _BALLOT


def result_sheet(case: Election) -> Sheet:
    """选举结果报告单: every round with its denominators, who is elected, places for the scrutineers to sign."""
    parts: list[Part] = [Facts(meeting_facts(case))]
    for part in rounds(case):
        parts.extend(part)
    parts += [
        *signatures(case),
        Plain(case.organisation.name, right=True),
        Plain(chinese(policies.day_of(case)), right=True),
    ]
    title = "选举结果报告单" if case.of_persons else "表决结果报告单"
    return Sheet(title, tuple(parts), author=case.organisation.name, made=counted_at(case), head=case.title, name=f"{case.title}：{title}")  # fmt: skip


def request_sheet(case: Election) -> Sheet:
    """选举结果的请示 to the organisation above (ELE-13)."""
    above = case.organisation.get_parent()
    word = "选举" if case.of_persons else "表决"
    sheets, office = results.sheets(case), case.organisation.name
    lines = [
        f"{office}于{chinese(policies.day_of(case))}召开{_assembly(case)}，进行{case.title}。{_came(case, sheets[0])}",
        _way(case),
    ]
    lines += [_round_in_a_sentence(case, sheet, len(sheets)) for sheet in sheets]
    if agreed := reduced(case):
        lines.append(agreed)
    parts: list[Part] = [Plain(f"{above.name if above else '上级党组织'}："), Text(lines)]
    if case.of_persons:
        parts.append(Grid(("当选人", "职务", "得票"), _winners(case, sheets)))
    asks = "现将选举结果报上，请审批。" if case.of_persons else "现将表决结果报上，请审批。"
    parts += [
        Text([asks, "当否，请批示。", f"附：{word}结果报告单；{word}结果报告（写有电子档案的校验值和核对办法）。"]),
        Plain(""), Plain(office, right=True), Plain(chinese(_reported(case)), right=True),
    ]  # fmt: skip
    return Sheet(f"关于{case.title}结果的请示", tuple(parts), author=office, made=counted_at(case))


def ballot_sheet(case: Election) -> Sheet:
    """选票 on paper: one sheet is like the other, nothing on it tells one from another (ELE-10)."""
    row = case.last
    names = [str(one["name"]) for one in row.names] if row else [one.name for one in case.candidates.all()]
    seats = row.seats if row else case.seats
    others = row.sheet(frozenset()).others if row else min(case.others, case.seats)
    parts: list[Part] = [Grid(("姓名" if case.of_persons else "表决的事", *MATTER), [(name, "", "", "") for name in names], tall=True, shares=_BALLOT_SHARES)]  # fmt: skip
    if others:
        parts.append(Grid(("另选他人（写姓名，写一人算赞成一票）",), [("",)] * others, tall=True))
    parts.append(Text(_how(case, seats, others), heading="怎么填"))
    made = case.released_at or moment.now()
    title = "选票" if case.of_persons else "表决票"
    return Sheet(title, tuple(parts), author=case.organisation.name, made=made, head=case.title, name=f"{case.title}：{title}", numbered=False)  # fmt: skip


def _how(case: Election, seats: int, others: int) -> list[str]:
    """Instructions on the ballot; each stands in a rule."""
    lines = ["每一行在赞成、不赞成、弃权中选一格画“○”；一格都没画的，按弃权算。"]
    if case.of_persons:
        both = "（连同另选的）" if others else ""
        lines.append(f"应选 {seats} 名：赞成的{both}可以少于 {seats} 名，不能多于 {seats} 名，多了整张票作废。")
    if others:
        lines.append(
            f"对一名候选人投了不赞成，才可以另选一人，最多另选 {others} 人；弃权的不可以另选。姓名写清楚，要是名册上有选举权的人。"
        )
    lines.append(
        "不写自己的名字，不作任何记号。写坏了当场换一张，旧的当场作废。自己不便填写的，可以请候选人以外的人代写。"
    )
    return [f"{number}. {line}" for number, line in enumerate(lines, 1)]


def counted_at(case: Election) -> datetime:
    """When it was last counted: the same paper made twice is the same file."""
    step = case.steps.filter(event="count").order_by("-pk").first()
    return step.at if step else moment.now()


def _reported(case: Election) -> date | None:
    step = case.steps.filter(event="report").order_by("-pk").first()
    return timezone.localdate(step.at) if step else None


def _assembly(case: Election) -> str:
    return "党员大会" if case.electorate == "members" else "会议"


def _came(case: Election, first: results.Sheet) -> str:
    """The quorum in words, with its rule."""
    code = "ELE-01" if case.of_persons else SUMMED[case.kind][0]
    share = rule(code, policies.day_of(case)).share("quorum")
    enough = (
        f"不少于 {share.numerator}/{share.denominator}，可以选举" if case.of_persons
        else f"超过 {share.numerator}/{share.denominator}，可以表决"
    )  # fmt: skip
    return f"应到会有{vote_word(case)}的 {due(case)} 名，实到 {first.present} 名，{enough}（{cited(case, code)}）。"


def _way(case: Election) -> str:
    names = "、".join(one.name for one in case.scrutineers.all())
    way = f"采取无记名投票、{case.get_kind_display()}的办法" if case.of_persons else "采取无记名投票的办法"
    return f"大会{way}，由{names}监票。"


def _round_in_a_sentence(case: Election, sheet: results.Sheet, of: int) -> str:
    first = sheet.named if of > 1 else ""
    said = f"{first}发出选票 {sheet.issued} 张，收回 {sheet.returned} 张，有效票 {sheet.valid} 张，无效票 {sheet.returned - sheet.valid} 张，投票有效。"
    if case.of_persons:
        return said + f"当选：{'、'.join(sheet.elected) or '没有'}。"
    if sheet.opinions:
        said += f"会前正式提出的书面意见 {sheet.opinions} 份，计入票数（{cited(case, WRITTEN[case.kind])}）。"
    return said + "".join(
        f"“{one.name}”赞成 {one.yes} 票（应到 {one.whole} 人），{'通过' if one.elected else '没有通过'}。"
        for one in sheet.rows
    )


def _winners(case: Election, sheets: list[results.Sheet]) -> list[tuple[str, ...]]:
    """In the order of the rounds and of votes."""
    return [
        (one.name, case.office, f"{one.yes}（实到 {one.whole} 人）") for s in sheets for one in s.rows if one.elected
    ]
