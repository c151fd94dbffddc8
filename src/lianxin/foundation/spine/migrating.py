"""Tables in a third of the time: what Django draws again after each step of a migration, and need not.

Django keeps a class for every model of the past and, after one of them changes, makes it and all models that hang
together with it anew (`ProjectState.reload_model`). In a house where nearly everything points to a person or an
organisation that is every model, hundreds of times: nine tenths of the time of a first `migrate`.

A step of the schema asks only for the model that it changes and for the columns that it points to; both are right when
that model alone is made anew. Where more can be asked for — steps that run Python, columns that others point to,
models with another name or another base — everything is drawn from the beginning, as Django itself does after steps
that it delayed (`ProjectState.clear_delayed_apps_cache`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ModelState, ProjectState

_plain_add_field = ProjectState.add_field


@contextmanager
def drawn_sparingly() -> Iterator[None]:
    """While it is open, states of migrations make anew what changed, or everything, and nothing between."""
    ours = {"add_model": _add_model, "add_field": _add_field, "reload_model": _reload_model}
    theirs = {name: getattr(ProjectState, name) for name in ours}
    _put(ours)
    try:
        yield
    finally:
        _put(theirs)


def _put(methods: dict[str, Any]) -> None:
    for name, method in methods.items():
        setattr(ProjectState, name, method)


def _add_model(state: Any, model_state: ModelState) -> None:
    key = model_state.app_label, model_state.name_lower
    state.models[key] = model_state
    if state._relations is not None:
        state.resolve_model_relations(key)
    _alone(state, *key)


def _add_field(state: Any, app_label: str, model_name: str, name: str, field: Any, preserve_default: bool) -> None:
    """A new relation is seen from the model that has it; from the other side when all is drawn again."""
    apps = state.__dict__.pop("apps", None)  # nothing to draw for Django
    _plain_add_field(state, app_label, model_name, name, field, preserve_default)
    if apps is not None:
        state.__dict__["apps"] = apps
        _alone(state, app_label, model_name)


def _reload_model(state: Any, app_label: str, model_name: str, delay: bool = False) -> None:
    if delay:
        _alone(state, app_label, model_name)
    else:
        state.__dict__.pop("apps", None)  # others point to it: drawn again as soon as they are asked for
        state.is_delayed = False


def _alone(state: Any, app_label: str, model_name: str) -> None:
    if "apps" in state.__dict__:
        state.is_delayed = True  # steps that run Python have everything drawn again first
        state._reload({(app_label, model_name)})
