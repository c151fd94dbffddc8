"""The ledger after a kill between writing and sealing, and in the middle of an action."""

from __future__ import annotations

import json
import signal

import pytest

from tests.recovery.children import Installation, until

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]
WRITE = (
    "from tests.recovery.jobs_to_kill import tell, write_lines; from lianxin.kernel.actor import SYSTEM;"
    "from django.db import transaction; from lianxin.foundation.audit import sealing; import time;"
)
VERIFY = "from django.core.management import call_command; call_command('audit_verify', '--json')"
SEAL = "from lianxin.foundation.audit.sealing import seal; print(seal())"


def figures(installation: Installation) -> dict[str, object]:
    return dict(json.loads(installation.run(VERIFY).splitlines()[-1]))


def kill_at(installation: Installation, body: str, word: str) -> None:
    with installation.running(WRITE + body) as process:
        until(lambda: word in installation.events())
        process.send_signal(signal.SIGKILL)
        process.wait()


def test_lines_written_before_the_kill_are_sealed_afterwards(installation: Installation) -> None:
    installation.run(WRITE + "write_lines(actor=SYSTEM, count=3); sealing.seal()")
    kill_at(installation, "write_lines(actor=SYSTEM, count=5); tell('written'); time.sleep(600)", "written")
    before = figures(installation)
    assert (before["ok"], before["lines"], before["unsealed"]) == (True, 8, 5)
    assert installation.run(SEAL).strip() == "5"
    after = figures(installation)
    assert (after["ok"], after["lines"], after["unsealed"], after["seals"]) == (True, 8, 0, 2)


def test_kill_inside_the_sealer_leaves_no_half_seal(installation: Installation) -> None:
    installation.run(WRITE + "write_lines(actor=SYSTEM, count=3)")
    body = (
        "plain = sealing.append; sealing.append = lambda *a: (plain(*a), tell('half'), time.sleep(600));sealing.seal()"
    )
    kill_at(installation, body, "half")
    assert figures(installation)["seals"] == 0
    assert installation.run(SEAL).strip() == "3"
    assert figures(installation)["ok"] is True


def test_kill_inside_an_action_leaves_neither_line_nor_break(installation: Installation) -> None:
    body = "t = transaction.atomic(); t.__enter__(); write_lines(actor=SYSTEM, count=4); tell('open'); time.sleep(600)"
    kill_at(installation, body, "open")
    installation.run(WRITE + "write_lines(actor=SYSTEM, count=2)")
    assert installation.run(SEAL).strip() == "2"
    after = figures(installation)
    assert (after["ok"], after["lines"]) == (True, 2)
