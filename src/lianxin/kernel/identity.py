"""Citizen identity numbers (公民身份号码, GB 11643): 6 region, 8 birth date, 3 sequence, 1 check.

The check character is ISO 7064 MOD 11-2 over the first 17 digits; the sequence is odd for men and
even for women. Numbers pass through here and are not kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from .decision import Allowed, Decision, Denied
from .workdays import SHANGHAI

RULE = "GB-01"
_CHECKS = "10X98765432"
_FORM = re.compile(r"[0-9]{17}[0-9X]")
_NOISE = re.compile(r"[\s-]+")
_FIRST_YEAR = 1880


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A number that passed its checks: region code (GB/T 2260), birth date, sex ``"男"`` or ``"女"``."""

    number: str
    region: str
    born: date
    sex: str


def normalise(text: str) -> str:
    """Half width, upper case, without spaces and dashes."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).upper()


def check_character(first17: str) -> str:
    """The 18th character for the first 17 digits (ISO 7064 MOD 11-2)."""
    total = 0
    for digit in first17:
        total = (total + int(digit)) * 2 % 11
    return _CHECKS[total]


def parse_identity_number(
    text: str, *, regions: Collection[str] | None = None, today: date | None = None
) -> IdentityNumber | Denied:
    """Take a number apart, or say in one sentence what is wrong with it (rule GB-01).

    regions: known codes of six, four or two digits; a number fits when one of them begins it. Old
        counties live on in numbers, so pass their codes too, or provinces alone. None skips it.
    today: day on which the person must have been born; default is the present day in China.
    """
    number = normalise(text)
    if not _FORM.fullmatch(number):
        return _denied(_shape_fault(number))
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return _denied("身份证号中的出生日期不存在。")
    if not date(_FIRST_YEAR, 1, 1) <= born <= (today or datetime.now(SHANGHAI).date()):
        return _denied("身份证号中的出生日期不在合理范围内。")
    if regions is not None and not any(number[:size] in regions for size in (6, 4, 2)):
        return _denied("身份证号前六位不是已知的行政区划代码。")
    if check_character(number[:17]) != number[17]:
        return _denied("身份证号的最后一位与前面的数字对不上，可能有一位输错。")
    return IdentityNumber(number, number[:6], born, "男" if int(number[16]) % 2 else "女")


def check_identity_number(text: str, *, regions: Collection[str] | None = None, today: date | None = None) -> Decision:
    """`Allowed`, or `Denied` with the reason; see `parse_identity_number`."""
    found = parse_identity_number(text, regions=regions, today=today)
    return found if isinstance(found, Denied) else Allowed()


def _shape_fault(number: str) -> str:
    if re.fullmatch(r"[0-9]{15}", number):
        return "这是 15 位的旧号码，已停止使用，请填 18 位身份证号。"
    if len(number) != 18:
        return f"身份证号应为 18 位，现在是 {len(number)} 位。"
    return "身份证号前 17 位应全部是数字，最后一位是数字或字母 X。"


def _denied(reason: str) -> Denied:
    return Denied(reason, rule=RULE, code="identity_number", remedy="请对照身份证核对后重新填写。")
