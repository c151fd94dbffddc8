"""Who may write, review and issue on which site. Rights come from appointments (P05); nobody reviews their own (M04)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page, Revision, TaskState

from lianxin.foundation.accounts.models import Account, Person
from lianxin.foundation.accounts.queries import actor_for, nearest_holders
from lianxin.foundation.accounts.queries import in_force as appointments
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor, posts_with
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied

WRITE = "portal.write"


def org_path_of(page: Page) -> str:
    """Path of the organisation to whose site a page belongs; "" for none."""
    from .models import SitePage

    site = SitePage.objects.ancestor_of(page, inclusive=True).order_by("-depth").select_related("organisation").first()
    return site.organisation.path if site and site.organisation else ""


def may_decide(user: Any, page: Page, verb: str) -> Decision:
    """Whether the account may do one stage of the review of the page as it stands in the workflow."""
    if not user.is_authenticated:
        return OUT_OF_SCOPE
    return stage(actor_for(user), user.pk, page, verb)


def may_found(actor: Actor, organisation: Organisation) -> Decision:
    """Sites are founded by whoever runs the platform for that organisation."""
    return Allowed() if actor.may("portal.site", organisation.org_path) else OUT_OF_SCOPE


def stage(actor: Actor, account_id: int, page: Page, verb: str) -> Decision:
    """The rule itself: duty for the organisation, none of the writing, none of the other stages."""
    if not actor.may(verb, org_path_of(page)):
        return OUT_OF_SCOPE if actor.has(verb) else Denied("您的岗位不能审核内容。", code="no_right")
    return judged(account_id, hands(page, verb))


def judged(account_id: int, hands: set[int]) -> Decision:
    """Nobody on their own words: hands are those who had a part in what is reviewed."""
    if account_id in hands:
        return Denied(
            "写过、改过或已经审过这一稿的人不能再审。", rule="LX-61", code="own_work", remedy="请由另一位同志办理。"
        )
    return Allowed()


def hands(page: Page, verb: str = "") -> set[int]:
    """Accounts that had a hand in what is being reviewed: owner, writers since the last publication, other stages."""
    from .models import DutyTask

    revisions = page.revisions.all()
    live = page.live_revision
    if live is not None:
        revisions = revisions.filter(created_at__gt=live.created_at)
    found = {page.owner_id, *revisions.values_list("user_id", flat=True)}
    state = page.current_workflow_state
    if state is not None:
        found.add(state.requested_by_id)
        done = state.task_states.exclude(status=TaskState.STATUS_IN_PROGRESS)
        done = done.exclude(task__in=DutyTask.objects.filter(verb=verb))
        found |= set(done.values_list("finished_by_id", flat=True))
    return {pk for pk in found if pk}


def all_hands(page: Page) -> set[int]:
    """Everybody who ever wrote in an item, for the review after an emergency."""
    return {pk for pk in (page.owner_id, *page.revisions.values_list("user_id", flat=True)) if pk}


def all_hands_of(pages: Iterable[Page]) -> dict[int, set[int]]:
    """`all_hands` of each item by its primary key, in one statement."""
    found = {page.pk: {page.owner_id} - {None} for page in pages}
    rows = Revision.page_revisions.filter(object_id__in=[str(pk) for pk in found], user__isnull=False).order_by()
    for page_id, user in rows.values_list("object_id", "user_id").distinct():
        found[int(page_id)].add(user)
    return found


def people_of(accounts: Iterable[int]) -> set[int]:
    """Person ids behind accounts."""
    return set(Account.objects.filter(pk__in=set(accounts)).values_list("person_id", flat=True))


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a stage now: the organisation that is asked and its people; above: there was nobody nearer."""

    organisation: Organisation | None
    people: tuple[Person, ...] = ()
    above: bool = False

    def __str__(self) -> str:
        if self.organisation is None:
            return "本级和上级都没有人能办，请联系系统管理员任命"
        names = "、".join(p.nickname for p in self.people)
        return f"{self.organisation.short_name} {names}{'（本级无人，转上一级）' if self.above else ''}"


def holder(page: Page, verb: str, *, besides: Iterable[int] = ()) -> Holder:
    """The nearest organisation, its own or above, with somebody who may do the stage. besides: persons left out."""
    return holder_at(org_path_of(page), verb, people_of(hands(page, verb)) | set(besides))


def holder_at(path: str, verb: str, out: set[int]) -> Holder:
    """The same for whatever belongs to the organisation at the path. out: persons left out."""
    ids = nearest_holders(verb, path, exclude=out)
    if not ids:
        return Holder(None)
    rows = appointments().filter(person_id__in=ids, post__in=posts_with(verb)).select_related("organisation", "person")
    near = [row for row in rows if path.startswith(row.org_path)]
    longest = max(len(row.org_path) for row in near)
    near = [row for row in near if len(row.org_path) == longest]
    people = {row.person_id: row.person for row in near}
    return Holder(near[0].organisation, tuple(people.values()), above=near[0].org_path != path)


def may_read(actor: Actor, page: Page) -> Decision:
    """Whether the desk shows an item at all: a duty of the portal for its organisation (P05)."""
    return Allowed() if reads_at(actor, org_path_of(page)) else OUT_OF_SCOPE


def reads_at(actor: Actor, path: str) -> bool:
    """Whether a duty of the portal reaches the organisation at the path."""
    return any(actor.may(verb, path) for verb in READERS)


READERS = (WRITE, "portal.edit", "portal.review", "portal.issue")
