"""What waits at the desk, asked for all items together: a county has hundreds in review, and each had a dozen questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page, Revision, TaskState, WorkflowState

from lianxin.foundation.accounts.models import Account
from lianxin.kernel.actor import Actor

from .. import policies

#: more than anybody looks through; the oldest come first
MOST = 1000


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item that waits. org_path: of the site in which it stands; place: its site and column in words."""

    page: Page
    state: TaskState
    org_path: str
    place: str


def waiting_for(actor: Actor, account: Account, verb: str) -> list[Waiting]:
    """Items in a stage that the actor may decide on (`policies.stage`), those that wait longest first."""
    states = _states(verb) if actor.has(verb) else []
    pages = Page.objects.in_bulk([int(state.workflow_state.object_id) for state in states])
    at = {state.pk: page for state in states if (page := pages.get(int(state.workflow_state.object_id)))}
    sites, titles = _places(list(at.values()))
    inside = [state for state in states if state.pk in at and actor.may(verb, _nearest(sites, at[state.pk].path))]
    hands = _hands(inside, at, verb)
    return [
        Waiting(page, state, _nearest(sites, page.path), _words(titles, page))
        for state in inside
        if policies.judged(account.pk, hands[(page := at[state.pk]).pk])
    ]


def sent_by(account: Account) -> list[tuple[Page, str, policies.Holder]]:
    """(item, stage, who has it) of what an author sent in and others have now, the oldest first."""
    from ..models import DutyTask

    verbs = dict(DutyTask.objects.values_list("pk", "verb"))
    flows = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS, requested_by=account)
    flows = flows.select_related("current_task_state__workflow_state").order_by("created_at")
    states = [flow.current_task_state for flow in flows[:MOST] if flow.current_task_state]
    pages = Page.objects.in_bulk([int(state.workflow_state.object_id) for state in states])
    at = {state.pk: page for state in states if (page := pages.get(int(state.workflow_state.object_id)))}
    sites, _ = _places(list(at.values()))
    known: dict[Any, policies.Holder] = {}
    found = {}
    for verb in set(verbs.values()):
        here = [state for state in states if state.pk in at and verbs.get(state.task_id) == verb]
        hands = _hands(here, at, verb)
        for state in here:
            page = at[state.pk]
            # an author's items stand in a few sites and mostly had no other hands: a few questions answer for all
            key = (_nearest(sites, page.path), verb, frozenset(hands[page.pk]))
            if key not in known:
                known[key] = policies.holder_at(key[0], verb, policies.people_of(key[2]))
            found[state.pk] = (page, verb, known[key])
    return [found[state.pk] for state in states if state.pk in found]


def readable(actor: Actor, pages: Sequence[Page]) -> set[int]:
    """Those of the items that the desk shows to the actor (`policies.may_read`)."""
    sites, _ = _places(pages)
    return {page.pk for page in pages if policies.reads_at(actor, _nearest(sites, page.path))}


def _states(verb: str) -> list[TaskState]:
    from ..models import DutyTask

    rows = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, task__in=DutyTask.objects.filter(verb=verb),
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
    )  # fmt: skip
    return list(rows.select_related("workflow_state").order_by("started_at")[:MOST])


def _places(pages: Sequence[Page]) -> tuple[dict[str, str], dict[str, str]]:
    """(path of a site -> path of its organisation, path of a page -> title) of everything above the items."""
    from ..models import SitePage

    above = {page.path[:end] for page in pages for end in range(page.steplen, len(page.path), page.steplen)}
    sites = SitePage.objects.filter(path__in=above, organisation__isnull=False)
    titles = Page.objects.filter(path__in=above, depth__gt=1)
    return dict(sites.values_list("path", "organisation__path")), dict(titles.values_list("path", "title"))


def _nearest(sites: dict[str, str], path: str) -> str:
    """As `policies.org_path_of`."""
    steps = range(len(path), 0, -Page.steplen)
    return next((sites[path[:end]] for end in steps if path[:end] in sites), "")


def _words(titles: dict[str, str], page: Page) -> str:
    above = [page.path[: -n * page.steplen] for n in (2, 1)]
    return " · ".join(titles[path] for path in above if path in titles)


def _hands(states: Sequence[TaskState], at: dict[int, Page], verb: str) -> dict[int, set[int]]:
    """As `policies.hands` of each item, in two statements."""
    from ..models import DutyTask

    pages = {at[state.pk].pk: at[state.pk] for state in states}
    found: dict[int, set[int]] = defaultdict(set)
    for state in states:
        page = at[state.pk]
        found[page.pk] |= {pk for pk in (page.owner_id, state.workflow_state.requested_by_id) if pk}
    versions: dict[int, list[tuple[int, Any, Any]]] = defaultdict(list)
    rows = Revision.page_revisions.filter(object_id__in=[str(pk) for pk in pages])
    for pk, page_id, user, created in rows.values_list("pk", "object_id", "user_id", "created_at"):
        versions[int(page_id)].append((pk, user, created))
    for page_id, many in versions.items():
        since = next((created for pk, _, created in many if pk == pages[page_id].live_revision_id), None)
        found[page_id] |= {user for _, user, created in many if user and (since is None or created > since)}
    flows = {state.workflow_state_id: at[state.pk].pk for state in states}
    done = TaskState.objects.filter(workflow_state__in=flows).exclude(status=TaskState.STATUS_IN_PROGRESS)
    done = done.exclude(task__in=DutyTask.objects.filter(verb=verb)).exclude(finished_by=None)
    for flow, user in done.values_list("workflow_state_id", "finished_by_id"):
        found[flows[flow]].add(user)
    return found
