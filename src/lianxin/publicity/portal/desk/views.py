"""Pages of the desk: the queues, and one item with its hints, its difference and what can be done with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused
from lianxin.ui import toasts

from .. import policies
from ..words import RETURNS
from ..words_desk import STAGES
from . import appealing, content, emergency, hints, keeping, queries, stages, unpublished, withdrawing
from .acts import ACTS, buttons, current_state
from .addresses import behind_the_desk
from .difference import Row, compare
from .door import actor_of, at_desk, item_of, to

PAGE = 20


@require_safe
@at_desk("portal.desk")
def home(request: HttpRequest) -> HttpResponse:
    """``/workbench/portal-desk/?queue=``."""
    actor, now = actor_of(request), timezone.now()
    found = queries.piles(actor, now)
    asked = request.GET.get("queue", "")
    queue = asked if asked in found else next((slug for slug, rows in found.items() if rows), "all")
    everything = asked == "all" or queue == "all"
    chips = [
        (queries.QUEUES[s].label, f"?queue={s}", s == queue and not everything, len(rows)) for s, rows in found.items()
    ]
    rows: Any = queries.recent(actor) if everything else found.get(queue, [])
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "chips": [*chips, ("最近的内容", "?queue=all", everything, None)], "now": now,
        "lines": [] if everything else page.object_list, "may_write": actor.has(policies.WRITE),
        "recent": page.object_list if everything else [], "queue": queue, "page": page,
        "may_keep_words": actor.has("portal.words"), "columns": _columns(actor) if actor.has(policies.WRITE) else [],
    }  # fmt: skip
    return render(request, "portal/desk/home.html", context)


def _columns(actor: Any) -> list[tuple[str, str]]:
    """(address, words) of the places where the actor may write."""
    from ..models import ColumnPage

    sites = queries._sites(list(actor.paths_for(policies.WRITE)))[:3]
    return [
        (f"/workbench/portal/pages/add/portal/articlepage/{column.pk}/", f"{site.title} · {column.title}")
        for site in sites
        for column in ColumnPage.objects.child_of(site).order_by("path")
    ]


@require_safe
@at_desk("portal.desk")
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/portal-desk/<pk>/?against=``."""
    page = item_of(actor_of(request), pk)
    return render(request, "portal/desk/item.html", item_context(request, page))


def item_context(request: HttpRequest, page: Any, *, typed: forms.Form | None = None, slug: str = "") -> dict[str, Any]:
    """Everything on the page of an item."""
    actor, account = actor_of(request), request.user
    state = current_state(page)
    draft = _draft(page, state)
    bases = _bases(page, draft)
    against = request.GET.get("against", "")
    base = next((b for b in bases if b[0] == against), bases[0] if bases else None)
    shown = buttons(actor, account, page, typed=typed, slug=slug)  # type: ignore[arg-type]  # signed in: at_desk
    return {
        "item": page, "draft": draft, "state": state, "steps": _steps(page, state), "hints": hints.check(draft),
        "rows": _rows(base, draft), "base": base, "action_base": f"{stages.DESK}/{page.pk}/",
        "bases": [(label, f"?against={key}", base is not None and key == base[0], None) for key, label, _ in bases],
        "preview": preview_of(draft, actor), "buttons": [b for b in shown if b.denied is None],
        "grey": [b for b in shown if b.denied is not None], "history": _history(page),
        "down": withdrawing.current(page.pk), "urgent": emergency.open_one(page.pk), "appeal": appealing.open_one(page.pk),
        "late": _late(page),
        "versions": keeping.versions_of(page.pk), "may_edit": _may_edit(actor, page, state),
        "note": getattr(draft, "correction", "") if page.live and draft.pk else "",
    }  # fmt: skip


def _late(page: Any) -> tuple[Any, str] | None:
    """(moment, reason) of a signed version that did not go out."""
    revision = unpublished.of(page.pk)
    return (revision.approved_go_live_at, unpublished.why(revision)) if revision is not None else None


def _rows(base: tuple[str, str, Any] | None, draft: Any) -> list[Row]:
    """The difference; against what readers see, recordings too as readers see them."""
    if base is None:
        return []
    return compare(base[2], draft, content.as_published(draft.pk) if base[0] == "live" else content.at_desk)


def _draft(page: Any, state: Any) -> Any:
    """The words under review, else the newest ones."""
    revision = state.revision if state is not None else page.get_latest_revision()
    return revision.as_object() if revision is not None else page


def _bases(page: Any, draft: Any) -> list[tuple[str, str, Any]]:
    """What the draft can be held against: (key, words, state of the item)."""
    found = []
    if page.live and page.live_revision is not None and page.live_revision_id != draft.latest_revision_id:
        found.append(("live", "和读者现在看到的比", page.live_revision.as_object()))
    before = queries.reviewed_before(page)
    if before is not None and before.pk != page.live_revision_id:
        found.append(("reviewed", "和上次审过的比", before.as_object()))
    return found


def _may_edit(actor: Any, page: Any, state: Any) -> bool:
    return state is None and actor.may(policies.WRITE, policies.org_path_of(page))


def preview_of(draft: Any, actor: Any) -> str:
    """The body as readers will see it; pictures and recordings by their address behind the desk."""
    shown = "".join(block.render({"page": draft, "viewer": actor}) for block in draft.body)
    return mark_safe(behind_the_desk(shown))  # noqa: S308 - blocks of our own templates, rendered escaped


def _steps(page: Any, state: Any) -> list[dict[str, Any]]:
    """The three stages: which is done, by whom, who has the one that runs."""
    running = stages.task_verb(state)
    flow = state.workflow_state if state is not None else None
    done = {}
    if flow is not None:
        for row in flow.task_states.filter(status="approved", revision_id=page.latest_revision_id).select_related(
            "finished_by__person"
        ):
            done[stages.task_verb(row)] = row
    found = []
    for verb, (name, _) in STAGES.items():
        row = done.get(verb)
        who = row.finished_by.person.nickname if row is not None and row.finished_by else ""
        asked = policies.holder(page, verb) if verb == running else None
        until = stages.due(state, verb, policies.org_path_of(page)) if verb == running else None
        found.append({"name": name, "done": row is not None, "who": who, "holder": asked, "due": until})
    return found


def _history(page: Any) -> list[dict[str, Any]]:
    from ..models import Verdict, Withdrawal

    words = {v.pk: v for v in Verdict.objects.filter(page_id=page.pk).select_related("person").order_by("-at")[:40]}
    lines = [
        {"title": f"{v.get_stage_display()}{v.get_outcome_display()}", "when": v.at, "note": v.person.nickname,
         "text": v.text or RETURNS.get(v.reason, ""), "at": v.at}
        for v in words.values()
    ]  # fmt: skip
    lines += [
        {"title": "撤下", "when": w.at, "note": w.person.nickname, "text": w.text, "at": w.at}
        for w in Withdrawal.objects.filter(page_id=page.pk).select_related("person")
    ]
    lines += [
        {"title": f"发布第 {v.number} 版", "when": v.published_at, "text": v.note, "at": v.published_at}
        for v in keeping.versions_of(page.pk)
    ]
    return sorted(lines, key=lambda line: line["at"], reverse=True)


@require_POST
@at_desk("portal.desk")
def act(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Press one of the buttons; a form with faults comes back with everything that was typed."""
    actor = actor_of(request)
    page = item_of(actor, pk)
    chosen = ACTS.get(slug)
    if chosen is None:
        raise Refused(OUT_OF_SCOPE)
    form = chosen.form(request.POST, prefix=slug)
    if form.is_valid():
        try:
            chosen.do(actor, request.user, page, form.cleaned_data)  # type: ignore[arg-type]  # signed in: at_desk
        except Refused as refused:
            if refused.denied.code in ("out_of_scope", "no_right", "own_work"):
                raise
            return _again(request, page, form, slug, refused.denied)
        toasts.say(request, chosen.done)
        return to(f"{stages.DESK}/{pk}/")
    return _again(request, page, form, slug)


def _again(request: HttpRequest, page: Page, form: forms.Form, slug: str, denied: Denied | None = None) -> HttpResponse:
    if denied is not None:
        words = " ".join(part for part in (denied.reason, denied.remedy) if part)
        form.add_error(denied.field if denied.field in form.fields else None, words)
    fresh: Any = Page.objects.get(pk=page.pk).specific
    context = item_context(request, fresh, typed=form, slug=slug)
    status = 409 if denied is not None and denied.code == "stale" else 422
    return render(request, "portal/desk/item.html", context | {"denied": denied}, status=status)


@require_safe
@at_desk("portal.desk")
def hints_now(request: HttpRequest, pk: int) -> HttpResponse:
    """The hints of the draft as it was last saved, for the panel of the editing form."""
    page = item_of(actor_of(request), pk)
    draft = page.get_latest_revision_as_object()
    found = hints.check(draft, policies.org_path_of(page))
    return JsonResponse({"html": render_to_string("portal/desk/_hints.html", {"hints": found})})
