"""The web server of an installation, to be asked and to be killed."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from tests.recovery.children import ROOT, Installation, until

#: environment of an installation that serves this machine alone, set before a process of it starts
AT_HOME = {"LIANXIN_HTTPS": "0", "LIANXIN_ACCEL": "", "LIANXIN_HOSTS": "127.0.0.1"}
#: the server and its workers are one group of processes, so that all of it dies at once
SERVE = """
import os, sys
os.environ["PORT"] = "{port}"
from gunicorn.app.wsgiapp import run
sys.argv = ["gunicorn", "-c", {config!r}, "config.wsgi"]
run()
"""


class Server:
    """The web server of an installation."""

    def __init__(self, installation: Installation) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.process = installation.start(SERVE.format(port=self.port, config=str(ROOT / "config" / "gunicorn.py")))
        until(self.answers)

    def answers(self) -> bool:
        try:
            return self.ask("GET", "/healthz")[0] == 200
        except OSError:
            assert self.process.poll() is None, "the server does not start"
            return False

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, str, str]:
        """(status, text, cookie) of one request."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(method, path, body or None, {k.replace("_", "-"): v for k, v in headers.items()})
            answer = line.getresponse()
            text = answer.read().decode("utf-8", "replace")
            return answer.status, text, "; ".join(c.split(";")[0] for c in answer.headers.get_all("Set-Cookie", []))
        finally:
            line.close()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def serving(installation: Installation) -> Iterator[Server]:
    server = Server(installation)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.kill()
