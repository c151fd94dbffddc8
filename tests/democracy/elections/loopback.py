"""The site on a port of this machine, answered by the test's own thread: it sees what the test has not committed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.core.wsgi import get_wsgi_application
from django.db import connections


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Nothing goes to the terminal of a test."""


@contextmanager
def served() -> Iterator[str]:
    """Its address. The connection of the test is lent to the server for as long."""
    lent = connections["default"]
    lent.inc_thread_sharing()
    application = get_wsgi_application()

    def answer(environ: dict[str, object], start: object) -> object:
        connections["default"] = lent
        return application(environ, start)  # type: ignore[arg-type]  # as the server of the library calls it

    server = make_server("127.0.0.1", 0, answer, handler_class=_Quiet)  # type: ignore[arg-type]  # the same
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        lent.dec_thread_sharing()
