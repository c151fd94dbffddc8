"""What one scrutineer has to do next in a round, and how far the others are."""

from __future__ import annotations

from dataclasses import dataclass

from .models import Round, Scrutineer


@dataclass(frozen=True, slots=True)
class State:
    """step: "key" | "wait_vote" | "shuffle" | "wait_mix" | "decrypt" | "done" | "none"; words: what it means, in one sentence."""

    step: str
    words: str


def of(row: Round, holder: Scrutineer) -> State:
    """The next step of this scrutineer."""
    state = row.election.state
    if row.void or state in ("cancelled",):
        return State("none", "这一轮不再进行。")
    if not row.text:
        if str(holder.pk) in row.keys:
            return State("key", "您的公钥已经交到。密钥文件或者恢复单丢了，可以重新做一把，合成以前都来得及。")
        return State("key", "请在自己的手机或者电脑上做一把密钥。")
    if row.closed_at is None:
        return State("wait_vote", "选举密钥已经合成。请保存好密钥文件，停止投票以后再来。")
    if not row.issued:
        return State("none", "这一轮全部用纸质票，不用密钥。")
    number = [one.pk for one in row.election.scrutineers.all()].index(holder.pk) + 1
    done = {kind for kind, owner in row.links.exclude(owner=None).values_list("kind", "owner") if owner == number}
    kinds = set(row.links.values_list("kind", flat=True))
    if "PartialDecryption" in done or "Result" in kinds:
        return State("done", "您的一步都做完了。")
    if row.election.of_persons and "EndShuffles" not in kinds:
        if "Shuffle" in done:
            return State("wait_mix", "您已经打乱过选票，等另一位监票人打乱以后再来开票。")
        return State("shuffle", "请打乱选票：票的次序换过，谁也认不出哪张是谁的。")
    return State("decrypt", "请用您的密钥开票。")
