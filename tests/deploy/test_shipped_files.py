"""What is shipped beside the code holds together: settings named, units hardened, scripts that shells accept."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
SERVICES = sorted((DEPLOY / "systemd").glob("*.service"))
#: read by make and the tests only, never on a server
NOT_FOR_SERVERS = {"LIANXIN_DEMO"}


def test_every_setting_that_is_read_stands_in_the_example() -> None:
    read: set[str] = set()
    for path in (*(ROOT / "config").rglob("*.py"), *(ROOT / "src").rglob("*.py")):
        text = path.read_text("utf-8")
        read |= set(re.findall(r"\benv\.\w+\(\s*\"([A-Z_]+)\"", text))
        read |= set(re.findall(r"environ\.get\(['\"]((?:LIANXIN_)[A-Z_]+|PORT)['\"]", text))
    named = set(re.findall(r"^#?([A-Z_]+)=", (DEPLOY / "lianxin.env.example").read_text(), re.MULTILINE))
    assert len(read) > 15, "the pattern finds what it is for"
    assert read - NOT_FOR_SERVERS - named == set()


@pytest.mark.parametrize("path", SERVICES, ids=lambda p: p.name)
def test_services_run_without_privileges(path: Path) -> None:
    unit = configparser.RawConfigParser(strict=False, delimiters=("=",), comment_prefixes=("#",))
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # keep the case of the names
    unit.read_string(path.read_text())
    service = unit["Service"]
    assert service["User"] == "lianxin"
    assert (service["NoNewPrivileges"], service["ProtectSystem"]) == ("yes", "strict")
    assert service["CapabilityBoundingSet"] == ""
    assert service["EnvironmentFile"] == "/etc/lianxin/lianxin.env"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for path in (DEPLOY / "systemd").iterdir():
        text = re.sub(r"ExecStart=\S+", "ExecStart=/usr/bin/env", path.read_text())
        (tmp_path / path.name).write_text(text)
    names = [str(p) for p in sorted(tmp_path.iterdir()) if "@" not in p.name]
    command = ["systemd-analyze", "verify", "--man=no", *names]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    ours = [line for line in done.stderr.splitlines() if "lianxin" in line]
    assert ours == []


@pytest.mark.parametrize("path", sorted(DEPLOY.glob("*.sh")), ids=lambda p: p.name)
def test_scripts_are_accepted_by_the_shell_and_say_how_they_are_used(path: Path) -> None:
    assert subprocess.run(["bash", "-n", str(path)], check=False).returncode == 0
    help_text = subprocess.run([str(path), "--help"], capture_output=True, text=True, timeout=60, check=False)
    assert help_text.returncode == 0
    assert "usage:" in help_text.stdout
