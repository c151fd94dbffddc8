"""Who may read a report or a talk, and who may do what with it.

Reading is one condition, `readable`: pages, lists, comments, attachments and hints all ask it, so that none of them
can show what another hides. It is what the author chose, and not the subtree of an appointment: a committee above a
branch does not read what was opened to the branch alone.
"""

from __future__ import annotations

from django.db.models import Q

from lianxin.foundation.accounts.queries import holders, in_force
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor, posts_with
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, Refused, all_of
from lianxin.membership.development.accompanying import charges
from lianxin.membership.dossiers import queries as dossiers
from lianxin.membership.dossiers.models import Member

from .models import Comment, Report, Talk

READ, RELEASE, TALK, CONFIDE = "reports.read", "reports.release", "reports.talk", "reports.confide"
#: post -> what it may do. RELEASE and TALK hold in the subtree; READ for one branch, and CONFIDE, only at the organisation
POSTS = {
    "secretary": (READ, RELEASE, TALK, CONFIDE),
    "deputy_secretary": (READ, RELEASE, TALK, CONFIDE),
    "committee_member": (READ, TALK),
    "organiser": (READ, RELEASE, TALK),
}
#: people offered to somebody who wants to talk: more would be a list to get lost in
LISTENERS = 12
#: audiences beyond the branch
WIDE = ("members", "public")


def places(actor: Actor, verb: str) -> list[str]:
    """Paths of exactly those organisations at which the actor has a duty with the verb."""
    return list(actor.places_for(verb))


def person_of(actor: Actor) -> int:
    """Whoever speaks is somebody; the system has nothing to say."""
    if actor.person_id is None:
        raise Refused(OUT_OF_SCOPE)
    return actor.person_id


def readable(actor: Actor, verb: str = READ) -> Q:
    """The reports that the actor may read in full; the same for any writing of a member opened by its author.

    verb: of the room whose rows they are; they have ``member``, ``organisation``, ``org_path``, ``state``, ``audience``.
    """
    if actor.person_id is None:
        return Q(pk__in=[])
    shown = Q(org_path__in=places(actor, verb)) | subtree("org_path", actor.paths_for(verb)) & Q(audience__in=WIDE)
    member = dossiers.own(actor.person_id)
    if member is not None and member.in_party:
        shown |= Q(audience__in=WIDE) | Q(organisation_id=member.organisation_id) | Q(member__in=led_by(member))
    return Q(member__person_id=actor.person_id) | Q(state="sent") & shown


def led_by(member: Member) -> list[int]:
    """Members on the way whom somebody accompanies (DEV-04); what was opened to a branch reaches them too."""
    return [charge.case.member_id for charge in charges(member.person_id)]


def may_read(actor: Actor, report: Report) -> Decision:
    """The same answer as the lists give."""
    found = Report.objects.unscoped("narrowed by the policy").filter(readable(actor), pk=report.pk)
    return Allowed() if found.exists() else OUT_OF_SCOPE


def sees_file(actor: Actor, stored: StoredFile) -> Decision:
    """Photos and scans are read by those who read the report; never by the public, for nobody can mask a scan."""
    pk = stored.subject.partition(":")[2]
    report = Report.objects.unscoped("asked for one file").filter(pk=pk).first()
    return may_read(actor, report) if report is not None else OUT_OF_SCOPE


def is_author(actor: Actor, report: Report) -> Decision:
    """What is the author's own: for anybody else it is as if it were not there."""
    return Allowed() if actor.is_person(report.member.person_id) else OUT_OF_SCOPE


def may_write(member: Member | None) -> Decision:
    """R032: members and those on the way, as long as their file is kept."""
    if member is None:
        return Denied(
            "这里还没有您的档案，所以不知道汇报该交到哪个支部。", code="no_file", remedy="请联系所在支部建立档案。"
        )
    if member.standing != "active":
        return Denied(f"您的档案{member.get_standing_display()}，不能再交思想汇报。", code="closed")
    return Allowed()


def may_enter(actor: Actor, member: Member) -> Decision:
    """代录 a report on paper (A02): those who read reports at exactly the branch to which it was handed; never one's own."""
    if member.org_path not in places(actor, READ):
        return OUT_OF_SCOPE
    if actor.is_person(member.person_id):
        return Denied("自己的汇报请在“我的思想汇报”里写。", code="own_work", field="member")
    return may_write(member)


def in_state(report: Report, *states: str) -> Decision:
    """Whether the report stands where a step begins."""
    if report.state in states:
        return Allowed()
    said = {
        "draft": "这篇还是草稿。",
        "sent": "这篇已经交了，要改请先撤回。",
        "withdrawn": "这篇已经撤回。",
    }
    return Denied(said[report.state], code="state")


def may_comment(actor: Actor, report: Report) -> Decision:
    """Who may read may say something, as long as the author wants to hear it; the author may always answer."""
    if not may_read(actor, report):
        return OUT_OF_SCOPE
    if not (here := in_state(report, "sent")):
        return here
    if report.silent and not is_author(actor, report):
        return Denied("作者暂时不接受意见。", code="silent", remedy="有要紧的话，可以当面谈。")
    return Allowed()


def may_take_away(actor: Actor, comment: Comment) -> Decision:
    """A comment is taken away by who wrote it, or by the author of the report."""
    if not may_read(actor, comment.report):
        return OUT_OF_SCOPE
    if actor.is_person(comment.by_id) or is_author(actor, comment.report):
        return Allowed()
    return Denied("只有写的人和作者可以删除这条意见。", code="not_own")


def may_ask_public(actor: Actor, report: Report) -> Decision:
    """R034: only the author, of a report that was sent and opened to everybody."""
    if not is_author(actor, report):
        return OUT_OF_SCOPE
    if not (here := in_state(report, "sent")):
        return here
    if report.audience != "public":
        return Denied("要先选“群众也能看”，才能做公开稿。", code="audience", field="audience")
    return Allowed()


def may_release(actor: Actor, report: Report) -> Decision:
    """先审后发 by somebody else (M01, M04)."""
    if not actor.may(RELEASE, report.org_path) or report.copy == "none":
        return OUT_OF_SCOPE
    if actor.is_person(report.member.person_id):
        return Denied("自己的公开稿由另一位同志放行。", code="own_work", remedy="请本支部或者上级的另一位同志放行。")
    return Allowed()


def waiting(actor: Actor) -> Q:
    """Copies for everybody that the actor may let out or take back."""
    return subtree("org_path", actor.paths_for(RELEASE)) & ~Q(copy="none") & ~Q(member__person_id=actor.person_id)


def may_talk(actor: Actor, member: Member) -> Decision:
    """Those who accompany write a talk down; nobody talks with themselves."""
    if not actor.may(TALK, member.org_path):
        return OUT_OF_SCOPE
    if actor.is_person(member.person_id):
        return Denied("谈话对象不能是自己。", code="own_work", field="member")
    if member.standing != "active":
        return Denied(f"{member.name}的档案{member.get_standing_display()}。", code="closed", field="member")
    return Allowed()


def confided(actor: Actor) -> Q:
    """Talks that the actor may read: one of the two, or a secretary at exactly that organisation (LX-77)."""
    if actor.person_id is None:
        return Q(pk__in=[])
    two = Q(by_id=actor.person_id) | Q(member__person_id=actor.person_id)
    return two | Q(org_path__in=places(actor, CONFIDE))


def is_of_the_two(actor: Actor, talk: Talk) -> bool:
    """One of those who talked."""
    return actor.is_person(talk.by_id) or actor.is_person(talk.member.person_id)


def may_remark(actor: Actor, talk: Talk) -> Decision:
    """The person who was talked with may add what they think, once."""
    if not Talk.objects.unscoped("narrowed by the policy").filter(confided(actor), pk=talk.pk).exists():
        return OUT_OF_SCOPE
    theirs = actor.is_person(talk.member.person_id)
    mine = Allowed() if theirs else Denied("补充由谈话对象本人写。", code="not_own")
    once = Denied("已经补充过了。", code="twice") if talk.remark else Allowed()
    return all_of(mine, once)


def may_wish(member: Member | None, to: int) -> Decision:
    """R043: whoever has a file here asks somebody who accompanies people at their own organisation or above."""
    if not (may := may_write(member)):
        return may
    if member is None or to not in dict(listeners(member)):
        return Denied("请从列出的人里选一位。", code="choice", field="to")
    return Allowed()


def listeners(member: Member) -> list[tuple[int, str]]:
    """(person, who they are) of those who hold talks for a member, the nearest first; never the member."""
    people = holders(TALK, member.org_path, exclude=[member.person_id])[:LISTENERS]
    rows = in_force().filter(person__in=people, post__in=posts_with(TALK), org_path__in=ancestors_of(member.org_path))
    words: dict[int, str] = {}
    for row in rows.select_related("person", "organisation").order_by("-org_path"):
        name = row.person.name or row.person.nickname
        words.setdefault(row.person_id, f"{name}（{row.organisation.short_name}{row.get_post_display()}）")
    return [(person, words[person]) for person in people]


def may_amend(actor: Actor, talk: Talk) -> Decision:
    """Who wrote a record corrects it, until the other one has answered to it."""
    if not actor.is_person(talk.by_id):
        return OUT_OF_SCOPE
    if talk.remark:
        return Denied("对方已经作了补充，内容不再改动。", code="closed")
    return Allowed()
