"""Optional purposes that a person may allow and take back at any time (P06, PIP-02).

A purpose is announced by the room that acts on it, and by nobody else: the page "my data" offers only
what some room really asks `consented` for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .models import Consent


@dataclass(frozen=True, slots=True)
class Purpose:
    """One optional use of personal data: its word, what is done, and what ends with a withdrawal."""

    key: str
    label: str
    text: str
    afterwards: str


PURPOSES: dict[str, Purpose] = {}
_withdrawn: dict[str, list[Callable[[int], None]]] = {}
_offered: dict[str, Callable[[int], bool]] = {}


def add_purpose(purpose: Purpose, *, offered_to: Callable[[int], bool] | None = None) -> None:
    """Announce an optional purpose when a room loads. Raises ValueError when the key means something else.

    offered_to: whether the purpose is of any meaning for a person (by key); by default it is for everybody.
    """
    if PURPOSES.setdefault(purpose.key, purpose) != purpose:
        raise ValueError(f"the purpose {purpose.key} is described twice")
    if offered_to is not None:
        _offered[purpose.key] = offered_to


def offered(person_id: int) -> list[tuple[Purpose, Consent | None]]:
    """What a person is asked about, with the consent that stands; a consent once given can always be taken back."""
    given = standing(person_id)
    asked = [key for key in PURPOSES if key in given or key not in _offered or _offered[key](person_id)]
    return [(PURPOSES[key], given.get(key)) for key in asked]


def when_withdrawn(purpose: str, stop: Callable[[int], None]) -> None:
    """Call ``stop(person_id)`` inside the withdrawal, e.g. to drop what is queued for that purpose."""
    hooks = _withdrawn.setdefault(purpose, [])
    if stop not in hooks:
        hooks.append(stop)


def stop_processing(purpose: str, person_id: int) -> None:
    for stop in _withdrawn.get(purpose, []):
        stop(person_id)


def consented(person_id: int | None, purpose: str) -> bool:
    """True while the person's consent stands. An unknown person never consented; an unknown purpose is KeyError."""
    if purpose not in PURPOSES:
        raise KeyError(f"no purpose is called {purpose}")
    return (
        person_id is not None
        and Consent.objects.filter(person_id=person_id, purpose=purpose, withdrawn_at=None).exists()
    )


def consenting(person_ids: set[int], purpose: str) -> set[int]:
    """Those of the persons whose consent stands, one statement."""
    if purpose not in PURPOSES:
        raise KeyError(f"no purpose is called {purpose}")
    rows = Consent.objects.filter(person_id__in=person_ids, purpose=purpose, withdrawn_at=None)
    return set(rows.values_list("person_id", flat=True))


def standing(person_id: int) -> dict[str, Consent]:
    """Consents of a person that stand, by purpose."""
    return {row.purpose: row for row in Consent.objects.filter(person_id=person_id, withdrawn_at=None)}
