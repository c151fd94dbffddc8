"""Personal fields sealed at rest (P02), and the keyed hash by which a sealed value is found again.

The database, its backups, `values()` and pickles hold only tokens; clear text exists in memory after
somebody reads the attribute of an instance. Keys come from `settings.FIELD_KEYS` (the last one
seals, all of them open) and `settings.LOOKUP_KEY`.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models.lookups import Exact
from django.db.models.query_utils import DeferredAttribute

from lianxin.kernel import sealing

_BETWEEN = re.compile(r"[\s\-‐-―−·.()]+")
_COUNTRY = re.compile(r"^(?:\+|00)?86(?=1\d{10}$)")


class SealedToken(str):
    """A token as it stands in the database: never clear text, and never printed whole."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<sealed>"


def seal_text(text: str) -> SealedToken:
    """Seal clear text under the newest key; every call gives another token."""
    return SealedToken(sealing.seal(text, settings.FIELD_KEYS))


def open_text(token: str) -> str:
    """Clear text of a token. Raises the kernel's `SealingError`, which names no content.

    A key that another process added while this one runs is looked up once in the installation's file.
    """
    try:
        return sealing.open_(str(token), settings.FIELD_KEYS)
    except sealing.UnknownKeyError:
        if not _take_new_keys():
            raise
        return sealing.open_(str(token), settings.FIELD_KEYS)


def _take_new_keys() -> bool:
    """Add keys from ``secrets.json`` that are not known here yet; True when there were any."""
    path = Path(getattr(settings, "DATA", ".")) / "secrets.json"
    try:
        held = json.loads(path.read_text()).get("fields", {})
    except (OSError, ValueError):
        return False
    fresh = {key: value for key, value in held.items() if key not in settings.FIELD_KEYS}
    settings.FIELD_KEYS.update(fresh)
    return bool(fresh)


def blind_index(text: str) -> str:
    """Keyed BLAKE2b of a value (32 hex characters) for exact look-ups on sealed fields.

    Spellings that mean the same value give the same index: full-width digits, letter case, blanks,
    dashes, and the +86 of a mobile number. Empty text gives an empty index. The normalisation stands
    here and not in `kernel.chinese` because stored indexes must not change when search does.
    """
    folded = _BETWEEN.sub("", unicodedata.normalize("NFKC", text or "").casefold())
    folded = _COUNTRY.sub("", folded)
    if not folded:
        return ""
    key = hashlib.blake2b(settings.LOOKUP_KEY.encode()).digest()
    return hashlib.blake2b(folded.encode(), key=key, digest_size=16, person=b"lianxin-lookup").hexdigest()


class SealedAttribute(DeferredAttribute):
    """Opens the token when the attribute is first read; lists that never show it pay nothing."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, SealedToken):
            value = open_text(value)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        # without a setter the value in the instance's dictionary would be found before this attribute
        instance.__dict__[self.field.attname] = value


class SealedExact(Exact):
    """Equality with the empty text or with a token; clear text can never match, so it is refused."""

    def get_prep_lookup(self) -> Any:
        if self.rhs == "" or isinstance(self.rhs, SealedToken):
            return self.rhs
        raise TypeError("a sealed field cannot be searched by its text; use its blind index")


if TYPE_CHECKING:
    _Text = models.TextField[Any, Any]
else:
    _Text = models.TextField  # generic only in the stubs


class SealedTextField(_Text):
    """Text that is sealed in the database. Null and empty text stay what they are.

    It cannot be searched, sorted or made unique (a token differs each time it is written); keep a
    `blind_index` column beside it for look-ups. `values()` and `values_list()` give `SealedToken`.
    """

    description = "sealed text"
    descriptor_class = SealedAttribute

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return SealedToken(value) if value else value

    def to_python(self, value: Any) -> Any:
        """Text as typed; a token that one of our keys opens stays a token (fixtures, copies)."""
        if value is None or isinstance(value, SealedToken):
            return value
        text = str(value)
        return SealedToken(text) if _is_ours(text) else text

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """A token that nobody opened is written back as it is."""
        raw = model_instance.__dict__.get(self.attname)
        return raw if isinstance(raw, SealedToken) else super().pre_save(model_instance, add)

    def get_prep_value(self, value: Any) -> Any:
        if value is None or value == "" or isinstance(value, SealedToken):
            return value
        if hasattr(value, "resolve_expression"):
            return value
        return seal_text(str(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        prepped = super().get_db_prep_value(value, connection, prepared)
        return str(prepped) if isinstance(prepped, SealedToken) else prepped

    def get_lookup(self, lookup_name: str) -> Any:
        """Tokens cannot be searched: only `isnull`, the empty text and a token itself compare."""
        if lookup_name == "exact":
            return SealedExact
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise TypeError(f"{self.name} is sealed and cannot be searched; use its blind index")

    def value_to_string(self, obj: models.Model) -> str:
        """Serialisers write the token, never the clear text."""
        raw = obj.__dict__.get(self.attname)
        prepared = self.get_prep_value(raw)
        return "" if prepared is None else str(prepared)


def _is_ours(text: str) -> bool:
    try:
        open_text(text)
    except sealing.SealingError:
        return False
    return True
