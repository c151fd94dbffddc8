"""接收党员 by secret vote: whom a line of the ballot is about, and what its report offers to 发展党员 (DEV-15, B03)."""

from __future__ import annotations

from collections.abc import Sequence

from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.development.ballots import Ballot
from lianxin.membership.development.models import Development, DevelopmentStep
from lianxin.membership.development.policies import READ
from lianxin.membership.development.steps import ROOT
from lianxin.membership.development.voting import link_of
from lianxin.membership.dossiers.models import Member
from lianxin.membership.gatherings.linked import Link

from . import namesakes, policies, queries, results
from .announcing import DESK
from .models import Candidate, Election, Voter

KIND = "admission"
#: states in which a count stands, and those in which nothing of it changes any more
_COUNTED, _FILED = ("counted", "reported", "approved", "archived"), ("approved", "archived")


def people_of(office: Organisation) -> list[Member]:
    """Those whom the branch is admitting, as it keeps them in 发展党员."""
    rows = Development.objects.unscoped("whom the branch that draws up a vote admits").filter(
        organisation=office, closed_at=None
    )
    return [case.member for case in rows.select_related("member__organisation").order_by("pk")]


def meant(people: Sequence[Member], line: str) -> int | None:
    """The person whom a line of the ballot names; None for nobody who is being admitted here.

    Raises `Refused` for two of one name who are not told apart, and for two people in a line (DEV-15).
    """
    line = namesakes.tidy(line)
    names = {one.name for one in people if one.name in line}
    named = {name for name in names if not any(name != other and name in other for other in names)}
    if len(named) > 1:
        words = f"一行写了{'、'.join(sorted(named))}，每个人要分开表决，一人一行。"
        raise Refused(Denied(words, rule="DEV-15", code="two", field="candidates"))
    found = [one for one in people if one.name in named]
    if len(found) < 2:
        return found[0].person_id if found else None
    told = namesakes.told_apart(found)
    exact = [one for one in found if told[one.pk] in line]
    if len(exact) != 1:
        raise Refused(namesakes.several(found[0].name, [told[one.pk] for one in found], "candidates"))
    return exact[0].person_id


def provide(actor: Actor, case: Development) -> list[Ballot]:
    """Counted votes on the person of a development case."""
    rows = Candidate.objects.filter(
        person_id=case.member.person_id, election__kind=KIND, election__state__in=_COUNTED
    )  # fmt: skip
    return [
        found for one in rows.select_related("election__organisation") if (found := _ballot(actor, one)) is not None
    ]


def _ballot(actor: Actor, line: Candidate) -> Ballot | None:
    """What the last count says of a line, the letters taken out of those who were there."""
    case = line.election
    round_ = results.last_counted(case)
    at = next((at for at, one in enumerate(round_.names) if one.get("candidate") == line.pk), None)
    if at is None or case.outcome is None:
        return None
    sheet = results.sheet_of(round_)
    row = sheet.rows[at]
    yes, no, abstained = (n - letters for n, letters in zip((row.yes, row.no, row.abstain), row.written, strict=True))
    may_open = queries.at_desk(actor).filter(pk=case.pk).exists()
    return Ballot(
        f"{case._meta.app_label}:{line.pk}", case.title, case.number or "", case.organisation_id, policies.day_of(case),
        case.state in _FILED, row.elected, round_.due, round_.present, yes, no, abstained, row.written[0],
        f"{DESK}{case.pk}/" if may_open else "", sheet.issued, sheet.returned,
    )  # fmt: skip


def on_a_roll(case: Development, step: DevelopmentStep) -> Denied | None:
    """Why a step that made somebody a full member may not be taken back (LX-260): they are on a roll that is fixed."""
    was = step.before or {}
    if was["after"]["stage"] != "member" or was["member"]["stage"] == "member":
        return None
    rows = Voter.objects.filter(person=case.member.person_id, without="")
    row = rows.exclude(election__state__in=("draft", "waiting", "cancelled")).select_related("election").first()
    if row is None:
        return None
    return Denied(f"这位同志已经作为正式党员列在选举“{row.election.title}”的名册里。", rule="LX-260", code="held",
                  remedy="请先报上级党委研究这次选举怎样处理；还没有投票的，取消那次选举重新公布名册。")  # fmt: skip


def lines(actor: Actor, case: Election) -> list[tuple[Candidate, Link | None]]:
    """Each line with its case in 发展党员, as far as the actor may open it; empty for another kind of vote."""
    if case.kind != KIND:
        return []
    standing = list(case.candidates.all())
    rows = Development.objects.unscoped("the link says who may open it").filter(
        member__person_id__in=[one.person_id for one in standing if one.person_id]
    )
    cases = {row.member.person_id: row for row in rows.select_related("member").order_by("pk")}
    return [(one, _link(actor, one, cases.get(one.person_id or 0))) for one in standing]


def _link(actor: Actor, line: Candidate, case: Development | None) -> Link | None:
    if case is None:
        return None
    found = _ballot(actor, line) if line.election.outcome is not None else None
    if found is not None:
        return link_of(actor, case, found)
    return Link(f"{ROOT}{case.pk}/", "发展党员：看走到哪一步") if actor.may(READ, case.org_path) else None
