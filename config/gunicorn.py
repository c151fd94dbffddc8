"""Web server of one machine: one process with a few threads.

One process keeps the embedded default small; a bigger machine sets LIANXIN_WEB_PROCESSES. Threads
wait for the database most of the time, six of them keep two cores busy.
"""

from __future__ import annotations

import os
from typing import Any

bind = f"{os.environ.get('LIANXIN_HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("LIANXIN_WEB_PROCESSES", "1"))
worker_class = "gthread"
threads = int(os.environ.get("LIANXIN_WEB_THREADS", "6"))
preload_app = False  # the master then never loads Django and stays small
timeout = 60
graceful_timeout = 20
keepalive = 5
# answers of a dead worker's heartbeat must not touch a disk
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112, S108 - gunicorn wants a plain name
accesslog = None  # no address of a visitor is stored
errorlog = "-"
loglevel = os.environ.get("LIANXIN_GUNICORN_LOG", "warning")
# nginx on the same machine sets these; nobody else is believed
forwarded_allow_ips = os.environ.get("LIANXIN_PROXIES", "127.0.0.1,::1")
control_socket_disable = True


def post_worker_init(worker: Any) -> None:
    """The application and all it loads is there: the collector need not look through it again and again."""
    from lianxin.kernel.collecting import calm

    calm()
