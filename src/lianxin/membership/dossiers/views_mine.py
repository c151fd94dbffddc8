"""我的档案: the person sees everything that is kept about them, brings papers, tells their family."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, signed_in, to
from lianxin.foundation.files.views import download
from lianxin.foundation.privacy import actions as privacy
from lianxin.foundation.privacy.consents import consented
from lianxin.kernel.decision import Refused
from lianxin.ui import toasts

from . import completeness, family, papers, queries, reading
from .forms import KinForm, PaperForm
from .happenings import everything
from .models import Member, Paper, Relative
from .views_desk import grouped

ROOT = "/me/dossier/"


def _own(request: HttpRequest) -> Member:
    found: Member = need(queries.own(actor_of(request).person_id))
    return found


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """``/me/dossier/``: one's own file in clear; corrections are asked for under "我的信息与授权" (P03)."""
    member = queries.own(actor_of(request).person_id)
    return (
        _mine(request, member, PaperForm(proposed=True))
        if member
        else render(request, "dossiers/mine.html", {"member": None})
    )


def _mine(request: HttpRequest, member: Member, form: PaperForm) -> HttpResponse:
    context = {
        "member": member, "missing": queries.missing(member), "lacks": completeness.missing(member),
        "papers": list(reading.pages(queries.papers_of(member))), "lines": everything(actor_of(request), member),
        "records": grouped(member), "relatives": member.relatives.all(), "form": form,
        "agreed": consented(member.person_id, family.PURPOSE.key),
    }  # fmt: skip
    return render(request, "dossiers/mine.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def propose(request: HttpRequest) -> HttpResponse:
    """本人提交材料."""
    member, form = _own(request), PaperForm(request.POST, request.FILES, proposed=True)
    if form.is_valid():
        try:
            papers.propose(actor=actor_of(request), member=member, said=form.said(), files=form.cleaned_data["pages"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已提交，管理档案的同志看过以后收进档案。")
            return to(f"{ROOT}#papers")
    return _mine(request, member, form)


@require_POST
@signed_in
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """收回还没有审核的材料."""
    paper = need(Paper.objects.filter(pk=pk, member=_own(request)).first())
    papers.withdraw(actor=actor_of(request), paper=paper)
    toasts.say(request, "已收回。")
    return to(f"{ROOT}#papers")


@require_safe
@signed_in
def page(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """A page of a paper of one's own file; the guard of the papers decides."""
    return download(request, key)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def kin(request: HttpRequest) -> HttpResponse:
    """``/me/dossier/family/``: 家庭成员, after the separate consent (PIP-03)."""
    member, posted = _own(request), request.method == "POST"
    form = KinForm(request.POST if posted else None)
    if form.is_valid():
        try:
            family.add(actor=actor_of(request), member=member, kin=form.kin())
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已填写，加密存放。")
            return to(f"{ROOT}family/")
    context = {
        "member": member, "form": form, "relatives": member.relatives.all(), "purpose": family.PURPOSE,
        "agreed": consented(member.person_id, family.PURPOSE.key),
    }  # fmt: skip
    return render(request, "dossiers/family.html", context, status=422 if posted else 200)


@require_POST
@signed_in
def agree(request: HttpRequest) -> HttpResponse:
    """单独同意, or its withdrawal, which erases."""
    _own(request)
    if request.POST.get("agree") == "yes":
        privacy.consent(actor=actor_of(request), purpose=family.PURPOSE.key)
        toasts.say(request, "已记下您的同意，随时可以撤回。")
    else:
        privacy.withdraw(actor=actor_of(request), purpose=family.PURPOSE.key)
        toasts.say(request, "已撤回，填写的家庭成员已经删除。")
    return to(f"{ROOT}family/")


@require_POST
@signed_in
def drop_kin(request: HttpRequest, pk: int) -> HttpResponse:
    """删去一位."""
    relative = need(Relative.objects.filter(pk=pk, member=_own(request)).select_related("member").first())
    family.remove(actor=actor_of(request), relative=relative)
    toasts.say(request, "已删去。")
    return to(f"{ROOT}family/")
