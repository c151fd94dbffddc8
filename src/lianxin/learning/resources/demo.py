"""Resources of the demonstration, entered and looked through by different people. Places, people and words are invented."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from lianxin.foundation.accounts.models import Account
from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.files.intake import Prepared, prepare
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import by_code
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.membership.papers.pdf_file import to_pdf
from lianxin.membership.papers.sheet import Sheet, Text

from . import actions
from .actions import Said

#: who entered, who looked it through
ENTERS, REVIEWS, OFFICE, BRANCH = "zuzhi", "fushuji", "HC01", "HC01-B01"
SAYS = "渡口老人口述：那年冬天过河"
TOLD = (
    "我那年十一岁，跟着父亲撑船。队伍是半夜到的，在河滩上坐着等，没有一个人敲老百姓的门。",
    "一条船一次坐八个人，来回走了一夜。天亮的时候领头的给父亲写了一张条子，记着借船一夜、木桨两支。",
    "条子父亲一直压在箱子底下。后来来人收旧物，他交了条子，没有要钱，只说一句：桨还了，人也要记着。",
)
#: kind, name, time, what it is, where it comes from, who sees it, drawn picture
SHOWN = (
    Said("relic", "一只记账的搪瓷碗", "一只旧搪瓷碗，碗底用红漆写着“还粮七升”。当年住在村里的工作队借了粮，走之前把数写在碗底留给房东。看的时候请留意磨掉的那一笔，原来写的是“八”，后来多还了一升。",
         "渡口镇乡情陈列室收藏，房东家 2016 年捐；照片由镇党委组织办拍摄", "约 1947 年", "", "public"),
    Said("told", SAYS, "一位撑船人的后代讲父亲夜里渡人过河、收下一张借条的事。适合党课上读一段，再请大家说说“借”和“还”。",
         "渡口镇党委组织办 2019 年采集整理，讲述人同意公开", "1935 年冬", "", "public"),
    Said("lesson", "支部主题党日：走一遍旧渡口", "从村部到旧渡口一公里半，走三站、讲三件事，一个上午。附讲解提纲。带老同志的请走西边平路。",
         "渡口镇党委组织办编写", "", "", "members"),
)  # fmt: skip
OUTLINE = (
    "第一站，村部：当年借住的院子，说借粮的事。",
    "第二站，老槐树：等船的地方，说不敲门的事。",
    "第三站，旧渡口：读借条，大家各说一句。",
)
OWN = Said("text", "河口支部成立会的记录", "支部成立那天的会议记录影印件，写着七个人的分工。纸张脆，原件不外借。", "支部档案柜第二层，影印件由支部扫描",
           "1958 年", "", "own")  # fmt: skip
WAITS = Said("place", "渡口老茶馆旧址", "街口两层木楼，楼上是当年夜校上课的地方。现在一楼卖茶，二楼可以看，周一不开。", "渡口镇文化站提供位置和介绍",
             "约 1926 年", "", "public")  # fmt: skip


@action("resources.demo")
def load(*, today: date, actor: Actor = SYSTEM) -> int:
    """Fill the collection of a town and of a branch; answers how many. Without the named accounts there is nothing."""
    office, branch = by_code(OFFICE), by_code(BRANCH)
    staff = [Account.objects.filter(username=name).select_related("person").first() for name in (ENTERS, REVIEWS)]
    enters, reviews = (actor_of(one.person) if one else SYSTEM for one in staff)
    if office is None or branch is None or SYSTEM in (enters, reviews):
        return 0
    drawn, paper, outline = _bowl(), _paper(SAYS, TOLD, office, today), _paper(SHOWN[2].title, OUTLINE, office, today)
    with moment.at(timezone.make_aware(datetime.combine(today - timedelta(days=40), time(10)))):
        for at, (said, file) in enumerate(zip(SHOWN, (drawn, paper, outline), strict=True)):
            _shown(enters, reviews, office, said, file, f"town-{at}")
        _shown(
            enters,
            reviews,
            branch,
            OWN,
            _paper(OWN.title, ("到会七人，分工如下：", "一人管账，一人管渠，两人管夜校，三人跑各组。"), branch, today),
            "branch",
        )
    with moment.at(timezone.make_aware(datetime.combine(today - timedelta(days=2), time(10)))):
        case = actions.enter(actor=enters, organisation=office, said=WAITS, key="demo-resource-waits", fresh=[_house()])
        actions.submit(actor=enters, resource=case, revision=case.revision)
    record("resources.demo", actor=actor, resources=len(SHOWN) + 2)
    return len(SHOWN) + 2


def _shown(enters: Actor, reviews: Actor, office: Organisation, said: Said, file: Prepared, key: str) -> None:
    case = actions.enter(actor=enters, organisation=office, said=said, key=f"demo-resource-{key}", fresh=[file])
    case = actions.submit(actor=enters, resource=case, revision=case.revision)
    actions.approve(actor=reviews, resource=case, revision=case.revision)


def _paper(title: str, lines: tuple[str, ...], office: Organisation, today: date) -> Prepared:
    made = timezone.make_aware(datetime.combine(today, time(9)))
    data = to_pdf(Sheet(title, (Text(lines),), office.name, made, head=office.name))
    return prepare(ContentFile(data, f"{title}.pdf"))


def _bowl() -> Prepared:
    """A drawing, not a photograph: the thing is invented."""
    picture = Image.new("RGB", (960, 720), "#efe6d4")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 520, 960, 720), fill="#b79b78")
    pen.pieslice((250, 180, 710, 660), 0, 180, fill="#f7f7f2", outline="#3a5a78", width=10)
    pen.ellipse((250, 370, 710, 470), fill="#dfe3df", outline="#3a5a78", width=10)
    return _jpeg(picture, "搪瓷碗.jpg")


def _house() -> Prepared:
    """A wooden house of two floors, drawn."""
    picture = Image.new("RGB", (960, 720), "#d8e2e4")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 600, 960, 720), fill="#a8a08f")
    pen.rectangle((240, 250, 720, 600), fill="#8a6242")
    pen.polygon([(190, 260), (480, 110), (770, 260)], fill="#4f4740")
    for x in (300, 450, 600):
        pen.rectangle((x, 300, x + 70, 380), fill="#f2e3bd")
        pen.rectangle((x, 450, x + 70, 600), fill="#5d4331")
    return _jpeg(picture, "老茶馆旧址.jpg")


def _jpeg(picture: Image.Image, name: str) -> Prepared:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82)
    return prepare(ContentFile(out.getvalue(), name))
