"""Who prepares, who releases, who runs the meeting, who holds keys, who approves; what has to hold before each step."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, Refused, all_of
from lianxin.membership.dossiers.queries import home_of

from . import counting, rolls
from .lifecycle import APPROVE, DRAW, READ, RELEASE, RUN
from .models import Election, Round, Scrutineer, Voter
from .rolls import day_of as day_of
from .words import SUMMED, WRITTEN

_RUNS = (READ, DRAW, RUN)
POSTS = {
    "secretary": (*_RUNS, RELEASE, APPROVE),
    "deputy_secretary": (*_RUNS, RELEASE, APPROVE),
    "committee_member": _RUNS,
    "organiser": _RUNS,
    "leader": (READ, APPROVE),
}


def readable(actor: Actor) -> Q:
    """Elections that were announced: for those on the roll, for members below the organisation, at the desk."""
    condition = subtree("org_path", actor.paths_for(READ))
    if actor.person_id is not None:
        condition |= Q(pk__in=Voter.objects.filter(person_id=actor.person_id).values("election_id"))
        condition |= Q(pk__in=Scrutineer.objects.filter(person_id=actor.person_id).values("election_id"))
        if home := home_of(actor.person_id):
            condition |= Q(org_path__in=ancestors_of(home))
    return Q(released_at__isnull=False) & condition


def due(election: Election) -> int:
    """应到会有选举权的人: on the roll with a vote, without those excused, unless they came."""
    return election.voters.filter(without="").exclude(excused=True, here=False).count()


def present(election: Election) -> int:
    """实到会有选举权的人."""
    return election.voters.filter(without="", here=True).count()


def quorum(election: Election) -> Decision:
    """Enough are there to elect (ELE-01), or to decide a matter (BR-01) or an admission (DEV-14): more than half."""
    here, all_of_them = present(election), due(election)
    if election.of_persons:
        if counting.many_enough(here, all_of_them, rule("ELE-01", day_of(election)).share("quorum")):
            return Allowed()
        return Denied(f"应到 {all_of_them} 人，到会 {here} 人，不到五分之四，不能选举。", rule="ELE-01", code="quorum")
    code = SUMMED[election.kind][0]
    if counting.carried(here, all_of_them, rule(code, day_of(election)).share("quorum")):
        return Allowed()
    return Denied(f"应到 {all_of_them} 人，到会 {here} 人，没有超过半数，不能表决。", rule=code, code="quorum")


def may_hand_in(actor: Actor, voter: Voter) -> Decision:
    """书面意见 of a voter (DEV-15): on an admission, before the meeting begins, by somebody who has a vote and is due."""
    case = voter.election
    if not actor.may(RUN, case.org_path):
        return OUT_OF_SCOPE
    if case.kind not in WRITTEN:
        code = "ELE-09" if case.of_persons else SUMMED[case.kind][1]
        return Denied("只有接收党员的表决收会前的书面意见，这一次只计到会的人投的票。", rule=code, code="kind")
    code = WRITTEN[case.kind]
    if case.state != "announced":
        return Denied("书面意见在公布以后、大会召开以前正式交来才计入，现在不收、不改。", rule=code, code="wrong_state")
    if voter.without:
        return Denied(
            f"{voter.name}：{voter.get_without_display()}，没有表决权。", rule="ELE-14", code="rule", field="voter"
        )
    if voter.excused:
        return Denied(
            f"{voter.name}不计入应到，书面意见也就不能算票。", rule=code, code="excused", field="voter",
            remedy="要算的，先到名册上改回“计入应到”。",
        )  # fmt: skip
    return Allowed()


def candidates_fit(kind: str, seats: int, candidates: int, on: date) -> Decision:
    """Enough candidates for the kind: a fifth more than seats (ELE-02), or as many as seats (ELE-13)."""
    if kind == "committee":
        least = counting.least_candidates(seats, rule("ELE-02", on).share("surplus"))
        if candidates < least:
            words = f"应选 {seats} 名，候选人至少 {least} 名，现在是 {candidates} 名。"
            return Denied(words, rule="ELE-02", code="rule", field="candidates")
    if kind == "officers" and candidates != seats:
        return Denied(f"等额选举的候选人和名额一样多：{seats} 名。", rule="ELE-13", code="rule", field="candidates")
    return Allowed()


def not_ones_own(actor: Actor, case: Election) -> Decision:
    """M04: another person than the one who prepared it."""
    if actor.is_person(case.author_id):
        return Denied("自己准备的要由另一位同志审核。", code="own_work")
    return Allowed()


def has_roll(actor: Actor, case: Election) -> Decision:
    """A list of those who vote is there; where members vote it is written by the release (ELE-14)."""
    if case.electorate == "listed" and not case.voters.exists():
        return Denied(
            "名单还是空的，不知道谁有选举权。", rule="ELE-14", code="empty", remedy="请写上名单，或者从表格导入名册。"
        )
    return Allowed()


def may_begin(actor: Actor, case: Election) -> Decision:
    """Signing in begins on the day of the meeting."""
    if moment.today() < day_of(case):
        return Denied(f"大会在 {day_of(case)}，到那天才开始签到。", code="early")
    return Allowed()


def round_of(case: Election) -> Round:
    """The round that is being held. Raises `Refused` before the meeting has begun."""
    found = case.last
    if found is None:
        raise Refused(Denied("大会还没有开始签到。", code="wrong_state", remedy="到开会那天先开始签到。"))
    return found


def electronic(case: Election) -> int:
    """How many of those present hold no paper."""
    return case.voters.filter(without="", here=True, paper=False).count()


def few(case: Election) -> Decision:
    """V07: so few slips that ballots opened one by one would show who voted how."""
    number, least = electronic(case), rule("LX-240", day_of(case)).count("few")
    if 0 < number <= least:
        return Denied(
            f"用电子票的只有 {number} 人，认得出谁投的什么。", rule="LX-240", code="few",
            remedy="请给到会的人都发纸质票。",
        )  # fmt: skip
    # the opened ballots are public: what is left of the sums is the paper, and whose paper it is stands on the roll
    paper = present(case) - number
    if number and 0 < paper <= least:
        return Denied(
            f"用纸质票的只有 {paper} 人，从合计里算得出他们投的什么。", rule="LX-240", code="few",
            remedy="没有手机的可以用会场的设备投；或者给到会的人都发纸质票。",
        )  # fmt: skip
    return Allowed()


def keys_are_there(case: Election) -> Decision:
    """Every scrutineer has handed in a key for this round (V05)."""
    least, have = rule("LX-240", day_of(case)).count("scrutineers"), case.scrutineers.count()
    if have < least:
        return Denied(f"监票人至少 {least} 人，现在是 {have} 人。", rule="LX-240", code="scrutineers")
    keys = round_of(case).keys
    last = "output" if 0 < case.threshold < have else "public_key"
    waiting = [one.name for one in case.scrutineers.all() if last not in keys.get(str(one.pk), {})]
    if waiting:
        return Denied(f"还差监票人的密钥：{'、'.join(waiting)}。", code="keys")
    return Allowed()


def nobody_stands(case: Election) -> Decision:
    """A scrutineer whose name came onto the ballot of a later round makes room for another (ELE-11)."""
    numbers = rolls.printed(round_of(case))
    persons = set(case.voters.filter(number__in=numbers).exclude(person=None).values_list("person_id", flat=True))
    names = [one.name for one in case.scrutineers.all() if one.person_id in persons]
    if names:
        words = f"{'、'.join(names)}在这一轮的选票上，不能监票。"
        return Denied(words, rule="ELE-11", code="standing", remedy="请大会另推监票人，重新登记。")
    return Allowed()


def may_give_keys(actor: Actor, case: Election) -> Decision:
    if round_of(case).text:
        return Denied("这一轮的密钥已经合成。", code="twice")
    return all_of(nobody_stands(case), keys_are_there(case))


def may_open(actor: Actor, case: Election) -> Decision:
    """Quorum, scrutineers, keys, as many slips as people without paper, one ballot on trial."""
    row = round_of(case)
    least = rule("LX-240", day_of(case)).count("scrutineers")
    if case.scrutineers.count() < least:
        return Denied(f"先由大会通过监票人，至少 {least} 人。", rule="ELE-11", code="scrutineers")
    for decision in (nobody_stands(case), quorum(case), few(case)):
        if not decision:
            return decision
    number = electronic(case)
    if number == 0:
        return Allowed()
    if not row.text:
        return Denied("先合成选举密钥。", code="keys")
    if len(row.slips) != number:
        words = f"用电子票的到会 {number} 人，发出的投票凭证是 {len(row.slips)} 份，要一样多。"
        return Denied(words, rule="ELE-09", code="slips")
    if not row.tested:
        return Denied("先试投一张票，看看设备好不好用。", code="untested")
    return Allowed()


def opened(row: Round) -> bool:
    """Whether all that was cast has been opened."""
    return row.issued == 0 or row.result is not None


def may_count(actor: Actor, case: Election) -> Decision:
    """Everything is open, the paper was counted twice alike, and no more came back than went out (ELE-04)."""
    row = round_of(case)
    if not opened(row):
        return Denied("电子票还没有开完：要监票人打乱选票、交出解密份额。", code="closed_box")
    if row.paper and row.paper_sums is None:
        return Denied("纸质票要由两个人各数一遍，都登记而且一样。", code="paper")
    if not stands(row):
        return Denied("收回的票多于发出的票，这一轮无效。", rule="ELE-04", code="void", remedy="请宣布无效，重新投票。")
    return Allowed()


def may_void(actor: Actor, case: Election) -> Decision:
    """Only what the rule voids."""
    row = round_of(case)
    if row.paper and row.paper_sums is None:
        return Denied("先登记收回的纸质票。", code="paper")
    if stands(row):
        return Denied("收回的票不多于发出的票，选举有效。", rule="ELE-04", code="valid")
    return Allowed()


def stands(row: Round) -> bool:
    """By what was handed out and what came back; a sheet of paper too many is not made good by a slip that was not used."""
    return counting.stands(paper_back(row), row.paper) and counting.stands(slips_back(row), row.issued)


def returned(row: Round) -> int:
    """Slips that voted and sheets that came back."""
    return slips_back(row) + paper_back(row)


def slips_back(row: Round) -> int:
    return row.links.filter(kind="Ballot").values("credential").distinct().count()


def paper_back(row: Round) -> int:
    return int((row.paper_sums or {}).get("ballots", 0))


def may_approve(actor: Actor, case: Election) -> Decision:
    """By the organisation above, not by the one that elected."""
    paths = actor.paths_for(APPROVE)
    if any(path != case.org_path and case.org_path.startswith(path) for path in paths):
        return Allowed()
    return Denied("选举结果要报上一级党组织批准。", rule="ELE-13", code="no_right")


def not_counted(actor: Actor, case: Election) -> Decision:
    """V02: a vote whose result could be known is not taken away."""
    row = case.last
    if case.outcome is not None or (row is not None and (row.result is not None or row.paper_sums is not None)):
        return Denied("票已经开出来了，不能取消。", code="late")
    return Allowed()
