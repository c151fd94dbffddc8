"""Who is told. Notices to judges and to the desk never hold the name of an author."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.casework.models import ClockBase
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.lifecycle import Transition

from . import indexing
from .lifecycle import MANAGE, RELEASE
from .models import Call, Work

DESK, MINE, JUDGING = "/workbench/essays/", "/me/essays/", "/me/essays/judging/"
#: events of which the author learns; {title} is their own
TOLD = {
    "send_back": "请修改后再投：《{title}》",
    "accept": "用稿通知：《{title}》",
    "refuse": "《{title}》没有采用",
    "uphold": "您的申诉已复核：《{title}》维持不采用",
    "admit": "申诉成立：《{title}》进入评审",
    "reopen": "申诉成立：《{title}》重新审稿",
    "hand": "《{title}》已转门户编审，审完发布",
    "honour": "入选通知：《{title}》",
    "pass_over": "《{title}》没有入选，看看评委的意见",
    "lapse": "征集已终止：《{title}》不再评审",
    "hide": "《{title}》已从展示中撤下",
}


def call_moved(case: Call, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """Search first (M01), then people."""
    indexing.index_call(case)
    if moment.replaying():
        return
    key = f"essay_call:{case.pk}:{case.revision}"
    if row.event == "submit_result":
        tell_desk(
            case, nearest_holders(RELEASE, case.org_path, exclude=[actor.person_id or 0]), "征文结果等您放行", key
        )
    if row.event == "return_result":
        tell_desk(case, [case.decided_by_id or 0], "征文结果被退回，请修改", key)
    if row.event == "begin_judging":
        send_many(to=case.judges.values_list("person_id", flat=True), code="essays.judging", title="征文开始评审，请您看作品",
                  body=case.title, url=f"{JUDGING}{case.pk}/", key=key, org_path=case.org_path)  # fmt: skip


def work_moved(case: Work, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """The author learns of every decision; the desk of what waits for it."""
    indexing.index_work(case)
    if moment.replaying():
        return
    key = f"essay:{case.pk}:{case.revision}"
    if row.event in TOLD:
        send_many(to=[case.author_id], code=f"essays.{row.event}", title=TOLD[row.event].format(title=case.named),
                  body=case.reason_text, url=f"{MINE}{case.pk}/", key=key, org_path=case.org_path)  # fmt: skip
    if row.event == "offer":
        tell_work(case, nearest_holders(MANAGE, case.org_path, exclude=[case.author_id]), "有来稿等您审", key)
    if row.event == "appeal":
        without = [case.author_id, case.decided_by_id or 0]
        tell_work(case, nearest_holders(MANAGE, case.org_path, exclude=without), "有稿件的申诉等您复核", key)


def tell_desk(case: Call, people: Iterable[int], title: str, key: str, *, urgent: bool = False) -> None:
    """Somebody at the desk has something to do with a call."""
    if moment.replaying():
        return
    send_many(to={one for one in people if one}, code="essays.work", title=title, body=case.title, url=f"{DESK}{case.pk}/",
              key=f"{key}:work", working=True, urgent=urgent, org_path=case.org_path)  # fmt: skip


def tell_work(case: Work, people: Iterable[int], title: str, key: str) -> None:
    """The same for one work; its own words stay on its page."""
    if moment.replaying():
        return
    send_many(to=set(people), code="essays.work", title=title, body=case.call.title, url=f"{DESK}works/{case.pk}/",
              key=f"{key}:work", working=True, org_path=case.org_path)  # fmt: skip


def drafted(case: Call) -> None:
    """A call waits for somebody to release it."""
    people = nearest_holders(RELEASE, case.org_path, exclude=[case.prepared_by_id or 0])
    tell_desk(case, people, "有征集等您放行", f"essay_call:{case.pk}:drafted")


def asked_to_judge(case: Call, person: int) -> None:
    """A judge learns of it when they are named; the works come later."""
    if not moment.replaying():
        send_many(to=[person], code="essays.judge", title="请您做征文的评委", body=case.title, url=f"{JUDGING}{case.pk}/",
                  key=f"essay_call:{case.pk}:judge", org_path=case.org_path)  # fmt: skip


def call_alert(case: Call, clock: ClockBase, overdue: bool) -> None:
    """The result is due; overdue those who release at the organisation or above it learn of it too."""
    words = "征文结果超过了公布的期限" if overdue else "征文结果快到公布的期限"
    tell_desk(case, _answering(case.org_path, overdue), words, f"essay_call:{case.pk}:{clock.pk}:{int(overdue)}")


def _answering(org_path: str, overdue: bool, exclude: Iterable[int] = ()) -> set[int]:
    found = set(nearest_holders(MANAGE, org_path, exclude=exclude))
    return found | (set(nearest_holders(RELEASE, org_path, exclude=exclude)) if overdue else set())


def work_alert(case: Work, clock: ClockBase, overdue: bool) -> None:
    """An answer is due, or overdue; never told to the author or to whose decision is looked at."""
    without = [case.author_id, case.decided_by_id or 0 if clock.name == "look" else 0]
    words = f"稿件：{clock.label}{'超过了期限' if overdue else '快到期限'}"
    people = _answering(case.org_path, overdue, without)
    tell_work(case, people, words, f"essay:{case.pk}:{clock.pk}:{int(overdue)}")
