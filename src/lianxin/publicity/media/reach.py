"""What somebody at the desk may put into an item: their own pictures, files, recordings and pages, and what it held already.

A window for choosing shows nothing else, but the key that a form sends back can be any. What lies outside the scope is
treated as if it did not exist, and the ledger notes the attempt (P05). Forms know neither request nor person down in
their blocks, so both stand here while a request of the desk is answered; without them nothing is in reach.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from lianxin.foundation.spine.actions import Fact, refusal
from lianxin.kernel.actor import Actor

from . import queries, references
from .models import Recording

Reach = Callable[[Actor, Any, set[int]], set[int]]
#: model -> which of these keys a person may use; filled by rooms that stand on this one
_MORE: dict[type[models.Model], Reach] = {}


@dataclass
class Desk:
    """One request of the desk. item: what is being edited; known: answers that were given already."""

    actor: Actor
    account: Any
    item: Page | None = None
    known: dict[tuple[type[models.Model], int], bool] = field(default_factory=dict)


_desk: ContextVar[Desk | None] = ContextVar("desk", default=None)


@contextmanager
def at_desk(actor: Actor, account: Any) -> Iterator[None]:
    """While a request of the desk is answered."""
    token = _desk.set(Desk(actor, account))
    try:
        yield
    finally:
        _desk.reset(token)


def about(item: Page) -> None:
    """The item whose form is open: what it holds may stay in it, whoever put it there."""
    desk = _desk.get()
    if desk is not None:
        desk.item = item


def asking() -> Actor | None:
    """Who is at the desk now."""
    desk = _desk.get()
    return desk.actor if desk is not None else None


def register_reach(model: type[models.Model], reach: Reach) -> None:
    """How a kind of row is asked for that this room does not know."""
    _MORE[model] = reach


def own(model: type[models.Model], keys: Iterable[int]) -> set[int]:
    """Those of the keys that the person at the desk may use on their own account."""
    desk, wanted = _desk.get(), set(keys)
    if desk is None or not wanted:
        return set()
    if issubclass(model, Recording):
        return set(queries.recordings(desk.actor, "media.write").filter(pk__in=wanted).values_list("pk", flat=True))
    if issubclass(model, (get_image_model(), get_document_model())):
        policy = policy_registry.get_by_type(model)
        rows = policy.instances_user_has_any_permission_for(desk.account, ["choose"])
        return set(rows.filter(pk__in=wanted).values_list("pk", flat=True))
    for kind, reach in _MORE.items():
        if issubclass(model, kind):
            return reach(desk.actor, desk.account, wanted)
    return set()


def within(model: type[models.Model], key: int) -> bool:
    """Whether the item may point at it. An attempt on somebody else's row is noted, once."""
    desk = _desk.get()
    if desk is None:
        return False
    if (model, key) not in desk.known:
        desk.known[model, key] = bool(own(model, [key])) or _held(desk.item, model, key)
        if not desk.known[model, key] and model._base_manager.filter(pk=key).exists():
            refusal(Fact("access.out_of_scope", desk.actor, subject=f"{model._meta.model_name}:{key}"))
    return desk.known[model, key]


def _held(item: Page | None, model: type[models.Model], key: int) -> bool:
    """Whether the item, published or in any version of it, names the row. Read only when nothing else allows it."""
    if item is None or not item.pk:
        return False
    stored = Page.objects.get(pk=item.pk)
    if _names(stored.specific, model, key):
        return True
    return any(_names(revision.as_object(), model, key) for revision in stored.revisions.order_by("-pk").iterator(20))


def _names(page: Page, model: type[models.Model], key: int) -> bool:
    found = references.named_in(page)
    if any(key in keys for kind, keys in found.items() if issubclass(kind, model) or issubclass(model, kind)):
        return True
    links = (f for f in page._meta.concrete_fields if f.is_relation and f.name not in _NOT_CONTENT)
    return any(f.related_model is model and getattr(page, f.attname) == key for f in links)


#: relations of a page that say where it stands and not what it shows
_NOT_CONTENT = frozenset({"page_ptr", "alias_of"})
