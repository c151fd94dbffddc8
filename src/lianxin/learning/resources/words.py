"""Words of the room."""

from __future__ import annotations

#: what a resource is; code -> 中文
KINDS = {
    "film": "影像", "text": "文献", "relic": "文物", "place": "旧址", "told": "口述", "lesson": "课件", "other": "其他",
}  # fmt: skip
#: who sees it once it is shown; code -> 中文
AUDIENCES = {"own": "本组织和下级", "members": "全体党员", "public": "所有人"}
#: the same said to whoever chooses
CHOICES = {
    "own": "本组织和下级：档案在本组织或者下级的党员、入党积极分子",
    "members": "全体党员",
    "public": "所有人：不登录也能看到",
}
TONES = {"draft": "", "waiting": "wait", "shown": "ok", "withdrawn": ""}
#: lists of the desk; slug -> (heading, state)
LANES = {
    "shown": ("可以看", "shown"),
    "waiting": ("等审核", "waiting"),
    "draft": ("起草", "draft"),
    "withdrawn": ("撤下", "withdrawn"),
}
#: where readers and those who keep them find it
ROOT, DESK = "/learning/resources/", "/workbench/resources/"
