"""The one entry for every command: ``lianxin <room> <verb>`` or ``lianxin <verb>``.

``lianxin audit verify`` runs the Django command ``audit_verify``; ``lianxin import_letters`` runs
the command of that name. Help, options and exit codes are those of the command.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def resolve(arguments: list[str], known: set[str]) -> list[str]:
    """Join the two words of a room's verb when such a command exists: [audit, verify] -> [audit_verify]."""
    if len(arguments) >= 2 and f"{arguments[0]}_{arguments[1]}" in known:
        return [f"{arguments[0]}_{arguments[1]}", *arguments[2:]]
    return arguments


def main() -> None:
    """Console script ``lianxin``."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    import django
    from django.core.management import execute_from_command_line, get_commands

    from lianxin.kernel.collecting import calm

    django.setup()
    calm()
    execute_from_command_line(["lianxin", *resolve(sys.argv[1:], set(get_commands()))])


if __name__ == "__main__":
    main()
