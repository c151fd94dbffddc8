"""Who is acting: a person with the appointments (任职) that hold today, or the system itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

#: post -> verbs that it may do inside the subtree of its organisation; filled by `grant`.
_VERBS: dict[str, set[str]] = {}


def grant(post: str, *verbs: str) -> None:
    """Give a post its verbs. Called by each room when it loads; posts to verbs stand in code."""
    _VERBS.setdefault(post, set()).update(verbs)


def verbs_of(post: str) -> frozenset[str]:
    """The verbs of a post (empty for an unknown one)."""
    return frozenset(_VERBS.get(post, ()))


def posts_with(verb: str) -> frozenset[str]:
    """The posts that may do a verb."""
    return frozenset(post for post, verbs in _VERBS.items() if verb in verbs)


@dataclass(frozen=True, slots=True)
class Duty:
    """One appointment in force: a post held at one organisation."""

    post: str
    organisation_id: int
    org_path: str
    appointment_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts. Views, API, jobs and commands all hand one to an action.

    kind: ``"citizen"`` (anonymous or signed in without a duty), ``"staff"`` or ``"system"``.
    person_id: primary key of the person, or None for an anonymous citizen and the system.
    """

    kind: str
    person_id: int | None = None
    name: str = ""
    duties: tuple[Duty, ...] = field(default_factory=tuple)
    #: what the actor proved to hold without an account, e.g. ``"letter:17"`` by its query code
    holds: frozenset[str] = frozenset()

    def may(self, verb: str, org_path: str) -> bool:
        """True when a duty whose post has the verb covers the organisation path."""
        if self.kind == "system":
            return True
        return any(org_path.startswith(d.org_path) and verb in _VERBS.get(d.post, ()) for d in self.duties)

    def paths_for(self, verb: str) -> tuple[str, ...]:
        """Shortest organisation paths in which the actor may do the verb (no path inside another)."""
        return outermost(d.org_path for d in self.duties if verb in _VERBS.get(d.post, ()))

    def places_for(self, verb: str) -> tuple[str, ...]:
        """Paths of exactly those organisations at which the actor has a duty with the verb: not what lies below them."""
        return tuple(sorted({d.org_path for d in self.duties if verb in _VERBS.get(d.post, ())}))

    def has(self, verb: str) -> bool:
        """True when the actor may do the verb anywhere."""
        return self.kind == "system" or any(verb in _VERBS.get(d.post, ()) for d in self.duties)

    def is_person(self, person_id: int | None) -> bool:
        """True when the actor is exactly that person (never true for an unknown person)."""
        return person_id is not None and self.person_id == person_id


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """Drop every path that lies inside another one of the set."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return tuple(kept)


SYSTEM = Actor(kind="system", name="系统")
ANONYMOUS = Actor(kind="citizen", name="群众")
