"""Personal data that people type into a letter without thinking of who will read it.

Found by form: mobile and fixed telephone numbers, identity numbers (check character verified, GB 11643),
bank cards (Luhn), licence plates (also the longer ones of new-energy cars), e-mail addresses and street
doors. A hint for the writer and the reviewer; people decide, because a name or a story has no form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from .decision import Denied
from .identity import parse_identity_number

LABELS = {
    "email": "电子邮箱",
    "identity": "身份证号",
    "bank_card": "银行卡号",
    "phone": "手机号",
    "landline": "固定电话",
    "plate": "车牌号",
    "address": "门牌号",
}

#: full width to half width sign by sign, so that places in the text stay the same
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2010: 0x2D, 0x2013: 0x2D}

_EMAIL = r"(?<![\w.+-])[A-Z0-9][\w.+-]{0,63}@(?:[A-Z0-9-]{1,63}\.){1,4}[A-Z]{2,12}(?![\w-])"
_IDENTITY = r"(?<![0-9A-Z])[0-9]{6}[ -]?[0-9]{8}[ -]?[0-9]{3}[0-9X](?![0-9A-Z])"
_BANK_CARD = r"(?<![0-9])[3-6][0-9]{3}(?:[ -]?[0-9]{4}){2,3}[ -]?[0-9]{1,4}(?![0-9])"
_PHONE = r"(?<![0-9])(?:(?:\+|00)?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9])"
_LANDLINE = r"(?<![0-9])(?:\(0[0-9]{2,3}\)|0[0-9]{2,3})[ -]?[2-9][0-9]{6,7}(?:-[0-9]{1,6})?(?![0-9])"

#: a province, an office letter, then five signs (the last may name a use) or the six of a new-energy car
_SIGN = "[A-HJ-NP-Z0-9]"
_PLATE = (
    "[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新]"
    rf"[A-HJ-NP-Z][ ·.-]?(?:[A-HJK]{_SIGN}[0-9]{{4}}|[0-9]{{5}}[A-HJK]|{_SIGN}{{4}}(?:{_SIGN}|[学警挂港澳]))"
    "(?![A-Z0-9])"
)

_ROAD = (
    "(?:路|街|道|巷|弄|胡同|村|组|社区|小区|苑|城|府|湾|庭|公寓|园|新村|宿舍|[东南西北中]段"
    "|(?<![家这那哪夜心月年])里|(?<![医法学])院)"
)
_NUMBER = "(?:[0-9]{1,5}|[一二三四五六七八九十百]{1,4})"
_PART = rf"(?:[附东西南北A-Z]?{_NUMBER}[A-Z]?(?:号楼|号院|栋|幢|座|单元|室|户))"
#: words after which "3号" is a metro line, a document or a notice and no door
_NO_DOOR = "(?![文令线公提议案台机])"
_FLAT = "(?:[0-9]{3,4}(?:室|房|号)?)?"
_DOOR = rf"[0-9]{{1,5}}(?:-[0-9]{{1,4}})?号{_NO_DOOR}(?:院|楼)?{_PART}*{_FLAT}"
_ADDRESS = rf"{_ROAD}(?P<door>{_DOOR}|{_PART}+{_FLAT})|(?P<parts>{_PART}{{2,}}{_FLAT})"


@dataclass(frozen=True, slots=True)
class Finding:
    """One place of a text: ``text[start:end]`` looks like personal data of a kind of `LABELS`."""

    kind: str
    start: int
    end: int
    text: str

    @property
    def label(self) -> str:
        """The Chinese word for the kind."""
        return LABELS[self.kind]


def find(text: str, kinds: Collection[str] | None = None) -> list[Finding]:
    """Everything that looks personal, in the order of the text, without overlaps.

    kinds: only these (keys of `LABELS`); None means all. Where two forms fit the same place, the
    earlier kind of `LABELS` wins. Full-width digits and letters are read like half-width ones.
    """
    narrow = text.translate(_NARROW)
    findings: list[Finding] = []
    for kind, pattern, holds in _KINDS:
        if kinds is not None and kind not in kinds:
            continue
        for match in pattern.finditer(narrow):
            start, end = match.span(match.lastgroup or 0)
            free = all(end <= other.start or start >= other.end for other in findings)
            if free and holds(narrow[start:end]):
                findings.append(Finding(kind, start, end, text[start:end]))
    return sorted(findings, key=lambda finding: finding.start)


def mask(text: str, kinds: Collection[str] | None = None) -> str:
    """The text with every finding replaced by a word that says what stood there, also when read aloud."""
    pieces, place = [], 0
    for finding in find(text, kinds):
        pieces += [text[place : finding.start], f"〔{finding.label}已隐去〕"]
        place = finding.end
    return "".join([*pieces, text[place:]])


def partly(value: str, head: int = 3, tail: int = 4) -> str:
    """A value of which its owner still knows which one it is: ``138****0000``; short ones vanish whole."""
    if len(value) < head + tail + 2:
        return "*" * len(value)
    return value[:head] + "*" * (len(value) - head - tail) + value[len(value) - tail :]


def _identity(found: str) -> bool:
    return not isinstance(parse_identity_number(found), Denied)


def _luhn(found: str) -> bool:
    """Check digit of ISO/IEC 7812; one digit repeated is no card."""
    digits = [int(sign) for sign in found if sign.isdigit()]
    doubled = [digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits[-2::-2]]
    return len(set(digits)) > 1 and (sum(doubled) + sum(digits[-1::-2])) % 10 == 0


def _some_digits(found: str) -> bool:
    return sum(sign.isdigit() for sign in found) > 1


def _always(_: str) -> bool:
    return True


_FORMS: dict[str, tuple[str, Callable[[str], bool]]] = {
    "email": (_EMAIL, _always),
    "identity": (_IDENTITY, _identity),
    "bank_card": (_BANK_CARD, _luhn),
    "phone": (_PHONE, _always),
    "landline": (_LANDLINE, _always),
    "plate": (_PLATE, _some_digits),
    "address": (_ADDRESS, _always),
}
_KINDS = [(kind, re.compile(form, re.I | re.A), holds) for kind, (form, holds) in _FORMS.items()]
