"""A process with Django loaded that forks the processes of the tests: each of them starts within milliseconds.

Asked by lines of JSON on standard input, one line answers each: ``{"body", "to", "environment", "folder"}`` runs Python
statements in a forked process and answers ``{"pid"}``; what it prints goes to the files ``to``.out and ``to``.err where that
is named. ``{"wait": pid}`` answers ``{"code"}``, null while it runs. One serves all installations with the same settings
module: the forked process reads the settings again with the environment of its own. The mother never opens a database,
and ends with its input.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import traceback
from typing import Any


def move_in(environment: dict[str, str]) -> None:
    """In the forked process: what was read from the environment is read again, and what rests on it is made anew."""
    from django.conf import Settings, settings
    from django.db import connections
    from django.test.signals import setting_changed

    os.environ.clear()
    os.environ.update(environment)
    for name in [n for n in sys.modules if n.startswith("config.settings")]:
        del sys.modules[name]
    before = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
    settings._wrapped = Settings(environment["DJANGO_SETTINGS_MODULE"])
    for name in dir(settings):
        if name.isupper() and name != "DATABASES" and getattr(settings, name) != before.get(name):
            setting_changed.send(sender=Settings, setting=name, value=getattr(settings, name), enter=True)
    for one in connections.all(initialized_only=True):
        assert one.connection is None, "the mother opened a database"
        del connections[one.alias]
    connections._settings = None  # type: ignore[attr-defined]  # no public way to read DATABASES again
    connections.__dict__.pop("settings", None)


def born(asked: dict[str, Any]) -> int:
    """In the forked process: run the statements, answer the exit code."""
    os.setsid()  # a whole family of processes can be killed at once
    os.chdir(asked["folder"])
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    if asked["to"]:
        os.dup2(os.open(asked["to"] + ".out", os.O_WRONLY | os.O_CREAT, 0o600), 1)
        os.dup2(os.open(asked["to"] + ".err", os.O_WRONLY | os.O_CREAT, 0o600), 2)
    try:
        move_in(asked["environment"])
        exec(compile(asked["body"], "<body>", "exec"), {"__name__": "__main__"})
        threading._shutdown()  # type: ignore[attr-defined]  # what the interpreter does before it ends
    except SystemExit as left:
        if isinstance(left.code, str):
            sys.stderr.write(f"{left.code}\n")
        return left.code if isinstance(left.code, int) else int(left.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    if "wait" in asked:
        pid, status = os.waitpid(asked["wait"], os.WNOHANG)
        return {"code": os.waitstatus_to_exitcode(status) if pid else None}
    pid = os.fork()
    if not pid:
        code = 1
        try:
            code = born(asked)
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)
    return {"pid": pid}


def main() -> None:
    """Serve until the input ends."""
    import django

    django.setup()
    import django.test.signals
    from django.core.handlers import wsgi  # noqa: F401 - what every server needs
    from django.urls import get_resolver

    import tests.recovery.jobs_to_kill  # noqa: F401 - registers the jobs

    get_resolver().url_patterns  # noqa: B018 - reads the views of every room
    with os.fdopen(os.dup(1), "w") as line:
        os.dup2(2, 1)  # what a module prints does not mix with the answers
        while asked := sys.stdin.readline():
            print(json.dumps(answer(json.loads(asked))), file=line, flush=True)


if __name__ == "__main__":
    main()
