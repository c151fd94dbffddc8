#!/usr/bin/env bash
# restore.sh BACKUP NEWDATA [--keys FILE] [--database-url URL] [--json]: bring a backup back into an empty place.
# Nothing that exists is overwritten. Afterwards point LIANXIN_DATA at NEWDATA and start the services.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
python=$root/.venv/bin/python
[ -x "$python" ] || python=python3
umask 077
exec "$python" "$root/deploy/archive.py" restore "$@"
