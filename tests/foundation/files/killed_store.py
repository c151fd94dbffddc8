"""A process that stores a file in its own database and dies at a given moment. Run by test_files_shelf."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings


def main(folder: str, moment: str) -> None:
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "lianxin.foundation.files"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{folder}/db.sqlite3"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        FILES_ROOT=f"{folder}/files",
        SECRET_KEY="invented",
        USE_TZ=True,
    )
    django.setup()
    from django.core.files.base import ContentFile
    from django.db import connection

    from lianxin.foundation.files import actions, shelf
    from lianxin.foundation.files.models import StoredFile
    from lianxin.foundation.spine.actions import install_ledger
    from lianxin.kernel.actor import SYSTEM

    def die(*_: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with connection.schema_editor() as editor:
        editor.create_model(StoredFile)
    # the ledger is written last, just before the commit
    install_ledger(die if moment == "before_commit" else lambda facts: None)
    if moment == "after_commit":
        vars(shelf)["settle"] = die
    photo = ContentFile((Path(folder) / "photo.jpg").read_bytes(), "photo.jpg")
    actions.store(actor=SYSTEM, upload=photo, org_path="0001", subject="letter:1")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
