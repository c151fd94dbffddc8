"""Who enters, who lets it be shown, who sees it. Pages, lists, files and the search ask `readable`."""

from __future__ import annotations

from django.db.models import Q

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, all_of
from lianxin.kernel.personal_data import find
from lianxin.membership.dossiers import queries as dossiers

from .lifecycle import READ, REVIEW, WRITE
from .models import Resource
from .words import AUDIENCES, KINDS

RULE = "LX-230"
_ALL = (READ, WRITE, REVIEW)
POSTS = {
    "secretary": _ALL,
    "deputy_secretary": _ALL,
    "committee_member": (READ, WRITE),
    "organiser": _ALL,
    "reviewer": (READ, REVIEW),
    "editor": (READ, WRITE),
}


def readable(actor: Actor) -> Q:
    """What is shown and meant for the actor: everybody, members, or those of the organisation and below."""
    seen = Q(audience="public")
    if actor.person_id is not None:
        seen |= subtree("org_path", actor.paths_for(READ))
        member = dossiers.own(actor.person_id)
        if member is not None and member.standing == "active":
            seen |= Q(audience="own", org_path__in=ancestors_of(member.org_path))
            seen |= Q(audience="members") if member.in_party else Q(pk__in=[])
    return Q(state="shown") & seen


def sees_file(actor: Actor, stored: StoredFile) -> Decision:
    """A picture or paper is seen by those who see the resource, and at the desk before it is shown."""
    pk = stored.subject.partition(":")[2]
    rows = Resource.objects.unscoped("asked for one file").filter(pk=pk)
    if rows.filter(readable(actor)).exists() or any(actor.may(READ, row.org_path) for row in rows):
        return Allowed()
    return OUT_OF_SCOPE


def not_ones_own(actor: Actor, case: Resource) -> Decision:
    """M04: whoever entered the present words does not let them be shown."""
    if actor.is_person(case.entered_by_id):
        return Denied(
            "自己整理的由另一位同志审核。", code="own_work", remedy="请本组织或者上级另一位有权审核的同志来看。"
        )
    return Allowed()


def not_ones_already(actor: Actor, case: Resource) -> Decision:
    """Who keeps it need not take it over."""
    return Denied("现在就由您保管。", code="twice") if actor.is_person(case.handler_id) else Allowed()


def whole(case: Resource, files: int) -> Decision:
    """Before it goes to review: something to see, and nothing about a person that strangers must not read."""
    if not files and not case.link:
        return Denied("还没有可看的：请附上照片、PDF，或者写上网址。", rule=RULE, code="empty", field="scans")
    found = find(f"{case.title}\n{case.summary}\n{case.source}") if case.audience == "public" else []
    if found:
        return Denied(f"文字里有{found[0].label}，所有人能看的不能写。", code="personal", field="summary")
    return Allowed()


def sound(said: dict[str, str]) -> Decision:
    """Every field there that has to be, none too long (LX-230); a kind and an audience of ours."""
    checks: list[Decision] = []
    figures, words = (
        rule(RULE),
        {"title": "名称", "era": "年代", "summary": "介绍", "source": "来源和收藏", "link": "网址"},
    )
    for name, word in words.items():
        text = said[name].strip()
        if not text and name in ("title", "summary", "source"):
            checks.append(Denied(f"请填写{word}。", rule=RULE, code="empty", field=name))
        elif len(text) > (most := figures.count(name)):
            checks.append(Denied(f"{word}最多 {most} 个字，现在是 {len(text)} 个字。", rule=RULE, code="too_long", field=name))  # fmt: skip
    if said["kind"] not in KINDS:
        checks.append(Denied("请选择类别。", code="choice", field="kind"))
    if said["audience"] not in AUDIENCES:
        checks.append(Denied("请选择谁能看。", code="choice", field="audience"))
    return all_of(*checks)
