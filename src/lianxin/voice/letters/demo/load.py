"""Topics, routes and letters of the demonstration."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor

from .. import indexing
from ..actions import grouping, texts
from ..actions.rises import look_for_rises, mark_rise
from ..models import LetterGroup, Rise, Route, Topic
from .matters import MATTERS, TOPICS
from .play import FLOODS, LETTERS_OF_A_FLOOD, Player, ends_of


@action("letters.demo")
def load(
    *, dice: random.Random, now: datetime, total: int, progress: Callable[[int, int], None], actor: Actor = SYSTEM
) -> int:
    """Play `total` letters (fewer than one of each end and the floods are not possible); answers how many there are."""
    _topics()
    player = Player(dice, now)
    ends = ends_of(total)
    of = len(ends) + FLOODS * LETTERS_OF_A_FLOOD
    order = [e for e in ends if e != "merged"]
    dice.shuffle(order)
    with indexing.together():
        for done, end in enumerate([*order, *(e for e in ends if e == "merged")], 1):
            player.play(end)
            progress(done, of)
        player.burst()
    progress(of, of)
    with moment.at(now):
        _group(player)
        _texts(player)
    record("letters.demo", actor=actor, total=of)
    return of


def _group(player: Player) -> None:
    """主题和苗头: what the machine proposes, some of it decided by people; the flood of the week before is a hint."""
    while grouping.sort_new() >= grouping.BATCH:
        pass
    look_for_rises(week=grouping.week_of(moment.today()) - timedelta(weeks=1))
    decider = player.leader
    for i, group in enumerate(LetterGroup.objects.unscoped("of the demonstration").order_by("pk")[:6]):
        mark, name = (("kept", f"{group.name[:40]}等"), ("dissolved", ""), ("", ""))[i % 3]
        if mark:
            grouping.decide_group(actor=decider, group=group, revision=group.revision, mark=mark, name=name)
    for i, rise in enumerate(Rise.objects.unscoped("of the demonstration").order_by("pk")[1:4]):
        mark, note, to = (("looked", "正常的季节性来信。", None), ("not_so", "同一个村统一写的。", None),
                          ("passed", "请先到现场看。", player.casts[0].committee))[i]  # fmt: skip
        mark_rise(actor=decider, rise=rise, mark=mark, note=note, passed_to=to, revision=rise.revision)


def _texts(player: Player) -> None:
    """参考用语 of the first town, one of them not in use any more."""
    for name, body, kind, retired in (
        (
            "停水通知",
            "（地点）因（原因）停水，（日期、时间）恢复。要用水的老人家，请打（电话），我们送上门。",
            "",
            False,
        ),
        (
            "路口改造的回复",
            "您说的路口我们（日期）去看了，（结论）。（日期）前先（措施），再听听大家意见。",
            "suggest",
            False,
        ),
        ("节日期间的回复", "节日期间先（措施），上班以后（日期）前给您正式答复。", "", True),
    ):
        text = texts.write_text(
            actor=player.leader, organisation=player.casts[0].committee, words=texts.Words(name, body, kind)
        )
        if retired:
            texts.retire_text(actor=player.leader, text=text)


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
    for path, mark in (("党的建设/作风", "conduct"), ("党的建设/党务监督", "supervision")):
        Topic.objects.filter(path__startswith=path).update(mark=mark)
    for town in Organisation.objects.filter(kind="committee", depth=2):
        offices = {o.short_name[-3:]: o for o in town.get_children().filter(kind="unit")}
        Route.objects.bulk_create(
            Route(topic=made[t], area_path=town.path, organisation=offices[u[-3:]]) for t, u in units.items()
        )
