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


def add_purpose(purpose: Purpose) -> None:
    """Announce an optional purpose when a room loads. Raises ValueError when the key means something else."""
    if PURPOSES.setdefault(purpose.key, purpose) != purpose:
        raise ValueError(f"the purpose {purpose.key} is described twice")


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
