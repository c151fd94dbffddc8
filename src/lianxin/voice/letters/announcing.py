"""Who is told what when a letter moves. Notices go to the outbox in the transaction of the change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.casework.models import ClockBase
from lianxin.foundation.notices.actions import send, send_many, send_to_address
from lianxin.foundation.organisations.queries import by_id
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.lifecycle import Transition

from . import indexing, policies
from .models import Letter, Words

#: event -> what the citizen reads; events that are not here tell the citizen nothing
TO_AUTHOR = {
    "accept_public": "您的留言已受理，正在分派承办单位。",
    "accept_private": "您的留言已受理，将不公开办理，办理结果会告诉您本人。",
    "refuse": "您的留言没有受理，理由已写明；您可以申诉一次，由另一位审核员复核。",
    "uphold": "您的申诉已复核，维持原决定，理由已写明。",
    "overturn": "您的申诉已复核，留言予以受理。",
    "assign": "您的留言已分派给承办单位。",
    "transfer": "您的留言已改派承办单位，期限不变。",
    "ask": "承办单位请您补充情况；在您补充之前，办理期限暂停计算。",
    "extend": "您的留言延长了办理期限，原因已写明。",
    "send_reply": "您的留言有了答复，请查看并评价。",
    "redo": "回访后，您的留言将重新办理。",
    "look_again": "回访后，您的留言将由上一级复查。",
    "merge": "您的留言与同一件事合并办理，进展请看主件。",
    "publish": "您的留言已公开。",
    "keep_private": "您的申诉已复核，维持不公开，理由已写明。",
    "hide": "您的留言已撤下公开，办理照常，理由已写明。",
    "confirm_adoption": "承办单位登记了您的意见是否采纳、怎么落实，请查看。",
}

#: the author wished to be read and is not: what is told besides (M02)
MAY_APPEAL = "不同意的，可以申诉一次，由另一位审核员复核。"

#: event -> (verb of those who have to act now, title)
TO_STAFF = {
    "submit": ("letters.review", "有新留言待审核"),
    "appeal": ("letters.review", "有申诉待复核"),
    "appeal_private": ("letters.review", "有申诉待复核"),
    "accept_public": ("letters.dispatch", "有留言待分派"),
    "accept_private": ("letters.dispatch", "有留言待分派"),
    "overturn": ("letters.dispatch", "有留言待分派"),
    "send_back": ("letters.dispatch", "有留言被退回，待重新分派"),
    "look_again": ("letters.dispatch", "有留言待提级复查"),
    "submit_reply": ("letters.approve", "有答复待审签"),
    "rate_bad": ("letters.call_back", "有差评待回访"),
    "propose_adoption": ("letters.approve", "有采纳登记待确认"),
    "report_done": ("letters.approve", "有落实情况待确认"),
}

#: the office that has the letter keeps away: what those read who can send it on
HELD_UP = "承办单位应当回避，请改派"

TO_HANDLER = {
    "assign": "有留言分派给您",
    "transfer": "有留言改派给您",
    "supplement": "留言人补充了情况",
    "return_reply": "答复被退回修改",
    "return_adoption": "采纳登记被退回修改",
    "follow_up": "留言人追问",
    "urge": "留言人催办",
    "supervise": "上级督办",
    "redo": "留言需要重新办理",
    "reopen": "留言人要求重新办理",
    "no_supplement": "留言人逾期未补充，请继续办理",
}

#: clocks of the author: nobody here is late when they run out (LX-04, LX-05)
OF_THE_AUTHOR = ("rating", "supplement")

#: event -> what the office is told that a leader asked (`policies_leading`)
TO_OFFICE = {"instruct": "有领导批示待落实", "ask_more": "领导批示：请再办", "close_instruction": "领导批示已阅结"}


def moved(letter: Letter, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """After every transition, in its transaction: the search learns of it (M01), and people are told."""
    if row.event not in indexing.QUIET:
        indexing.index(letter)
    announce(letter, row, actor, data)


def announce(letter: Letter, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """Queue the notices of one transition. The key makes each of them happen once."""
    if moment.replaying():
        return
    event = row.event
    key = f"letters:{letter.pk}:{event}:{letter.revision}"
    if event in TO_AUTHOR:
        tell_author(letter, TO_AUTHOR[event] + _appeal(letter, event), key)
    if event in TO_HANDLER:
        title = TO_HANDLER[event] + (f"；{HELD_UP}" if letter.held_up_at else "")
        _tell(handlers_of(letter), letter, title, key, event, urgent=event in ("urge", "supervise"))
    if event in TO_STAFF:
        verb, title = TO_STAFF[event]
        exclude = {p for p in (letter.author_id, letter.assisted_by_id, actor.person_id) if p} | _cannot(letter, event)
        _tell(nearest_holders(verb, letter.org_path, exclude=exclude), letter, title, key, event)
    if event in TO_OFFICE:
        _tell(_helpers(letter, data), letter, TO_OFFICE[event], key, event, urgent=event != "close_instruction")
    if event == "report_back" and data.get("by"):
        _tell([int(data["by"])], letter, "批示有了反馈，请阅", key, event)
    if event == "add_cohandler":
        _tell(_helpers(letter, data), letter, "请协办一件留言", key, event)
    if event == "send_reply":
        _tell_merged(letter, key)
        _tell_followers(letter, key)
    if event in ("unpublish", "withdraw") and data.get("shown"):
        _tell_left(letter, key)


def _appeal(letter: Letter, event: str) -> str:
    """Each of these decisions can be appealed once, whatever was decided about the letter before."""
    return MAY_APPEAL if event in ("accept_private", "hide") and letter.wants_public else ""


def _cannot(letter: Letter, event: str) -> set[int]:
    """Who must not be asked: those who keep away (PET-07), and for an appeal whoever took the decision (M02)."""
    if event == "submit":
        return set()  # nobody was named yet
    people = policies.kept_away(letter)
    if event in ("appeal", "appeal_private"):
        held = policies.decision_at_issue(letter)
        people |= {held.reviewer_id} if held and held.reviewer_id else set()
    return people


def _helpers(letter: Letter, data: Mapping[str, Any]) -> list[int]:
    office = by_id(int(data["to"]))
    return nearest_holders("letters.handle", office.org_path, exclude=policies.kept_away(letter)) if office else []


def handlers_of(letter: Letter) -> list[int]:
    """The named handler while in office, else all handlers of the responsible organisation; nobody who keeps away (PET-07).

    Where the office itself keeps away, those who can send the letter on.
    """
    away, handler = policies.kept_away(letter), policies.handler_of(letter)
    if handler is not None and handler not in away:
        return [handler]
    verb = "letters.dispatch" if letter.held_up_at else "letters.handle"
    return nearest_holders(verb, letter.org_path, exclude=away)


def tell_held_up(letter: Letter, actor: Actor) -> None:
    """At once, to the nearest who can send it on besides whoever registered the 回避 (PET-06)."""
    if moment.replaying():
        return
    exclude = policies.kept_away(letter) | {p for p in (actor.person_id,) if p}
    people = nearest_holders("letters.dispatch", letter.org_path, exclude=exclude)
    _tell(people, letter, HELD_UP, f"letters:{letter.pk}:held_up:{letter.revision}", "exclude", urgent=True)


def tell_author(letter: Letter, text: str, key: str) -> None:
    """To the author's inbox, or to the address that was left with the letter."""
    title = f"留言 {letter.number or ''} 有新进展"
    if letter.author_id:
        send(
            to=letter.author_id,
            code="letters.progress",
            title=title,
            body=text,
            url=f"/letters/mine/{letter.pk}/",
            key=key,
        )
    elif letter.contact_email or letter.contact_phone:
        channel = "email" if letter.contact_email else "sms"
        send_to_address(
            channel=channel, address=letter.contact_email or letter.contact_phone, code="letters.progress", title=title,
            body=f"{text}\n请用查询码在“查进度”页查看。", url="/letters/track/", key=key, org_path=letter.org_path,
        )  # fmt: skip


def tell_of_words(letter: Letter, words: Words, until: datetime | None) -> None:
    """Later words of the author, or the text of a rating, are not shown; what they ask or say is worked on all the same."""
    text = f"您后来写的一段话没有公开，理由：{words.get_withheld_display()}，具体情况已写明。办理不受影响。"
    if until is not None:
        text += f"不同意的，可以在{_day(until)}前申诉一次，由另一位审核员复核。"
    tell_author(letter, text, _about(letter, words))


def tell_of_decided_words(letter: Letter, words: Words, shown: bool) -> None:
    """The end of an appeal, or a reviewer's second thought."""
    again = "您的申诉已复核，" if words.appealed_at else ""
    text = "您后来写的一段话已经公开。" if shown else "您后来写的一段话维持不公开，理由已写明。"
    tell_author(letter, again + text, f"{_about(letter, words)}:decided")


def ask_for_words(letter: Letter, words: Words, before: set[int]) -> None:
    """An appeal waits: for reviewers who did not decide before (M02), did not write it and need not keep away."""
    exclude = before | policies.kept_away(letter) | {p for p in (letter.author_id, letter.assisted_by_id) if p}
    people = nearest_holders("letters.review", letter.org_path, exclude=exclude)
    _tell(people, letter, "有申诉待复核", f"{_about(letter, words)}:appeal", "appeal_words")


def _about(letter: Letter, words: Words) -> str:
    return f"letters:{letter.pk}:words:{words.what}:{words.pk}"


def _day(at: datetime) -> str:
    day = timezone.localtime(at)
    return f"{day.month}月{day.day}日"


def alert(letter: Letter, clock: ClockBase, overdue: bool) -> None:
    """A clock is about to run out, or has: the one who has it is reminded, and then those above."""
    day = _day(clock.due_at)
    if clock.name in OF_THE_AUTHOR:
        if clock.name == "supplement" and not overdue:
            text = f"请您补充的情况，最好在{day}前补充；到时没有补充，按已有的材料继续办理。"
            tell_author(letter, text, f"letters:{letter.pk}:alert:{clock.pk}")
        return
    title = f"已超过期限：{clock.label}（{day}）" if overdue else f"快到期限：{clock.label}（{day}）"
    key = f"letters:{letter.pk}:alert:{clock.pk}:{int(overdue)}"
    people = handlers_of(letter) if clock.name in ("answer", "rework", "followup") else _holders_for(letter, clock.name)
    _tell(people, letter, title, key, "alert", urgent=overdue)
    if overdue:
        above = nearest_holders("letters.supervise", letter.org_path, exclude=policies.kept_away(letter))
        _tell(above, letter, title, f"{key}:up", "alert", urgent=True)


def _holders_for(letter: Letter, clock: str) -> list[int]:
    verbs = {"dispatch": "letters.dispatch", "callback": "letters.call_back"}
    return nearest_holders(verbs.get(clock, "letters.review"), letter.org_path, exclude=policies.kept_away(letter))


def _tell(people: Iterable[int], letter: Letter, title: str, key: str, event: str, *, urgent: bool = False) -> None:
    send_many(
        to=people, code=f"letters.{event}", title=title, body=f"{letter.number} {letter.title}",
        url=desk_page(letter), key=key, urgent=urgent, working=True, org_path=letter.org_path,
    )  # fmt: skip


def desk_page(letter: Letter) -> str:
    """Where a line to the staff leads, by which it is found again (`notices.actions.take_back`)."""
    return f"/workbench/letters/{letter.pk}/"


def _tell_merged(letter: Letter, key: str) -> None:
    """Those whose letters are handled in this one (并案) are told as if it were theirs, shown to everybody or not."""
    for other in policies.merged_into(letter):
        tell_author(other, "与您的留言合并办理的那件有了答复，请到您的留言页查看。", f"{key}:merged:{other.pk}")


def tell_of_new_main(letter: Letter) -> None:
    """The letter in which this one was handled was merged itself."""
    key = f"letters:{letter.pk}:main:{letter.merged_into_id}"
    tell_author(letter, "您的留言所并入的那件，又与同一件事合并办理，进展请看新的主件。", key)


def _tell_followers(letter: Letter, key: str) -> None:
    if letter.publication != "public":
        return
    merged = policies.merged_into(letter).exclude(author=None).values("author_id")
    send_many(
        to=letter.follows.exclude(person__in=merged).values_list("person_id", flat=True), code="letters.followed", title="您关注的留言有了答复",
        body=letter.title, url=letter.get_absolute_url(), key=f"{key}:follow", org_path=letter.org_path,
    )  # fmt: skip


def _tell_left(letter: Letter, key: str) -> None:
    """The page that people follow is gone. Authors of merged letters still have their own page and its news."""
    merged = set(policies.merged_into(letter).exclude(author=None).values_list("author_id", flat=True))
    others = set(letter.follows.values_list("person_id", flat=True)) - merged
    title, body = "您关注的留言已由留言人撤回公开", "公开的页面看不到了。"
    for people, text, url in (
        (others, body, "/letters/"),
        (merged, f"{body}您自己的留言还在，办理结果仍会通知您。", "/letters/mine/"),
    ):
        send_many(
            to=people,
            code="letters.followed",
            title=title,
            body=text,
            url=url,
            key=f"{key}:left",
            org_path=letter.org_path,
        )
