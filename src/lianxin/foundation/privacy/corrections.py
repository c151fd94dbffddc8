"""Which fields a granted request changes by itself. Others are changed by hand in their own room."""

from __future__ import annotations

from collections.abc import Callable

from lianxin.foundation.accounts.models import Person
from lianxin.kernel.decision import Denied, Refused, require
from lianxin.kernel.identity import check_identity_number

Apply = Callable[[int, str], None]
_APPLY: dict[str, Apply] = {}


def register_correction(key: str, apply: Apply) -> None:
    """``apply(person_id, wanted)`` changes the field with this key of the list (``"accounts.Person.name"``)."""
    _APPLY[key] = apply


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
