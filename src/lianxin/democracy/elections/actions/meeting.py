"""大会: sign-in, scrutineers, keys, slips, a ballot on trial; then the vote opens, and closes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lianxin.democracy.ballotbox.archive import digest
from lianxin.democracy.ballotbox.ballots import BallotError, check_ballot, read_ballot
from lianxin.democracy.ballotbox.credentials import new_uuid
from lianxin.democracy.ballotbox.tallies import Sized, plain_table
from lianxin.democracy.ballotbox.texts import MalformedError, compact, decimal
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, Refused, all_of

from .. import announcing, box, counting, opinions, policies, rolls, texts
from ..lifecycle import RUN
from ..models import Election, Opinion, Round, Scrutineer, Voter
from ..words import ROLES, WRITTEN
from . import opening


@action("elections.begin")
def begin(*, actor: Actor, election: Election, revision: int) -> Election:
    """开始签到; the first round stands ready."""
    case = advance(lock(election, revision=revision), "begin", actor=actor)
    names = [{"name": one.name, "candidate": one.pk} for one in case.candidates.all()]
    add_round(case, "first", case.seats, names)
    return case


def add_round(case: Election, kind: str, seats: int, names: Sequence[Mapping[str, Any]]) -> Round:
    """The next round of a meeting; it has its own keys, slips and archive."""
    last = case.last
    return Round.objects.create(
        election=case, number=last.number + 1 if last else 1, kind=kind, seats=seats, names=list(names), uuid=new_uuid()
    )


@action("elections.check_in")
def check_in(*, actor: Actor, voter: Voter, here: bool, paper: bool = False) -> Voter:
    """到会签到. Nobody signs in for somebody else (ELE-09); whoever has no vote is not counted (ELE-14)."""
    case = lock(voter.election)
    row = lock(voter)
    if not actor.may(RUN, case.org_path):
        raise Refused(OUT_OF_SCOPE)
    if case.state != "meeting":
        raise Refused(Denied("现在不签到。", code="wrong_state", remedy="签到在大会开始以后、投票开始以前。"))
    if row.without and here:
        raise Refused(
            Denied(f"{row.name}：{row.get_without_display()}，没有选举权，不领票。", rule="ELE-14", code="rule")
        )
    row.here, row.paper = here, here and paper
    row.save(update_fields=["here", "paper"])
    record("elections.check_in", actor=actor, subject=case, present=policies.present(case))
    return row


@action("elections.excuse")
def excuse(*, actor: Actor, voter: Voter, excused: bool) -> Voter:
    """不计入应到: agreed by the meeting for those whom the rules let stay away."""
    case = lock(voter.election)
    row = lock(voter)
    if not actor.may(RUN, case.org_path):
        raise Refused(OUT_OF_SCOPE)
    if case.state not in ("announced", "meeting"):
        raise Refused(Denied("投票开始以后应到人数不再改。", code="wrong_state"))
    if excused and Opinion.objects.filter(voter=row).exists():
        words = f"{row.name}交了书面意见，要算票就要计入应到。"
        raise Refused(Denied(words, rule=WRITTEN[case.kind], code="opinion", remedy="不算的，先撤掉这份书面意见。"))
    row.excused = excused
    row.save(update_fields=["excused"])
    record("elections.excuse", actor=actor, subject=case, due=policies.due(case))
    return row


@action("elections.appoint")
def appoint(
    *,
    actor: Actor,
    election: Election,
    people: Sequence[tuple[int, str]],
    votes: tuple[int, int, int],
    revision: int,
    needed: int = 0,
) -> Election:
    """监票人: from those who do not stand, by vote of the meeting (ELE-11). people: (person, role); votes: 赞成, 不赞成, 弃权.

    needed: how many of them suffice to open the box, at least two; 0: all.
    """
    case = lock(election, revision=revision)
    here, row = policies.present(case), lock(policies.round_of(case))
    require(all_of(_enough(case, people, needed), _fit(case, row, people), _passed(case, votes)))
    names = dict(case.voters.exclude(person=None).values_list("person_id", "name"))
    case.scrutineers.all().delete()
    Scrutineer.objects.bulk_create(
        Scrutineer(election=case, person_id=person, name=names[person], role=role) for person, role in people
    )
    _forget_keys(row)
    said = {"yes": votes[0], "no": votes[1], "abstain": votes[2], "here": here}
    changes = {"meeting": {**case.meeting, "scrutineers": said}, "threshold": needed if needed < len(people) else 0}
    return advance(case, "appoint", actor=actor, changes=changes, data={"people": len(people)})


def _enough(case: Election, people: Sequence[tuple[int, str]], needed: int) -> Decision:
    least = rule("LX-240", policies.day_of(case)).count("scrutineers")
    if len({person for person, _ in people}) < max(least, len(people)):
        words = f"监票人至少 {least} 人，一人一行。"
        return Denied(words, rule="LX-240", code="scrutineers", field="people")
    if needed and not least <= needed <= len(people):
        words = f"开票至少 {least} 名监票人，最多全部 {len(people)} 名。"
        return Denied(words, rule="LX-240", code="needed", field="needed")
    return Allowed()


def _fit(case: Election, row: Round, people: Sequence[tuple[int, str]]) -> Decision:
    standing = set(case.voters.filter(number__in=rolls.printed(row)).values_list("person_id", flat=True))
    voting = set(case.voters.filter(without="", here=True).exclude(person=None).values_list("person_id", flat=True))
    if any(person in standing for person, _ in people):
        return Denied("候选人不能作监票人。", rule="ELE-11", code="rule", field="people")
    if any(person not in voting or role not in ROLES for person, role in people):
        return Denied("监票人从到会的有选举权的党员里推选。", rule="ELE-11", code="rule", field="people")
    return Allowed()


def _passed(case: Election, votes: tuple[int, int, int]) -> Decision:
    here = policies.present(case)
    majority = rule("BR-01", policies.day_of(case)).share("majority")
    if min(votes) >= 0 and sum(votes) <= here and counting.carried(votes[0], here, majority):
        return Allowed()
    words = f"到会 {here} 人，赞成 {votes[0]} 人，没有超过半数，监票人没有通过。"
    return Denied(words, rule="ELE-11", code="votes", field="yes")


def _forget_keys(row: Round) -> None:
    """Other scrutineers have other keys; slips stay, they belong to the round."""
    row.keys, row.served, row.trustees, row.text, row.tested = {}, "", "", "", False
    row.save()


@action("elections.hand_out")
def hand_out(*, actor: Actor, election: Election, publics: Sequence[str], revision: int) -> Election:
    """登记投票凭证: only the public halves come here, sorted, so that nothing says whose is which (V01, ELE-10).

    Again before the vote opens when a slip is lost: the list is replaced as a whole and the ledger says how many.
    """
    case = lock(election, revision=revision)
    row, group = lock(policies.round_of(case)), texts.group_of(case)
    try:
        numbers = [decimal(one, "credential") for one in publics]
    except MalformedError as wrong:
        raise Refused(Denied("凭证清单读不懂，没有收下。", code="malformed")) from wrong
    if len(set(numbers)) != len(numbers) or any(one == 1 or not group.holds(one) for one in numbers):
        raise Refused(Denied("凭证清单里有重复或者不成立的凭证，没有收下。", code="malformed"))
    wanted = policies.electronic(case)
    if len(numbers) != wanted:
        words = f"用电子票的到会 {wanted} 人，凭证要 {wanted} 份，现在是 {len(numbers)} 份。"
        raise Refused(Denied(words, rule="ELE-09", code="slips"))
    replaced = len(set(row.slips) - set(publics)) if row.slips else 0
    row.slips = sorted((str(one) for one in numbers), key=int)
    row.save(update_fields=["slips"])
    return advance(case, "hand_out", actor=actor, data={"slips": len(numbers), "replaced": replaced})


@action("elections.try_out")
def try_out(*, actor: Actor, row: Round, text: str) -> Round:
    """试投: a ballot that is looked at as every other and thrown away. Its credential is on no roll."""
    row = lock(row)
    if not actor.may(RUN, row.election.org_path):
        raise Refused(OUT_OF_SCOPE)
    if row.election.state != "meeting":
        raise Refused(Denied("现在不试投。", code="wrong_state", remedy="试投在开始投票以前。"))
    if not row.text:
        raise Refused(Denied("先合成选举密钥。", code="keys"))
    election = box.published(row)
    try:
        ballot = read_ballot(election, text)
        check_ballot(election, ballot)
    except (MalformedError, BallotError, RecursionError, UnicodeError) as wrong:
        raise Refused(Denied("试投的票没有通过检查，请换一台设备再试。", code="malformed")) from wrong
    if str(ballot.credential) in row.slips:
        raise Refused(Denied("试投不能用发给选举人的凭证。", code="credential"))
    row.tested = True
    row.save(update_fields=["tested"])
    record("elections.try_out", actor=actor, subject=row.election)
    return row


@action("elections.open")
def open_vote(*, actor: Actor, election: Election, revision: int) -> Election:
    """开始投票: who is there, what was handed out and the list of slips are frozen; the archive begins."""
    case = lock(election, revision=revision)
    require(policies.may_open(actor, case))
    row = lock(policies.round_of(case))
    now = moment.now()
    row.due, row.present, row.issued = policies.due(case), policies.present(case), policies.electronic(case)
    row.paper, row.opened_at, row.timestamp = row.present - row.issued, now, texts.now_stamp(now)
    row.opinions = opinions.sums(case)
    row.slips = row.slips if row.issued else []  # all took paper in the end: no slip votes
    row.save()
    head = ""
    if row.issued:
        parts = {"election": row.text, "trustees": row.trustees, "credentials": box.slips_text(row.slips)}
        setup = compact({name: digest(text) for name, text in parts.items()})
        head = box.append(row, "Setup", *parts.values(), setup).hash
    data = {
        "due": row.due,
        "present": row.present,
        "issued": row.issued,
        "paper": row.paper,
        "head": head,
        "opinions": opinions.number(row),
    }
    return advance(case, "open", actor=actor, data=data)


@action("elections.close")
def close_vote(*, actor: Actor, election: Election, revision: int) -> Election:
    """停止投票: nothing comes in any more, what was cast is summed up or sorted, still locked."""
    case = advance(lock(election, revision=revision), "close", actor=actor)
    row = lock(policies.round_of(case))
    row.closed_at = moment.now()
    row.save(update_fields=["closed_at"])
    if row.issued:
        box.append(row, "EndBallots")
        table, number = box.tallied(row)
        body = compact(plain_table(table))
        box.append(row, "EncryptedTally", body, compact(Sized(number, number, digest(body)).plain()))
        if not case.of_persons:
            opening.serve(row)
        link = box.head(row)
        announcing.closed(case, link.hash if link else "")
    return case
