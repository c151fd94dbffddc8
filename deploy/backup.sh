#!/usr/bin/env bash
# backup.sh FOLDER [--keep N] [--keys FOLDER] [--json]: back the installation up while it runs.
# LIANXIN_DATA and DATABASE_URL come from the environment or from LIANXIN_ENV (/etc/lianxin/lianxin.env).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
settings=${LIANXIN_ENV:-/etc/lianxin/lianxin.env}
if [ -z "${LIANXIN_DATA:-}" ] && [ -r "$settings" ]; then
    set -a
    # shellcheck disable=SC1090
    . "$settings"
    set +a
fi
python=$root/.venv/bin/python
[ -x "$python" ] || python=python3
umask 077
exec "$python" "$root/deploy/archive.py" backup "$@"
