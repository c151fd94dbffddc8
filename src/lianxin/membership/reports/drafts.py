"""Keeping what is being written. A draft is nobody's business but its writer's.

The ledger learns that a report was begun and that it was sent, not when and how often somebody sat over it: a line for
every pause would be a record of a person's hours (B01). That is why saving again is no action.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Decision, Denied, Refused, all_of
from lianxin.membership.dossiers import queries as dossiers
from lianxin.membership.dossiers.models import Member

from . import policies
from .limits import fits
from .models import Report
from .words import AUDIENCES

STALE = Denied(
    "这篇草稿在别的页面或别的设备上改过，这一次没有存上。", code="stale",
    remedy="您写的都还在下面；另一份也没有丢。对照以后再按一次保存，就以这一份为准。",
)  # fmt: skip
_TWICE = Denied("这篇草稿刚刚已经存好了。", code="stale", remedy="请再按一次保存。")


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in the form. Everything may be empty while it is a draft."""

    title: str = ""
    body: str = ""
    audience: str = "branch"


def keep(*, actor: Actor, key: str, words: Words, revision: int, scanned: bool = False) -> Report:
    """保存草稿. key: of the form; a report begun with it is saved again, else it is begun.

    revision: what the form was opened with; scanned: paper comes with it, so words are not needed.
    Raises `Refused`: no file, nothing written, too long, or saved elsewhere meanwhile.
    """
    member = dossiers.own(actor.person_id)
    require(policies.may_write(member))
    require(check(words))
    known = Report.objects.unscoped("one's own").filter(member=member, key=key).first()
    if known is None:
        if not (words.title or words.body.strip() or scanned):
            raise Refused(Denied("还没有写什么。", code="empty", field="body"))
        return begin(actor=actor, member=member, key=key, words=words)  # type: ignore[arg-type]  # may_write knows it
    return save(actor=actor, report=known, words=words, revision=revision)


@action("reports.begin")
def begin(*, actor: Actor, member: Member, key: str, words: Words) -> Report:
    """开始写. Opened to the branch in which the file of the author is."""
    if not key or len(key) > 40:
        raise Refused(Denied("页面放得太久了，请重新打开再写。", code="key"))
    with or_refuse(_TWICE):
        report = Report.objects.create(
            member=member, organisation=member.organisation, org_path=member.org_path, key=key, title=words.title,
            body=words.body, audience=words.audience,
        )  # fmt: skip
    record("reports.begin", actor=actor, subject=report)
    return report


@transaction.atomic
def save(*, actor: Actor, report: Report, words: Words, revision: int) -> Report:
    """Save a draft again. Nothing changed: nothing happens, so a press of the button after the autosave is no conflict."""
    report = lock(report)
    require(policies.is_author(actor, report))
    require(all_of(policies.in_state(report, "draft"), check(words)))
    if (report.title, report.body, report.audience) == (words.title, words.body, words.audience):
        return report
    if report.revision != revision:
        raise Refused(STALE)
    report.title, report.body, report.audience = words.title, words.body, words.audience
    report.revision += 1
    report.save()
    return report


def check(words: Words) -> Decision:
    """What even a draft may not be."""
    if words.audience not in AUDIENCES:
        return Denied("请选择谁能看。", code="empty", field="audience")
    return all_of(fits(words.title, "title", "题目", needed=False), fits(words.body, "body", "正文", needed=False))


def mine(actor: Actor, pk: int) -> Report:
    """A report of the person who asks; anybody else's is 404."""
    found = Report.objects.unscoped("one's own").select_related("member", "organisation").filter(pk=pk).first()
    if found is None or not policies.is_author(actor, found):
        raise Refused(OUT_OF_SCOPE)
    return found
