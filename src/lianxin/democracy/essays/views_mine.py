"""我的投稿: what I wrote, how it stands, the notice of acceptance; what I do with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, signed_in, to
from lianxin.foundation.casework.engine import may
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.papers import DOCX, to_docx
from lianxin.ui import toasts

from . import actions, columns, drafts, paper, policies
from .announcing import MINE
from .forms_mine import AppealForm
from .models import Work
from .queries import desk, reading
from .words import DOWN_REASONS, LEVELS, REASONS, WORK_TONES

SIZE = 20
#: act -> (event of the table, what it does, said afterwards)
ACTS: dict[str, tuple[str, Callable[..., object], str]] = {
    "take-back": ("take_back", actions.take_back, "已收回，改好再交。"),
    "withdraw": ("withdraw", actions.withdraw, "已撤回，文字已经删掉。"),
    "discard": ("", actions.discard, "草稿已删除。"),
    "keep-private": ("keep_private", actions.keep_private, "不再展示了，奖项不变。"),
    "let-show": ("let_show", actions.let_show, "已同意展示。"),
}


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """``/me/essays/``: what I wrote, where I judge, what takes works now."""
    actor = actor_of(request)
    page = Paginator(reading.own(actor.person_id), SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page, "rows": [(one, WORK_TONES[one.state]) for one in page], "open": reading.calls(actor, "open")[:5],
        "judging": desk.to_judge(actor.person_id).filter(call__state__in=("released", "judging"))[:10],
    }  # fmt: skip
    return render(request, "essays/mine/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/me/essays/<pk>/``: how my work stands and why; appeal against not being taken."""
    actor = actor_of(request)
    work = drafts.mine(actor, pk)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.appeal(actor=actor, work=work, text=form.cleaned_data["text"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "申诉已送到，由另一位同志复核。")
            return to(f"{MINE}{pk}/")
    may_appeal = may(actor, work, "appeal") if work.state == "refused" else None
    context = {
        "work": work, "call": work.call, "tone": WORK_TONES[work.state], "form": form, "steps": _steps(work),
        "reason": {**REASONS, **DOWN_REASONS}.get(work.reason, ""), "told": work.state not in ("draft", "sent"),
        "offers": _offers(actor, work), "opinions": _opinions(work), "may_appeal": may_appeal,
        "until": policies.appeal_until(work) if work.state == "refused" else None,
        "url": columns.shown([work.page]).get(work.page or 0, ""), "on_show": policies.may_see_work(actor, work),
    }  # fmt: skip
    return render(request, "essays/mine/one.html", context, status=422 if request.method == "POST" else 200)


def _steps(work: Work) -> list[dict[str, Any]]:
    rows = work.steps.exclude(public_label="")
    return [{"title": s.public_label, "when": s.at, "text": s.public_note, "done": True} for s in rows]


def _offers(actor: Any, work: Work) -> dict[str, bool]:
    """What the author may do now, by its word in the address."""
    found = {act.replace("-", "_"): bool(may(actor, work, event)) for act, (event, _, _) in ACTS.items() if event}
    found["discard"], found["withdraw"] = work.state == "draft", found["withdraw"] and work.state != "draft"
    found["keep_private"], found["let_show"] = (
        found["keep_private"] and work.consent,
        found["let_show"] and not work.consent,
    )
    return found


def _opinions(work: Work) -> list[dict[str, Any]]:
    """What the judges said, once the result is public; without their names."""
    if work.state not in ("honoured", "passed") or work.call.state != "announced":
        return []
    return [
        {"overall": j.overall, "lines": [(name, LEVELS.get(j.levels.get(str(n), ""), ""), j.said.get(str(n), ""))
                                         for n, name in enumerate(work.call.criteria)]}
        for j in desk.opinions(work)
    ]  # fmt: skip


@require_POST
@signed_in
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """``/me/essays/<pk>/act/<act>/``."""
    actor = actor_of(request)
    work = drafts.mine(actor, pk)
    _, run, said = need(ACTS.get(act))
    try:
        run(actor=actor, work=work)
    except Refused as refused:
        if refused.denied.code in ("out_of_scope", "no_right"):
            raise
        toasts.say(request, f"{refused.denied.reason}{refused.denied.remedy}")
        return to(f"{MINE}{pk}/")
    toasts.say(request, said)
    return to(MINE if act in ("discard", "withdraw") else f"{MINE}{pk}/edit/" if act == "take-back" else f"{MINE}{pk}/")


@require_safe
@signed_in
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """``/me/essays/<pk>/notice/``: 用稿通知 or 入选通知, to look at and to print; ``?file`` as .docx."""
    work = drafts.mine(actor_of(request), pk)
    if not paper.due(work):
        raise Refused(Denied("用稿或者入选以后才有通知。", code="wrong_state"))
    sheet = paper.notice(work)
    if "file" not in request.GET:
        return render(request, "essays/mine/notice.html", {"work": work, "sheet": sheet})
    response = HttpResponse(to_docx(sheet), content_type=DOCX)
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{sheet.name}.docx") or ""
    return response
