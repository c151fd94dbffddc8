"""Choosing a person by name: among those with a duty in an organisation, above or below it, never the whole list (P05)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from .models import Account, Appointment, Person
from .queries import in_force

#: offered while typing; whoever is not among them is found by the name all the same
OFFERED = 60
#: names that a refusal lists
LISTED = 5
NOBODY = "没有找到这位同志。"
WHERE = "按姓名能找到这个组织、它的上级和下级里有任职的同志；隔壁单位的请写用户名，没有任职的先由管理员登记。"


@dataclass(frozen=True, slots=True)
class Picker:
    """People whom an actor may name for an organisation. verb: the right by which the actor reaches them."""

    actor: Actor
    organisation: Organisation
    verb: str

    def offered(self) -> dict[str, Person]:
        """Label -> person: those of the organisation first, then of those above, then of those below."""
        near = self._labelled(self._near()[:OFFERED])
        if len(near) < OFFERED:
            near |= self._labelled(self._below()[: OFFERED - len(near)], near)
        return near

    def label_of(self, person: Person | None) -> str:
        """How somebody stands in the field; the bare name for one whom the actor could not choose any more."""
        if person is None:
            return ""
        found = self._labelled(self._reach().filter(person=person))
        return next(iter(found), person.nickname)

    def named(self, text: str, field: str, present: Person | None = None) -> Person | None:
        """The person of a label, a name or a user name; None for an empty text. Raises `Refused` at the field.

        present: who stands there now; left as they are while the text is.
        """
        text = text.strip()
        if not text:
            return None
        if present is not None and text == self.label_of(present):
            return present
        name = text.partition("（")[0].strip()
        found = self._labelled(self._reach().filter(person__nickname__contains=name)[:200])
        if text in found:
            return found[text]
        same = {p.pk: p for p in found.values() if p.nickname == text} or {p.pk: p for p in found.values()}
        if len(same) == 1:
            return next(iter(same.values()))
        elsewhere = self._by_user_name(text)
        if elsewhere is not None:
            return elsewhere
        if not same:
            raise Refused(Denied(NOBODY, code="unknown", field=field, remedy=WHERE))
        listed = "、".join(label for label, person in list(found.items())[:LISTED] if person.pk in same)
        raise Refused(
            Denied(f"叫这个名字的有 {len(same)} 位：{listed}{'……' if len(same) > LISTED else ''}", code="several",
                   field=field, remedy="请从名单里选一位。")
        )  # fmt: skip

    def _by_user_name(self, text: str) -> Person | None:
        """A small office borrows a deputy next door: by the full user name, anywhere in the actor's own scope."""
        account = Account.objects.filter(username=text, is_active=True).select_related("person").first()
        if account is None:
            return None
        rows = in_force().filter(subtree("org_path", self.actor.paths_for(self.verb)), person=account.person_id)
        return account.person if rows.exists() else None

    def _reach(self) -> QuerySet[Appointment]:
        above = [path for path in ancestors_of(self.organisation.path) if self.actor.may(self.verb, path)]
        rows = in_force().filter(Q(org_path__in=above) | self._inside())
        return rows.select_related("person__account", "organisation").order_by("-org_path", "pk")

    def _inside(self) -> Q:
        mine = self.actor.may(self.verb, self.organisation.path)
        return subtree("org_path", [self.organisation.path] if mine else [])

    def _near(self) -> QuerySet[Appointment]:
        return self._reach().filter(org_path__in=ancestors_of(self.organisation.path))

    def _below(self) -> QuerySet[Appointment]:
        return self._reach().filter(self._inside()).exclude(org_path=self.organisation.path)

    def _labelled(self, rows: Any, known: dict[str, Person] | None = None) -> dict[str, Person]:
        """One label for each person; a second one of the same words carries the user name."""
        found: dict[str, Person] = {}
        seen = {person.pk for person in (known or {}).values()}
        for row in rows:
            if row.person_id in seen:
                continue
            seen.add(row.person_id)
            label = f"{row.person.nickname}（{row.organisation.short_name} {row.get_post_display()}）"
            if label in found or label in (known or {}):
                account = getattr(row.person, "account", None)
                label += f" {account.username if account else row.person_id}"
            found[label] = row.person
        return found


class NameInput(forms.TextInput):
    """A line to type in that offers names; the browser searches them, without a script and without another request."""

    def __init__(self, offered: tuple[str, ...] = (), attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off"} | (attrs or {}))
        self.offered = offered

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        ident = f"{(attrs or {}).get('id', name)}_people"
        field = super().render(name, value, {**(attrs or {}), "list": ident}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((label,) for label in self.offered))
        return format_html('{}<datalist id="{}">{}</datalist>', field, ident, options)


class KeeperFields(forms.Form):
    """责任人 and 副责任人 by name, for an organisation that is known or chosen in the same form."""

    keeper = forms.CharField(
        label="责任人", max_length=120, required=False, widget=NameInput, help_text="输入姓名就能查找。"
    )
    deputy = forms.CharField(
        label="副责任人", max_length=120, required=False, widget=NameInput, help_text="不能和责任人是同一人。"
    )

    picker: Picker | None = None
    present: dict[str, Person | None]

    def choose_among(self, picker: Picker | None, **present: Person | None) -> None:
        """Whom the fields offer, and who stands there now."""
        self.picker, self.present = picker, present
        offered = tuple(picker.offered()) if picker is not None else ()
        for name in ("keeper", "deputy"):
            self.fields[name].widget = NameInput(offered, self.fields[name].widget.attrs)
            if picker is not None and name in present:
                self.initial.setdefault(name, picker.label_of(present[name]))

    def people(self) -> dict[str, Person | None]:
        """Both persons; raises `Refused` with the field at fault."""
        found: dict[str, Person | None] = {}
        for name in ("keeper", "deputy"):
            text = self.cleaned_data[name]
            picker = self.picker
            found[name] = picker.named(text, name, self.present.get(name)) if picker is not None else None
        return found
