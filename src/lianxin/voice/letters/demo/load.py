"""Topics, routes and letters of the demonstration."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor

from .. import indexing
from ..models import Route, Topic
from .matters import MATTERS, TOPICS
from .play import ENDS, Player


@action("letters.demo")
def load(
    *, dice: random.Random, now: datetime, total: int, progress: Callable[[int, int], None], actor: Actor = SYSTEM
) -> int:
    """Play `total` letters; answers how many there are."""
    _topics()
    player = Player(dice, now)
    scale = total / sum(ENDS.values())
    ends = [end for end, count in ENDS.items() for _ in range(max(1, round(count * scale)))]
    order = [e for e in ends if e != "merged"]
    dice.shuffle(order)
    with indexing.together():
        for done, end in enumerate([*order, *(e for e in ends if e == "merged")], 1):
            player.play(end)
            progress(done, len(ends))
    record("letters.demo", actor=actor, total=len(ends))
    return len(ends)


def _topics() -> None:
    """The taxonomy of the matters, and a route for each in every town."""
    units = {m.topic: m.unit for m in MATTERS}
    made: dict[str, Topic] = {}
    for path in TOPICS:
        parts = path.split("/")
        for level in range(1, len(parts) + 1):
            key = "/".join(parts[:level])
            if key not in made:
                parent = made.get("/".join(parts[: level - 1]))
                made[key] = Topic.objects.create(
                    code=f"T{len(made) + 1:03}", name=parts[level - 1], parent=parent, level=level, path=key,
                    order=len(made),
                )  # fmt: skip
    for town in Organisation.objects.filter(kind="committee", depth=2):
        offices = {o.short_name[-3:]: o for o in town.get_children().filter(kind="unit")}
        Route.objects.bulk_create(
            Route(topic=made[t], area_path=town.path, organisation=offices[u[-3:]]) for t, u in units.items()
        )
