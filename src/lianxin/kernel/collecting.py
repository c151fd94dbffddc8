"""How often Python looks for garbage in cycles."""

from __future__ import annotations

import gc

#: new objects before the youngest are looked at, and passes before the older ones are
_THRESHOLDS = (50_000, 10, 10)


def calm() -> None:
    """Call when everything is loaded: what is there stays for good, and the collector comes seldom.

    Django and its models are some 170 000 objects that never go away, and rows read from the database are many and
    seldom in cycles; looking through them took a seventh of the processor time of three files of tests and a fifteenth of that of the
    demonstration.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
