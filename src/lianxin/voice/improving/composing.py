"""决策参考, counted by the machine: every figure with its source and the way it was counted, no person in it (R085, O04)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.ui.words import number
from lianxin.voice.letters.models import Topic
from lianxin.voice.letters.queries import adopted, matters
from lianxin.voice.letters.queries.matters import Matter
from lianxin.voice.letters.queries.statistics import Figures, minimum
from lianxin.voice.letters.queries.tally import Period

from . import ports
from .mended import mended
from .ports import Fact, Line, Section

#: what was asked by too few to be told apart
REST = "其他事项（每项不足 {n} 件）"
#: matters that the first sentence names
NAMED = 3


def compose(organisation: Organisation, since: date, until: date) -> tuple[dict[str, Any], str]:
    """(content, first sentences) of an organisation with all below it; days from `since`, `until` not included."""
    before = Period("", since - (until - since), since)
    now = Period("", since, until)
    got, old = (matters.figures(organisation, None, period) for period in (now, before))
    topics = _topics(organisation, now, before)
    parts = [
        _asked(organisation, got, old, topics),
        _answered(organisation, got, old),
        _adopted(organisation, now, before),
    ]
    parts += [
        mended(organisation, since, until),
        *ports.sections(organisation, since, until),
        _letters(organisation, since, until),
    ]
    content = {
        "organisation": organisation.name, "made": moment.today().isoformat(), "before": [day.isoformat() for day in (before.since, before.until) if day],
        "minimum": minimum(), "sections": [part.kept() for part in parts],
    }  # fmt: skip
    return content, _summary(organisation, since, until, got, old, topics)


def span(since: date, until: date) -> str:
    """ "2026年9月1日至11月30日"."""
    last = until - timedelta(days=1)
    year = "" if last.year == since.year else f"{last.year}年"
    return f"{since.year}年{since.month}月{since.day}日至{year}{last.month}月{last.day}日"


def _topics(organisation: Organisation, now: Period, before: Period) -> list[tuple[Matter, int]]:
    """(matter, letters of the period before), most asked first; those with too few letters come together at the end."""
    old = {m.path: m.received for m in matters.by_matter(organisation, before)}
    least = rule("LX-172").count("least")
    rows = matters.by_matter(organisation, now)
    large = sorted((m for m in rows if m.received >= least), key=lambda m: (-m.received, m.path))
    small = [m for m in rows if m.received < least]
    found = [(m, old.get(m.path, 0)) for m in large]
    if small:
        names = {m.path for m, _ in found}
        rest = Matter(REST.format(n=least), sum(m.received for m in small), None, 0)
        found.append((rest, sum(n for path, n in old.items() if path not in names)))
    return found


def _asked(organisation: Organisation, got: Figures, old: Figures, topics: list[tuple[Matter, int]]) -> Section:
    codes = dict(Topic.objects.filter(path__in=[m.path for m, _ in topics]).values_list("path", "code"))
    lines = tuple(
        Line(
            (m.path.replace("/", " · "), str(m.received), str(n), f"{m.received - n:+d}" if m.received != n else "持平",
             f"{m.median}（n={m.days_n}）" if m.median is not None and m.days_n >= minimum() else "—"),
            _list_of(organisation, codes.get(m.path, "")),
        )
        for m, n in topics
    )  # fmt: skip
    return Section(
        "asked", "群众反映了什么",
        "按收到的日期数，公开和不公开的都算，答复前撤回的不算；“上一期”是紧挨着的同样天数。一半用时按工作日，件数不足的不列。",
        (Fact("收到留言", got.received, "件", _stats(organisation), None, old.received),),
        ("事项", "这一期", "上一期", "变化", "一半用时（工作日）"), lines,
    )  # fmt: skip


def _answered(organisation: Organisation, got: Figures, old: Figures) -> Section:
    where = _stats(organisation)
    facts = (
        Fact("已答复", got.answered, "件", where, got.received, old.answered),
        Fact("按期率", _hundred(got.on_time), "%", where, got.on_time_n, _hundred(old.on_time)),
        Fact("一半用时", got.median, "个工作日", where, got.days_n, old.median),
        Fact("满意率", _hundred(got.satisfied), "%", where, got.rated, _hundred(old.satisfied)),
        Fact("重新办理", got.redone, "件", where, got.received, old.redone),
    )
    return Section(
        "answered",
        "办得怎么样",
        "和公开的留言办理统计同一个口径；没有评价的不当作满意；件数不足的写“—”（LX-08）。",
        facts,
    )


def _adopted(organisation: Organisation, now: Period, before: Period) -> Section:
    """What a second person confirmed; of letters without such a word nothing is guessed."""
    got, old = adopted.taken(organisation, now), adopted.taken(organisation, before)
    where = f"/letters/adopted/?{urlencode({'org': organisation.code})}"
    earlier = dict(old.verdicts)
    facts = [Fact(word, n, "件", where, got.n, earlier[word]) for word, n in got.verdicts]
    facts += [
        Fact("答应落实的", got.promised, "件", where, got.registered, old.promised),
        Fact("其中已落实", got.done, "件", where, got.promised, old.done),
        Fact("其中到期没有落实", got.late, "件", where, got.promised, old.late),
    ]
    return Section(
        "adopted",
        "采纳了什么",
        "采纳登记里经另一位同志确认的；n 是这一期收到、已经答复的留言，或者答应落实的件数。",
        tuple(facts),
    )


def _letters(organisation: Organisation, since: date, until: date) -> Section:
    rows = matters.typical(organisation, since, until, rule("LX-172").count("letters"))
    links = tuple((letter.title, letter.get_absolute_url()) for letter in rows)
    return Section(
        "letters", "有代表性的公开留言", "已经公开、已经答复的，先每个事项取关注的人最多的一件。", links=links
    )


def _hundred(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 1)


def _stats(organisation: Organisation) -> str:
    return f"/letters/stats/?{urlencode({'org': organisation.code})}#definitions"


def _list_of(organisation: Organisation, topic: str, **more: str) -> str:
    chosen = {"org": organisation.code, **({"topic": topic} if topic else {}), **more}
    return f"/letters/?{urlencode(chosen)}"


def _summary(
    organisation: Organisation, since: date, until: date, got: Figures, old: Figures, topics: list[tuple[Matter, int]]
) -> str:
    """The first sentences, for people to change (O06)."""
    change = got.received - old.received
    word = f"比上一期{'多' if change > 0 else '少'} {abs(change)} 件" if change else "和上一期持平"
    parts = [f"{span(since, until)}，{organisation.short_name}及下级收到群众留言 {got.received} 件，{word}。"]
    named = [f"{m.path.replace('/', '·')}（{m.received} 件）" for m, _ in topics if not m.path.startswith("其他事项")][
        :NAMED
    ]
    if named:
        parts.append(f"反映较多的是{'、'.join(named)}。")
    if got.on_time is not None:
        parts.append(f"按期答复 {number(_hundred(got.on_time))}%（n={got.on_time_n}）。")
    if got.median is not None:
        parts.append(f"一半在 {got.median} 个工作日内答复（n={got.days_n}）。")
    return "".join(parts)
