"""Words of the room."""

from __future__ import annotations

#: what an organisation does; code -> 中文. None of them has any consequence by itself
KINDS = {"remind": "提醒谈话", "inquiry": "函询", "criticism": "批评教育", "correct": "限期改正"}
#: the one with a last day (EDU-10)
DATED = "correct"
#: who spoke; code -> 中文
VOICES = {
    "facts": "事由",
    "note": "进展",
    "answer": "本人说明",
    "paper": "本人说明（纸上交来，代录）",
    "outcome": "结果",
    "revoked": "撤销的原因",
}
#: lists of the desk; slug -> (heading, states)
LANES = {"open": ("办理中", ("open",)), "over": ("已办结", ("settled", "revoked"))}
TONES = {"open": "wait", "settled": "ok", "revoked": ""}
