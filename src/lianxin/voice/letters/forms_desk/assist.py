"""代录: staff writes down what a citizen says by phone, at the window or on paper (A02)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from lianxin.foundation.files.fields import CleanFilesField
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import ancestors_of, receiving
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.actor import Actor

from ..actions import Draft
from ..actions.submission import Photo
from ..models import Topic
from ..words import KIND_HINTS, KINDS

MODES = {"phone": "电话", "visit": "来访", "paper": "书面来信"}
#: kinds for which somebody expects something to be done
WITH_DEMAND = "help,complain"


class AssistForm(forms.Form):
    """One page, in the order in which people tell it. The key makes a second sending harmless."""

    key = forms.CharField(widget=forms.HiddenInput, min_length=16, max_length=64)
    mode = forms.ChoiceField(label="怎么反映的", choices=list(MODES.items()), widget=forms.RadioSelect)
    received_by = forms.ModelChoiceField(Organisation.objects.none(), label="受理组织", empty_label=None)
    kind = forms.ChoiceField(
        label="类型", choices=[(k, f"{v}（{KIND_HINTS[k]}）") for k, v in KINDS.items()], widget=forms.RadioSelect,
        error_messages={"required": "请选择类型。"},
    )  # fmt: skip
    title = forms.CharField(label="一句话标题", help_text="写清地点和事情，照原话的意思。")
    body = forms.CharField(
        label="具体情况", widget=forms.Textarea(attrs={"rows": 8}), help_text="照原话记，不替来人下结论。"
    )
    demand = forms.CharField(label="希望怎么解决", required=False)
    topic = forms.ModelChoiceField(
        Topic.objects.filter(retired=False).order_by("path"),
        label="事项",
        required=False,
        empty_label="不清楚，由分派员选",
    )
    place = forms.CharField(label="地点", max_length=120, required=False)
    place_private = forms.BooleanField(label="地点不公开", required=False)
    contact_name = forms.CharField(label="来人姓名或称呼", max_length=30, required=False, help_text="不公开。")
    contact_phone = forms.CharField(
        label="联系电话", max_length=30, required=False, help_text="不公开；回访和请本人确认时用。"
    )
    remark = forms.CharField(
        label="不公开的备注", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="只有经办人能看到。"
    )
    hidden = forms.BooleanField(
        label="来人不愿意公开", required=False, help_text="请当面问清楚；公开时不显示姓名和电话。"
    )
    photos = CleanFilesField(label="照片或来信扫描件", required=False)
    photos_public = forms.BooleanField(label="这些照片可以公开", required=False)
    read_back = forms.BooleanField(
        label="已把以上内容读给来人听，本人认可",
        error_messages={"required": "请先把内容读给来人听，得到认可后再提交。"},
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = _offices(actor)
        field: Any = self.fields["received_by"]
        field.queryset = offices
        nearest = max(offices, key=lambda o: len(o.path), default=None)
        self.initial.setdefault("received_by", nearest.pk if nearest else None)
        limits, photos = rule("LX-11", on=timezone.localdate()), rule("LX-12", on=timezone.localdate())
        for name in ("title", "body", "demand", "remark"):
            most = int(limits.number(name))
            self.fields[name].widget.attrs["maxlength"] = most
            self.fields[name].validators.append(_at_most(most))
        self.fields["photos"].most = int(photos.number("photos"))  # type: ignore[attr-defined]  # a CleanFilesField

    def draft(self) -> Draft:
        """What the action takes; the citizen is not an account, so no nickname is asked for."""
        data = self.cleaned_data
        photos = [Photo(p, public=data["photos_public"]) for p in data["photos"]]
        return Draft(
            kind=data["kind"], title=data["title"], body=data["body"], received_by=data["received_by"],
            demand=data["demand"], topic=data["topic"], place=data["place"], place_public=not data["place_private"],
            remark=data["remark"], contact_name=data["contact_name"], contact_phone=data["contact_phone"],
            wants_public=not data["hidden"], photos=photos,
        )  # fmt: skip


def _offices(actor: Actor) -> QuerySet[Organisation]:
    """Receiving offices below the assistant's desk, and those above it: a service site writes to its town."""
    paths = actor.paths_for("letters.assist")
    above = {step for path in paths for step in ancestors_of(path)}
    return (receiving(paths) | receiving().filter(path__in=above)).order_by("path")


def _at_most(most: int) -> Any:
    def check(value: str) -> None:
        if len(value) > most:
            raise forms.ValidationError(f"最多 {most} 个字，现在 {len(value)} 个字。")

    return check
