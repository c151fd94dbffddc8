"""Two people of one name: what is written behind it, so that roll, ballots, slips and result mean one of them.

`王伟（女）` and `王伟（男）`; where that does not part them their branch does, then the year or month of birth, then the
day of joining. One word is taken for all of one name, the least that parts them; names that nobody shares stay plain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from lianxin.kernel.decision import Denied
from lianxin.membership.dossiers.models import Member

#: what stands behind a name, the least telling first; empty where a file does not say it
_WORDS: tuple[Callable[[Member], str], ...] = (
    lambda m: {"1": "男", "2": "女"}.get(m.sex, ""),
    lambda m: m.organisation.short_name,
    lambda m: f"{m.born:%Y}年生" if m.born else "",
    lambda m: f"{m.born.year}年{m.born.month}月生" if m.born else "",
    lambda m: f"{m.joined_on.year}年{m.joined_on.month}月{m.joined_on.day}日入党" if m.joined_on else "",
)
_STEMS = "甲乙丙丁戊己庚辛壬癸"


def told_apart(rows: Iterable[Member]) -> dict[int, str]:
    """Key of a file -> the name by which its person is meant among these."""
    groups: dict[str, list[Member]] = defaultdict(list)
    for member in rows:
        groups[member.name].append(member)
    return {pk: name for group in groups.values() for pk, name in _apart(group).items()}


def _apart(group: Sequence[Member]) -> dict[int, str]:
    if len(group) == 1:
        return {group[0].pk: group[0].name}
    for word in _WORDS:
        said = [word(member) for member in group]
        if all(said) and len(set(said)) == len(said):
            return {member.pk: with_word(member.name, one) for member, one in zip(group, said, strict=True)}
    order = sorted(group, key=lambda member: member.pk)
    return {m.pk: with_word(m.name, _STEMS[at] if at < len(_STEMS) else str(at + 1)) for at, m in enumerate(order)}


def fitting(rows: Sequence[Member], word: str) -> list[Member]:
    """Those of one name whom a word behind it can mean; without a word all of them. Whoever's file does not say it stays."""
    if not word:
        return list(rows)
    said = {member.pk: [say(member) for say in _WORDS] for member in rows}
    exact = [member for member in rows if word in said[member.pk]]
    if exact or word not in ("男", "女"):
        return exact
    return [member for member in rows if not said[member.pk][0]]


def with_word(name: str, word: str) -> str:
    return f"{name}（{word}）"


def plain(name: str) -> str:
    """The name without what tells it apart."""
    return name.partition("（")[0]


def word_of(name: str) -> str:
    """What stands behind the name; empty for nothing."""
    return name.partition("（")[2].rstrip("）")


def tidy(name: str) -> str:
    """As it is written here, whatever brackets the keyboard has."""
    return name.strip().replace("(", "（").replace(")", "）")


def several(name: str, known: Sequence[str], field: str) -> Denied:
    """A name that more than one bears. known: how each of them is written."""
    words = f"叫{plain(name)}的不止一位：{'、'.join(known)}。"
    return Denied(words, code="twice_named", field=field, remedy="请照上面的写法写清楚是哪一位。")
