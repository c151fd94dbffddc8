"""Answers of a policy: a refusal always carries its reason to the page.

A policy never returns a bare bool. It returns `Allowed()` or `Denied(...)`; the page prints the
reason and, where a regulation stands behind it, the clause of the named rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Allowed:
    """The actor may do it."""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Denied:
    """The actor may not do it.

    reason: one plain Chinese sentence, shown to the person.
    rule:   id of the regulation figure behind the refusal (``"PET-06"``) or empty.
    code:   stable machine code, e.g. ``"own_work"``; also the HTTP meaning:
            ``"out_of_scope"`` is answered with 404, every other code with 403 or a form error.
    remedy: what the person can do instead, one sentence or empty.
    field:  name of the form field at fault, if one is.
    """

    reason: str
    rule: str = ""
    code: str = "refused"
    remedy: str = ""
    field: str = ""

    def __bool__(self) -> bool:
        return False


Decision = Allowed | Denied


@dataclass
class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """Raised inside an action when a policy or a guard says no; rolls the action back."""

    denied: Denied = field(default_factory=lambda: Denied("不能这样做。"))

    def __str__(self) -> str:
        return self.denied.reason


OUT_OF_SCOPE = Denied("没有找到。", code="out_of_scope")


def require(decision: Decision) -> None:
    """Raise `Refused` unless the decision is `Allowed`."""
    if isinstance(decision, Denied):
        raise Refused(decision)


def all_of(*decisions: Decision) -> Decision:
    """The first refusal, or `Allowed` when there is none."""
    for decision in decisions:
        if isinstance(decision, Denied):
            return decision
    return Allowed()
