"""Words of the room."""

from __future__ import annotations

#: code -> 中文, in the order in which a paper asks them
KINDS = {"truth": "判断题", "single": "单选题", "multiple": "多选题", "blank": "填空题"}
DIFFICULTIES = {1: "易", 2: "中", 3: "难"}
TRUTH = ("对", "错")
LETTERS = "ABCDEFGH"
TONES = {"draft": "", "waiting": "wait", "ready": "ok", "retired": ""}
#: lists of the desk; slug -> (heading, state)
LANES = {
    "ready": ("可以用", "ready"),
    "waiting": ("等复核", "waiting"),
    "draft": ("起草", "draft"),
    "retired": ("停用", "retired"),
}
#: how an answer earns points, as every paper says it before it begins
MARKING = (
    "判断题、单选题：选对得满分。",
    "多选题：选错一个不得分；没有选全的，按选对的个数占应选个数的比例得分。",
    "填空题：每个空一样多；全角半角、大小写、空格和标点不同不算错。",
    "分数算到百分之一分，不足的舍去；不倒扣分。",
)
