"""What one scrutineer has to do next in a round, and how far the others are."""

from __future__ import annotations

from dataclasses import dataclass

from . import ceremony
from .models import Round, Scrutineer


@dataclass(frozen=True, slots=True)
class State:
    """step: what the page offers, see `STEPS`; words: what it means, in one sentence."""

    step: str
    words: str


STEPS = {
    "none": "这一轮不再进行。",
    "paper": "这一轮全部用纸质票，不用密钥。",
    "key": "请在自己的手机或者电脑上做一把密钥。",
    "again": "您的公钥已经交到。密钥文件或者恢复单丢了，可以重新做一把，合成以前都来得及。",
    "certificate": "请在自己的手机或者电脑上做一把密钥，和其他监票人一起分三步，做完以前请不要关这一页。",
    "polynomial": "所有监票人都到了，请接着做第二步。",
    "output": "请接着做最后一步。",
    "wait_key": "您这一步做完了，等其他监票人；请不要关这一页。",
    "made": "您的密钥做好了，等工作人员合成。",
    "wait_vote": "选举密钥已经合成。请保存好密钥文件，停止投票以后再来。",
    "shuffle": "请打乱选票：票的次序换过，谁也认不出哪张是谁的。",
    "wait_mix": "您已经打乱过选票，等另一位监票人打乱以后再来开票。",
    "decrypt": "请用您的密钥开票。",
    "done": "您的一步都做完了。",
}


def of(row: Round, holder: Scrutineer) -> State:
    """The next step of this scrutineer."""
    step = _step(row, holder)
    return State(step, STEPS[step])


def _step(row: Round, holder: Scrutineer) -> str:
    if row.void or row.election.state == "cancelled":
        return "none"
    if not row.text:
        return _making(row, holder)
    if row.closed_at is None:
        return "wait_vote"
    return _opening(row, holder) if row.issued else "paper"


def _making(row: Round, holder: Scrutineer) -> str:
    mine = row.keys.get(str(holder.pk), {})
    if not ceremony.needed(row.election):
        return "again" if mine else "key"
    part = ceremony.next_part(mine, row)
    before = ceremony.PARTS[: ceremony.PARTS.index(part)] if part else ()
    if not part:
        return "made"
    return part if all(ceremony.complete(row, one) for one in before) else "wait_key"


def _opening(row: Round, holder: Scrutineer) -> str:
    number = [one.pk for one in row.election.scrutineers.all()].index(holder.pk) + 1
    done = {kind for kind, owner in row.links.exclude(owner=None).values_list("kind", "owner") if owner == number}
    kinds = set(row.links.values_list("kind", flat=True))
    if "PartialDecryption" in done or "Result" in kinds:
        return "done"
    if row.election.of_persons and "EndShuffles" not in kinds:
        return "wait_mix" if "Shuffle" in done else "shuffle"
    return "decrypt"
