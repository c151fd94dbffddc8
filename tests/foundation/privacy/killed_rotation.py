"""A process with its own data folder that seals, changes the key, and can be killed while it does so.

Run by test_privacy_rotation as ``killed_rotation.py prepare|kill|finish`` with LIANXIN_DATA set.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any

import django
from django.conf import settings

ROWS = 350


def main(step: str) -> None:
    settings.DATABASES["default"]["NAME"] = settings.DATA / "rotation.sqlite3"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from lianxin.foundation.accounts.models import Person
    from lianxin.foundation.privacy.rotation import count_by_key, rotate, sealed_fields
    from lianxin.foundation.spine.actions import install_ledger

    batches: list[int] = []
    install_ledger(lambda facts: None)
    if step == "prepare":
        with connection.schema_editor() as editor:
            for model, _ in sealed_fields():
                editor.create_model(model)
        Person.objects.bulk_create(Person(nickname=f"人{n}", phone=f"1390000{n:04}", name="甲") for n in range(ROWS))
        call_command("privacy_add_key")
        return
    if step == "kill":

        def fourth_kills(facts: list[Any]) -> None:
            batches.append(len(facts))
            if len(batches) > 3:
                os.kill(os.getpid(), signal.SIGKILL)

        install_ledger(fourth_kills)
        rotate(batch=50)
    else:
        call_command("privacy_rotate", "--batch", "50", "--json")
    wrong = [p.pk for n, p in enumerate(Person.objects.order_by("pk")) if p.phone != f"1390000{n:04}"]
    print(json.dumps({"keys": count_by_key(), "wrong": wrong}))  # noqa: T201 - read by the test


if __name__ == "__main__":
    main(sys.argv[1])
