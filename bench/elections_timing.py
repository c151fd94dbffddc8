"""Does the time of what is done with a secret tell something of it? Welch's t between two classes of secrets, as dudect does it.

    .venv/bin/python bench/elections_timing.py [--samples 20000] [--json]

Classes are drawn anew for every sample and measured in random order: exponents of four set bits against any, a vote for the first
line against one for the second. The slowest tenth (interrupts) is left out.
|t| below 4.5: no difference was seen in so many samples, which is no proof that there is none. The ordinary power, which must be found
out, shows that the measurement sees something.
"""

from __future__ import annotations

import gc
import json
import math
import secrets
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, variance
from typing import Any

import common

sys.path.insert(0, str(common.ROOT / "src"))

from lianxin.democracy.ballotbox.ballots import fill_in
from lianxin.democracy.ballotbox.credentials import new_uuid
from lianxin.democracy.ballotbox.groups import BELENIOS_2048 as GROUP
from lianxin.democracy.ballotbox.proofs import encrypt
from lianxin.democracy.ballotbox.questions import Summed, write_election
from lianxin.democracy.ballotbox.tallies import decrypt

SEEN, KEPT = 4.5, 0.9
BITS = 255


@dataclass(frozen=True)
class Case:
    """make(0 or 1): a secret of that class; call: what is timed with it; share: of the samples, for what takes long."""

    name: str
    make: Callable[[int], Any]
    call: Callable[[Any], object]
    leaks: bool = False
    share: float = 1.0


def exponent(kind: int) -> int:
    """Of 256 bits, four of them set, or any."""
    top = 1 << BITS
    if kind:
        return top | secrets.randbits(BITS) >> 1
    return top | sum(1 << place for place in secrets.SystemRandom().sample(range(BITS - 1), 3))


def cases() -> list[Case]:
    key = GROUP.secret(GROUP.g, GROUP.random())
    question = Summed("是否同意修路方案", ("赞成", "不赞成"), 1, 1, blank=False)
    election = write_election(
        uuid=new_uuid(), name="x", description="x", group=GROUP, key=int(key), questions=[question]
    )
    alpha = GROUP.secret(GROUP.g, GROUP.random())
    table = ((encrypt(GROUP, key, 1, GROUP.random()),),)
    votes = ([[1, 0]], [[0, 1]])
    return [
        Case("power of a secret (powmod_sec)", exponent, lambda x: GROUP.secret(alpha, x)),
        Case("the ordinary power, for comparison", exponent, lambda x: GROUP.power(alpha, x), leaks=True),
        Case("partial decryption with proof", exponent, lambda x: decrypt(election, table, x), share=0.5),
        Case(
            "a ballot, one vote against the other",
            lambda kind: votes[kind],
            lambda v: fill_in(election, 12345, v),
            share=0.1,
        ),
    ]


def times(case: Case, samples: int) -> tuple[list[int], list[int]]:
    """Nanoseconds of each class, in random order, without the collector of garbage."""
    kinds = [secrets.randbits(1) for _ in range(samples)]
    given = [case.make(kind) for kind in kinds]
    found: tuple[list[int], list[int]] = ([], [])
    for one in given[:50]:
        case.call(one)
    gc.disable()
    try:
        for kind, one in zip(kinds, given, strict=True):
            began = time.perf_counter_ns()
            case.call(one)
            found[kind].append(time.perf_counter_ns() - began)
    finally:
        gc.enable()
    return found


def welch(one: Sequence[int], other: Sequence[int]) -> float:
    """t of two samples below one common limit: the slowest tenth of all is left out."""
    limit = sorted([*one, *other])[int((len(one) + len(other)) * KEPT)]
    first, second = ([x for x in part if x <= limit] for part in (one, other))
    spread = variance(first) / len(first) + variance(second) / len(second)
    return (fmean(first) - fmean(second)) / math.sqrt(spread)


def main() -> int:
    options = common.options(__doc__, samples=(20_000, "measurements of a power"))
    print(f"{common.machine()}, {GROUP.name}", flush=True)
    rows, goals, found = [], {}, {}
    for case in cases():
        one, other = times(case, int(options.samples * case.share))
        t = welch(one, other)
        middle = [sorted(part)[len(part) // 2] / 1000 for part in (one, other)]
        rows.append([case.name, len(one) + len(other), *(round(x, 1) for x in middle), round(t, 1)])
        words = "is found out" if case.leaks else "shows no difference"
        goals[f"{case.name} {words}: |t| = {abs(t):.1f}"] = (abs(t) >= SEEN) is case.leaks
        found[case.name] = round(t, 2)
    common.table(["what", "samples", "first class µs", "second class µs", "t"], rows)
    code = common.verdict(goals)
    if options.json:
        print(json.dumps(found, ensure_ascii=False))
    return code


if __name__ == "__main__":
    sys.exit(main())
