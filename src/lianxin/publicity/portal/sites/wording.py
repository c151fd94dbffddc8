"""What everybody reads of a site besides its items: names and introductions. Proposed by one, confirmed by another (M01, M04)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lianxin.foundation.accounts.actions import set_keeper
from lianxin.foundation.accounts.models import Keeping
from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.casework.second_look import need_reason
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import SYSTEM, Actor

from ..models import ColumnPage, SiteFace, SitePage
from ..words_desk import ISSUE
from . import policies
from .words import keeping_of

OF_SITE, OF_FACE = ("title", "intro"), ("operator", "responsible")
LABELS = {"title": "站点名称", "intro": "一句话介绍", "operator": "承办", "responsible": "对外显示的责任人"}
ROOT = "/workbench/sites/"


def of(column: ColumnPage, line: str) -> str:
    """Under which name a line of a column waits."""
    return f"{column.pk}:{line}"


def face_of(site: SitePage, revision: int | None = None) -> SiteFace:
    """The face, made when it is first written; locked. A stale tab is refused."""
    face, _ = SiteFace.objects.get_or_create(site=site, defaults={"template": "county"})
    return lock(face, revision=revision)


def typed(design: Any) -> dict[str, str]:
    """What a founder wrote, without the lines left to the tree."""
    return {name: said for name in (*OF_SITE, *OF_FACE) if (said := getattr(design, name).strip())}


def say(actor: Actor, site: SitePage, face: SiteFace, words: Mapping[str, str]) -> bool:
    """Propose words; the system says them at once. Saves the face. Answers whether any wait."""
    if actor.kind == "system":
        _write(site, face, words)
    waits = face.put_forward(actor, words, shown(site, face)) if actor.kind != "system" else False
    _store(face)
    if waits:
        away = [p for p in (actor.person_id,) if p]
        people = nearest_holders(ISSUE, policies.path_of(site), exclude=away)
        _tell(people, "站点的文字等您确认", site, face, site.title, f"{ROOT}{site.pk}/words/")
    return waits


def shown(site: SitePage, face: SiteFace) -> dict[str, str]:
    """Everything that can be said, as it is read now."""
    lines = {name: str(getattr(site, name)) for name in OF_SITE} | {name: str(getattr(face, name)) for name in OF_FACE}
    for column in ColumnPage.objects.child_of(site):
        lines |= {of(column, "title"): column.title, of(column, "intro"): column.intro}
    return lines


def changes(site: SitePage, face: SiteFace) -> list[tuple[str, str, str]]:
    """(label, as it is read now, as it is to be) of what waits."""
    now = shown(site, face) if face.proposed else {}
    return [(_label(name, now), now[name], str(said)) for name, said in face.proposed.items() if name in now]


def _label(name: str, now: Mapping[str, str]) -> str:
    column, _, line = name.partition(":")
    if not line:
        return LABELS[name]
    return f"栏目“{now[f'{column}:title']}”的{'名称' if line == 'title' else '说明'}"


@action("portal.confirm_words")
def confirm(*, actor: Actor, site: SitePage, revision: int) -> SitePage:
    """确认: everybody reads it with this commit."""
    face = face_of(site, revision)
    require(policies.may_settle_words(actor, site, face))
    _write(site, face, face.settle())
    _store(face)
    record("portal.confirm_words", actor=actor, subject=f"page:{site.pk}", org_path=policies.path_of(site))
    return site


@action("portal.return_words")
def send_back(*, actor: Actor, site: SitePage, reason: str, revision: int) -> SitePage:
    """退回: what is read stays as it is; the one who proposed it learns why."""
    face = face_of(site, revision)
    require(policies.may_settle_words(actor, site, face))
    words, asked = need_reason(reason), face.proposed_by_id
    face.settle()
    _store(face)
    record("portal.return_words", actor=actor, subject=f"page:{site.pk}", org_path=policies.path_of(site))
    _tell([asked] if asked else [], "站点文字的修改被退回", site, face, words, f"{ROOT}{site.pk}/")
    return site


def _write(site: SitePage, face: SiteFace, words: Mapping[str, Any]) -> None:
    for name in OF_FACE:
        setattr(face, name, words.get(name, getattr(face, name)))
    _rename(site, {name: words[name] for name in OF_SITE if name in words})
    for column in ColumnPage.objects.child_of(site):
        said = {line: words[of(column, line)] for line in OF_SITE if of(column, line) in words}
        _rename(column, said)
        if "title" in said:
            _relabel(site, column)


def _rename(page: SitePage | ColumnPage, said: Mapping[str, str]) -> None:
    if said:
        page.title = page.draft_title = said.get("title", page.title)
        page.intro = said.get("intro", page.intro)
        page.save(update_fields=["title", "draft_title", "intro"], clean=False)


def _relabel(site: SitePage, column: ColumnPage) -> None:
    """Its keeping is called as the column; by the system, for the right to confirm was asked above."""
    kept = Keeping.objects.filter(organisation=site.organisation, column=keeping_of(column.code)).first()
    if kept is not None and site.organisation is not None:
        set_keeper(actor=SYSTEM, organisation=site.organisation, column=kept.column, label=column.title[:40],
                   keeper=kept.keeper, deputy=kept.deputy)  # fmt: skip


def _store(face: SiteFace) -> None:
    face.revision += 1
    face.save()


def _tell(people: Iterable[int], title: str, site: SitePage, face: SiteFace, body: str, url: str) -> None:
    send_many(
        to=people, code="portal.words", title=title, body=body, url=url, key=f"site_words:{site.pk}:{face.revision}",
        working=True, org_path=policies.path_of(site),
    )  # fmt: skip
