"""Pictures that a person hands in beside a pasted text, and the places of the text where they belong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote
from uuid import UUID

from lianxin.foundation.files import shelf
from lianxin.foundation.files.intake import Prepared

from .parts import Picture
from .pictures import PictureError


def placed(places: Sequence[Picture], given: Sequence[Prepared]) -> Iterator[tuple[Picture, Prepared]]:
    """Pairs: a file goes where the text names it, the others in the order of the text. What is left over goes nowhere.

    places: those whose picture did not come along with the text.
    """
    names = Counter(_stem(place.src) for place in places)
    by_name = {_stem(file.name): file for file in reversed(given)}
    found = {id(place): by_name.get(_stem(place.src)) for place in places if names[_stem(place.src)] == 1}
    used = {file.uuid for file in found.values() if file is not None}
    rest = iter([file for file in given if file.uuid not in used])
    for place in places:
        file = found.get(id(place)) or next(rest, None)
        if file is not None:
            yield place, file


def bytes_of(file: Prepared) -> bytes:
    """What was kept of a file that was handed in. Raises PictureError when it waited too long."""
    path = shelf.find(UUID(file.uuid))
    if path is None:
        raise PictureError("等得太久、已经清掉的图片，请重新选一次")
    return path.read_bytes()


def _stem(name: str) -> str:
    plain = unquote(name.partition("?")[0].partition("#")[0]).replace("\\", "/")
    return PurePosixPath(plain).stem.casefold()
