"""What a check beforehand cannot promise: between the look and the insert somebody else may come first.

The check gives the early, plain refusal; the unique key of the database decides; this module makes the
key's answer the same refusal.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from lianxin.kernel.decision import Denied, Refused

_SQLSTATE = "23505"  # unique_violation of the SQL standard
_SQLITE = "UNIQUE constraint failed"


@contextmanager
def or_refuse(denied: Denied) -> Iterator[None]:
    """Insert inside; a unique key that is taken raises `Refused(denied)`. Other violations stay errors.

    A savepoint of its own keeps the surrounding transaction usable on PostgreSQL.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not _is_unique(error):
            raise
        raise Refused(denied) from None


def _is_unique(error: IntegrityError) -> bool:
    return getattr(error.__cause__, "sqlstate", None) == _SQLSTATE or str(error).startswith(_SQLITE)
