"""Who draws up, who releases, who votes, who reads what and when. Until the clock has closed nobody reads an answer (V02)."""

from __future__ import annotations

from django.db.models import Q

from lianxin.foundation.accounts.queries import person_by_id
from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied
from lianxin.membership.dossiers.queries import home_of

from .lifecycle import COUNT, DRAW, READ, RELEASE
from .models import NamedBallot, PaperCount, Poll, Roll

_ALL = (READ, DRAW, RELEASE, COUNT)
POSTS = {
    "secretary": _ALL,
    "deputy_secretary": _ALL,
    "committee_member": (READ, DRAW, COUNT),
    "organiser": (READ, DRAW, COUNT),
    "discipline": (READ, RELEASE, COUNT),
    "reviewer": (READ, RELEASE),
    "editor": (READ, DRAW),
}
_ELSEWHERE = Denied(
    "这里不能办选举。投票与测评都不是选举，不产生任职和免职。", rule="ELE-01", code="election",
    remedy="党内选举要在到会的人里无记名投票，由监票人监督，在专门的选举功能里办：工作台，选举（/workbench/elections/）。",
)  # fmt: skip


def no_election(*texts: str) -> Decision:
    """Elections of persons are held among those present, in a room of their own that others can verify."""
    from .words import AROUND, ELECTION

    for text in texts:
        bare = text
        for around in AROUND:
            bare = bare.replace(around, "")
        if any(word in bare for word in ELECTION):
            return _ELSEWHERE
    return Allowed()


def readable(actor: Actor) -> Q:
    """Polls that were released: for everybody, for members below the organisation, for those on the roll and at the desk."""
    condition = Q(audience="public") | Q(electorate="citizens") | subtree("org_path", actor.paths_for(READ))
    if actor.person_id is not None:
        condition |= Q(pk__in=Roll.objects.filter(person_id=actor.person_id).values("poll_id"))
        if home := home_of(actor.person_id):
            above = Q(org_path__in=ancestors_of(home))
            condition |= above & (Q(audience="members") | Q(electorate="organisation"))
    return Q(released_at__isnull=False) & condition


def sees_result(actor: Actor, poll: Poll) -> bool:
    """Announced, and declared for this reader; those at the desk see what they announced."""
    if poll.state not in ("shown", "archived") or poll.result is None:
        return False
    if poll.audience == "public" or actor.may(READ, poll.org_path):
        return True
    if entry_of(actor, poll) is not None:
        return True
    return poll.audience == "members" and home_of(actor.person_id).startswith(poll.org_path)


def entry_of(actor: Actor, poll: Poll) -> Roll | None:
    """The line of the actor on the roll, or of a citizen who has taken part."""
    if actor.person_id is None:
        return None
    return Roll.objects.filter(poll=poll, person_id=actor.person_id).first()


def in_time(poll: Poll) -> Decision:
    """By the clock; what was typed is kept by the page."""
    match poll.phase():
        case "open":
            return Allowed()
        case "upcoming":
            return Denied("还没有开始。", code="early")
        case "cancelled":
            return Denied("这次投票取消了，收到的票都不计。", code="late")
        case _:
            return Denied(
                "已经截止，这一票没有记下。", code="late", remedy="您填写的内容还在这一页上，可以抄下来直接告诉组织者。"
            )


def may_cast(actor: Actor, poll: Poll, entry: Roll | None) -> Decision:
    """In time, on the roll or with a checked phone, not on paper, and once."""
    if actor.person_id is None:
        return Denied("请先登录。", code="nobody")
    if not (time := in_time(poll)):
        return time
    if entry is None:
        if poll.on_roll:
            return Denied("名册上没有您。", code="not_on_roll", remedy="觉得应该有，请在这一页下面提出来。")
        person = person_by_id(actor.person_id)
        if person is None or person.phone_verified_at is None:
            return Denied("要先核验手机号才能投，一个号码投一次。", code="unchecked", remedy="请到“我的”里核验手机号。")
        return Allowed()
    if entry.paper:
        return Denied("您领了纸质票，请用纸质票投。", code="paper")
    if entry.voted and not (poll.may_change and not poll.nameless):
        return Denied("您已经投过了，这一次没有再记。", code="twice")
    return Allowed()


def sees_roll(actor: Actor, poll: Poll) -> bool:
    """At the desk, and those who stand on it: an electorate that nobody can look at cannot be checked."""
    return poll.released_at is not None and (
        actor.may(READ, poll.org_path) or (poll.on_roll and entry_of(actor, poll) is not None)
    )


def sees_names(actor: Actor, poll: Poll) -> bool:
    """Who took part in a poll with names, and what they said: after the end, for whom it was declared."""
    if poll.nameless or poll.phase() not in ("shown", "archived"):
        return False
    at_desk = actor.may(READ, poll.org_path)
    return at_desk or (poll.names_to == "voters" and entry_of(actor, poll) is not None)


def not_ones_own(actor: Actor, poll: Poll) -> Decision:
    """M04: who drew it up does not release it, nor announce what came of it."""
    if actor.is_person(poll.author_id):
        return Denied("自己起草的由另一位同志放行。", code="own_work", remedy="请本组织另一位有权放行的同志来办。")
    return Allowed()


def is_kept(actor: Actor, poll: Poll) -> Decision:
    """F01: somebody sees to it that what was promised is kept, and somebody else when they are away."""
    if poll.keeper_id is None or poll.deputy_id is None:
        return Denied(
            "还没有写明责任人和副责任人。", rule="LX-13", code="no_keeper", remedy="请先在“修改”或“换责任人”里写上。"
        )
    return Allowed()


def two_people(keeper: int | None, deputy: int | None) -> Decision:
    if keeper is not None and keeper == deputy:
        return Denied("责任人和副责任人不能是同一人。", rule="LX-13", code="same", field="deputy")
    return Allowed()


def may_release(actor: Actor, poll: Poll) -> Decision:
    if not (mine := not_ones_own(actor, poll)):
        return mine
    if poll.closes_at <= moment.now():
        return Denied("截止时间已经过了。", code="late", remedy="请退回，改了时间再送来。")
    return Allowed()


def before_the_end(actor: Actor, poll: Poll) -> Decision:
    """Cancelled while nobody can know how it stands; later the result stands whatever it is."""
    if poll.phase() == "closed":
        return Denied("已经截止，不能取消，只能公布结果。", code="late")
    return Allowed()


def may_enrol(actor: Actor, poll: Poll) -> Decision:
    if not poll.on_roll:
        return Denied("这次投票不设名册。", code="no_roll")
    return Allowed() if poll.phase() in ("upcoming", "open") else Denied("已经截止，名册不能再改。", code="late")


def may_count(actor: Actor, poll: Poll) -> Decision:
    """V02: nobody opens an urn before the clock has closed it."""
    if poll.phase() not in ("closed", "shown"):
        return Denied("还没有截止，谁都看不到结果。", code="early")
    return Allowed()


def may_announce(actor: Actor, poll: Poll) -> Decision:
    """After the end, by another than who drew it up, with the paper counted twice alike."""
    for decision in (may_count(actor, poll), not_ones_own(actor, poll), paper_agrees(poll)):
        if not decision:
            return decision
    return Allowed()


def paper_agrees(poll: Poll) -> Decision:
    """Two people counted the paper, and found the same (V06)."""
    counted = [str(row.numbers) for row in PaperCount.objects.filter(poll=poll).order_by("pk")]
    if not counted and not poll.paper_issued:
        return Allowed()
    first, *others = counted or [""]
    if not others:
        return Denied("纸质票要由两个人各数一遍，都登记了才能公布。", code="paper")
    if others != [first]:
        return Denied("两个人数的纸质票对不上，请一起再数一遍。", code="paper")
    return Allowed()


def may_enter_paper(actor: Actor, poll: Poll) -> Decision:
    """After the end; each of two people their own count."""
    if not actor.may(COUNT, poll.org_path):
        return OUT_OF_SCOPE
    if poll.phase() != "closed":
        return Denied("截止以后才登记纸质票，公布以后不能再改。", code="early")
    others = PaperCount.objects.filter(poll=poll).exclude(person_id=actor.person_id or 0)
    if others[1:].exists():
        return Denied("已经有两个人登记过了。", code="paper")
    return Allowed()


def own_answers(actor: Actor, poll: Poll) -> NamedBallot | None:
    """What one said oneself in a poll with names."""
    if poll.nameless or actor.person_id is None:
        return None
    return NamedBallot.objects.filter(poll=poll, person_id=actor.person_id).first()


def few() -> int:
    """Up to so many ballots say too much about each of them (V07)."""
    return rule("LX-181").count("few")
