"""Which fields a granted request changes by itself. Others are changed by hand in their own room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lianxin.foundation.accounts.models import Person
from lianxin.kernel.decision import Denied, Refused, require
from lianxin.kernel.identity import check_identity_number

from .listing import listed

Apply = Callable[[int, str], None]
_APPLY: dict[str, Apply] = {}


def register_correction(key: str, apply: Apply) -> None:
    """``apply(person_id, wanted)`` changes the field with this key of the list (``"accounts.Person.name"``)."""
    _APPLY[key] = apply


@dataclass(frozen=True, slots=True)
class About:
    """Columns of a room about which a person may ask. path_of: where such a request is answered, None when the room
    keeps nothing about this person; current: what stands there now, for the one who answers."""

    model: str
    names: tuple[str, ...]
    path_of: Callable[[int], str | None]
    current: Callable[[int, str], str]


_ABOUT: dict[str, About] = {}


def register_about(about: About) -> None:
    """Let people ask about columns of a room's model by name; the same model again replaces it."""
    _ABOUT[about.model] = about


def askable(person_id: int) -> list[str]:
    """Keys about which this person may ask."""
    found = [entry.key for entry in listed().of_model("accounts.Person")]
    for about in _ABOUT.values():
        if about.path_of(person_id) is not None:
            found += [f"{about.model}.{name}" for name in about.names]
    return found


def path_of(key: str, person_id: int) -> str | None:
    """Where a request is answered: by the room that it is about, or the first one that keeps something of this person."""
    own = _ABOUT.get(key.rpartition(".")[0])
    if own is not None:
        return own.path_of(person_id)
    return next((path for about in _ABOUT.values() if (path := about.path_of(person_id)) is not None), None)


def current(key: str, person_id: int) -> str | None:
    """What a room has there now; None for what stands in the person itself."""
    about = _ABOUT.get(key.rpartition(".")[0])
    return about.current(person_id, key.rpartition(".")[2]) if about else None


def can_apply(key: str) -> bool:
    return key in _APPLY


def apply(key: str, person_id: int, wanted: str) -> None:
    """Change the field, or do nothing when it is changed by hand elsewhere."""
    if key in _APPLY:
        _APPLY[key](person_id, wanted)


def _person(person_id: int) -> Person:
    return Person.objects.select_for_update().get(pk=person_id)


def _name(person_id: int, wanted: str) -> None:
    person = _person(person_id)
    person.name = wanted
    person.save()


def _nickname(person_id: int, wanted: str) -> None:
    if len(wanted) > 30:
        raise Refused(Denied("昵称最多 30 个字。", code="too_long", field="wanted"))
    person = _person(person_id)
    person.nickname = wanted
    person.save()


def _email(person_id: int, wanted: str) -> None:
    person = _person(person_id)
    person.email = wanted
    person.save()


def _phone(person_id: int, wanted: str) -> None:
    """A new number is not verified until a code proves it."""
    person = _person(person_id)
    person.phone, person.phone_verified_at = wanted, None
    person.save()


def _identity_number(person_id: int, wanted: str) -> None:
    require(check_identity_number(wanted))
    person = _person(person_id)
    person.identity_number, person.identity_verified_at = wanted, None
    person.save()


for _field, _apply in (
    ("name", _name),
    ("nickname", _nickname),
    ("email", _email),
    ("phone", _phone),
    ("identity_number", _identity_number),
):
    register_correction(f"accounts.Person.{_field}", _apply)
