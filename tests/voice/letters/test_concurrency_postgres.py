"""The tests that must also hold on PostgreSQL, run there by a pytest of their own (skipped where there is none)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import postgres

ROOT = Path(__file__).resolve().parents[3]
SELECTED = (
    "tests/voice/letters/test_concurrency_races.py",
    "tests/foundation/organisations",
    "tests/voice/letters/test_policies_people.py",
)


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="this run is on PostgreSQL already")
@pytest.mark.skipif(not postgres.can_start(), reason=postgres.MISSING)
def test_the_same_holds_on_postgresql(tmp_path: Path) -> None:
    with postgres.private_server() as url:
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:randomly", *SELECTED]
        environment = {**os.environ, "DATABASE_URL": url, "LIANXIN_DATA": str(tmp_path)}
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900, check=False
        )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
