"""A bill from its bytes to lines, whatever its format; no database is asked here.

A line says what moved in the organisation's account: money that came in, money given back, fees, money that went
out, and the rest (closed trades, movements between one's own pockets). Only what came in can be dues.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO

from lianxin.kernel.sheet_days import day_of
from lianxin.kernel.sheets import Cell, Sheet, SheetError, plain, read

from . import money

#: the explanations above the headings of Alipay's bill take some twenty-five rows
TITLE_ROWS = 80
MOST_LINES = 20_000
MOST_BYTES = 16_000_000
TEXT_MOST = 240
EARLIEST = date(2000, 1, 1)
Said = Mapping[str, str]

_RULED = re.compile(r"[-=—_*]{4,}.*")
_SUMS = re.compile(r"(合计|总计|小计|本页|总交易单数|资金流水总笔数)")
_POWER = re.compile(r"\d(\.\d+)?[Ee]\+?\d+")
#: a binary fraction holds this many decimal digits for certain; a longer number has lost its end
_EXACT = 10**15


@dataclass(frozen=True, slots=True)
class Taken:
    """What a format makes of a row. amount: our name of the column that counts; trade: the number that names it."""

    kind: str
    amount: str
    trade: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """One make of bill. take: the row as texts -> what it is, or in words why nobody can tell."""

    code: str
    source: str
    title: str
    headings: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    take: Callable[[Said], Taken | str]


@dataclass(frozen=True, slots=True)
class Line:
    """A good row. fen: without a sign, the kind says which way; key: the same for the same movement in every file."""

    number: int
    on: date
    kind: str
    fen: int
    fee_fen: int
    party: str
    words: str
    trade: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Bad:
    """A refused row with every reason, and its cells by our names."""

    number: int
    reasons: tuple[str, ...]
    cells: dict[str, str]


@dataclass(frozen=True)
class Reading:
    """A whole bill. skipped: sums and remarks below the rows, which are no movements."""

    format: Format
    lines: list[Line] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    skipped: int = 0

    @property
    def total(self) -> int:
        return len(self.lines) + len(self.bad)


def parse(data: bytes, *, today: date, account: str = "") -> Reading:
    """Find out the format and read every row. account: which of several bank accounts (their numbers may meet).

    Raises SheetError when the file as a whole cannot be used.
    """
    _no_parcel(data)
    if len(data) > MOST_BYTES:
        raise SheetError(f"账单超过 {MOST_BYTES // 1_000_000} MB，请按月分开导出。")
    chosen, sheet = _recognised(data)
    if len(sheet.rows) > MOST_LINES:
        raise SheetError(f"账单超过 {MOST_LINES} 行，请按月分开导出。")
    made = Reading(chosen)
    skipped = 0
    for number, cells in _movements(sheet):
        row = _row(chosen, number, cells, today)
        if row is None:
            skipped += 1
        elif isinstance(row, Bad):
            made.bad.append(row)
        else:
            made.lines.append(row)
    good = _once(_keyed(made.lines, chosen.source, account), made.bad)
    return Reading(chosen, good, sorted(made.bad, key=lambda row: row.number), skipped)


def _recognised(data: bytes) -> tuple[Format, Sheet]:
    from . import alipay, bank, wechat

    for one in (*wechat.FORMATS, *alipay.FORMATS, *bank.FORMATS):
        try:
            return one, read(data, one.headings, one.needed, title_rows=TITLE_ROWS)
        except SheetError as error:
            if "没有找到表头" not in str(error):
                raise
    raise SheetError(
        "认不出这是哪种账单。要有表头：微信、支付宝的账单照原样上传；银行的要有“交易日期”和“收入金额”（或“贷方发生额”）一列。"
    )


def _no_parcel(data: bytes) -> None:
    """The bills come by mail as a locked .zip; a workbook is a .zip too, but names what is inside."""
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return  # the reader says so
    if not any(name in ("[Content_Types].xml", "mimetype") for name in names):
        raise SheetError("这是压缩包。请先用邮件里给的密码解开，再上传里面的账单。")


def _movements(sheet: Sheet) -> Iterator[tuple[int, dict[str, Cell]]]:
    """The rows down to the sums below: after the ruled line or the headings of the sums nothing moves any more."""
    for (number, raw), (_, cells) in zip(sheet.rows, sheet.cells(), strict=True):
        first = next((text for text in map(plain, raw) if text), "")
        if _RULED.fullmatch(first) or first.startswith(("总交易单数", "资金流水总笔数")):
            return
        yield number, {**cells, "_first": first}


def _row(chosen: Format, number: int, cells: dict[str, Cell], today: date) -> Line | Bad | None:
    first = plain(cells.pop("_first"))
    said = {name: plain(cell) for name, cell in cells.items()}
    if first.startswith("#") or _SUMS.match(first):
        return None
    faults: list[str] = []
    taken = chosen.take(said)
    if isinstance(taken, str):
        faults.append(taken)
    on = _day(cells.get("when"), faults, today)
    fen = _amount(cells, taken, faults)
    fee = money.fen_in(cells.get("fee"))
    if isinstance(fee, str):
        faults.append(f"手续费：{fee}")
    trade = taken.trade if isinstance(taken, Taken) else ""
    _whole_number(cells, trade, faults)
    if any("\n" in text for text in said.values()):
        faults.append("一格里有几行字，可能是引号没有成对")
    if faults or not isinstance(taken, Taken) or on is None or fen is None:
        return Bad(number, tuple(faults), said)
    words = "；".join(
        dict.fromkeys(
            said[name] for name in ("goods", "remark", "type", "state") if said.get(name, "") not in ("", "/")
        )
    )
    party = " ".join(said[name] for name in ("party", "account") if said.get(name, "") not in ("", "/"))
    return Line(number, on, taken.kind, abs(fen), abs(fee or 0) if not isinstance(fee, str) else 0, party[:TEXT_MOST], words[:TEXT_MOST], trade)  # fmt: skip


def _day(cell: Cell, faults: list[str], today: date) -> date | None:
    text = plain(cell)
    on = day_of(cell) or day_of(text.split(" ")[0][:10]) or day_of(text[:8])
    if on is None:
        faults.append(f"日期看不懂：{text[:20]}" if text else "没有日期")
    elif on > today:
        faults.append(f"日期 {on} 还没有到")
    elif on < EARLIEST:
        faults.append(f"日期 {on} 太早")
    return on


def _amount(cells: dict[str, Cell], taken: Taken | str, faults: list[str]) -> int | None:
    if isinstance(taken, str):
        return None
    fen = money.fen_in(cells.get(taken.amount))
    if isinstance(fen, str):
        faults.append(fen)
        return None
    if not fen:
        faults.append("没有金额" if fen is None else "金额是 0")
    return fen


def _whole_number(cells: dict[str, Cell], trade: str, faults: list[str]) -> None:
    """Excel turns a long number into a power of ten when somebody saves the file again; its end is lost for good."""
    long = [cell for cell in (cells.get("trade"), cells.get("refund_trade")) if isinstance(cell, float)]
    if _POWER.fullmatch(trade) or any(abs(cell) >= _EXACT for cell in long):
        faults.append("交易单号被表格软件改成了科学计数，末几位已经丢失，请上传原来的文件")


def _keyed(lines: list[Line], source: str, account: str) -> list[Line]:
    """Name every movement. Bills of banks may lack a number: then day, amount, other side and words name it, and
    how often the same stood before it in the file, which holds as long as files are cut between days."""
    seen: Counter[str] = Counter()
    named = []
    for line in lines:
        where = f"{source}:{account}" if source == "bank" else source
        name = line.trade
        if not name:
            same = f"{line.on}|{line.kind}|{line.fen}|{line.party}|{line.words}"
            seen[same] += 1
            name = f"{same}|{seen[same]}"
        # the kind belongs to it: a fee and a refund carry the number of their payment
        digest = hashlib.blake2b(
            f"{where}|{line.kind}|{name}".encode(), digest_size=20, person=b"lianxin-bill"
        ).hexdigest()
        named.append(replace(line, key=f"{source}:{digest}"))
    return named


def _once(lines: list[Line], bad: list[Bad]) -> list[Line]:
    """The same movement twice in one file is refused from the second on."""
    first: dict[str, int] = {}
    good = []
    for line in lines:
        if line.key in first:
            cells = {"when": str(line.on), "trade": line.trade, "party": line.party, "remark": line.words}
            bad.append(Bad(line.number, (f"与第 {first[line.key]} 行的交易单号相同",), cells))
        else:
            first[line.key] = line.number
            good.append(line)
    return good
