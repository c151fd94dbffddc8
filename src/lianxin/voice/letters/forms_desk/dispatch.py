"""分派、改派、退回、协办、回避、并案、督办."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from lianxin.foundation.accounts.models import Appointment
from lianxin.foundation.accounts.queries import appointment_by_id, appointments_at, in_force, nicknames, person_by_id
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import ancestors_of, receiving
from lianxin.kernel.actor import posts_with
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from .. import actions, routing
from ..models import Letter
from ..queries import desk
from ..words import RETURN_REASONS
from .base import ActForm, choice, words

_ONE = {"required": "请选择一个单位。", "invalid_choice": "请从列表里选择一个单位。"}


class OfficeField(forms.ModelChoiceField):
    """One office that takes letters."""

    def __init__(self, label: str = "承办单位", **options: Any) -> None:
        super().__init__(
            queryset=Organisation.objects.none(), label=label, empty_label="请选择单位", error_messages=_ONE, **options
        )


class HandOverForm(ActForm):
    """Base of 分派 and 改派: a suggested office by one tap, or any other with or without a named handler."""

    organisation = OfficeField(required=False)
    handler = forms.ChoiceField(label="承办人", required=False, choices=[("", "不指定，由单位内签收")])
    note = words("给承办单位的话", required=False, rows=3, help_text="只在内部显示。")

    def prepare(self) -> None:
        self.suggestions = routing.candidates(self.actor, self.letter)
        offices = receiving(self.actor.paths_for("letters.dispatch"))
        self.fields["organisation"].queryset = offices  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["organisation"].required = not self.data.get("pick")
        chosen = self._chosen()
        people = list(appointments_at(chosen, "letters.handle")) if chosen else []
        lines = [(str(a.pk), f"{a.person} · {a.get_post_display()}") for a in people]
        self.fields["handler"].choices = [("", "不指定，由单位内签收"), *lines]  # type: ignore[attr-defined]
        address = f"/workbench/letters/{self.letter.pk}/people/"
        self.fields["organisation"].widget.attrs |= {"data-people": address, "data-into": "id_handler"}
        if chosen and not self.is_bound:
            self.initial["organisation"] = chosen

    def _chosen(self) -> int | None:
        text = (self.data.get("pick") or self.data.get("organisation") or "") if self.is_bound else ""
        if text.isascii() and text.isdecimal() and len(text) < 19:
            return int(text)
        return self.suggestions[0].organisation.pk if self.suggestions and not self.is_bound else None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        picked = self.data.get("pick", "")
        if picked:
            found = next((s.organisation for s in self.suggestions if str(s.organisation.pk) == picked), None)
            data["organisation"], data["handler"] = found, ""
        if not data.get("organisation") and "organisation" not in self.errors:
            self.add_error("organisation", "请选择一个单位。")
        return data

    def people(self) -> list[tuple[str, str]]:
        """Value and word of everybody who may be named."""
        return list(self.fields["handler"].choices)  # type: ignore[attr-defined]  # a ChoiceField

    def appointment(self) -> Appointment | None:
        text = self.cleaned_data["handler"]
        return appointment_by_id(int(text)) if text else None

    def aside(self) -> dict[str, Any]:
        now = timezone.now()
        loads = routing.loads((s.organisation.pk for s in self.suggestions), now)
        people = routing.loads_of_people(self._people(), now)
        named = nicknames(people)
        return {
            "suggestions": [(s, loads.get(s.organisation.pk, routing.Load())) for s in self.suggestions],
            "people_loads": [(named[pk], load) for pk, load in people.items() if pk in named],
            "picks": True,
        }

    def _people(self) -> list[int]:
        ids = [int(value) for value, _ in self.fields["handler"].choices if value]  # type: ignore[attr-defined]
        return list(in_force().filter(pk__in=ids).values_list("person_id", flat=True)) if ids else []


class AssignForm(HandOverForm):
    """分派."""

    def carry_out(self) -> Letter:
        data = self.cleaned_data
        return actions.assign(
            **self.common, organisation=data["organisation"], handler=self.appointment(), note=data["note"]
        )


class TransferForm(HandOverForm):
    """改派."""

    def carry_out(self) -> Letter:
        data = self.cleaned_data
        return actions.transfer(
            **self.common, organisation=data["organisation"], handler=self.appointment(), note=data["note"]
        )


class SendBackForm(ActForm):
    """退回分派 (PET-03)."""

    reason = choice("退回的理由", RETURN_REASONS)
    text = words("具体情况", help_text="请写明依据，最好写明应当由谁承办。")

    def carry_out(self) -> Letter:
        data = self.cleaned_data
        return actions.send_back(**self.common, reason=data["reason"], text=data["text"])


class CohandlerForm(ActForm):
    """增加协办."""

    organisation = OfficeField("协办单位")

    def prepare(self) -> None:
        offices = receiving(self.actor.paths_for("letters.dispatch")).exclude(pk=self.letter.organisation_id)
        self.fields["organisation"].queryset = offices  # type: ignore[attr-defined]

    def carry_out(self) -> Letter:
        return actions.add_cohandler(**self.common, organisation=self.cleaned_data["organisation"])


class ExcludeForm(ActForm):
    """登记回避 of an office or of one person who could otherwise touch the letter (PET-06)."""

    organisation = OfficeField("回避的单位", required=False)
    person = forms.ChoiceField(label="回避的同志", required=False)

    def prepare(self) -> None:
        offices = receiving(self.actor.paths_for("letters.dispatch"))
        self.fields["organisation"].queryset = offices  # type: ignore[attr-defined]
        posts = posts_with("letters.work")
        near = in_force().filter(post__in=posts, org_path__in=ancestors_of(self.letter.org_path))
        people = {a.person_id: f"{a.person} · {a}" for a in near.select_related("person", "organisation")}
        self.fields["person"].choices = [("", "不选"), *((str(k), v) for k, v in people.items())]  # type: ignore[attr-defined]

    def carry_out(self) -> Letter:
        data = self.cleaned_data
        person = person_by_id(int(data["person"])) if data["person"] else None
        return actions.exclude(**self.common, organisation=data["organisation"], person=person)


class MergeForm(ActForm):
    """并案: the main letter is one of those that look alike, or named by its number."""

    into = forms.ChoiceField(label="看起来是同一件事", required=False, widget=forms.RadioSelect)
    number = forms.CharField(
        label="或者填主件的编号",
        required=False,
        max_length=40,
        help_text="例如 LX2026-000123，留言详情页右侧可以看到。",
    )

    def prepare(self) -> None:
        self.alike = routing.merge_candidates(self.actor, self.letter)
        lines = [
            (str(x.pk), f"{x.number} {x.title}（{x.organisation.short_name}，{x.stage_label}）") for x in self.alike
        ]
        self.fields["into"].choices = lines  # type: ignore[attr-defined]

    def carry_out(self) -> Letter:
        data = self.cleaned_data
        rows = desk.in_scope(self.actor, "letters.dispatch")
        if data["number"].strip():
            into = rows.filter(number=data["number"].strip()).first()
            if into is None:
                raise Refused(Denied("没有找到这个编号的留言。", code="unknown", field="number"))
        elif data["into"]:
            into = rows.filter(pk=data["into"]).first()
        else:
            raise Refused(Denied("请选择或填写主件。", code="choose", field="into" if self.alike else "number"))
        if into is None:
            raise Refused(OUT_OF_SCOPE)
        return actions.merge(**self.common, into=into)


class SuperviseForm(ActForm):
    """督办."""

    text = words("督办要求", rows=3, help_text="承办人会立即收到，只在内部显示。")

    def carry_out(self) -> Letter:
        return actions.supervise(**self.common, text=self.cleaned_data["text"])
