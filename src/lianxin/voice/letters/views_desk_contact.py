"""Contact details of a letter: masked by default, clear text with a reason that stays in the ledger (P02)."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lianxin.foundation.privacy.actions import reveal as reveal_field
from lianxin.foundation.privacy.masking import mask
from lianxin.kernel.decision import Refused

from .models import Letter
from .views_desk_base import actor_of, at_desk, letter_at_desk

FIELDS = (
    ("contact_name", "姓名或称呼", "name"),
    ("contact_phone", "电话", "phone"),
    ("contact_email", "电子邮箱", "email"),
)
#: reasons that are offered, so that nobody has to type on a phone; another one may be written
USUAL = ("核实情况，需要电话联系", "回访，需要电话联系", "约定上门时间")


@dataclass(frozen=True, slots=True)
class Line:
    """One detail, masked or in clear text."""

    label: str
    value: str
    kind: str


class ReasonForm(forms.Form):
    """Why somebody needs the clear text."""

    reason = forms.CharField(
        label="为什么要查看", max_length=100, help_text="会记入操作记录，本人可以查到是谁、为什么看过。",
        error_messages={"required": "请写明为什么要查看。"},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk("letters.work")
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the masked lines and asks for a reason; POST shows clear text once, on a page that is not kept."""
    actor = actor_of(request)
    letter = letter_at_desk(actor, pk)
    form = ReasonForm(request.POST or None)
    lines, status = masked(letter), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                lines = [
                    Line(
                        label,
                        reveal_field(actor=actor, instance=letter, field=name, reason=form.cleaned_data["reason"]),
                        kind,
                    )
                    for name, label, kind in FIELDS
                    if getattr(letter, name)
                ]
                status = 200
            except Refused as refused:
                if refused.denied.code in ("out_of_scope", "no_right"):
                    raise
                form.add_error("reason", refused.denied.reason)
    clear = request.method == "POST" and status == 200
    context = {"letter": letter, "lines": lines, "form": form, "clear": clear, "usual": USUAL}
    response = render(request, "letters/desk/contact.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def masked(letter: Letter) -> list[Line]:
    """What was left with the letter, masked."""
    return [
        Line(label, mask(getattr(letter, name), kind), kind) for name, label, kind in FIELDS if getattr(letter, name)
    ]
