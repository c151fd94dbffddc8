"""One path for every change: action -> policy -> lifecycle -> audit -> outbox.

An action is one named function. `@action` opens one transaction around it, and refuses to commit
a change that left no line in the audit ledger. Everything that must survive only together with the
change (audit lines, notices, search entries) is written inside.

Hook for the audit room: `install_ledger`. The spine lies below it and must not import it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ParamSpec, Protocol, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused, require

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=models.Model)

__all__ = ["ACTIONS", "Fact", "action", "install_ledger", "lock", "record", "refusal", "require"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One audit line before it is chained.

    code: dotted, e.g. ``"letters.assign"``; subject: ``"letter:17"``; org_path: where it happened;
    data: small JSON-able mapping of what changed, never a secret or a personal field in clear.
    """

    code: str
    actor: Actor
    subject: str = ""
    org_path: str = ""
    data: dict[str, Any] = field(default_factory=dict)


class Ledger(Protocol):
    """What the audit room offers to the spine."""

    def __call__(self, facts: list[Fact]) -> None: ...


_installed: list[Ledger] = []
_open: ContextVar[list[Fact] | None] = ContextVar("open_action", default=None)

#: every action by its name; documents and tests walk it
ACTIONS: dict[str, Callable[..., Any]] = {}


def install_ledger(ledger: Ledger) -> None:
    """The audit room plugs itself in here when Django has loaded."""
    _installed[:] = [ledger]


def _write(facts: list[Fact]) -> None:
    if not _installed:
        raise RuntimeError("no audit ledger is installed")
    _installed[0](facts)


def record(code: str, /, *, actor: Actor, subject: models.Model | str = "", org_path: str = "", **data: Any) -> None:
    """Add one audit line to the open action. Outside an action it is a programming error."""
    facts = _open.get()
    if facts is None:
        raise RuntimeError(f"{code}: nothing is recorded outside an action")
    facts.append(Fact(code, actor, name_of(subject), org_path or getattr(subject, "org_path", ""), data))


def name_of(subject: models.Model | str) -> str:
    """``"letter:17"`` for a model instance; text is kept."""
    return subject if isinstance(subject, str) else f"{subject._meta.model_name}:{subject.pk}"


def action(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function the one way to do `name` (``"room.verb"``).

    The function takes its arguments by keyword, among them ``actor: Actor``. It runs in one
    transaction; an action inside another joins it. A top-level action that recorded nothing is
    rolled back with RuntimeError: a change without a trace does not exist here.
    """

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        if name in ACTIONS:
            raise ValueError(f"two actions are called {name}")

        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            if _open.get() is not None:
                return function(*args, **kwargs)
            with transaction.atomic(durable=False):
                return _run_open(name, function, args, kwargs)

        ACTIONS[name] = run
        run.action_name = name  # type: ignore[attr-defined]  # read by documents and tests
        return run

    return wrap


def _run_open(name: str, function: Callable[..., R], args: Any, kwargs: Any) -> R:
    facts: list[Fact] = []
    token = _open.set(facts)
    try:
        result = function(*args, **kwargs)
    finally:
        _open.reset(token)
    if not facts:
        raise RuntimeError(f"action {name} changed something without an audit line")
    _write(facts)
    return result


def refusal(fact: Fact) -> None:
    """Write one audit line in a transaction of its own, e.g. for an access outside the scope (P05)."""
    with transaction.atomic():
        _write([fact])


def lock(instance: M, *, revision: int | None = None, without: Sequence[str] = ()) -> M:
    """Read the row again and hold it until the action ends.

    revision: what the page showed when the person acted. When the row has moved on since, the
    action is refused with a plain sentence instead of overwriting somebody's work (stale tab).
    without: large columns that nobody looks at while others wait for the row.
    """
    manager = instance.__class__._base_manager  # not type(): request.user is a lazy wrapper of its row
    try:
        fresh = manager.select_for_update().defer(*without).get(pk=instance.pk)
    except ObjectDoesNotExist:
        raise Refused(OUT_OF_SCOPE) from None
    if revision is not None and getattr(fresh, "revision", revision) != revision:
        raise Refused(
            Denied(
                "这件事在您打开页面之后已被别人处理过，您的操作没有执行。",
                code="stale",
                remedy="请查看最新进展后再决定；您填写的内容已保留。",
            )
        )
    return fresh
