"""决策参考 at the desk: the list of a committee's papers, one paper, its words, its signature, its file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, to
from lianxin.foundation.accounts.stepping import step_page
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import below
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.papers import DOCX, to_docx
from lianxin.ui import toasts

from . import paper, policies, ports
from .actions import advising
from .composing import span
from .forms import Spoken, area, before, day
from .lifecycle import ADVISE
from .models import Advice

at_desk = door(no_duty("为党委准备决策参考的同志"))
DESK = "/workbench/reference/"
SIZE, OFFERED = 30, 400


class PeriodForm(Spoken):
    organisation = forms.ChoiceField(label="哪个党组织（含下级）")
    since = day("自")
    until = day("至（不含这一天）")

    def __init__(self, *args: Any, offices: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {str(one.pk): one for one in offices}
        places: Any = self.fields["organisation"]
        places.choices = [(pk, "　" * (one.depth - 1) + one.short_name) for pk, one in self.offices.items()]
        today = timezone.localdate()
        self.fields["since"].initial, self.fields["until"].initial = before(today), today


class WordsForm(Spoken):
    summary = area("主要情况", 5, help_text="系统按数字写的初稿，请改成自己的话。")
    proposals = area("建议", 6, required=False, help_text="党委可以怎么办：几条、由谁、什么时候。")


def _rows(actor: Actor) -> Any:
    return Advice.objects.visible_to(actor, ADVISE).select_related("organisation", "signed_by", "made_by", "edited_by")


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(ADVISE)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/reference/``: papers, the newest first, and the form that makes one."""
    actor = actor_of(request)
    form = PeriodForm(request.POST or None, offices=list(below(actor.paths_for(ADVISE))[:OFFERED]))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = advising.advise(actor=actor, organisation=form.offices[said["organisation"]], since=said["since"],
                                   until=said["until"], key=said["key"])  # fmt: skip
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已生成草稿，请改文字、写建议，再请人审定。")
            return to(f"{DESK}{made.pk}/")
    page = Paginator(_rows(actor).order_by("-until", "-version", "-pk"), SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form}
    return render(request, "improving/desk/advices.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@at_desk(ADVISE)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/reference/<pk>/``."""
    actor = actor_of(request)
    advice: Advice = need(_rows(actor).filter(pk=pk).first())
    signing = policies.may_sign(actor, advice)
    versions = (
        _rows(actor)
        .filter(organisation=advice.organisation, since=advice.since, until=advice.until)
        .order_by("version")
    )
    sections = [
        {**s, "facts": [{**f, "said": paper.said(f)} for f in s["facts"]]} for s in advice.content.get("sections", ())
    ]
    context = {
        "advice": advice, "sections": sections, "span": span(advice.since, advice.until), "versions": versions, "official": ports.official() is not None,
        "may_edit": not isinstance(policies.may_edit(actor, advice), Denied), "may_sign": not isinstance(signing, Denied),
    }  # fmt: skip
    return render(request, "improving/desk/advice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(ADVISE)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/reference/<pk>/edit/``."""
    actor = actor_of(request)
    advice: Advice = need(_rows(actor).filter(pk=pk).first())
    initial = {"summary": advice.summary, "proposals": advice.proposals}
    return step_page(
        request, lambda data: WordsForm(data, initial=initial),
        lambda said: advising.edit(actor=actor, advice=advice, summary=said["summary"], proposals=said["proposals"], revision=said["revision"]),
        policies.may_edit(actor, advice), revision=advice.revision, done="文字已保存。", back=f"{DESK}{pk}/",
        template="improving/desk/advice_step.html", context={"advice": advice, "label": "改文字、写建议", "button": "保存"},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(ADVISE)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/reference/<pk>/sign/``: 审定."""
    actor = actor_of(request)
    advice: Advice = need(_rows(actor).filter(pk=pk).first())
    return step_page(
        request, Spoken, lambda said: advising.sign(actor=actor, advice=advice, revision=said["revision"]),
        policies.may_sign(actor, advice), revision=advice.revision, done="已审定，这一版不再改。", back=f"{DESK}{pk}/",
        template="improving/desk/advice_step.html", context={"advice": advice, "label": "审定", "button": "审定"},
    )  # fmt: skip


@require_safe
@at_desk(ADVISE)
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/reference/<pk>/paper.docx``; ``?form=official`` in the layout of official papers (DOC-01)."""
    advice: Advice = need(_rows(actor_of(request)).filter(pk=pk).first())
    make = ports.official() if request.GET.get("form") == "official" else None
    raw = make(paper.plain_of(advice)) if make else to_docx(paper.sheet_of(advice))
    response = HttpResponse(raw, content_type=DOCX)
    name = f"决策参考 {advice.organisation.short_name} {advice.since:%Y%m%d} 第{advice.version}版.docx"
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    return response
