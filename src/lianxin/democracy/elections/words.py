"""Words of the room: kinds, lanes, why somebody does not vote, what a void ballot was."""

from __future__ import annotations

#: "committee": more candidates than seats; "officers": as many; the others: 赞成, 不赞成 or 弃权 on each line, sums only
KINDS = {"committee": "差额选举", "officers": "等额选举", "matter": "表决一件事", "admission": "表决接收党员"}
#: kinds of which only the sums are opened -> rules of quorum and majority
SUMMED = {"matter": ("BR-01", "BR-01"), "admission": ("DEV-14", "DEV-15")}
#: kinds at which 书面意见 of those who stay away count -> the rule; everywhere else only who is there votes (ELE-09, BR-01)
WRITTEN = {"admission": "DEV-15"}
#: whose names stand on the roll
ELECTORATES = {"members": "本组织有选举权的党员", "listed": "名单上的人（如新一届委员）"}
#: why somebody on the roll has no vote (ELE-14)
WITHOUT = {"probation": "预备党员", "sanction": "留党察看期间", "other": "其他原因"}
#: words of a round
ROUNDS = {"first": "第一轮", "runoff": "票数相等者再次投票", "further": "不足名额另行选举", "again": "重新投票"}
#: what an opened ballot was void for
VOIDS = {"many": "所选人数多于应选名额", "mark": "票上有认不出的记号", "paper": "纸质废票"}
ROLES = {"chief": "总监票人", "scrutineer": "监票人"}
TONES = {
    "draft": "soft", "waiting": "warn", "announced": "ok", "meeting": "ok", "voting": "warn", "closed": "warn",
    "counted": "ok", "reported": "warn", "approved": "ok", "archived": "soft", "cancelled": "soft",
}  # fmt: skip
#: lane -> (word, states)
LANES = {
    "going": ("正在办", ("draft", "waiting", "announced", "meeting", "voting", "closed", "counted", "reported")),
    "done": ("已办完", ("approved", "archived")),
    "off": ("已取消", ("cancelled",)),
}
#: answers of a matter, in the order of the ballot
MATTER = ("赞成", "不赞成", "弃权")
