"""Words of the demonstration; all of them ours."""

from __future__ import annotations

from typing import NamedTuple

#: (name, post, place)
GUESTS = {
    "housing": ("梁启明", "镇长", "青禾镇"),
    "roads": ("邵大勇", "主任", "青禾镇建设办"),
    "water": ("孔素云", "站长", "青禾镇水务站"),
    "school": ("柏文静", "主任", "青禾镇文教办"),
    "doctor": ("任远志", "院长", "青禾镇卫生院"),
}


class Asked(NamedTuple):
    """A question and what became of it: the guest and the answer, or a lane."""

    text: str
    guest: str = ""
    answer: str = ""
    lane: str = ""
    same: int = 0


class Hour(NamedTuple):
    """An interview: where it ends, when it begins (days and minutes from now), what is asked."""

    end: str
    days: float
    subject: str
    about: str
    guests: tuple[str, ...]
    asked: tuple[Asked, ...] = ()
    venue: str = ""
    audience: str = "public"
    reason: str = ""


HOURS = (
    Hour("live", -0.02, "老街改造，您最关心什么", "老街要修路面、换下水管、加路灯。施工从哪头开始、出行怎么办、补贴怎么算，镇长和建设办主任当面回答。个人家里的具体情况请写留言，有人专门查。",
         ("housing", "roads"),
         (Asked("从东头修还是西头修？修到我家门口要多久？", "roads", "从东头开始，一段一段修，每段半个月左右。修到哪段，提前三天贴通知。", same=9),
          Asked("下水管换不换大的？一下雨就倒灌。", "roads", "换，原来的管细了一半。雨季以前先换低洼的那几段。", same=6),
          Asked("修路的时候店门口能留一条道吗？", lane="now", same=4),
          Asked("路灯装到巷子里面吗？老人晚上看不见。", same=7),
          Asked("巷子里晚上太黑，路灯能不能装进来？", lane="merge"),
          Asked("旧门窗补贴什么时候发？去年登记过。", lane="later", same=2),
          Asked("我家墙裂了一道缝，能不能来看看？", lane="point"),
          Asked("施工队几点开工？早上六点就响，孩子睡不好。")),
         venue="镇政府一楼会议室，能坐三十人"),
    Hour("announced", 4.2, "今年夏天用水够不够", "水库蓄水、管网检修、停水怎么通知，水务站站长来答。", ("water",),
         (Asked("高处的几户水压小，今年有办法吗？", same=3), Asked("停水能不能早一天发短信？"))),
    Hour("announced", 6.1, "支部怎么把年轻人留住", "谈谈返乡的年轻人怎么参加支部活动。只给党员看。", ("school",), audience="members"),
    Hour("draft", 9.1, "秋季入学报名怎么办", "报名时间、材料、外来务工子女怎么办。", ("school",)),
    Hour("postponed", 3.3, "卫生院夜间门诊", "夜里看病去哪里、怎么收费。", ("doctor",), (Asked("半夜孩子发烧，卫生院有人吗？", same=2),), reason="院长临时去县里参加防汛值守，时间另定。"),
    Hour("finished", -1.1, "公交为什么改线", "三路公交改线以后怎么坐车，建设办来答。", ("roads",),
         (Asked("菜市场那一站撤了，老人怎么买菜？", "roads", "下个月先恢复早班两趟，停菜市场。", same=8),
          Asked("学生下课那一班能不能晚十分钟？", same=5), Asked("月票还能用吗？"))),
    Hour("recorded", -9.2, "医保报销跑几趟", "门诊、住院、外地看病怎么报。", ("doctor",),
         (Asked("外地住院回来要跑几个地方？", "doctor", "现在一个窗口收齐，镇里就能交，十个工作日到账。", same=4),
          Asked("慢性病的药能不能一次多开点？", "doctor", "能，稳定的病人一次可以开一个月。", same=6))),
    Hour("archived", -40.3, "垃圾分类从哪里做起", "桶放哪里、谁来收、怎么分。", ("housing", "roads"),
         (Asked("桶放在门口味道大，能不能挪一挪？", "roads", "挪到巷口，每天早晚各清一次。", same=3),
          Asked("剩饭算哪一类？", "roads", "算厨余，绿色的桶。"))),
    Hour("cancelled", -5.2, "夜市摆摊怎么管", "谈谈夜市的时间和地方。", ("housing",), (Asked("夜市还办吗？"),), reason="夜市场地还没有谈定，定了再请大家来谈。"),
)  # fmt: skip


class Day(NamedTuple):
    """A reception day: where it ends, when, by whom; bookings with what became of them."""

    end: str
    days: float
    guest: str
    matters: str
    booked: tuple[tuple[str, str, str, str], ...] = ()
    reason: str = ""


#: (name, matter, what became of it, what was said)
DAYS = (
    Day("announced", 3.4, "housing", "宅基地、道路、水电、邻里的事都可以来说。举报违纪的请走专门渠道。",
        (("周奶奶", "门前排水沟堵了，夏天有味道。", "booked", ""), ("郑师傅", "想问老街改造时车往哪里停。", "booked", ""), ("韩先生", "低保材料被退过一次。", "cancelled", ""))),
    Day("announced", 10.4, "roads", "道路、路灯、公交、工地的事。"),
    Day("announced", -0.05, "doctor", "看病、报销、家庭医生的事。",
        (("施大爷", "家庭医生半年没有上门。", "answer", "当场联系家庭医生，本周五上门。"), ("钟女士", "孩子打针的本子丢了。", "arrived", ""), ("柳阿姨", "外地的报销单退回来两次。", "booked", ""))),
    Day("draft", 17.4, "water", "用水、水费、管道的事。"),
    Day("held", -12.4, "housing", "宅基地、道路、水电、邻里的事。",
        (("杜先生", "老屋翻修批了没有。", "answer", "已经批了，当场给他看了文号。"), ("白婆婆", "邻居盖房挡了光。", "follow", "答应请建设办去量，十天内告诉她。"), ("苗女士", "打工的工钱没有结清。", "refer", "属于劳动监察，当场写了地址和电话。"), ("谈师傅", "路口的镜子坏了三个月。", "hand", "转成留言，由建设办修。"), ("祝先生", "问夜市什么时候开。", "missed", ""))),
    Day("cancelled", -3.4, "water", "用水、水费的事。", (("滕大娘", "水表走得不对。", "booked", ""),), reason="站长去抢修主管道，另约时间。"),
)  # fmt: skip
