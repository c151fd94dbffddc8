"""评议 in words: at once among those who read the note, after a review where everybody reads."""

from __future__ import annotations

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.personal_data import mask
from lianxin.membership.reports.policies import person_of
from lianxin.membership.reports.telling import tell

from . import policies
from .actions import ROOT
from .limits import fits
from .models import Comment, Note
from .publishing import DESK


@action("notes.comment")
def comment(*, actor: Actor, note: Note, text: str, key: str, openly: bool = False) -> Comment:
    """评论. openly: under the copy for everybody; the text is masked and waits for somebody else's eyes."""
    note = lock(note)
    require(policies.may_comment_openly(actor, note) if openly else policies.may_comment(actor, note))
    require(fits(text, "comment", "想说的话"))
    speaker = person_of(actor)
    known = Comment.objects.filter(note=note, by_id=speaker, key=key[:40]).first()
    if known is not None:
        record("notes.comment_again", actor=actor, subject=note)
        return known
    made = Comment.objects.create(
        note=note, by_id=speaker, open=openly, voice=_voice(actor, note), state="waiting" if openly else "shown",
        text=mask(text).strip() if openly else text.strip(), key=key[:40], at=moment.now(),
    )  # fmt: skip
    record("notes.comment", actor=actor, subject=note, place="公开页" if openly else "党内")
    if openly:
        _ask_review(made, note)
    else:
        _tell_about(made, note)
    return made


def _voice(actor: Actor, note: Note) -> str:
    if policies.is_author(actor, note):
        return "reply"
    return "opinion" if note.org_path in actor.places_for(policies.READ) else "comment"


def _ask_review(made: Comment, note: Note) -> None:
    known = {made.by_id, note.member.person_id, made.reviewed_by_id if made.appealed else None}
    people = nearest_holders(policies.RELEASE, note.org_path, exclude=[p for p in known if p])
    tell(people, "notes.review", "学习心得有一条评论待审核", url=f"{DESK}comments/{made.pk}/",
         key=f"note:said:{made.pk}:{made.appealed}", working=True, org_path=note.org_path)  # fmt: skip


def _tell_about(made: Comment, note: Note) -> None:
    """The author learns of every word that is shown; of an answer those who spoke at the same place."""
    people, title = {note.member.person_id}, "您的学习心得有新的评论"
    if made.voice == "reply":
        spoke = note.comments.filter(gone_by="", open=made.open, state="shown").exclude(voice="reply")
        people, title = set(spoke.values_list("by_id", flat=True)), "您评论过的学习心得有回复"
    url = f"/learning/notes/{note.pk}/#said" if made.open else f"{ROOT}{note.pk}/#said"
    tell(people - {made.by_id}, "notes.comment", title, url=url, key=f"note:said:{made.pk}", org_path=note.org_path)


@action("notes.show_comment")
def show(*, actor: Actor, comment: Comment) -> Comment:
    """通过: everybody reads it from now on."""
    comment = lock(comment)
    require(policies.may_review(actor, comment))
    comment.state, comment.reviewed_by_id, comment.reason = "shown", actor.person_id, ""
    comment.save()
    record("notes.show_comment", actor=actor, subject=comment.note)
    _tell_about(comment, comment.note)
    return comment


@action("notes.refuse_comment")
def refuse(*, actor: Actor, comment: Comment, reason: str) -> Comment:
    """不通过, with a reason for its writer, who may ask for another reviewer once."""
    comment = lock(comment)
    require(policies.may_review(actor, comment))
    require(fits(reason, "comment", "原因"))
    comment.state, comment.reviewed_by_id, comment.reason = "refused", actor.person_id, reason.strip()
    comment.save()
    note = comment.note
    record("notes.refuse_comment", actor=actor, subject=note)
    tell([comment.by_id], "notes.refused", "您的评论没有通过，看看原因", url=f"/learning/notes/{note.pk}/#said",
         key=f"note:said:{comment.pk}:refused:{comment.appealed}", org_path=note.org_path)  # fmt: skip
    return comment


@action("notes.ask_again")
def ask_again(*, actor: Actor, comment: Comment) -> Comment:
    """请另一位同志再看, once (M02)."""
    comment = lock(comment)
    require(policies.may_ask_again(actor, comment))
    comment.state, comment.appealed = "waiting", True
    comment.save()
    record("notes.ask_again", actor=actor, subject=comment.note)
    _ask_review(comment, comment.note)
    return comment


@action("notes.take_away")
def take_away(*, actor: Actor, comment: Comment) -> Comment:
    """删除一条评论: its words are gone, its place says by whom (M06)."""
    comment = lock(comment)
    require(policies.may_take_away(actor, comment))
    comment.text = comment.reason = ""
    comment.gone_by = "writer" if actor.is_person(comment.by_id) else "author"
    comment.save()
    record("notes.take_away", actor=actor, subject=comment.note)
    return comment
