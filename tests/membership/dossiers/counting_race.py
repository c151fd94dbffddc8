"""What `test_headcounts` runs in a process and a database of its own; prints what came of it as JSON."""

from __future__ import annotations

import json
import sys
import threading

from django.db import connection, transaction

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.models import Organisation
from lianxin.membership.dossiers import headcounts
from lianxin.membership.dossiers.models import Member


def change(pk: int) -> None:
    Member.objects.unscoped("test").filter(pk=pk).update(stage="probationary")


def write(pk: int, done: list[str]) -> None:
    """What the other one does; says how far it came."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '5s'")
    change(pk)
    done.append("written")
    headcounts.recount()
    done.append("counted")
    connection.close()


def main() -> None:
    """Two files of one branch become probationary, one of them in a transaction that stays open meanwhile."""
    home = Organisation.add_root(name="某村党支部", short_name="某村支部", kind="branch", code="B1")
    keys = [
        Member.objects.create(
            person=Person.objects.create(nickname="同志"), organisation=home, name="周禾苗", stage="member"
        ).pk
        for _ in range(2)
    ]
    headcounts.recount()
    done: list[str] = []

    def figures() -> list[int]:
        numbers = headcounts.heads([home.path]).numbers
        return [numbers["member"], numbers["probationary"]]

    with transaction.atomic():
        change(keys[0])
        other = threading.Thread(target=write, args=(keys[1], done))
        other.start()
        other.join(20)
        seen = list(done)
        watcher: list[int] = []
        third = threading.Thread(target=lambda: (watcher.extend(figures()), connection.close()))
        third.start()
        third.join(20)
    headcounts.recount()
    told = {"done": seen, "during": watcher, "after": figures(), "wrong": headcounts.wrong()}
    sys.stdout.write(json.dumps(told))
