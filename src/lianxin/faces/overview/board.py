"""监督看板 (R162, R083): what everybody may check of an organisation, from the rooms' own public figures.

Nothing is counted here a second time: each block asks the room that publishes the figure, with the same n and the same
smallest n, and leads to the page where it is explained.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import cache
from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import by_code, root
from lianxin.publicity.disclosure.queries import yearly
from lianxin.ui.words import percent
from lianxin.voice.improving import queries as improving
from lianxin.voice.letters.queries import statistics
from lianxin.voice.letters.queries.moderation import about_letters, about_words
from lianxin.voice.letters.queries.statistics import Figures, Period

KEPT = 60


@dataclass(frozen=True, slots=True)
class Block:
    """One promise and how it is kept. facts: (figure, word) as the facts list draws them; said: one plain sentence."""

    key: str
    title: str
    facts: tuple[tuple[object, str], ...]
    said: str
    url: str
    more: str


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the page; parts in the order of the tree, never ranked."""

    period: Period
    blocks: tuple[Block, ...]
    parts: tuple[Figures, ...]


Provider = Callable[[Organisation, Period], Block]


def letters(office: Organisation, period: Period) -> Block:
    """Answered in time, with n (LX-08)."""
    whole = statistics.figures(office, period)
    rate = "件数不足，不算" if whole.on_time is None else percent(whole.on_time)
    facts = ((whole.received, "收到"), (whole.answered, "已答复"), (whole.open, "在办"), (whole.overdue, "逾期"))
    said = f"按期答复 {rate}（n={whole.on_time_n}）。到期没有答复的，也算没有按期。"
    return Block("letters", "来信有没有按期答复", facts, said, f"/letters/stats/?org={office.code}", "办理统计")


def adopted(office: Organisation, period: Period) -> Block:
    """R099: what was promised and what of it was done."""
    taken = statistics.sheet(office, period).taken
    facts = ((taken.promised, "采纳和部分采纳"), (taken.done, "已经落实"), (taken.late, "到期没有落实"))
    said = f"已答复的 {taken.n} 件里，登记了采纳情况的有 {taken.registered} 件，每一项都由另一位同志确认。"
    return Block("adopted", "答应的事做了没有", facts, said, f"/letters/adopted/?org={office.code}", "采纳了什么")


def mended(office: Organisation, period: Period) -> Block:
    """R084, R102: what was found wrong, and whether another person saw it mended."""
    whole = improving.sheet(office, period.since, period.until).whole
    facts = ((whole.entered, "列入整改"), (whole.closed, "销号"), (whole.overdue, "到期没有改完"))
    rate = "件数不足，不算" if whole.rate is None else percent(whole.rate)
    said = f"销号的里面按期的占 {rate}（n={whole.closed}）；改完以后又出现、重新整改的 {whole.reopened} 件。"
    return Block("mended", "查出的问题改了没有", facts, said, f"/improvements/?org={office.code}", "整改了什么")


def disclosed(office: Organisation, period: Period) -> Block:
    """DIS-02, DIS-03: what had to be renewed, and requests for disclosure."""
    report = yearly.report(office, timezone.localdate().year)
    facts = ((report.shown, "公开事项"), (report.on_time, "按期更新"), (report.late, "没有按期更新"))
    said = (
        f"今年依申请公开 {report.requests} 件，作出决定 {report.decided} 件，其中按期 {report.in_time} 件；"
        f"群众提问 {report.questions} 个，已回答 {report.answered} 个。"
    )
    return Block("disclosed", "该公开的公开了没有", facts, said, f"/disclosure/report/?org={office.code}", "年度报告")


def moderated(office: Organisation, period: Period) -> Block:
    """M05: what was kept from the public, and how often an appeal changed it."""
    found = about_letters(office, period)
    facts = ((found.public, "公开"), (found.refuse, "不予受理"), (found.overturned, "申诉后改变"))
    later = about_words(office, period)
    said = (
        f"一共作出 {found.decided} 次审核决定，申诉后维持 {found.upheld} 次。追问和评价文字没有公开的 {later.private} 次，"
        f"申诉后改变 {later.overturned} 次。批评意见不是不予受理、不予公开的理由。"
    )
    return Block(
        "moderated", "有没有压下批评", facts, said, f"/letters/stats/?org={office.code}#moderation", "理由和次数"
    )


PROVIDERS: list[Provider] = [letters, adopted, mended, disclosed, moderated]


def chosen(code: str) -> Organisation | None:
    """The organisation of the address; without one the topmost."""
    if not code:
        return root()
    return by_code(code[:32]) if "\x00" not in code else None


def board(office: Organisation) -> Board:
    """All blocks of the year so far; remembered for a minute."""
    key = f"overview.board:{office.pk}"
    found: Board | None = cache.get(key)
    if found is None:
        period = statistics.period_of("year")
        blocks = tuple(provide(office, period) for provide in PROVIDERS)
        parts = statistics.board(office, period).parts
        found = Board(period, blocks, parts if len(parts) > 1 else ())
        cache.set(key, found, KEPT)
    return found
