"""The one entry for every command: ``lianxin <room> <verb>`` or ``lianxin <verb>``.

``lianxin audit verify`` runs the Django command ``audit_verify``; ``lianxin import_letters`` runs
the command of that name. Help, options and exit codes are those of the command.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: what reads a file and nothing of the house: started without its rooms, which take longer than many a file
ALONE: dict[tuple[str, ...], str] = {
    ("election", "verify"): "lianxin.democracy.elections.management.commands.election_verify"
}


def resolve(arguments: list[str], known: set[str]) -> list[str]:
    """Join the two words of a room's verb when such a command exists: [audit, verify] -> [audit_verify]."""
    if len(arguments) >= 2 and f"{arguments[0]}_{arguments[1]}" in known:
        return [f"{arguments[0]}_{arguments[1]}", *arguments[2:]]
    return arguments


def main() -> None:
    """Console script ``lianxin``."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    if name := ALONE.get(tuple(sys.argv[1:3])):
        alone(name, sys.argv[3:])
        return
    import django
    from django.core.management import execute_from_command_line, get_commands

    from lianxin.kernel.collecting import calm

    django.setup()
    calm()
    execute_from_command_line(["lianxin", *resolve(sys.argv[1:], set(get_commands()))])


def alone(name: str, arguments: list[str]) -> None:
    """Run the command of a module by itself."""
    from lianxin.kernel.collecting import calm

    command = import_module(name).Command()
    calm()
    command.run_from_argv(["lianxin", name.rpartition(".")[2], *arguments])


if __name__ == "__main__":
    main()
