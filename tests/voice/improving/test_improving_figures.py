"""R084, R085, LX-08, LX-172: figures that a test counts again with its own hands."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from io import BytesIO
from statistics import median_low
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from docx import Document

from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.decision import Refused
from lianxin.voice.improving import actions, composing
from lianxin.voice.improving.actions import advising
from lianxin.voice.improving.models import Advice, Improvement
from lianxin.voice.letters.models import Letter, Topic
from tests.factories import County
from tests.voice.improving.conftest import RELEASED, TODAY, Way

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
DESK = "/workbench/reference/"
SINCE, UNTIL = TODAY - timedelta(days=90), TODAY
PATHS = ("城乡建设/市政设施/路灯", "城乡建设/市政设施/道路", "社会民生/公共服务/窗口", "生态环境/水/河道")
OFFICES = ("QS", "QS01", "QS01-U1", "QS01-U2", "QS01-B1", "QS02", "QS02-U1")


@pytest.fixture
def topics(db: None) -> list[Topic]:
    made: dict[str, Topic] = {}
    for path in PATHS:
        parts = path.split("/")
        for level in range(1, 4):
            key = "/".join(parts[:level])
            if key not in made:
                made[key] = Topic.objects.create(code=f"t{len(made)}", name=parts[level - 1], parent=made.get("/".join(parts[: level - 1])),
                                                 level=level, path=key, order=len(made))  # fmt: skip
    return [made[path] for path in PATHS]


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


@pytest.fixture
def letters(county: County, topics: list[Topic]) -> list[dict[str, Any]]:
    """Two hundred letters straight into the table, and what a reader with a pencil would know of them."""
    dice = random.Random(9)
    rows = []
    for n in range(200):
        answered = dice.random() < 0.7
        day = TODAY - timedelta(days=dice.randrange(1, 200))
        rows.append({
            "code": dice.choice(OFFICES), "topic": dice.choice([*topics, topics[0], None]), "day": day, "days": dice.randrange(12) if answered else None,
            "late": dice.random() < 0.3, "kind": dice.choice(["suggest", "help", "complain", "thank"]), "rating": dice.choice([None, 1, 3, 5]) if answered else None,
            "gone": dice.random() < 0.05 and not answered, "public": dice.random() < 0.6, "followers": n,
        })  # fmt: skip
    Letter.objects.bulk_create(
        Letter(
            kind=r["kind"], state="withdrawn" if r["gone"] else ("closed" if r["days"] is not None else "handling"), title=f"题{i}", body="文",
            nickname="某个昵称", opened_at=at(r["day"]), received_by=county.town, organisation=county.organisations[r["code"]],
            org_path=county.organisations[r["code"]].path, topic=r["topic"], answered_at=at(r["day"]) if r["days"] is not None else None,
            answer_days=r["days"], answer_late=r["late"] if r["days"] is not None else None, rating=r["rating"], followers=r["followers"],
            publication="public" if r["public"] else "withheld", published_at=at(r["day"]) if r["public"] else None,
            result=dice.choice(["solved", "explained", "planned"]) if r["days"] is not None else "", number=f"N{i}",
        )
        for i, r in enumerate(rows)
    )  # fmt: skip
    return rows


def inside(
    rows: list[dict[str, Any]], since: date, until: date, codes: str = "QS01", topic: str = ""
) -> list[dict[str, Any]]:
    """With a pencil: letters of a branch and a period, about a matter; without those withdrawn before any answer."""
    return [
        r for r in rows
        if since <= r["day"] < until and r["code"].startswith(codes) and not r["gone"]
        and (not topic or (r["topic"] is not None and f"{r['topic'].path}/".startswith(f"{topic}/")))
    ]  # fmt: skip


def facts_of(content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {f["label"]: f for s in content["sections"] for f in s["facts"]}


def test_the_paper_counts_what_a_pencil_counts(letters: list[dict[str, Any]], county: County) -> None:
    """R085: received, answered, on time, half of the time, satisfied, matters with the period before."""
    content, summary = composing.compose(county.town, SINCE, UNTIL)
    now, before = inside(letters, SINCE, UNTIL), inside(letters, SINCE - timedelta(days=90), SINCE)
    answered = [r for r in now if r["days"] is not None]
    rated = [r for r in answered if r["rating"]]
    got = facts_of(content)
    assert (got["收到留言"]["value"], got["收到留言"]["before"]) == (len(now), len(before))
    assert got["已答复"]["value"] == len(answered)
    assert (got["按期率"]["value"], got["按期率"]["n"]) == (
        round(sum(not r["late"] for r in answered) / len(answered) * 100, 1),
        len(answered),
    )
    assert (got["一半用时"]["value"], got["一半用时"]["n"]) == (median_low(r["days"] for r in answered), len(answered))
    assert (got["满意率"]["value"], got["满意率"]["n"]) == (
        round(sum(r["rating"] > 2 for r in rated) / len(rated) * 100, 1),
        len(rated),
    )
    assert f"收到群众留言 {len(now)} 件" in summary

    def short(r: dict[str, Any]) -> str:
        return " · ".join(r["topic"].path.split("/")[:2]) if r["topic"] else "未分类"

    large = {word: n for word, n in Counter(map(short, now)).items() if n >= 5}
    old = Counter(map(short, before))
    table = next(s for s in content["sections"] if s["key"] == "asked")["lines"]
    named = {line["cells"][0]: line["cells"] for line in table if not line["cells"][0].startswith("其他事项")}
    assert {word: (int(c[1]), int(c[2])) for word, c in named.items()} == {
        word: (n, old[word]) for word, n in large.items()
    }
    assert sum(int(line["cells"][1]) for line in table) == len(now)


def test_every_figure_has_its_source_and_every_source_answers(
    letters: list[dict[str, Any]], way: Way, county: County, browser: Browser
) -> None:
    """O04: no figure without an address at which it is seen, and without a sentence on how it was counted."""
    way.play(way.to("working"), f"{RELEASED} measured report close")
    way.play(way.enter(title="没有公开的一件"), "accept measured report close")
    content, _ = composing.compose(county.town, SINCE, UNTIL + timedelta(days=1))
    assert "没有公开的一件" not in str(content)  # M01: counted, not named
    reader = browser("anonymous")
    for section in content["sections"]:
        assert section["method"]
        sources = (
            [f["source"] for f in section["facts"]]
            + [line["source"] for line in section["lines"]]
            + [url for _, url in section["links"]]
        )
        for source in dict.fromkeys(sources):
            assert reader.get(source.partition("#")[0]).status_code == 200, source
    mended = next(s for s in content["sections"] if s["key"] == "mended")
    assert [line["cells"][2:] for line in mended["lines"]] == [("10天", "3天", "2天")]


def test_only_published_letters_are_named_and_no_person(letters: list[dict[str, Any]], county: County) -> None:
    """R085, P05: typical letters are those that everybody reads; no nickname, no handler anywhere in the paper."""
    content, summary = composing.compose(county.town, SINCE, UNTIL)
    links = next(s for s in content["sections"] if s["key"] == "letters")["links"]
    public = {f"题{i}" for i, r in enumerate(letters) if r["public"]}
    assert links
    assert {title for title, _ in links} <= public
    assert "某个昵称" not in f"{content}{summary}"


def test_too_few_are_not_told(county: County, topics: list[Topic], letters: list[dict[str, Any]]) -> None:
    """LX-08, LX-172: rates of few letters are a dash, matters of few letters come together."""
    day = next(r["day"] for r in letters if r["code"] == "QS01-B1" and not r["gone"])
    content, _ = composing.compose(county.organisations["QS01-B1"], day, day + timedelta(days=1))
    got = facts_of(content)
    assert 0 < got["收到留言"]["value"] < 5
    assert [got[label]["value"] for label in ("按期率", "一半用时", "满意率")] == [None, None, None]
    table = next(s for s in content["sections"] if s["key"] == "asked")["lines"]
    assert [line["cells"][0] for line in table] == ["其他事项（每项不足 5 件）"]


def test_a_draft_is_changed_and_signed_by_people_and_kept_in_versions(
    letters: list[dict[str, Any]], way: Way, county: County, browser: Browser
) -> None:
    """O06: nothing is signed by itself, a signed version never changes, the next one stands beside it."""
    desk, signer = browser("dispatcher"), browser("approver")
    form = {"organisation": county.town.pk, "since": SINCE.isoformat(), "until": UNTIL.isoformat(), "key": "a1"}
    for _ in range(2):
        assert desk.post(DESK, form).status_code == 303
    advice = Advice.objects.unscoped("test").get()
    address = f"{DESK}{advice.pk}/"
    assert "还没有人改过" in desk.get(address).text
    assert "还没有写建议" in signer.post(f"{address}sign/", {"revision": 0}).text
    said = {"summary": "我们这样看", "proposals": "每周巡一遍", "revision": 0}
    assert "长" * 20 in desk.post(f"{address}edit/", said | {"proposals": "长" * 5001}).text
    assert desk.post(f"{address}edit/", said).status_code == 303
    assert desk.post(f"{address}edit/", said).status_code == 422  # a stale page
    assert desk.post(f"{address}sign/", {"revision": 1}).status_code in (403, 422)
    assert signer.post(f"{address}sign/", {"revision": 1}).status_code == 303
    advice.refresh_from_db()
    assert advice.signed
    assert advice.signed_as == "审签人"
    assert "不再改" in desk.post(f"{address}edit/", said | {"revision": 2}).text
    desk.post(DESK, form | {"key": "a2"})
    assert list(Advice.objects.unscoped("test").order_by("version").values_list("version", flat=True)) == [1, 2]
    words = docx_words(signer.get(f"{address}paper.docx").content)
    assert [text for text in ("我们这样看", "每周巡一遍", "审定：审签人", "收到留言") if text not in words] == []
    assert "草稿" not in words
    official = docx_words(signer.get(f"{address}paper.docx?form=official").content)
    assert [text for text in ("我们这样看", "每周巡一遍", "决策参考") if text not in official] == []
    second = Advice.objects.unscoped("test").get(version=2)
    assert "（草稿，还没有审定）" in docx_words(desk.get(f"{DESK}{second.pk}/paper.docx").content)


def docx_words(raw: bytes) -> str:
    document = Document(BytesIO(raw))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


@pytest.mark.parametrize(
    ("name", "status"), [("approver", 200), ("dispatcher", 200), ("leader", 200), ("foreign_dispatcher", 404), ("handler", 403), ("reviewer", 403), ("citizen", 403), ("anonymous", 302)]
)  # fmt: skip
def test_papers_are_read_in_the_scope(name: str, status: int, county: County, browser: Browser, way: Way) -> None:
    """P05."""
    advice = advising.advise(actor=way.who("approver"), organisation=county.town, since=SINCE, until=UNTIL, key="x")
    for part in ("", "edit/", "sign/", "paper.docx"):
        assert browser(name).get(f"{DESK}{advice.pk}/{part}").status_code in (
            (status,) if part != "sign/" else (status, 403)
        ), part
    assert (f"{DESK}{advice.pk}/" in browser(name).get(DESK).text) is (status == 200)


def test_a_period_lies_behind_us_and_inside_the_scope(county: County, way: Way) -> None:
    for since, until in ((UNTIL, SINCE), (SINCE, UNTIL + timedelta(days=1)), (UNTIL - timedelta(days=900), UNTIL)):
        with pytest.raises(Refused):
            advising.advise(actor=way.who("approver"), organisation=county.town, since=since, until=until, key="p")
    with pytest.raises(Refused):
        advising.advise(
            actor=way.who("approver"), organisation=county.organisations["QS02"], since=SINCE, until=UNTIL, key="p"
        )


@pytest.mark.parametrize("metric", ["received", "median", "on_time", "satisfied", "redone"])
def test_evidence_is_frozen_and_counted_again(
    metric: str, letters: list[dict[str, Any]], topics: list[Topic], way: Way, county: County
) -> None:
    """R084: the figure before is kept as it was; after is the same figure over as many days up to the end."""
    area, topic = Organisation.objects.get(pk=county.organisations["QS"].pk), topics[0].parent
    case = way.enter(
        metric=metric, area=area, topic=topic, since=SINCE, until=UNTIL, goal=1, before=None, figure_source=""
    )
    rows = inside(letters, SINCE, UNTIL, "QS", "城乡建设/市政设施")
    assert (case.before, case.before_n) == expected(metric, rows)
    Letter.objects.unscoped("test").filter(opened_at__date__gte=TODAY - timedelta(days=60)).delete()
    with time_machine.travel("2026-12-20T04:00:00+00:00", tick=False):
        case = way.play(way.fresh(case), "accept measured report")
        rest = [r for r in letters if r["day"] < TODAY - timedelta(days=60)]
        again = inside(rest, date(2026, 12, 20) - timedelta(days=90), date(2026, 12, 20), "QS", "城乡建设/市政设施")
        want = expected(metric, again)
        assert (case.after, case.after_n) == (want if want[0] is not None else (None, None))
        assert case.before == expected(metric, rows)[0]


def expected(metric: str, rows: list[dict[str, Any]]) -> tuple[float | None, int]:
    answered = [r for r in rows if r["days"] is not None]
    rated = [r for r in answered if r["rating"]]
    match metric:
        case "received":
            return len(rows), len(rows)
        case "median":
            return (median_low(r["days"] for r in answered) if len(answered) >= 5 else None), len(answered)
        case "on_time":
            return (
                round(sum(not r["late"] for r in answered) / len(answered) * 100, 1) if len(answered) >= 5 else None
            ), len(answered)
        case "satisfied":
            return (round(sum(r["rating"] > 2 for r in rated) / len(rated) * 100, 1) if len(rated) >= 5 else None), len(
                rated
            )
        case _:
            return 0, len(rows)


def test_a_rate_of_too_few_letters_is_no_evidence(topics: list[Topic], way: Way, county: County) -> None:
    """LX-08, with the way out named."""
    with pytest.raises(Refused) as refused:
        way.enter(metric="median", area=county.town, topic=topics[0], since=SINCE, until=UNTIL)
    assert (refused.value.denied.rule, refused.value.denied.field) == ("LX-08", "metric")


def test_the_same_again_is_a_hint_and_people_decide(topics: list[Topic], way: Way, county: County, moves: Any) -> None:
    """R102: new letters of the same matter and place after closing; nothing reopens by itself."""
    from tests.factories import submit

    case = way.play(way.enter(topic=topics[0].parent, area=county.town), "accept measured report close")
    with time_machine.travel("2026-12-10T04:00:00+00:00", tick=False):
        assert actions.look_again() == 0
        here, there, other = (submit(county), submit(county), submit(county))
        Letter.objects.unscoped("test").filter(pk=here.pk).update(topic=topics[1])
        Letter.objects.unscoped("test").filter(pk=there.pk).update(
            topic=topics[0], org_path=county.organisations["QS02"].path
        )
        Letter.objects.unscoped("test").filter(pk=other.pk).update(topic=topics[2])
        assert [actions.look_again(), actions.look_again()] == [1, 0]
        case = way.fresh(case)
        assert (case.state, case.again_n) == ("closed", 1)
        case = way.do("settle_again", case)
        assert (case.again_n, actions.look_again()) == (0, 0)
    with time_machine.travel("2026-12-12T04:00:00+00:00", tick=False):
        again = submit(county)
        Letter.objects.unscoped("test").filter(pk=again.pk).update(topic=topics[0])
        assert actions.look_again() == 1
        case = way.do("reopen", way.fresh(case))
        assert (case.state, case.round, case.again_n, case.after) == ("working", 2, 0, None)


def test_a_typed_problem_from_letters_keeps_their_matter(
    topics: list[Topic], way: Way, county: County, moves: Any
) -> None:
    """So that the hint works for it too."""
    from tests.factories import submit

    letter = moves.accept_public(submit(county, topic=topics[0]))
    assert way.enter(origin="letters", letters=(letter,)).topic == topics[0]


def test_rooms_that_may_not_be_imported_bring_their_part(county: County) -> None:
    """R085: questions to 党务公开, consultations and polls come by the ports; without any of them the part is left out."""
    content, _ = composing.compose(county.town, SINCE, UNTIL)
    assert [s["key"] for s in content["sections"]] == [
        "asked",
        "answered",
        "adopted",
        "mended",
        "disclosure",
        "letters",
    ]
    from lianxin.voice.improving import ports

    def brings(organisation: Organisation, since: date, until: date) -> ports.Section:
        return ports.Section(
            "own", f"{organisation.short_name} {since}", "怎么数的", lines=(ports.Line(("一件",)),), head=("事",)
        )

    ports.register_section("a_test", brings)
    try:
        content, _ = composing.compose(county.town, SINCE, UNTIL)
    finally:
        del ports._providers["a_test"]
    assert [s["title"] for s in content["sections"] if s["key"] == "own"] == [f"柳河镇党委 {SINCE}"]


def test_the_board_counts_all_and_ranks_nobody(way: Way, county: County, browser: Browser) -> None:
    """R162, B01: shown and not shown, in the order of the tree; too few for a rate (LX-08)."""
    way.to("closed")
    way.play(way.to("working"), RELEASED)
    way.to("dropped")
    late = way.enter(organisation=county.other_office)
    late = way.do("accept", late, by="other_handler")
    Improvement.objects.unscoped("test").filter(pk=late.pk).update(due_on=TODAY - timedelta(days=1))
    from lianxin.voice.improving.queries import sheet

    whole = sheet(None, None, None)
    assert (
        whole.whole.entered,
        whole.whole.open,
        whole.whole.overdue,
        whole.whole.closed,
        whole.whole.shown,
        whole.whole.rate,
    ) == (3, 2, 1, 1, 1, None)
    town = sheet(Organisation.objects.get(pk=county.town.pk), None, None)
    assert [(p.name, p.entered) for p in town.parts] == [("柳河建设办", 2), ("柳河民政办", 1)]
    page = browser("anonymous").get("/improvements/figures/?period=all").text
    assert "不排名" in page
    assert browser("anonymous").get("/improvements/figures/?org=NONE").status_code == 404
