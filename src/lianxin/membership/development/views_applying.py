"""网上递交入党申请: the person's page, and the desk where the branch takes it in or gives it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, signed_in, to
from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.queries import party_named, party_offered
from lianxin.foundation.privacy.masking import mask
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.dossiers.forms import speak
from lianxin.ui import toasts

from . import applying, policies, queries
from .lifecycle import WORK
from .models import Application
from .steps import ROOT
from .views_desk import SIZE, at_desk


class SendForm(forms.Form):
    """递交."""

    use_required_attribute = False
    organisation = forms.CharField(
        label="交给哪个党组织", max_length=160, help_text="工作、学习的单位或者居住地的党支部。输入名称，从列出的里面选。",
        widget=forms.TextInput(attrs={"list": "offices", "autocomplete": "off"}),
    )  # fmt: skip
    name = forms.CharField(label="姓名", max_length=40, help_text="和身份证上的一样。")
    identity = forms.CharField(
        label="身份证号", max_length=24, help_text="用来核对年龄，避免重复建档。加密存放，收下以后只在档案里。"
    )
    text = forms.CharField(
        label="想说的话",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="可以不填，申请书的原件当面交。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


class TakeForm(forms.Form):
    """收下."""

    use_required_attribute = False
    on = forms.DateField(
        label="申请书哪天交来的",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=timezone.localdate,
    )
    seen = forms.BooleanField(label="已经核对申请书和身份证原件，是本人", required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak(self)


class BackForm(forms.Form):
    """退回."""

    use_required_attribute = False
    reason = forms.CharField(label="退回的原因", max_length=200, help_text="本人看得到。比如：请交给您居住地的支部。")
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "back_%s"  # two forms on one page
        speak(self)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def send(request: HttpRequest) -> HttpResponse:
    """``/me/development/apply/``."""
    actor = actor_of(request)
    person = need(Person.objects.filter(pk=actor.person_id or 0).first())
    may = policies.may_send(actor, person)
    form = SendForm(request.POST) if request.method == "POST" else SendForm(initial={"name": person.name})
    if form.is_valid():
        said = form.cleaned_data
        try:
            applying.send_in(actor=actor, person=person, **said | {"organisation": party_named(said["organisation"])})
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已递交。请把手写的申请书原件和身份证带给党组织核对。")
            return to(applying.MINE)
    context = {
        "form": form,
        "denied": may if isinstance(may, Denied) else None,
        "offices": party_offered(policies.TAKE_IN),
    }
    return render(request, "development/apply_mine.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def withdraw(request: HttpRequest) -> HttpResponse:
    """``/me/development/apply/withdraw/``."""
    actor = actor_of(request)
    row = need(applying.latest_of(actor.person_id))
    try:
        applying.withdraw(actor=actor, application=row)
    except Refused as refused:
        toasts.say(request, refused.denied.reason, tone="wait")
    else:
        toasts.say(request, "已撤回，填的内容已经删掉。")
    return to(applying.MINE)


@require_safe
@at_desk(WORK)
def listed(request: HttpRequest) -> HttpResponse:
    """``/workbench/development/applications/``: what waits, the oldest first."""
    rows = queries.applications(actor_of(request))
    page = Paginator(rows, SIZE).get_page(request.GET.get("page"))
    return render(request, "development/desk/applications.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(WORK)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/development/applications/<pk>/``: who it is; POST takes it in, or gives it back."""
    actor = actor_of(request)
    rows = Application.objects.visible_to(actor, WORK).select_related("organisation", "person", "case")
    row: Application = need(rows.filter(pk=pk).first())
    posted, back = request.method == "POST", request.POST.get("do") == "back"
    start = {"revision": row.revision}
    take_form = TakeForm(request.POST) if posted and not back else TakeForm(initial=start)
    back_form = BackForm(request.POST) if posted and back else BackForm(initial=start)
    form: Any = back_form if back else take_form
    if posted and form.is_valid():
        try:
            if back:
                applying.give_back(actor=actor, application=row, **form.cleaned_data)
                toasts.say(request, "已退回，本人收到通知。")
                return to(f"{ROOT}applications/")
            case = applying.take_in(actor=actor, application=row, **form.cleaned_data)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已收下并建立档案。一个月内要派人谈话。")
            return to(f"{ROOT}{case.pk}/")
    may = policies.may_take_in(actor, row)
    context = {
        "row": row, "form": take_form, "back_form": back_form, "denied": may if isinstance(may, Denied) else None,
        "identity": mask(row.identity, "identity") if row.identity else "", "phone": mask(row.person.phone, "phone") if row.person.phone else "",
    }  # fmt: skip
    return render(request, "development/desk/application.html", context, status=422 if posted else 200)
