"""What rooms above tell the author of a letter: to the inbox, or to the address that was left with it."""

from __future__ import annotations

from collections.abc import Iterable

from .announcing import tell_author
from .models import Letter


def authors(letters: Iterable[int], text: str, key: str) -> int:
    """Queue one notice for each letter in the caller's transaction; the key makes each happen once. Answers how many."""
    rows = Letter.objects.unscoped("authors of letters are told").filter(pk__in=list(letters))
    told = 0
    for letter in rows.exclude(state="withdrawn"):
        tell_author(letter, text, f"{key}:{letter.pk}")
        told += 1
    return told
