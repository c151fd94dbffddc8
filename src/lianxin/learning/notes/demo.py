"""Notes of a few branches of the demonstration, made by the same actions as everybody's. All text is ours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from lianxin.foundation.accounts.models import Account, Person
from lianxin.foundation.accounts.queries import actor_of, holders
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.search.queries import find
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.membership.dossiers.models import Member

from . import actions, commenting, drafts, policies, publishing, recommending
from .drafts import Words
from .models import Note

#: (days ago, audience, what was studied: "" for an item of the portal, its source, title, body)
WRITTEN = (
    (22, "public", "/rules/PET-04/", "", "收到一封信，先回一句话",
     """条文上写着多少天以内告知。以前我总想着办好了再一起回，其实写信的人最怕的是不知道有没有人看到。

从这个月起，我收到当天先回一句“收到了，谁在办”。有事打 13800000000。"""),
    (15, "members", "《怎样把会开短》", "支部学习会发的讲义", "会前三句话",
     """讲义里说，开会以前先写三句话：要定什么、谁来办、什么时候回头看。试了两次，会从一个半钟头变成四十分钟。

还有一处没有做好：定下来的事没有写是谁办，散会以后还得再问。"""),
    (8, "branch", "", "", "读到渠长的做法",
     """文章里那位渠长每次放水以前先走一遍下游。我们组上个月正好反过来，先放水，后听骂。

下一轮我跟着走一遍，把哪几户缺水记在本子上。"""),
    (5, "members", "《延安的窑洞》", "县图书馆借的书", "灯油要省着用",
     """书里写开会点两盏灯，人走了先灭一盏。想起村部的空调常常开着没有人，这周起最后走的人关电闸，值班表上写明了。"""),
)  # fmt: skip
SAID = "讲得实在，我们那边也照着试试，过一个月再来说结果。"
ASKED = "那要是当天没人在呢？"
REASON = "讲的是自己身边的做法，照着就能做。"


@action("notes.demo")
def load(*, today: date, actor: Actor = SYSTEM) -> int:
    """The first two branches of the first town, and a draft of the member with an account."""
    made, supply = 0, iter(WRITTEN)
    for branch in Organisation.objects.filter(kind="branch", closed_on=None).order_by("path")[:2]:
        rows = Member.objects.unscoped("the demonstration").filter(
            organisation=branch, stage="member", standing="active"
        )
        people = list(rows.select_related("person", "organisation").order_by("pk")[:2])
        for member in people:
            ago, audience, about, source, title, body = next(supply)
            with moment.at(timezone.make_aware(datetime.combine(today - timedelta(days=ago), time(20)))):
                note = _write(member, Words(title, body, audience, about or _item(), source))
                _answer(note, [other for other in people if other.pk != member.pk])
            made += 1
    _draft()
    record("notes.demo", actor=actor, notes=made)
    return made


def _item() -> str:
    """Address of an item of the portal; a book where there is none."""
    found = find("", kinds=("article",), limit=1, counted=False)
    return found.hits[0].url if found.hits else "/rules/PET-04/"


def _write(member: Member, words: Words) -> Note:
    author = actor_of(member.person)
    note = drafts.keep(actor=author, key=f"demo-{member.pk}", words=words, revision=0)
    note = actions.send(actor=author, note=note, revision=note.revision)
    if words.audience == "public":
        note = publishing.ask_public(
            actor=author, note=note, title=note.title, body=note.body, signed=False, revision=note.revision
        )
        note = publishing.let_out(actor=SYSTEM, note=note, revision=note.revision)
    return note


def _answer(note: Note, others: list[Member]) -> None:
    """A word from the branch, a recommendation by it, and one comment on the public page that waits for its review."""
    for other in others:
        commenting.comment(actor=actor_of(other.person), note=note, text=SAID, key="demo")
        if note.copy == "out":
            commenting.comment(actor=actor_of(other.person), note=note, text=ASKED, key="demo-open", openly=True)
    for person in holders(policies.RECOMMEND, note.org_path, exclude=[note.member.person_id]):
        speaker = actor_of(Person.objects.get(pk=person))
        if note.org_path in speaker.places_for(policies.RECOMMEND):
            recommending.recommend(actor=speaker, note=note, organisation=note.organisation, reason=REASON)
            return


def _draft() -> None:
    account = Account.objects.filter(username="dangyuan").select_related("person").first()
    if account is not None:
        words = Words("读章程想到的", "先记一句：写下来的，要对得上做的。", "branch", "《中国共产党章程》第三条", "")
        drafts.keep(actor=actor_of(account.person), key="demo-note", words=words, revision=0)
