"""The page on which a second person reads a change beside what is shown now, and confirms it or sends it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lianxin.foundation.accounts.desk import blame, to
from lianxin.kernel.decision import Decision, Denied, Refused
from lianxin.ui import toasts

#: (label, as it is shown now, as it is to be)
Change = tuple[str, str, str]


class SettleForm(forms.Form):
    """Both answers stand on one page; only sending back needs words."""

    sometimes = ("reason",)

    revision = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="退回的理由", required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="只有退回时要写，提出的同志会看到。",
    )  # fmt: skip


def settle_page(
    request: HttpRequest, *, title: str, back: str, revision: int, changes: Sequence[Change], decision: Decision,
    confirm: Callable[[int], object], send_back: Callable[[int, str], object],
) -> HttpResponse:  # fmt: skip
    """Show the change, or settle it; what was typed stays when it is refused (422)."""
    sent = request.method == "POST"
    form = SettleForm(request.POST if sent else None, initial={"revision": revision})
    if sent and form.is_valid():
        said = form.cleaned_data
        returned = request.POST.get("do") == "back"
        try:
            send_back(said["revision"], said["reason"]) if returned else confirm(said["revision"])
        except Refused as refused:
            if refused.denied.code == "out_of_scope":
                raise
            blame(form, refused)
        else:
            toasts.say(request, "已退回，提出的同志会看到理由。" if returned else "已确认，大家现在就能看到。")
            return to(back)
    context = {
        "title": title, "back": back, "form": form, "changes": changes,
        "denied": decision if isinstance(decision, Denied) else None,
    }  # fmt: skip
    return render(request, "ui/second_look.html", context, status=422 if sent else 200)
