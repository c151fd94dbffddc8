"""What version 1 answers. A field is never taken away from a version, only added."""

from __future__ import annotations

from datetime import date, datetime
from typing import Generic, Literal, TypeVar

from ninja import Field, Schema

T = TypeVar("T")


class Problem(Schema):
    """Problem details (RFC 9457)."""

    type: str = Field("about:blank", description="问题的种类")
    title: str = Field(description="一句话说明")
    status: int = Field(description="HTTP 状态码")
    detail: str = Field("", description="这一次为什么不行，怎样才行")
    instance: str = Field("", description="请求的路径")


class Page(Schema, Generic[T]):
    """A part of a list."""

    items: list[T]
    page: int = Field(description="第几页，从 1 开始")
    page_size: int = Field(description="每页多少条")
    total: int = Field(description="一共多少条")
    next: str | None = Field(description="下一页的地址，没有则为空")
    previous: str | None = Field(description="上一页的地址，没有则为空")


class OfficeRef(Schema):
    """An organisation, named."""

    code: str
    name: str


class TopicRef(Schema):
    """A topic, named; path holds the words from the first level down."""

    code: str
    name: str
    path: list[str]


class LetterBrief(Schema):
    """A published letter as a list shows it."""

    id: int
    number: str | None = Field(description="编号")
    kind: str
    kind_name: str
    topic: TopicRef | None
    title: str
    nickname: str
    state: str = Field(description="办到哪一步，见 state_name")
    state_name: str
    office: OfficeRef = Field(description="目前承办的单位")
    received_at: datetime
    published_at: datetime | None
    answered_at: datetime | None
    rating: int | None = Field(description="5 非常满意 … 1 非常不满意；没有评价为空，不当作满意")
    round: int = Field(description="第几轮办理")
    followers: int
    url: str


class Reply(Schema):
    """An answer that was signed and sent."""

    office: OfficeRef
    sent_at: datetime | None
    body: str
    points: list[dict[str, str]] = Field(description="逐条回应：point 问题，answer 回应")
    legal_basis: str
    plain_words: str
    result: str
    result_name: str


class Step(Schema):
    """One line of the time line."""

    at: datetime
    what: str
    note: str


class Message(Schema):
    """A later question or supplement of the citizen, shown after review."""

    at: datetime
    kind_name: str
    body: str


class LetterDetail(LetterBrief):
    """A published letter with everything that its page shows."""

    demand: str
    body: str
    place: str | None = Field(description="留言人愿意公开时才有")
    lat: float | None = Field(description="纬度，WGS-84；留言人愿意公开地点时才有")
    lon: float | None = Field(description="经度，WGS-84；留言人愿意公开地点时才有")
    result: str | None
    result_name: str | None
    photos: list[str]
    replies: list[Reply]
    steps: list[Step]
    messages: list[Message]


class Count(Schema):
    """A label with a number."""

    label: str
    count: int


class FiguresOut(Schema):
    """Figures of one branch. A null rate, percentile or list of ratings stands on too few letters (LX-08)."""

    code: str = Field(description="组织代码；空为全部")
    name: str
    received: int
    answered: int
    open: int
    overdue: int
    refused: int
    redone: int
    on_time: float | None = Field(description="按期率，0 到 1")
    on_time_n: int = Field(description="按期率的基数：已答复的和到期没有答复的")
    median_workdays: int | None
    p90_workdays: int | None
    workdays_n: int
    satisfied: float | None = Field(description="评价过的里面满意的比例；没有评价的不算在内")
    rated: int
    unrated: int
    ratings: list[Count] | None


class Statistics(Schema):
    """Figures of a branch and of those directly below it, in the order of the tree."""

    period: str
    since: date | None
    until: date | None = Field(description="到这一天之前；空为至今")
    whole: FiguresOut
    parts: list[FiguresOut]
    by_kind: list[Count]
    by_month: list[Count]
    refusals: list[Count] = Field(description="不予受理的理由和次数")


class Figure(Schema):
    """A number, share, table or list inside a rule, in words."""

    name: str
    label: str
    text: str


class RuleOut(Schema):
    """One rule in the version of today."""

    id: str
    title: str
    wording: str
    regulation: str
    clause: str
    level: str = Field(description="核对到什么程度")
    level_name: str
    version: str
    since: date | None
    until: date | None
    figures: list[Figure]
    url: str


class Organisation(Schema):
    """An organisation, with what everybody may know of it."""

    code: str
    name: str
    short_name: str
    kind: str
    kind_name: str
    parent: str | None = Field(description="上级组织的代码")
    region_code: str
    address: str
    phone: str = Field(description="对外电话")
    takes_letters: bool


class RegulationBrief(Schema):
    """The full text of a regulation that this installation holds."""

    slug: str
    title: str
    version: str
    issued: date | None
    in_force: date | None
    url: str


class Article(Schema):
    """One article."""

    heading: str
    chapter: str
    section: str
    paragraphs: list[str]
    url: str


class RegulationDetail(RegulationBrief):
    """The text with its articles and the rules that rest on it."""

    articles: list[Article]
    rules: list[str] = Field(description="依据它的规则编号")


class LetterRef(Schema):
    """A published letter, named."""

    id: int
    number: str | None
    title: str
    url: str


class Correction(Schema):
    """A correction in sight of everybody: what stood before, and why."""

    on: date
    was: str
    why: str


class Adoption(Schema):
    """What became of a suggestion, confirmed by a second person."""

    letter: LetterRef
    office: OfficeRef = Field(description="答复的单位")
    verdict: str
    verdict_name: str
    reason: str
    plan: str = Field(description="答应做什么")
    post: str = Field(description="由哪个岗位落实")
    until: date | None = Field(description="最迟到哪天")
    done_on: date | None = Field(description="哪天落实的；没有落实为空")
    done_text: str
    late: bool = Field(description="到期没有落实")
    corrections: list[Correction]
    shown_at: datetime


class ImprovementBrief(Schema):
    """A released problem as a list shows it."""

    id: int
    number: str | None = Field(description="编号")
    kind: str
    kind_name: str
    title: str
    problem: str
    office: OfficeRef = Field(description="责任单位")
    set_by: OfficeRef = Field(description="提出单位")
    stage: str = Field(description="改到哪一步，见 stage_name")
    stage_name: str
    round: int = Field(description="第几次整改")
    due_on: date
    published_at: datetime | None
    closed_at: datetime | None
    measured_by: str = Field(description="用什么衡量")
    unit: str
    before: float
    goal: float
    after: float | None = Field(description="整改后的数字；没有验收为空")
    url: str


class MeasureOut(Schema):
    """One measure: a post answers for it until a day."""

    text: str
    post: str
    due_on: date
    done_on: date | None


class ImprovementDetail(ImprovementBrief):
    """A released problem with everything that its page shows."""

    cause: str
    result: str
    answer: str = Field(description="责任单位的说明")
    measures: list[MeasureOut]
    steps: list[Step]
    letters: list[LetterRef]
    photos: list[str]


Kind = Literal["consult", "help", "suggest", "complain", "thank"]
Stage = Literal["accepted", "working", "asking", "answered", "redoing", "solved", "closed", "merged"]
PeriodName = Literal["30d", "quarter", "year", "last", "all"]
Verdict = Literal["adopted", "partly", "noted", "declined"]
Standing = Literal["done", "open", "late"]
MatterKind = Literal["service", "facility", "style", "rules", "openness", "other"]
MendingStage = Literal["working", "checking", "closed"]
