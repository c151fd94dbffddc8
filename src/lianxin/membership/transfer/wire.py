"""What a message of another instance must hold before anything is done with it: fields, types, lengths.

Whatever else stands in a body is left alone, so that a newer instance can say more. A field that is missing, of
another type or too long makes the whole message unusable: sending it again would change nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from lianxin.foundation.exchange.registry import Body, Unusable

Check = Callable[[Any], bool]
#: letters about one transfer; a person who was offered as often as this is a mistake of a machine
MOST_LETTERS = 999
#: years that a letter can speak of: before and after them no day can be reckoned with
_YEARS = range(1900, 2200)
#: marks that no name or sentence holds and that a database may refuse
_NO_TEXT = ("Cc", "Cs")


def _text(most: int, *, least: int = 0) -> Check:
    def good(value: Any) -> bool:
        return (
            isinstance(value, str)
            and least <= len(value.strip())
            and len(value) <= most
            and not any(unicodedata.category(sign) in _NO_TEXT and sign not in "\n\t\r" for sign in value)
        )

    return good


def _key(value: Any) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value.lower()
    except ValueError:
        return False


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MOST_LETTERS


def _day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).year in _YEARS
    except ValueError:
        return False


def _day_or_none(value: Any) -> bool:
    return value == "" or _day(value)


#: field of a person -> what it may be; lengths are those of the file that is made of it
_PERSON: dict[str, Check] = {
    "name": _text(40, least=1), "identity": _text(24, least=1), "stage": _text(12, least=1), "phone": _text(40), "sex": _text(1),
    "ethnicity": _text(2), "education": _text(2), "joined_on": _day_or_none, "full_since": _day_or_none, "occupation": _text(40),
    "work_unit": _text(80),
}  # fmt: skip
#: what need not be said of a person
_MAY_LACK = frozenset(_PERSON) - {"name", "identity", "stage"}


def _person(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    return all(good(value[name]) if name in value else name in _MAY_LACK for name, good in _PERSON.items())


_ABOUT: dict[str, Check] = {"key": _key, "letter": _count}
#: kind of message -> field -> what it must be
FIELDS: dict[str, dict[str, Check]] = {
    "transfer.offer": {
        **_ABOUT, "number": _text(40, least=1), "issued": _day, "valid": _day, "dues": _day_or_none, "reason": _text(20, least=1),
        "source": _text(120, least=1), "target": _text(160, least=1), "person": _person,
    },
    "transfer.receipt": {**_ABOUT, "on": _day, "home": _text(120)},
    "transfer.refusal": {**_ABOUT, "ground": _text(20), "text": _text(1000)},
    "transfer.recall": dict(_ABOUT),
}  # fmt: skip
#: field -> word that the administrators of both sides read
_WORDS = {
    "key": "转接的编号", "letter": "介绍信的次数", "number": "介绍信编号", "issued": "开出日期", "valid": "有效期", "dues": "党费交到哪个月", "reason": "转接原因",
    "source": "转出党组织", "target": "转入党组织", "person": "本人的信息", "on": "接收日期", "home": "接收的支部", "ground": "理由", "text": "情况",
}  # fmt: skip


def checked(kind: str, hear: Callable[[Any, Body], Body]) -> Callable[[Any, Body], Body]:
    """`hear` behind the check of its kind. Raises `Unusable` with the words of every field that is wrong."""
    fields = FIELDS[kind]

    def run(peer: Any, body: Body) -> Body:
        wrong = faults(fields, body)
        if wrong:
            raise Unusable(f"消息不完整或者写错了：{'、'.join(wrong)}。")
        return hear(peer, body)

    return run


def faults(fields: Mapping[str, Check], body: Body) -> list[str]:
    """Words of the fields that are missing or wrong."""
    return [_WORDS[name] for name, good in fields.items() if not good(body.get(name))]
