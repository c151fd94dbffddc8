"""Where somebody is, by GB/T 2260: a name as people write it, or the code."""

from __future__ import annotations

from collections.abc import Iterable

from lianxin.foundation.organisations.models import Region
from lianxin.kernel.decision import Denied, Refused

#: how many are named when a name is not clear
_SHOWN = 6
#: names of layers that nobody writes
_SILENT = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
_PROVINCE, _CITY, _COUNTY = 2, 4, 6


def _above(code: str) -> list[str]:
    """Codes of the province, the city and the place itself."""
    return list(dict.fromkeys((code[:_PROVINCE].ljust(_COUNTY, "0"), code[:_CITY].ljust(_COUNTY, "0"), code)))


def labels(rows: Iterable[Region]) -> dict[str, str]:
    """Code -> the whole name, ``广东省深圳市南山区``; one statement."""
    wanted = list(rows)
    known = dict(
        Region.objects.filter(code__in={c for row in wanted for c in _above(row.code)}).values_list("code", "name")
    )
    return {
        row.code: "".join(
            known[c] for c in _above(row.code) if c in known and (c == row.code or known[c] not in _SILENT)
        )
        for row in wanted
    }


def named(text: str, field: str = "region") -> tuple[str, str]:
    """(code, whole name) of what somebody wrote; two empty strings for nothing.

    Raises Refused when no place or more than one is called so; the sentence names them with their codes. Where the
    table of places was never loaded, the words are kept as they are.
    """
    text = "".join(text.split())
    if not text:
        return "", ""
    digits = text.rpartition("（")[2].rstrip("）") if text.endswith("）") else text
    if digits.isascii() and digits.isdecimal():
        row = Region.objects.filter(code=digits).first()
        if row is not None:
            return row.code, labels([row])[row.code]
    found = _called(text)
    if len(found) == 1:
        return next(iter(found.items()))
    if found:
        shown = "、".join(f"{name}（{code}）" for code, name in list(found.items())[:_SHOWN])
        raise Refused(Denied(f"叫这个名字的地方不止一个：{shown}。请写全，或者填代码。", code="unclear", field=field))
    if not Region.objects.exists():
        return "", text
    raise Refused(Denied("没有找到这个地方。", code="unknown", field=field,
                         remedy="请写到县（市、区），例如“深圳市南山区”，或者填 6 位行政区划代码。"))  # fmt: skip


def _called(text: str) -> dict[str, str]:
    """Code -> whole name of every place whose name ends what was written and whose whole name holds the rest."""
    rows = list(Region.objects.filter(name__in=[text[n:] for n in range(len(text))]).order_by("code"))
    whole = labels(rows)
    fits = {row.code: whole[row.code] for row in rows if _within(text, whole[row.code])}
    exact = {code: name for code, name in fits.items() if name == text}
    return exact or fits


def _within(text: str, whole: str) -> bool:
    """Whether what was written is the whole name with parts left out, like ``深圳南山区`` or ``广东省南山区``."""
    at = 0
    for sign in text:
        at = whole.find(sign, at) + 1
        if not at:
            return False
    return whole.endswith(text[-1])


def offered() -> list[str]:
    """Provinces and cities for the list under the field; the rest is written."""
    rows = list(Region.objects.filter(code__endswith="00").exclude(name__in=_SILENT).order_by("code"))
    return list(labels(rows).values())
