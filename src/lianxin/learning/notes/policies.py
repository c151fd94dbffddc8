"""Who reads a note, who says something about it, who reviews and who recommends.

Reading is one condition, that of the thought reports (`reports.policies.readable`): what the author chose, not the
subtree of an appointment. Pages, lists, comments and the search ask it.
"""

from __future__ import annotations

from django.db.models import Q

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied
from lianxin.kernel.personal_data import find
from lianxin.membership.dossiers import queries as dossiers
from lianxin.membership.dossiers.models import Member
from lianxin.membership.reports.policies import readable as opened

from .limits import fits, longest, rule_of
from .models import Comment, Note, Recommendation

READ, RELEASE, RECOMMEND = "notes.read", "notes.release", "notes.recommend"
#: post -> what it may do. RELEASE holds in the subtree; READ for one branch, and RECOMMEND, only at the organisation.
#: 宣传委员 is a 委员; where a branch has no committee its secretary speaks for it
POSTS = {
    "secretary": (READ, RELEASE, RECOMMEND),
    "deputy_secretary": (READ, RELEASE, RECOMMEND),
    "committee_member": (READ, RECOMMEND),
    "organiser": (READ, RELEASE),
}
SIGN_IN = Denied("登录以后可以评论。", rule="CMT-01", code="anonymous", remedy="还没有账号的，可以先登记。")
UNCHECKED = Denied(
    "评论以前要核验手机号。", rule="CMT-01", code="unverified",
    remedy="身份只在后台核验，显示的是您的昵称。请到“我的—核验手机号”办理，大约 1 分钟。",
)  # fmt: skip
_SAID = {"draft": "这篇还是草稿。", "sent": "这篇已经发布，要改请先撤回。", "withdrawn": "这篇已经撤回。"}


def readable(actor: Actor) -> Q:
    """The notes that the actor may read in full."""
    return opened(actor, READ)


def may_read(actor: Actor, note: Note) -> Decision:
    """The same answer as the lists give."""
    found = Note.objects.unscoped("narrowed by the policy").filter(readable(actor), pk=note.pk)
    return Allowed() if found.exists() else OUT_OF_SCOPE


def is_author(actor: Actor, note: Note) -> Decision:
    """What is the author's own: for anybody else it is as if it were not there."""
    return Allowed() if actor.is_person(note.member.person_id) else OUT_OF_SCOPE


def may_write(member: Member | None) -> Decision:
    """R040: members and those on the way, as long as their file is kept."""
    if member is None:
        return Denied("这里还没有您的档案，所以不知道您在哪个支部。", code="no_file", remedy="请联系所在支部建立档案。")
    if member.standing != "active":
        return Denied(f"您的档案{member.get_standing_display()}，不能再写心得。", code="closed")
    return Allowed()


def in_state(note: Note, *states: str) -> Decision:
    """Whether the note stands where a step begins."""
    return Allowed() if note.state in states else Denied(_SAID[note.state], code="state")


def may_comment(actor: Actor, note: Note) -> Decision:
    """Under the note itself: who may read may say something, as long as the author wants to hear it."""
    if not may_read(actor, note):
        return OUT_OF_SCOPE
    if not (here := in_state(note, "sent")):
        return here
    return _heard(actor, note)


def _heard(actor: Actor, note: Note) -> Decision:
    if note.silent and not is_author(actor, note):
        return Denied("作者暂时不接受评论。", code="silent", remedy="有要紧的话，可以当面谈。")
    return Allowed()


def may_comment_openly(actor: Actor, note: Note) -> Decision:
    """Under the copy for everybody: somebody known in the background (CMT-01), and not too many at once."""
    if not is_out(note):
        return OUT_OF_SCOPE
    if actor.person_id is None:
        return SIGN_IN
    if not (heard := _heard(actor, note)):
        return heard
    person = Person.objects.filter(pk=actor.person_id).first()
    if person is None or not (person.verified or dossiers.is_member(actor.person_id)):
        return UNCHECKED
    waiting = Comment.objects.filter(by_id=actor.person_id, state="waiting", gone_by="").count()
    if waiting >= longest("waiting"):
        return Denied(f"您有 {waiting} 条评论还在等审核，请等一等再写。", rule=rule_of("waiting"), code="too_many")
    return Allowed()


def is_out(note: Note) -> bool:
    """Everybody reads the copy now."""
    return note.copy == "out" and note.state == "sent" and note.audience == "public"


def may_take_away(actor: Actor, comment: Comment) -> Decision:
    """A comment is taken away by who wrote it, or by the author of the note."""
    if actor.is_person(comment.by_id) or is_author(actor, comment.note):
        return Allowed()
    if not may_read(actor, comment.note):
        return OUT_OF_SCOPE
    return Denied("只有写的人和作者可以删除这条评论。", code="not_own")


def may_review(actor: Actor, comment: Comment) -> Decision:
    """先审后发 by somebody else (M04): neither who wrote it nor the author; asked again, another reviewer (M02)."""
    if not actor.may(RELEASE, comment.note.org_path) or not comment.open:
        return OUT_OF_SCOPE
    if actor.is_person(comment.by_id) or is_author(actor, comment.note):
        return Denied("自己写的、写给自己的评论，请由另一位同志审核。", code="own_work")
    if comment.state != "waiting" or comment.gone_by:
        return Denied("这条评论不在等待审核。", code="state")
    if comment.appealed and actor.is_person(comment.reviewed_by_id):
        return Denied("原来的决定是您作的，请另一位同志再看。", rule="LX-01", code="same_reviewer")
    return Allowed()


def may_ask_again(actor: Actor, comment: Comment) -> Decision:
    """M02: once."""
    if not actor.is_person(comment.by_id):
        return OUT_OF_SCOPE
    if comment.state != "refused" or comment.gone_by:
        return Denied("没有可以请人再看的决定。", code="state")
    return Denied("已经请另一位同志看过了。", code="twice") if comment.appealed else Allowed()


def may_ask_public(actor: Actor, note: Note) -> Decision:
    """Only the author, of a note that was sent and opened to everybody."""
    if not is_author(actor, note):
        return OUT_OF_SCOPE
    if not (here := in_state(note, "sent")):
        return here
    if note.audience != "public":
        return Denied("要先选“群众也能看”，才能做公开稿。", code="audience", field="audience")
    # what was studied stands on the copy as it was written: nothing of it is masked
    if found := find(f"{note.about_title}\n{note.about_source}"):
        return Denied(
            f"“学的是什么”或者出处里有{found[0].label}，公开页上看得到。",
            code="personal",
            remedy="请撤回，改掉以后再发布。",
        )
    return Allowed()


def may_release(actor: Actor, note: Note) -> Decision:
    """先审后发 by somebody else (M01, M04)."""
    if not actor.may(RELEASE, note.org_path) or note.copy == "none":
        return OUT_OF_SCOPE
    if is_author(actor, note):
        return Denied("自己的公开稿由另一位同志放行。", code="own_work", remedy="请本支部或者上级的另一位同志放行。")
    return Allowed()


def waiting(actor: Actor) -> Q:
    """Copies for everybody that the actor may let out or take back."""
    return subtree("org_path", actor.paths_for(RELEASE)) & ~Q(copy="none") & ~Q(member__person_id=actor.person_id)


def unseen(actor: Actor) -> Q:
    """Comments that wait for this reviewer."""
    shown = Q(state="waiting", open=True, gone_by="", note__copy="out", note__state="sent")
    here = subtree("note__org_path", actor.paths_for(RELEASE))
    own = Q(by_id=actor.person_id) | Q(note__member__person_id=actor.person_id)
    return shown & here & ~own & ~Q(appealed=True, reviewed_by_id=actor.person_id)


def may_recommend(actor: Actor, note: Note, organisation: Organisation, reason: str) -> Decision:
    """A branch speaks by its 宣传委员, with a reason that everybody may read; nobody recommends their own."""
    if organisation.path not in actor.places_for(RECOMMEND) or not may_read(actor, note):
        return OUT_OF_SCOPE
    if not (here := in_state(note, "sent")):
        return here
    if is_author(actor, note):
        return Denied("自己写的心得由另一位同志推荐。", code="own_work")
    if not (told := fits(reason, "reason", "推荐理由")):
        return told
    if found := find(reason):
        return Denied(
            f"理由里有{found[0].label}，请去掉：公开的心得，理由大家都能看到。", code="personal", field="reason"
        )
    if Recommendation.objects.filter(note=note, organisation=organisation).exists():
        return Denied(f"{organisation.short_name}已经推荐过这一篇。", code="twice")
    return Allowed()


def may_drop(actor: Actor, made: Recommendation) -> Decision:
    """The organisation takes its word back, or the author does not want it."""
    if made.organisation.path in actor.places_for(RECOMMEND) or is_author(actor, made.note):
        return Allowed()
    return OUT_OF_SCOPE
