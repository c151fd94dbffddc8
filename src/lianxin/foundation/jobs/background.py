"""Worker and ticker as two threads of one process; the main thread waits for a signal."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable

from .ticker import Ticker
from .worker import Worker


def stop_on_signal() -> threading.Event:
    """An event that SIGTERM and SIGINT set. A second signal ends the process at once."""
    stop = threading.Event()

    def note(number: int, _frame: object) -> None:
        if stop.is_set():
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        stop.set()

    signal.signal(signal.SIGTERM, note)
    signal.signal(signal.SIGINT, note)
    return stop


def run_all(loops: list[Callable[[], None]], stop: threading.Event) -> bool:
    """Run each loop in a thread until `stop`. False when a loop ended by itself, which is a fault."""
    threads = [threading.Thread(target=loop, name=loop.__qualname__, daemon=True) for loop in loops]
    for thread in threads:
        thread.start()
    while not stop.wait(5.0):
        if not all(thread.is_alive() for thread in threads):
            stop.set()
            for thread in threads:
                thread.join(20)
            return False
    for thread in threads:
        thread.join()
    return True


def background(worker_id: str, stop: threading.Event) -> bool:
    """The one background process of the embedded default."""
    return run_all([*lanes(worker_id, stop), Ticker(stop).loop], stop)


def lanes(worker_id: str, stop: threading.Event) -> list[Callable[[], None]]:
    """Two loops, so that what takes minutes keeps nothing else waiting."""
    slow = Worker(f"{worker_id}-slow", stop, slow=True)
    return [Worker(worker_id, stop, slow=False).loop, slow.loop]
