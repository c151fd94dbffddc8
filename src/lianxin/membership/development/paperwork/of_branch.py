"""What the branch writes: the public notice, the request for the first review, the resolutions of its meetings."""

from __future__ import annotations

from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.clocks import plus_months
from lianxin.membership.papers import Facts, Plain, Sheet, Text, chinese

from .. import reckoning
from .known import Known, votes

_SIGNS = Plain("党支部书记（签名）：")


def notice(it: Known) -> Sheet:
    """发展对象公示 (DEV-08): who, from when to when by the working calendar, and how to object."""
    begun = it.case.day("propose")
    if begun is None:
        raise ValueError("no notice before the branch has decided")
    calendar = calendar_for(it.case.org_path)
    ends = reckoning.notice_ends(calendar, begun, begun)
    days = rule("DEV-08", begun).period("notice").amount
    first = calendar.add_workdays(begun, 1)
    there = str(it.case.fact("propose").get("there") or "").strip()
    phone, address = it.branch.contact_phone or "　　　　　　　　", it.branch.address or "　　　　　　　　"
    return it.sheet(
        f"关于拟列{it.name}同志为发展对象的公示",
        Text([f"经过培养教育和考察，听取培养联系人、党员和群众的意见，{it.branch.name}委员会讨论，拟将{it.name}同志列为发展对象，现予以公示。"]),
        it.first_page(("递交申请", it.day("apply")), ("确定积极分子", it.day("file_activist")), ("培养联系人", it.people("mentors"))),
        Text([
            f"公示时间：{chinese(first)}至{chinese(ends)}，共 {days} 个工作日，放假的日子不算，调休上班的日子算。",
            (f"对{it.name}同志有意见的，请在公示期内来人、来信或者来电反映。反映情况要实事求是，尽量写明时间、地点和经过；"
            "留下姓名和联系办法的，便于核实和答复。反映人的情况严格保密。"),
            f"{it.name}同志是流动人员，流入地的{there}同时公示。" if there else "流动人员在流入地和流出地同时公示。",
        ]),
        Facts([("受理", it.branch.name), ("电话", phone), ("地址", address), ("也可以反映到", it.above)]),
        on=begun,
    )  # fmt: skip


def ask_pre_review(it: Known) -> Sheet:
    """预审的请示 (DEV-10, DEV-11): the way so far, in days."""
    taught = it.case.fact("training")
    days, lessons = (sum(int(n) for n in taught.get(name, [])) for name in ("days", "lessons"))
    return it.sheet(
        f"关于对发展对象{it.name}同志进行预审的请示",
        Plain(f"{it.above}："),
        Text([
            (f"{it.name}同志于{it.day('apply')}递交入党申请书，{it.day('file_activist')}备案为入党积极分子，培养联系人是{it.people('mentors')}；"
            f"{it.day('propose')}起公示，{it.day('file_candidate')}备案为发展对象，入党介绍人是{it.people('introducers')}。"),
            f"{it.day('political_review')}完成政治审查，结论合格；参加短期集中培训 {days} 天、{lessons} 学时。",
            f"支部委员会于{it.day('check')}对{it.name}同志进行了审查，并征求了党员和群众的意见，认为合格，现报请预审。",
            "附：入党申请书、积极分子登记表、政治审查材料、培训证明和本人自传等培养教育考察材料。",
        ]),
        on=it.case.day("check"),
    )  # fmt: skip


def accepted(it: Known) -> Sheet:
    """支部大会接收的决议: the six parts that it must have (DEV-16)."""
    held = it.case.day("accept")
    ends = plus_months(held, reckoning.months("DEV-21", "probation", held)) if held else None
    return it.sheet(
        f"关于接收{it.name}同志为预备党员的决议",
        Text([
            (f"{it.day('accept')}，{it.branch.name}召开党员大会，讨论{it.name}同志的入党问题。{it.name}同志报告了本人情况，"
            f"入党介绍人{it.people('introducers')}介绍了有关情况，支部委员会报告了审查情况，到会党员进行了讨论。"),
            f"主要表现：{it.words('accept')}",
            f"表决情况：{votes(it.case.fact('accept'))}",
            f"大会决定，同意接收{it.name}同志为中共预备党员，预备期自{it.day('accept')}算起，到{chinese(ends)}满，报{it.above}审批。",
        ]),
        _SIGNS,
        on=held,
    )  # fmt: skip


def extended(it: Known) -> Sheet:
    """支部大会延长预备期的决议 (DEV-22): from when to when, and why."""
    held, said = it.case.day("extend"), it.case.fact("extend")
    many = sum(int(n) for n in said.get("months", []))
    begun = it.case.day("accept")
    first = plus_months(begun, reckoning.months("DEV-21", "probation", begun)) if begun else None
    until = plus_months(first, many) if first else None
    return it.sheet(
        f"关于延长{it.name}同志预备期的决议",
        Text([
            (f"{it.name}同志于{it.day('accept')}被接收为预备党员，到{chinese(first)}预备期满。{it.day('extend')}，{it.branch.name}召开党员大会，"
            "讨论其转正申请。"),
            f"主要表现和延长的理由：{it.words('extend')}",
            f"表决情况：{votes(said)}",
            f"大会决定，延长{it.name}同志预备期 {many} 个月，自{chinese(first)}至{chinese(until)}，报{it.above}审批。预备期只延长这一次。",
        ]),
        _SIGNS,
        on=held,
    )  # fmt: skip


def full(it: Known) -> Sheet:
    """支部大会转正的决议 (DEV-23); membership counts from the end of the probation (DEV-24)."""
    held = it.case.day("accept_full")
    ends = reckoning.probation_ends(it.case, held) if held else None
    how = "延长的预备期满后" if it.case.fact("extend").get("months") else "按期"
    return it.sheet(
        f"关于{it.name}同志转为正式党员的决议",
        Text([
            (f"{it.name}同志于{it.day('accept')}被接收为预备党员，{it.day('ask_full')}提出转正申请。{it.day('accept_full')}，"
            f"{it.branch.name}召开党员大会，讨论其转正问题，到会党员进行了讨论。"),
            f"主要表现：{it.words('accept_full')}",
            f"表决情况：{votes(it.case.fact('accept_full'))}",
            f"大会决定，同意{it.name}同志{how}转为中共正式党员，党龄自{chinese(ends)}算起，报{it.above}审批。",
        ]),
        _SIGNS,
        on=held,
    )  # fmt: skip


def cancelled(it: Known) -> Sheet:
    """支部大会取消预备党员资格的决议 (DEV-27): why, how they voted, and that the person was heard."""
    return it.sheet(
        f"关于取消{it.name}同志预备党员资格的决议",
        Text([
            (f"{it.name}同志于{it.day('accept')}被接收为预备党员。{it.day('cancel')}，{it.branch.name}召开党员大会，讨论其预备党员资格问题。"
            "会前已告知本人，并听取了本人的说明。"),
            f"主要表现和取消资格的理由：{it.words('cancel')}",
            f"表决情况：{votes(it.case.fact('cancel'))}",
            f"大会决定，取消{it.name}同志的预备党员资格，报{it.above}审批。批准以前，本人仍参加组织生活，按时交纳党费。",
        ]),
        _SIGNS,
        on=it.case.day("cancel"),
    )  # fmt: skip
