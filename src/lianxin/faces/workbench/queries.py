"""What the workbench asks about itself, and about people inside a scope."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth import get_user_model
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from lianxin.foundation.accounts.queries import in_force
from lianxin.foundation.organisations.queries import below
from lianxin.foundation.spine.scope import after, subtree
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import Actor
from lianxin.voice.letters.views_desk_base import SavedView as Shown

from .models import SavedView


def letter_views(person_id: int) -> Sequence[Shown]:
    """The lists of letters that a person keeps."""
    rows = SavedView.objects.filter(person_id=person_id, page="letters").values_list("pk", "name", "query")
    return [Shown(*row) for row in rows]


def appointments(actor: Actor, *, organisation: int | None = None, text: str = "") -> QuerySet:
    """Appointments in force inside the actor's scope, in tree order; found by nickname or user name."""
    rows = in_force().filter(subtree("org_path", actor.paths_for("accounts.read")))
    if organisation:
        rows = rows.filter(organisation_id=organisation)
    if text:
        rows = rows.filter(Q(person__nickname__contains=text) | Q(person__account__username__contains=text))
    return rows.select_related("person", "person__account", "organisation").order_by("org_path", "post", "pk")


def account_by_name_or_phone(text: str) -> object | None:
    """The account with exactly this user name or phone; there is no way to browse people outside a scope."""
    accounts = get_user_model()._default_manager.select_related("person")
    found = accounts.filter(username=text).first()
    if found is None and text:
        found = accounts.filter(person__phone_index=blind_index(text)).first()
    return found


def children(path: str) -> QuerySet:
    """Organisations directly below one, closed ones last, with the number of people in office there today."""
    today = timezone.localdate()
    held = Q(appointments__since__lte=today) & (Q(appointments__until=None) | Q(appointments__until__gte=today))
    rows = _all().filter(path__gt=path, path__lt=after(path), depth=len(path) // _all().model.steplen + 1)
    return rows.annotate(staff=Count("appointments", filter=held)).order_by("closed_on", "path")


def tops(actor: Actor) -> QuerySet:
    """Where the actor's duty begins."""
    return _all().filter(path__in=actor.paths_for("organisations.read")).order_by("path")


def matching(actor: Actor, text: str) -> QuerySet:
    """Organisations in scope whose name or code holds the text."""
    rows = _all().filter(subtree("path", actor.paths_for("organisations.read")))
    return rows.filter(Q(name__contains=text) | Q(short_name__contains=text) | Q(code__iexact=text)).order_by("path")


def ending_terms(actor: Actor, until: object) -> QuerySet:
    """Organisations in scope whose term of office is over or ends before a day."""
    rows = below(actor.paths_for("organisations.read")).filter(term_until__isnull=False, term_until__lte=until)
    return rows.order_by("term_until")


def keepings(actor: Actor) -> QuerySet:
    """Organisations in scope that keep columns, with the columns and their keepers."""
    rows = below(actor.paths_for("organisations.read")).filter(keepings__isnull=False).distinct()
    return rows.prefetch_related("keepings__keeper", "keepings__deputy")


def _all() -> QuerySet:
    """Every organisation, closed ones too (history stays visible)."""
    return below(("",)).model._default_manager.all()
