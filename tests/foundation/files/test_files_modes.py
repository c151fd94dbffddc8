"""Who may read the stored bytes on the machine: the platform alone, or nginx through the group of the shelf."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from file_makers import jpeg, upload  # type: ignore[import-not-found]  # beside the tests

from lianxin.foundation.files import shelf
from lianxin.foundation.files.actions import store
from lianxin.kernel.actor import SYSTEM


@pytest.fixture(params=[0o077, 0o022, 0o027])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """The unit of the service sets one; the modes must not depend on it."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def modes(folder: Path) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {"file": set(), "folder": {stat.S_IMODE(folder.stat().st_mode)}}
    for path in folder.rglob("*"):
        found["folder" if path.is_dir() else "file"].add(stat.S_IMODE(path.stat().st_mode))
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("accel", "expected"),
    [("", {"file": {0o600}, "folder": {0o700}}), ("/protected-files/", {"file": {0o640}, "folder": {0o2750}})],
)
def test_the_bytes_are_as_open_as_they_have_to_be(
    settings: Any, tmp_path: Path, umask: int, accel: str, expected: dict[str, set[int]]
) -> None:
    settings.FILES_ROOT, settings.FILES_ACCEL = tmp_path / "files", accel
    store(actor=SYSTEM, upload=upload(jpeg()), org_path="0001", subject="letter:1", public=True)
    assert len(list(shelf.everything())) == 1
    assert modes(tmp_path / "files") == expected


@pytest.mark.skipif(os.getuid() != 0, reason="only root may give a folder to a group it is not in")
@pytest.mark.django_db(transaction=True)
def test_what_is_stored_belongs_to_the_group_of_the_shelf(settings: Any, tmp_path: Path, umask: int) -> None:
    """As docs/guide/部署.md sets it up: nginx's group owns the shelf, and nothing else of the platform."""
    group = 33
    settings.FILES_ROOT, settings.FILES_ACCEL = tmp_path / "files", "/protected-files/"
    (tmp_path / "files").mkdir()
    os.chown(tmp_path / "files", -1, group)
    (tmp_path / "files").chmod(0o2750)
    store(actor=SYSTEM, upload=upload(jpeg()), org_path="0001", subject="letter:1", public=True)
    assert {path.stat().st_gid for path in (tmp_path / "files").rglob("*")} == {group}
