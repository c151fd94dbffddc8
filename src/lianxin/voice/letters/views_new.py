"""``/letters/new/``: writing a letter in three steps, with or without JavaScript, and its receipt.

The form is one: all three steps stand in the page, those that are not at hand are hidden, so what
was typed travels with every POST and nothing is kept on the server before the letter is sent. Photos
are the exception: they are cleaned when they arrive and come back by signed tokens.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.foundation.accounts.queries import person_by_id
from lianxin.foundation.files.limits import limits_for
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.ui.context import exists

from . import actions
from .access import citizen_of
from .actions import Draft
from .forms_public import LetterForm, PhotoBox
from .forms_public import letter as steps
from .models import Letter
from .queries import public
from .receipt import receipt_of
from .views_public import anonymous
from .words import KINDS, RIGHT_CHANNEL

WRONG = 422
URGENT = "请马上拨打 110（警情）、119（火情）、120（急救）。等危险过去，再来这里写清经过。"
#: the field that a refusal of the action names -> the step where it stands
STEP_OF = {name: step for step, names in steps.ASKED.items() for name in names} | {"photos": 2, "files": 2}


#: signs of a text that are looked through while it is typed; leaving the step looks at all of it
LONGEST_LOOKED_AT = 6000


@dataclass
class Sheet:
    """The state of the form between two requests."""

    form: LetterForm
    photos: PhotoBox
    key: str
    step: int = 1
    agreed: str = ""
    sure: str = ""
    serious: tuple[str, ...] = ()
    notice: str = ""
    spots: list[steps.Spot] = field(default_factory=list)
    similar: list[Letter] = field(default_factory=list)
    status: int = 200

    @property
    def digest(self) -> str:
        """Stands for the personal data that was shown; agreement holds for exactly these."""
        return blind_index("|".join(f"{s.label}{s.kind}{s.shown}" for s in self.spots))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form on GET; one step on or back, or the receipt, on POST."""
    if request.method != "POST":
        return _page(request, _fresh(request))
    sheet = _returned(request)
    go = request.POST.get("go", "next")
    if go == "back":
        sheet.step = max(1, sheet.step - 1)
        sheet.form.errors.clear()
        return _page(request, sheet)
    if go == "mask":
        return _page(request, _masked(request, sheet))
    if go == "photos":
        sheet.form.errors.clear()
        return _page(request, sheet)
    if go == "agree":
        sheet.spots = sheet.form.spots() if sheet.form.is_bound and not sheet.form.wrong_through(2) else []
        sheet.agreed = sheet.digest
    if go == "not_tipoff":
        sheet.sure = "1"
    if not _may_leave(sheet):
        return _page(request, sheet)
    if sheet.step < steps.LAST:
        sheet.step += 1
        if sheet.step == steps.LAST:
            sheet.similar = public.alike(
                f"{sheet.form.cleaned_data['title']}\n{sheet.form.cleaned_data['body']}"[:400], 3
            )
        return _page(request, sheet)
    return _send(request, sheet)


@require_POST
def personal(request: HttpRequest) -> HttpResponse:
    """``/letters/personal/``: personal data in what is being typed, as a fragment. Nothing is kept.

    By POST, because an address would lie in the logs of every machine on the way.
    """
    texts = {name: request.POST.get(name, "")[:LONGEST_LOOKED_AT] for name in (*steps.READ_BY_ALL, "hide_place")}
    found = [] if request.POST.get("wants_public") == "no" else steps.spots_in(texts)
    response = render(request, "letters/public/_personal.html", {"spots": found})
    response.headers["Cache-Control"] = "no-store"
    return response


def _fresh(request: HttpRequest) -> Sheet:
    initial = {k: request.GET[k] for k in ("kind", "topic") if k in request.GET}
    initial["organisation"] = request.GET.get("org", "")
    if not anonymous(request):
        person = person_by_id(citizen_of(request).person_id or 0)
        initial["nickname"] = person.nickname if person else ""
    return Sheet(LetterForm(initial=initial), PhotoBox.empty(), steps.new_key())


def _returned(request: HttpRequest) -> Sheet:
    post = request.POST
    step = int(post["step"]) if post.get("step") in ("1", "2", "3") else 1
    photos = PhotoBox.of(post, request.FILES)
    return Sheet(
        LetterForm(post),
        photos,
        steps.good_key(post.get("key", "")),
        step,
        post.get("agreed", ""),
        post.get("sure", "")[:1],
    )


def _masked(request: HttpRequest, sheet: Sheet) -> Sheet:
    """The same sheet with phone numbers and the like taken out of the public texts."""
    data = request.POST.copy()
    sheet.form.errors  # noqa: B018 - cleans, so that the findings are known
    changed = sheet.form.masked()
    data.update(changed)
    for name, text in changed.items():
        data[name] = text
    form = LetterForm(data)
    form.errors.clear()
    fresh = Sheet(form, sheet.photos, sheet.key, 2, sure=sheet.sure)
    fresh.notice = "已在标题、内容里隐去联系方式等个人信息，请看一遍再继续。" if changed else ""
    return fresh


def _may_leave(sheet: Sheet) -> bool:
    """Whether everything asked so far is in order; if not, the sheet stands at the step that is not."""
    form = sheet.form
    wrong = form.wrong_through(sheet.step)
    if form.door_chosen:
        sheet.step, sheet.status = 1, WRONG
        form.errors.clear()
        return False
    if not wrong and sheet.step >= 2 and sheet.photos.errors:
        wrong = 2
    if wrong:
        sheet.step, sheet.status = wrong, WRONG
        return False
    if sheet.step >= 2 and not sheet.sure:
        sheet.serious = form.serious()
        if sheet.serious:
            sheet.step, sheet.status = 2, WRONG
            return False
    if sheet.step >= 2 and form.cleaned_data.get("wants_public") != "no":
        sheet.spots = form.spots()
        if sheet.spots and sheet.agreed != sheet.digest:
            sheet.step, sheet.status = 2, WRONG
            return False
    return True


def _send(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    actor = citizen_of(request)
    draft = sheet.form.draft(sheet.photos.as_photos())
    if draft is None:
        sheet.form.add_error(None, "现在没有单位收留言，请打电话或者到窗口反映。")
        return _again(request, sheet, 1)
    try:
        letter, code = _submit_once(actor, draft, sheet.key)
    except Refused as refused:
        denied = refused.denied
        known = denied.field if denied.field in sheet.form.fields else None
        sheet.form.add_error(known, denied.reason + denied.remedy)
        return _again(request, sheet, STEP_OF.get(denied.field, steps.LAST))
    if (letter.title, letter.body) != (draft.title, draft.body):
        # the back button led to a form that was already sent, and something else was written in it
        sheet.key = steps.new_key()
        text = f"这张表已经发出过一封留言（编号 {letter.number}）。现在写的是另一封，还没有发出；要发就再按一次“发出”。"
        sheet.form.add_error(None, text)
        return _again(request, sheet, steps.LAST)
    response = render(request, "letters/public/receipt.html", {"receipt": receipt_of(letter, code), "actor": actor})
    response.headers["Cache-Control"] = "no-store"
    return response


def _submit_once(actor: Actor, draft: Draft, key: str) -> tuple[Letter, str]:
    """Two requests with one form at the same moment: the later one finds the letter of the earlier."""
    try:
        return actions.submit(actor=actor, draft=draft, key=key)
    except IntegrityError:
        return actions.submit(actor=actor, draft=draft, key=key)


def _again(request: HttpRequest, sheet: Sheet, step: int) -> HttpResponse:
    sheet.step, sheet.status = step, WRONG
    return _page(request, sheet)


def _page(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    response = render(request, "letters/public/new.html", _context(request, sheet), status=sheet.status)
    if request.method == "POST":
        # not no-store: the back button of the browser has to bring the typed page back
        response.headers["Cache-Control"] = "private, no-cache"
    elif not anonymous(request):
        response.headers["Cache-Control"] = "no-store"
    else:
        # The empty form may lie on the device, so that a letter can be begun without a network. Its
        # script gives each opening a key of its own; caches on the way must not keep it (CSRF cookie).
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Lx-Offline"] = "keep"
    return response


def _context(request: HttpRequest, sheet: Sheet) -> dict[str, Any]:
    form = sheet.form
    door = form.door_chosen
    return {
        "sheet": sheet,
        "form": form,
        "steps": steps.STEPS,
        "kind": form.kind_chosen,
        "doors": [
            (name, steps.DOORS[name], _way(name), name == door)
            for name in ("emergency", "court", "tipoff", "elsewhere")
        ],
        "has_tipoff": exists("/tipoffs/"),
        "tipoff_way": RIGHT_CHANNEL["tipoff"],
        "signed_in": not anonymous(request) and citizen_of(request).person_id is not None,
        "kind_word": KINDS.get(form.kind_chosen, ""),
        "photo_help": f"每张不超过 {limits_for('jpeg').megabytes} MB。照片里隐藏的拍摄地点、时间会自动去掉。",
        "position": [form[name] for name in ("lat", "lon")],
    }


def _way(door: str) -> str:
    return URGENT if door == "emergency" else RIGHT_CHANNEL[door]
