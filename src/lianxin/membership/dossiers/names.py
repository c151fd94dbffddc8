"""Names as they are looked for: in characters, by pinyin, by initials."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache, lru_cache

#: characters that are read differently as a surname (统读 of surnames, 现代汉语词典)
_SURNAMES = {
    "单": "shan", "解": "xie", "查": "zha", "曾": "zeng", "仇": "qiu", "区": "ou", "朴": "piao", "盖": "ge", "翟": "zhai",
    "任": "ren", "华": "hua", "覃": "qin", "缪": "miao", "尉迟": "yu chi", "万俟": "mo qi", "长孙": "zhang sun", "纪": "ji",
    "燕": "yan", "祭": "zhai", "员": "yun", "黑": "he", "折": "she", "繁": "po", "乐": "yue", "秘": "bi", "冼": "xian",
}  # fmt: skip


@cache
def _reading() -> Callable[[str], list[str]]:
    """Characters -> how each is read. Loaded when the first name is spelled, without the dictionary of phrases: no name
    is looked up there, and it takes 45 MB in each process."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")
    from pypinyin import lazy_pinyin

    return lazy_pinyin


@lru_cache(8192)
def spelled(name: str) -> tuple[str, str]:
    """(pinyin without spaces, initials), lower case; other letters and digits stay, dots and spaces go."""
    name = "".join(sign for sign in name if sign.isalnum())
    head = name[:2] if name[:2] in _SURNAMES else name[:1]
    first = _SURNAMES[head].split() if head in _SURNAMES else _reading()(head)
    parts = [*first, *_reading()(name[len(head) :])]
    # ü is typed as v, and so it is kept
    return "".join(parts).lower(), "".join(part[:1] for part in parts).lower()
