"""How each kind of life goes. One small function for each end in `play.ENDS`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from .. import actions
from .matters import BAD, GOOD, UP

if TYPE_CHECKING:
    from .play import Life


def solved(life: Life) -> None:
    life.answer()
    life.rate(life.dice.choice((5, 5, 5, 4, 4, 3)), solved=True, text=life.dice.choice(GOOD))


def closed(life: Life) -> None:
    life.answer()
    life.rate(life.dice.choice((4, 3, 3)), solved=False)


def unrated(life: Life) -> None:
    life.answer()
    life.do(lambda actor, letter: actions.close_unrated(letter=letter), hours=31 * 24)


def adopted(life: Life) -> None:
    solved(life)
    life.register(life.dice.choice(("adopted", "partly")), days=90)


def adoption_waits(life: Life) -> None:
    life.answer()
    life.register(days=75, sure=False)


def declined(life: Life) -> None:
    closed(life)
    life.register(life.dice.choice(("noted", "declined")), days=0, reason="这段路明年整体改建，现在单独做会重复花钱。")


def carried_out(life: Life) -> None:
    solved(life)
    life.register(days=60)
    life.at += timedelta(days=12)
    life.at = min(life.at, life.player.now)
    life.desk(
        actions.report_done,
        life.office[2],
        hours=4,
        done_on=timezone.localdate(life.at),
        done_text="按登记的内容办好了，已请村里一起看过。",
    )
    life.desk(actions.confirm_adoption, life.cast.approver, hours=6)


def promise_late(life: Life) -> None:
    solved(life)
    life.register(days=15)


def adoption_corrected(life: Life) -> None:
    solved(life)
    life.register(days=40)
    life.register("noted", days=0, reason="材料涨价，今年的钱不够，列入明年再议。", why="原来估算的费用少了一半。")


def picked(life: Life) -> None:
    life.review()
    life.desk(actions.recommend, life.cast.reviewers[0], why="办法值得别的村参考。", hours=1)


def instructed(life: Life) -> None:
    life.handle()
    life.instruct(20)


def reported(life: Life) -> None:
    instructed(life)
    life.desk(actions.report_back, life.office[2], text="上午到现场看过，先清了堵的地方，材料下周到。", hours=3)


def settled(life: Life) -> None:
    life.answer()
    life.instruct(30)
    life.desk(actions.report_back, life.office[2], text="已经办好，村里一起验看过。", hours=20)
    life.desk(actions.close_instruction, life.player.leader, text="好，别的村照此办理。", hours=6)


def replied(life: Life) -> None:
    life.answer()


def followed(life: Life) -> None:
    life.answer()
    life.do(actions.ask_again, text=life.matter.followup, hours=20)
    life.do(actions.draft_reply, actor=life.office[2], hours=14, body=f"关于您的追问：{life.matter.answer}")
    life.desk(actions.submit_reply, life.office[2], hours=1)
    life.sign()


def redone(life: Life) -> None:
    life.redo()
    life.draft(hours=40)
    life.sign()
    life.rate(life.dice.choice((5, 4, 4)), solved=True, text="第二次来人把事情办好了。")


def callback(life: Life) -> None:
    life.answer()
    life.rate(life.dice.choice((1, 2)), solved=False, text=life.dice.choice(BAD))


def reworking(life: Life) -> None:
    life.redo()


def looked_again(life: Life) -> None:
    life.redo()
    life.draft(hours=40)
    life.sign()
    life.rate(1, solved=False, text=life.dice.choice(BAD))
    life.desk(actions.call_back, life.cast.caller, result="escalate", note="留言人要求上一级复查。", hours=20)


def handling(life: Life) -> None:
    life.handle()


def overdue(life: Life) -> None:
    life.handle()


def waiting(life: Life) -> None:
    life.handle()
    life.desk(actions.ask, life.office[2], text="请补充是哪一天、在哪个路口，方便的话附一张照片。", hours=3)


def approving(life: Life) -> None:
    life.handle()
    life.draft()


def returned_reply(life: Life) -> None:
    life.handle()
    life.draft()
    life.desk(actions.return_reply, life.cast.approver, text="请写明具体完成日期，第二个问题没有答到。", hours=3)


def assigned(life: Life) -> None:
    life.dispatch()


def sent_back(life: Life) -> None:
    life.dispatch()
    life.desk(actions.send_back, life.office[2], reason="need_lead", text="此事涉及两个单位，请明确牵头单位。", hours=5)


def accepted(life: Life) -> None:
    life.review()


def submitted(life: Life) -> None:
    """Nothing has happened yet."""


def refused(life: Life) -> None:
    life.refuse()


def appealed(life: Life) -> None:
    life.refuse()
    life.do(actions.appeal, text=life.dice.choice(UP), hours=10)


def upheld(life: Life) -> None:
    appealed(life)
    text = "复核认为原决定正确，并已把可以走的渠道写清楚。"
    life.desk(actions.decide_appeal, life.cast.reviewers[1], overturn=False, text=text, hours=20)


def overturned(life: Life) -> None:
    appealed(life)
    text = "复核认为其中有属于公共服务的内容，应当受理。"
    life.desk(actions.decide_appeal, life.cast.reviewers[1], overturn=True, text=text, hours=20)


def merged(life: Life) -> None:
    life.review()
    main = life.player.last.get(life.cast.committee.code)
    if main is not None:
        life.desk(actions.merge, life.cast.dispatcher, into=main[0], hours=4)


def withdrawn(life: Life) -> None:
    life.review()
    life.do(actions.withdraw, hours=5)


def extended(life: Life) -> None:
    life.handle()
    if life.letter.clocks.filter(name="answer", rule_id="PET-04").exists():
        life.desk(actions.extend, life.cast.approver, reason="需要等检测结果和下一次村民代表会议。", hours=24 * 20)


def private(life: Life) -> None:
    life.answer()


STORIES: dict[str, Callable[[Life], None]] = {
    f.__name__: f
    for f in (
        solved, closed, unrated, replied, followed, redone, callback, reworking, looked_again, handling, overdue, waiting,
        approving, returned_reply, assigned, sent_back, accepted, submitted, refused, appealed, upheld, overturned, merged,
        withdrawn, extended, private, adopted, adoption_waits, declined, carried_out, promise_late, adoption_corrected,
        picked, instructed, reported, settled,
    )
}  # fmt: skip
