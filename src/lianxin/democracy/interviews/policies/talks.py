"""在线访谈: drawn up by one, released by another; asked by whom it is meant for; answered with the guest's own word."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from lianxin.democracy.speaking import audiences
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, all_of

from ..lifecycle import DRAW, HOST, RELEASE
from ..models import Answer, Guest, Interview
from ..words import SHOWN_TALKS
from .common import ahead, fits, kept, not_own

POSTS = {
    "editor": (DRAW, HOST),
    "committee_member": (DRAW, HOST),
    "deputy_secretary": (DRAW, RELEASE, HOST),
    "secretary": (DRAW, RELEASE, HOST),
    "approver": (RELEASE,),
    "leader": (RELEASE,),
}
#: questions are taken while it is announced and while it runs
ASKING = ("announced", "live")


def readable(actor: Actor) -> Q:
    """Shown interviews that the actor may read (M01): those for everybody, those for members, those one works on."""
    if actor.kind == "system":
        return Q()
    condition = Q(state__in=SHOWN_TALKS) & audiences.readable(actor)
    paths = [path for verb in (DRAW, RELEASE, HOST) for path in actor.paths_for(verb)]
    return condition | (Q(state__in=SHOWN_TALKS) & subtree("org_path", paths) if paths else Q(pk__in=[]))


def well_drawn(talk: Interview) -> Decision:
    """Everything that an announcement must say, within LX-160."""
    found = rule("LX-160")
    span = talk.ends_at - talk.starts_at
    if not timedelta(0) < span <= timedelta(minutes=found.count("span")):
        return Denied(
            f"结束要晚于开始，一场不超过 {found.count('span')} 分钟。", rule="LX-160", code="span", field="until"
        )
    if not 1 <= talk.answer_days <= found.count("later"):
        return Denied(
            f"会后答复最多 {found.count('later')} 个工作日。", rule="LX-160", code="later", field="answer_days"
        )
    return all_of(
        fits(talk.subject, "LX-160", "subject", "谈什么", "subject"),
        fits(talk.about, "LX-160", "about", "说明", "about"),
    )


def may_announce(actor: Actor, talk: Interview) -> Decision:
    """Released by another one, early enough, with somebody who answers."""
    if not talk.guests.exists():
        return Denied("还没有写明嘉宾。", rule="LX-160", code="no_guest", field="guests")
    return all_of(
        not_own(actor, talk.drawn_by_id), well_drawn(talk), kept(talk.keeper_id, talk.deputy_id),
        ahead(talk.starts_at, "LX-160"),
    )  # fmt: skip


def may_reschedule(actor: Actor, talk: Interview) -> Decision:
    """A new hour lies ahead: people who asked are told."""
    late = Denied("新的时间要在以后。", code="past", field="day")
    return all_of(well_drawn(talk), Allowed() if talk.starts_at > moment.now() else late)


def may_begin(actor: Actor, talk: Interview) -> Decision:
    """By the clock: not earlier than LX-160 lets."""
    early = rule("LX-160").count("early")
    if moment.now() < talk.starts_at - timedelta(minutes=early):
        return Denied(f"还没有到时间，最早可以提前 {early} 分钟开始。", rule="LX-160", code="too_early")
    return Allowed()


def may_archive(actor: Actor, talk: Interview) -> Decision:
    """Nothing that was asked is put away without an answer."""
    from ..queries.board import open_questions

    if left := open_questions(talk):
        return Denied(
            f"还有 {left} 个问题没有答复。",
            rule="LX-160",
            code="open_questions",
            remedy="答完才能归档，期间一直公开显示。",
        )
    return Allowed()


def may_record(actor: Actor, talk: Interview) -> Decision:
    """实录 is let out by somebody else than who wrote its words (M04)."""
    return not_own(actor, talk.drawn_by_id)


def hosts(actor: Actor, talk: Interview) -> Decision:
    """主持、录入: a duty that covers the organisation."""
    return Allowed() if actor.may(HOST, talk.org_path) else OUT_OF_SCOPE


def is_guest(actor: Actor, guest: Guest) -> bool:
    return actor.is_person(guest.person_id)


def at_board(actor: Actor, talk: Interview) -> Decision:
    """Sees the desk of a talk: those with a duty there, and its guests."""
    works = any(actor.may(verb, talk.org_path) for verb in (DRAW, RELEASE, HOST))
    guest = actor.person_id is not None and talk.guests.filter(person_id=actor.person_id).exists()
    return Allowed() if works or guest else OUT_OF_SCOPE


def may_answer(actor: Actor, talk: Interview, guest: Guest) -> Decision:
    """Typed by the guest, or by a recorder; nobody types for a guest of another talk."""
    if talk.state not in ("announced", "live", "finished", "recorded"):
        return Denied(f"访谈{talk.state_label}，不能再录答复。", code="wrong_state")
    if guest.talk_id != talk.pk:
        return OUT_OF_SCOPE
    return Allowed() if is_guest(actor, guest) else hosts(actor, talk)


def may_confirm(actor: Actor, answer: Answer) -> Decision:
    """The guest says that these are the words; for one without an account here the recorder says how they did."""
    guest = answer.guest
    if answer.confirmed_at:
        return Denied("已经确认过了。", code="twice")
    if guest.person_id is not None:
        if is_guest(actor, guest):
            return Allowed()
        return Denied("请嘉宾本人登录确认。", code="not_guest")
    return hosts(actor, guest.talk)


def may_release(actor: Actor, answer: Answer) -> Decision:
    """As the announcement declared: by another duty holder, or by the guest."""
    talk = answer.guest.talk
    if answer.released_at:
        return Denied("已经发布了。", code="twice")
    if not answer.confirmed_at:
        return Denied("嘉宾还没有确认，不能发布。", code="not_confirmed", remedy="请嘉宾看过、确认以后再发布。")
    if talk.release == "guest" and answer.guest.person_id is not None:
        return Allowed() if is_guest(actor, answer.guest) else Denied("这场访谈由嘉宾本人发布答复。", code="not_guest")
    if not (actor.may(HOST, talk.org_path) or actor.may(RELEASE, talk.org_path)):
        return OUT_OF_SCOPE
    if actor.is_person(answer.typed_by_id) or is_guest(actor, answer.guest):
        return Denied("录入的和答复的人不能自己发布，请另一位同志核对后发布。", code="own_work")
    return Allowed()


GUARDS = {
    "announce": may_announce, "begin": may_begin, "archive": may_archive, "record": may_record,
    "reschedule": may_reschedule,
}  # fmt: skip
