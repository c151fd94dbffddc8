"""One verdict for each row of a roster, with the reasons in Chinese; no database is asked here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from lianxin.kernel.decision import Denied
from lianxin.kernel.identity import parse_identity_number
from lianxin.kernel.sheet_days import day_of
from lianxin.kernel.sheets import Cell, Sheet, plain

from .. import codes
from ..words import IN_PARTY, STAGE_WORDS, STAGES

#: our name -> headings that mean it, the usual one first
HEADINGS = {
    "name": ("姓名", "党员姓名", "名字"),
    "identity": ("身份证号", "公民身份证号码", "公民身份号码", "身份证号码", "居民身份证号", "居民身份证号码", "身份证", "证件号码"),
    "organisation": ("所在党支部", "党支部", "所属党支部", "所属党组织", "所在党组织", "党组织名称", "组织名称", "所在支部", "支部名称", "组织代码", "党组织代码"),
    "stage": ("人员类别", "党员类别", "类别", "发展阶段", "党员身份"),
    "sex": ("性别",),
    "ethnicity": ("民族",),
    "born": ("出生日期", "出生年月", "出生年月日", "出生时间", "生日"),
    "education": ("学历", "文化程度", "最高学历", "学历情况"),
    "joined_on": ("入党日期", "入党时间", "加入党组织日期", "加入党组织时间", "加入中国共产党日期", "入党年月"),
    "full_since": ("转正日期", "转正时间", "转为正式党员日期", "转为正式党员时间"),
    "phone": ("手机号", "手机号码", "联系电话", "手机", "电话", "联系方式"),
    "occupation": ("工作岗位", "职业", "岗位", "职务"),
    "work_unit": ("工作单位", "单位", "工作单位及职务", "单位名称"),
}  # fmt: skip
NEEDED = ("name", "identity", "organisation")
NAME_MOST, TEXT_MOST, UNIT_MOST, PHONE_MOST = 40, 40, 80, 20
#: sex in the standard's code -> as an identity number says it
_SEX_OF_NUMBER = {"男": "1", "女": "2"}


@dataclass(frozen=True, slots=True)
class Row:
    """A good row. organisation: what stands there, a name or a code; the writing looks it up."""

    number: int
    name: str
    identity: str
    organisation: str
    stage: str
    sex: str
    ethnicity: str
    born: date
    education: str
    joined_on: date | None
    full_since: date | None
    phone: str
    occupation: str
    work_unit: str


@dataclass(frozen=True, slots=True)
class Bad:
    """A refused row: every reason at once, so that it is mended in one go."""

    number: int
    reasons: tuple[str, ...]
    cells: dict[str, str]


def judge(sheet: Sheet, *, today: date) -> Iterator[Row | Bad]:
    """The rows of a roster in their order. The same number in two rows is refused from the second on."""
    seen: dict[str, int] = {}
    for number, cells in sheet.cells():
        said = {name: plain(cell) for name, cell in cells.items()}
        faults: list[str] = []
        row = _row(number, cells, said, faults, today)
        if row is not None and row.identity in seen:
            faults.append(f"与第 {seen[row.identity]} 行的身份证号相同")
        if row is None or faults:
            yield Bad(number, tuple(faults), said)
        else:
            seen[row.identity] = number
            yield row


def _row(number: int, cells: dict[str, Cell], said: dict[str, str], faults: list[str], today: date) -> Row | None:
    blame = faults.append
    get = said.get
    name = "".join(get("name", "").split())
    if not name or len(name) > NAME_MOST:
        blame("缺少姓名" if not name else f"姓名超过 {NAME_MOST} 个字")
    if not get("organisation", ""):
        blame("缺少所在党支部")
    days = {key: _day(key, cells.get(key), blame, today) for key in ("born", "joined_on", "full_since")}
    coded = {key: _code(key, get(key, ""), blame) for key in ("sex", "ethnicity", "education")}
    known = _identity(get("identity", ""), days["born"], coded["sex"], blame, today)
    stage = _stage(get("stage", ""), days["joined_on"], days["full_since"], blame)
    for key, most in (("phone", PHONE_MOST), ("occupation", TEXT_MOST), ("work_unit", UNIT_MOST)):
        if len(get(key, "")) > most:
            blame(f"{HEADINGS[key][0]}超过 {most} 个字")
    if known is None:
        return None
    _order(known[1], days["joined_on"], days["full_since"], blame)
    return Row(
        number, name, known[0], get("organisation", ""), stage, coded["sex"] or known[2], coded["ethnicity"], known[1],
        coded["education"], days["joined_on"], days["full_since"], get("phone", ""), get("occupation", ""), get("work_unit", ""),
    )  # fmt: skip


def _day(key: str, cell: Cell, blame: Callable[[str], None], today: date) -> date | None:
    if plain(cell) == "":
        return None
    day = day_of(cell)
    if day is None:
        blame(f"{HEADINGS[key][0]}看不懂：{plain(cell)[:20]}")
    elif day > today:
        blame(f"{HEADINGS[key][0]} {day} 还没有到")
    return day


def _code(key: str, word: str, blame: Callable[[str], None]) -> str:
    code = codes.code_of(key, word) if word else ""
    if word and not code:
        blame(f"{HEADINGS[key][0]}不在国家标准的代码表里：{word[:20]}")
    return code


def _identity(
    text: str, born: date | None, sex: str, blame: Callable[[str], None], today: date
) -> tuple[str, date, str] | None:
    """(number, born, sex) when the number is right and agrees with the other columns (GB-01)."""
    if not text:
        blame("缺少身份证号")
        return None
    found = parse_identity_number(text, today=today)
    if isinstance(found, Denied):
        blame(found.reason.rstrip("。"))
        return None
    own = _SEX_OF_NUMBER[found.sex]
    if sex in ("1", "2") and sex != own:
        blame("性别和身份证号对不上")
    # a month without a day means its first, so years and months are what must agree
    if born is not None and (born.year, born.month) != (found.born.year, found.born.month):
        blame(f"出生日期和身份证号对不上（身份证号里是 {found.born}）")
    return found.number, found.born, own


def _stage(word: str, joined: date | None, full: date | None, blame: Callable[[str], None]) -> str:
    stage = STAGE_WORDS.get(word, "") if word else ("member" if full else "")
    if not stage:
        blame(
            f"人员类别看不懂：{word[:20]}（应是{'、'.join(STAGES.values())}）"
            if word
            else "缺少人员类别，也没有转正日期"
        )
    elif stage in IN_PARTY and joined is None:
        blame("缺少入党日期")
    elif stage not in IN_PARTY and joined is not None:
        blame(f"{STAGES[stage]}还没有入党，不应有入党日期")
    if stage == "probationary" and full is not None:
        blame("预备党员不应有转正日期")
    return stage


def _order(born: date, joined: date | None, full: date | None, blame: Callable[[str], None]) -> None:
    if joined is not None and joined <= born:
        blame("入党日期早于出生日期")
    if joined is not None and full is not None and full < joined:
        blame("转正日期早于入党日期")
