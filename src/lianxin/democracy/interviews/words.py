"""Words of the room."""

from __future__ import annotations

#: who may read and ask
AUDIENCES = {"public": "所有人", "members": "党员"}
#: who lets an answer out, as the announcement declares
RELEASES = {"other": "另一位同志核对后发布", "guest": "嘉宾本人确认后发布"}
#: where a question stands on the board; a question without a place of its own waits
LANES = {"now": "正在答", "waiting": "待答", "answered": "已答", "later": "会后答"}
TALK_TONES = {"draft": "", "announced": "info", "postponed": "wait", "live": "late", "finished": "wait", "recorded": "ok",
              "archived": "ok", "cancelled": "late", "dropped": ""}  # fmt: skip
#: states of an announcement that readers see
SHOWN_TALKS = ("announced", "postponed", "live", "finished", "recorded", "archived", "cancelled")
#: lists of the public page; slug -> (heading, states)
TALK_LANES = {
    "live": ("正在进行", ("live",)),
    "coming": ("即将开始", ("announced", "postponed")),
    "past": ("往期", ("finished", "recorded", "archived", "cancelled")),
}
#: lists of the desk
TALK_QUEUES = {
    "draft": ("草稿", ("draft",)),
    "going": ("已预告、进行中", ("announced", "postponed", "live")),
    "after": ("会后", ("finished", "recorded")),
    "past": ("已了结", ("archived", "cancelled", "dropped")),
}
RECEPTION_TONES = {"draft": "", "announced": "info", "held": "ok", "cancelled": "late", "dropped": ""}
SHOWN_RECEPTIONS = ("announced", "held", "cancelled")
RECEPTION_QUEUES = {
    "draft": ("草稿", ("draft",)),
    "going": ("已公布", ("announced",)),
    "past": ("已了结", ("held", "cancelled", "dropped")),
}
VISIT_TONES = {"booked": "info", "arrived": "wait", "answered": "ok", "handed": "ok", "referred": "ok", "following": "wait",
               "missed": "late", "cancelled": "", "called_off": "late"}  # fmt: skip
#: a slot is taken as long as its booking stands so
ACTIVE = ("booked", "arrived", "answered", "handed", "referred", "following")
#: somebody was there
CAME = ("arrived", "answered", "handed", "referred", "following")
#: how a conversation may end; event -> (heading, what the field beside it is called)
RESULTS = {
    "answer": ("当场答复了", ""),
    "hand": ("转为群众留言办理", ""),
    "refer": ("指给了该去的地方", "去哪里、找谁"),
    "follow": ("要跟进", "跟进到哪天"),
}
