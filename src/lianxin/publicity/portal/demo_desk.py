"""The desks of the demonstration: something waits in every list, brought there by the people who would do it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from wagtail.models import TaskState

from lianxin.foundation.accounts.models import Account
from lianxin.foundation.accounts.queries import actor_for
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor

from . import texts_desk
from .desk import appealing, emergency, stages, withdrawing, wordlist
from .desk.acts import current_state
from .models import ArticlePage, ColumnPage, SitePage
from .planning import actions as planning
from .sites import queries, relaying, reshaping
from .sites.demo import VACANT

TOWN = "HC01"
#: how each item went: who wrote it, whether it was sent in, who passed it
WAYS: dict[str, tuple[str, bool, tuple[str, ...]]] = {
    "written": ("bianji", False, ()),
    "sent": ("bianji", True, ()),
    "sent_back_up": ("bianji2", True, ()),
    "passed_one": ("bianji", True, ("bianji2",)),
    "passed_two": ("bianji", True, ("bianji2", "zhenshen")),
    "returned": ("bianji", True, ("bianji2",)),
    "appealed": ("bianji", True, ("bianji2",)),
    "urgent": ("bianji", True, ()),
    "withdrawn": ("bianji2", True, ("bianji", "zhenshen", "shenqian")),
    "waiting": ("bianji", True, ("bianji2", "zhenshen", "shenqian")),
}
#: this one lies longer than it should, so that people see what that looks like
LATE = "passed_two"


class Cast:
    """The named accounts of the demonstration, with their actors."""

    def __init__(self) -> None:
        rows = Account.objects.select_related("person")
        self.accounts: dict[str, Account] = {row.username: row for row in rows}
        self._actors: dict[str, Actor] = {}

    def actor(self, name: str) -> Actor:
        if name not in self._actors:
            self._actors[name] = actor_for(self.accounts[name])
        return self._actors[name]


def load(now: datetime) -> int:
    """Items of the first town in each state of the review, topics, words, references; answers how many items."""
    town = Organisation.objects.filter(code=TOWN).first()
    site = SitePage.objects.filter(organisation=town).first() if town is not None else None
    cast = Cast()
    if town is None or site is None or "bianji" not in cast.accounts:
        return 0
    columns = {column.code: column for column in ColumnPage.objects.child_of(site)}
    pages = {way: _go(cast, site, columns, way, now) for way in WAYS}
    _decide(cast, pages)
    _topics(cast, town, pages["passed_two"], now)
    for entry in texts_desk.WORDS:
        wordlist.put(actor=cast.actor("zhenshen"), org_path=town.path, entry=wordlist.Entry(*entry))
    _references(cast)
    _proposal(cast)
    return len(pages)


def _go(cast: Cast, site: SitePage, columns: dict[str, ColumnPage], way: str, now: datetime) -> ArticlePage:
    item, (writer, sent, passed) = texts_desk.ITEMS[way], WAYS[way]
    account, column = cast.accounts[writer], columns[item.column]
    page = ArticlePage(
        title=item.title, form=item.form, summary=item.summary, source=item.source.format(site=site.title),
        body=item.body(), locale=column.locale, live=False, owner=account,
        go_live_at=_monday(now) if way == "waiting" else None,
    )  # fmt: skip
    column.add_child(instance=page)
    page.save_revision(user=account)
    if sent:
        page.get_workflow().start(page, account)
    for name in passed:
        _judge(cast, page, name, "approve")
    if way == LATE:
        states = TaskState.objects.filter(workflow_state__object_id=str(page.pk), status=TaskState.STATUS_IN_PROGRESS)
        states.update(started_at=now - timedelta(days=4))
    return page


def _monday(now: datetime) -> datetime:
    """Early on the Monday after next week's beginning, so that it waits however long the demonstration is looked at."""
    day = timezone.localtime(now) + timedelta(days=14 - now.weekday())
    return day.replace(hour=7, minute=0, second=0, microsecond=0)


def _fresh(page: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


def _judge(cast: Cast, page: ArticlePage, name: str, what: str, reason: str = "", comment: str = "") -> None:
    state = current_state(_fresh(page))
    assert state is not None  # the table of ways names no more stages than there are
    stages.decide(
        user=cast.accounts[name], task_state=state, verb=stages.task_verb(state), action_name=what,
        data={"reason": reason, "comment": comment},
    )  # fmt: skip


def _decide(cast: Cast, pages: dict[str, ArticlePage]) -> None:
    """Returned, appealed, let out at once, taken down."""
    _judge(cast, pages["returned"], "zhenshen", "reject", "fact", "演了多少场、在哪里，请写出数字和出处。")
    _judge(cast, pages["appealed"], "shenhe", "reject", "wording", "题目像在责怪人，请换一个。")
    appealing.appeal(
        actor=cast.actor("bianji"), account=cast.accounts["bianji"], page=_fresh(pages["appealed"]),
        text="题目只说了事实，正文也写明了怎样改正，换成别的题目反而看不出要说什么。",
    )  # fmt: skip
    emergency.issue(
        actor=cast.actor("shenqian"), account=cast.accounts["shenqian"], page=_fresh(pages["urgent"]), reason="safety",
        text="今晚放水，等不到明天上班再审。",
    )  # fmt: skip
    withdrawing.withdraw(
        actor=cast.actor("shenqian"), account=cast.accounts["shenqian"], page=_fresh(pages["withdrawn"]),
        reason="expired", text="集市已经搬回原处，免得有人走错。",
    )  # fmt: skip


def _topics(cast: Cast, town: Organisation, drafted: ArticlePage, now: datetime) -> None:
    today = timezone.localdate(now)
    for title, angle, kind, column, out, due, writer in texts_desk.TOPICS:
        what = planning.Plan(
            title=title, kind=kind, angle=angle, column=column, out_on=today + timedelta(days=out),
            due_on=today + timedelta(days=due),
        )  # fmt: skip
        person = cast.accounts[writer].person if writer else None
        topic = planning.plan(actor=cast.actor("bianji2"), organisation=town, what=what, handler=person)
        if title == drafted.title:
            planning.link(actor=cast.actor("bianji"), topic=topic, article=drafted, revision=topic.revision)


def _references(cast: Cast) -> None:
    """One to review, one that was not taken, one of the town's own on its way up."""
    actor = cast.actor("bianji")
    columns = {column.code: column for column in queries.own_columns(actor)}
    found = queries.other_items(actor).filter(form__in=("article", "short"), relays=None)[:2]
    relays = [relaying.reprint(actor=actor, article=item, column=columns["news"]) for item in found]
    for relay in relays[1:]:
        relaying.refuse(
            actor=cast.actor("zhenshen"), relay=relay, reason="本站上周已有同类内容。", revision=relay.revision
        )  # fmt: skip
    own = queries.own_items(actor).first()
    above = next(iter(queries.columns_above(own.org_path)), None) if own is not None else None
    if own is not None and above is not None:
        relaying.recommend(actor=actor, article=own, column=above, words="放水的消息下游几个镇也用得上。")


def _proposal(cast: Cast) -> None:
    """A site that few keep is proposed for closing; its keeper is asked first (LX-43)."""
    site = SitePage.objects.filter(organisation__code=VACANT).first()
    if site is not None:
        reshaping.propose(
            actor=cast.actor("xianwei"), site=site, kind="close", reason="副责任人一直空缺，三周没有更新，请说说打算怎么办。"
        )  # fmt: skip
