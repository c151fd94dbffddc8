"""The house keeps its shape: small files, small functions, one direction of imports, no foreign addresses."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE, LONGEST_FUNCTION = 400, 40
#: generated or fetched, never written here
NOT_OURS = {".git", ".venv", "node_modules", "var", "build", "__pycache__", ".hypothesis", "test-results"}
TEXT = {".py", ".html", ".css", ".js", ".toml", ".txt", ".md", ".json", ".yml", ".yaml", ".sh", ".conf", ".service"}
TEXT |= {".mjs", ".webmanifest", ".svg", ".cfg", ".ini", ".in", ""}
WRITTEN = {".py", ".html", ".css", ".js", ".mjs", ".sh"}
#: how a file begins that a program joined from written parts; a test of that program says when it is not fresh
JOINED = "/* Made by docs/make_"


@cache
def everything() -> tuple[Path, ...]:
    """Files of the repository, looked for once."""
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(f for f in folders if f not in NOT_OURS and not f.endswith(("_cache", ".egg-info")))
        kept = sorted(file for file in files if file not in NOT_OURS)  # `.git` may be a file
        found += [path for file in kept if not (path := Path(folder, file)).is_symlink()]
    return tuple(found)


def ours(*suffixes: str) -> Iterator[Path]:
    """Files of the repository with one of these endings."""
    return (path for path in everything() if path.suffix in suffixes)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_files_stay_readable() -> None:
    long = {
        name(path): lines
        for path in ours(*WRITTEN)
        if "migrations" not in path.parts
        and not (text := path.read_text("utf-8")).startswith(JOINED)
        and (lines := text.count("\n")) > LONGEST_FILE
    }
    assert not long, f"split by concern: {long}"


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Name and length in lines of every function, its decorators left out."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_functions_stay_readable() -> None:
    long = {
        f"{name(path)}:{function}": lines
        for path in ours(".py")
        if "migrations" not in path.parts
        for function, lines in functions(path)
        if lines > LONGEST_FUNCTION
    }
    assert not long, f"one purpose each: {long}"


#: put together from parts so that this file does not find itself
_HOME = "|".join(["ro" + "ot/", "ho" + r"me/[a-z][\w-]*/", "Us" + r"ers/\w+/"])
_REGISTRY = "|".join(
    [
        r"(?:files\.python" + r"hosted|py" + r"pi)\.org",
        r"registry\.(?:npm" + r"js|yarn" + "pkg)",
        "npm" + "mirror",
        "index-" + r"url[\s=\"']+(?:https?|file):",
        r"https?://[\w.-]*(?:mir" + "ror|nex" + "us|artif" + "actory|verd" + "accio|dev" + "pi)",
    ]
)
ADDRESSES = {
    "home folder of a machine": re.compile(rf"(?<![\w.])/(?:{_HOME})"),
    "working folder of a machine": re.compile(r"(?<![\w.])/wo" + r"rk/"),
    "temporary folder of a machine": re.compile(r"(?<![\w.])/tm" + r"p/[\w.-]"),
    "address of a package registry": re.compile(_REGISTRY),
}


def test_no_address_of_a_machine_or_a_registry() -> None:
    found = [
        f"{name(path)}: {kind}: {wrong[0]}"
        for path in ours(*TEXT)
        if (text := path.read_text("utf-8", errors="replace"))
        for kind, pattern in ADDRESSES.items()
        if (wrong := pattern.search(text))
    ]
    assert not found, found


def test_no_memory_of_seconds_ages_inside_a_test() -> None:
    """Else what a page costs hangs on how slow the machine is; `_memory_of_one_test` in tests/conftest.py holds them."""
    held = {"lianxin.foundation.calendars.queries", "lianxin.foundation.rules.anchors"}
    kept = {
        known: module.KEEP
        for known, module in list(sys.modules.items())
        if known.startswith("lianxin.") and hasattr(module, "_memory") and isinstance(getattr(module, "KEEP", 0), float)
    }
    assert held <= set(kept)
    assert not [known for known, seconds in kept.items() if seconds < 600]


def test_no_keys_of_an_installation_are_handed_on() -> None:
    """`secrets.json` opens sealed fields and signs sessions: a project that carries one gives it to everybody."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a checkout: nothing says which files are handed on")
    listed = subprocess.run([git, "-C", str(ROOT), "ls-files"], capture_output=True, text=True, check=True).stdout
    found = [line for line in listed.splitlines() if re.search(r"(^|/)secrets[\w-]*\.json$|\.sqlite3|\.pem$", line)]
    assert not found, f"keys or data of an installation: {found}"
    tried = "secrets.json try/secrets.json try/secrets-k2.json lianxin.sqlite3 try/lianxin.sqlite3-wal try/own.pem"
    asked = [git, "-C", str(ROOT), "check-ignore", "--no-index", *tried.split()]
    ignored = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    assert ignored.split() == tried.split(), "what is tried in the project's own folder is added by accident"


def test_the_address_patterns_find_what_they_are_for() -> None:
    """A pattern that finds nothing would prove nothing."""
    samples = {
        "home folder of a machine": ["see /ro" + "ot/x", "'/ho" + "me/li/lianxin'"],
        "working folder of a machine": ["cd /wo" + "rk/main"],
        "temporary folder of a machine": ["open('/tm" + "p/x')"],
        "address of a package registry": [
            "https://py" + "pi.org/simple",
            "--index-" + "url htt" + "p://10.0.0.1/simple",
            "http://mir" + "ror.example/simple",
        ],
    }
    for kind, lines in samples.items():
        assert all(ADDRESSES[kind].search(line) for line in lines), kind
    assert not ADDRESSES["home folder of a machine"].search("<a href='/home/'>")


def test_the_kernel_loads_without_django() -> None:
    """Not only unimported by name: nothing that the kernel loads brings a framework in."""
    kernel = sorted(path.stem for path in (ROOT / "src/lianxin/kernel").glob("*.py") if path.stem != "__init__")
    assert len(kernel) > 10
    code = "import sys, importlib\n"
    code += "".join(f"importlib.import_module('lianxin.kernel.{module}')\n" for module in kernel)
    code += "print([m for m in ('django', 'treebeard', 'ninja', 'allauth') if m in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT / "src",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("engine", ["kernel"])
def test_engines_name_no_framework(engine: str) -> None:
    for path in (ROOT / "src/lianxin" / engine).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            else:
                continue
            assert not [n for n in names if n.split(".")[0] in {"django", "treebeard", "ninja", "allauth"}], name(path)
            assert not [n for n in names if n.startswith("lianxin.") and not n.startswith(f"lianxin.{engine}")], name(
                path
            )


def test_files_of_tests_have_names_of_their_own() -> None:
    """Folders without ``__init__.py`` share one name space: the second file of a name is not collected."""
    found = Counter(p.name for p in (ROOT / "tests").rglob("test_*.py") if not (p.parent / "__init__.py").exists())
    assert [name for name, n in found.items() if n > 1] == []
