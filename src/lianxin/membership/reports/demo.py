"""Reports and talks of a few branches of the demonstration, made by the same actions as everybody's. All text is ours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from lianxin.foundation.accounts.models import Account
from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.membership.dossiers.models import Member

from . import actions, drafts, publishing, talking
from .drafts import Words
from .models import Report

#: (days ago, audience, title, body)
WRITTEN = (
    (40, "branch", "修水渠那几天想到的",
     """这个月跟着大家清了三天水渠。头一天我只顾埋头干，第二天老支委提醒我，先问问下游几户缺不缺水再动工。

我才明白，干活快不等于办得好，先听再干才踏实。下个月轮到我联系五户，我打算每户先坐一坐。"""),
    (25, "members", "学了新规定，和自己对一对",
     """学习会上讲到联系群众，我想起去年秋天答应给王家湾修路灯，后来忙别的就忘了，是人家又来问我才想起来。

记性靠不住，我现在把答应的事写在一张纸上，办完一件划一件。还剩两件，这个月办完。"""),
    (12, "public", "在服务大厅值班的一天",
     """轮到我在大厅值班，一上午来了十九个人，问得最多的是医保怎么办。有位大爷跑了两趟，因为少带一张表。

我把要带的东西写成一张大字条贴在门口。有不清楚的可以打我电话 13800000000。第二天再没有人白跑。"""),
    (6, "branch", "有一点想不通",
     """支部安排我包三户，我自己家里也有老人要照看，有时候顾不过来，又不好意思说。写出来，请大家帮我想想办法。"""),
    (33, "members", "第一次讲微党课",
     """准备了半个月，真站起来还是紧张，稿子念得太快。散会以后有位老同志说，后面那段讲自家的事最好听。

下次少念文件，多讲身边的事。"""),
    (9, "public", "垃圾桶挪了三回",
     """巷口的垃圾桶放东头西头都有人说，我头两回嫌麻烦，第三回挨家问了一遍，才知道是怕早上太响。

改成七点以后收，桶没有再挪。开口问一句，比自己猜三回管用。"""),
    (18, "branch", "防汛那一夜",
     """值守到凌晨，水没有上来，心里却不踏实：三户的电话是错的，真要转移就误事了。第二天一早我去重新登记了一遍。"""),
    (3, "members", "和年轻人搭班子",
     """新来的同志会用电脑，我会认路认人。头几天互相嫌慢，后来分了工，走访我带路，表格他来填，半天的活两个钟头干完。"""),
)  # fmt: skip
#: how many of them each branch has
SHARES = (4, 2, 2)
SAID = "写得实在。联系户的事别一个人扛，下次支委会上一起排一排。"
TALKED = "谈了最近家里的难处。他愿意继续联系原来的三户，请支部另安排一位同志搭手。"


@action("reports.demo")
def load(*, today: date, actor: Actor = SYSTEM) -> int:
    """The first branches of the first town, and a draft of the member with an account."""
    made, supply = 0, iter(WRITTEN)
    branches = Organisation.objects.filter(kind="branch", closed_on=None).order_by("path")
    for branch, share in zip(branches[: len(SHARES)], SHARES, strict=False):
        rows = Member.objects.unscoped("the demonstration").filter(
            organisation=branch, stage="member", standing="active"
        )
        people = list(rows.select_related("person", "organisation").order_by("pk")[:share])
        texts = [next(supply) for _ in range(share)]
        for member, (ago, audience, title, body) in zip(people, texts, strict=False):
            with moment.at(timezone.make_aware(datetime.combine(today - timedelta(days=ago), time(19)))):
                _hand_in(member, Words(title, body, audience), people)
            made += 1
        if len(people) > 1:
            _talk(people[0], people[-1], today)
    _draft()
    record("reports.demo", actor=actor, reports=made)
    return made


def _hand_in(member: Member, words: Words, people: list[Member]) -> None:
    author = actor_of(member.person)
    report = drafts.keep(actor=author, key=f"demo-{member.pk}-{words.audience}", words=words, revision=0)
    report = actions.send(actor=author, report=report, revision=report.revision)
    other = next((m for m in people if m.pk != member.pk), None)
    if other is not None and words.audience != "public":
        actions.comment(actor=actor_of(other.person), report=report, text=SAID, key="demo")
    if words.audience == "public":
        _to_everybody(author, report)


def _to_everybody(author: Actor, report: Report) -> None:
    """The first one is out, the others wait for a second person."""
    report = publishing.ask_public(
        actor=author, report=report, title=report.title, body=report.body, signed=False, revision=report.revision
    )
    if not Report.objects.unscoped("the demonstration").filter(copy="out").exists():
        publishing.let_out(actor=SYSTEM, report=report, revision=report.revision)


def _talk(one: Member, other: Member, today: date) -> None:
    """Only where one of the two has a duty that holds talks."""
    for speaker, listener in ((one, other), (other, one)):
        actor = actor_of(speaker.person)
        if actor.may("reports.talk", listener.org_path):
            talking.write_down(actor=actor, member=listener, kind="daily", on=today - timedelta(days=5), text=TALKED,
                               key=f"demo-{listener.pk}")  # fmt: skip
            return


def _draft() -> None:
    account = Account.objects.filter(username="dangyuan").select_related("person").first()
    if account is not None:
        words = Words("这个季度的几点体会", "先记几句，过两天接着写。", "branch")
        drafts.keep(actor=actor_of(account.person), key="demo-draft", words=words, revision=0)
