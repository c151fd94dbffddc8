"""Files that may be one person's: the list, two side by side, made one, kept apart, taken apart again."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, to
from lianxin.foundation.accounts.models import Joining
from lianxin.foundation.privacy.masking import mask
from lianxin.kernel.decision import Denied, Refused, require
from lianxin.ui import toasts
from lianxin.ui.words import cn_date

from . import duplicates, policies, queries
from .forms import MergeForm, SplitForm
from .joining import file_of
from .models import Member
from .views_desk import ROOT, at_desk

LIST = f"{ROOT}duplicates/"
#: columns that are shown side by side
_COLUMNS = ("sex", "ethnicity", "born", "education", "joined_on", "full_since", "work_unit", "occupation")


@require_safe
@at_desk(policies.MERGE)
def listed(request: HttpRequest) -> HttpResponse:
    """``/workbench/members/duplicates/``: pairs that have something in common."""
    context = {"pairs": duplicates.candidates(actor_of(request)), "most": duplicates.MOST}
    return render(request, "dossiers/desk/duplicates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.MERGE)
def pair(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """``/workbench/members/duplicates/<pk>/<pk>/``: two files side by side, and what becomes of them."""
    actor = actor_of(request)
    first, second = (need(queries.one(actor, pk)) for pk in (one, other))
    require(duplicates.may_merge(actor, first, second))
    against, against_other = duplicates.against(second, first), duplicates.against(first, second)
    # the one that can be kept as things are is proposed
    likely = second if against and not against_other else first
    start = {"revision_one": first.revision, "revision_other": second.revision, "kept": str(likely.pk)}
    form = MergeForm(request.POST or None, files=(first, second), initial=start)
    if request.method == "POST":
        try:
            word = _act(request, first, second, form)
        except Refused as refused:
            blame(form, refused)
        else:
            if word:
                toasts.say(request, word)
                return to(LIST if request.POST.get("act") == "apart" else f"{ROOT}{form.cleaned_data['kept']}/")
    context = {
        "first": first, "second": second, "form": form, "rows": _rows(first, second), "hanging": duplicates.rows_of(first, second),
        "against": against, "against_other": against_other,
    }  # fmt: skip
    return render(request, "dossiers/desk/pair.html", context, status=422 if request.method == "POST" else 200)


def _act(request: HttpRequest, first: Member, second: Member, form: MergeForm) -> str:
    """What was done, in words; empty when the form must be mended."""
    actor = actor_of(request)
    if request.POST.get("act") == "apart":
        duplicates.keep_apart(actor=actor, one=first, other=second)
        return "已登记不是同一人，不再列出。"
    if not form.is_valid():
        return ""
    said = form.cleaned_data
    seen = {first.pk: said["revision_one"] or 0, second.pk: said["revision_other"] or 0}
    kept, gone = (first, second) if said["kept"] == str(first.pk) else (second, first)
    duplicates.merge(actor=actor, gone=gone, kept=kept, reason=said["reason"], revisions=(seen[gone.pk], seen[kept.pk]))
    return "已合并，两份的内容都在这一份里。合并错了，可以在档案页下面拆开。"


def _rows(first: Member, second: Member) -> list[tuple[str, str, str, bool]]:
    """(word, of the first, of the second, whether they differ); numbers masked."""
    found = [
        ("姓名", first.name, second.name), ("所在党组织", first.organisation.name, second.organisation.name),
        ("人员类别", first.get_stage_display(), second.get_stage_display()),
        ("在册情况", first.get_standing_display(), second.get_standing_display()),
    ]  # fmt: skip
    for name in _COLUMNS:
        word = str(Member._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # plain columns
        found.append((word, _said(first, name), _said(second, name)))
    for word, name, kind in (("手机号", "phone", "phone"), ("身份证号", "identity_number", "identity")):
        clear = [str(getattr(file.person, name)) for file in (first, second)]
        shown = [mask(text, kind) if text else "" for text in clear]
        same = "（两份相同）" if clear[0] and clear[0] == clear[1] else ""
        found.append((word, shown[0] + same, shown[1] + same))
    return [(word, one, other, one != other) for word, one, other in found]


def _said(member: Member, name: str) -> str:
    shown = getattr(member, f"get_{name}_display", None)
    value = getattr(member, name)
    if isinstance(value, date):
        return cn_date(value)
    return str(shown() if shown and value else value or "")


@require_POST
@at_desk(policies.MERGE)
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """拆开 a joining that was wrong; the form stands on the page of the file."""
    actor = actor_of(request)
    made: Joining = need(Joining.objects.select_related("gone", "kept").filter(pk=pk).first())
    kept: Member = need(file_of(made.kept))
    need(queries.one(actor, kept.pk))
    form = SplitForm(request.POST)
    if not form.is_valid():
        raise Refused(Denied("请写明为什么拆开。", code="empty"))
    duplicates.split(actor=actor, made=made, reason=form.cleaned_data["reason"])
    toasts.say(request, "已拆开，两份档案恢复合并以前的样子。合并以后新增的内容留在原处。")
    return to(f"{ROOT}{kept.pk}/")
