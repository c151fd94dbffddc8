"""Jobs that the tests queue."""

from __future__ import annotations

from lianxin.foundation.jobs import job

RAN: list[dict[str, object]] = []


@job
def note(**kwargs: object) -> str:
    RAN.append(kwargs)
    return "noted"


@job(tries=3, first_wait=10.0)
def always_fails(text: str = "") -> None:
    RAN.append({"text": text})
    raise LookupError(f"nothing found for {text}")


@job(tries=3, first_wait=10.0)
def fails_once() -> None:
    RAN.append({})
    if len(RAN) == 1:
        raise ConnectionError("away")
