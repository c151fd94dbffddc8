"""More of what the demonstration's portal says: topics with their time lines, policies in plain words, history."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from .texts import Item


def _event(today: date, ago: int, title: str, text: str, knowledge: str, source: str, **more: Any) -> tuple[str, Any]:
    changed = more.pop("changed", None)
    value = {
        "day": today - timedelta(days=ago), "time": None, "title": title, "text": f"<p>{text}</p>",
        "knowledge": knowledge, "source": source, "source_url": "", "items": [],
        "changed": today - timedelta(days=changed) if changed is not None else None, "change": "", **more,
    }  # fmt: skip
    return "event", value


def topics(today: date) -> tuple[Item, ...]:
    """Two matters that people talk about, told from the beginning; days are counted back from today."""
    water = (
        ("text", "石桥村部分住户的自来水从上月起发黄。这里按时间记下发生了什么、谁说的、核实了没有；有新的进展会接着写。"),
        _event(today, 21, "有住户反映水发黄", "村民在留言里说早晨放出的水发黄，静置后有沉淀。当天登记，转给水务站。", "known", "群众留言"),
        _event(today, 20, "水务站到村里取样", "在村口、村尾和水塔三处取样，送县里检测，同时通知住户先不要直接饮用。", "known", "水务站"),
        _event(
            today, 19, "有人说是上游工厂排污", "微信群里有这样的说法。水务站和环保所到上游看过，没有发现排污口，水样结果还没有出来。",
            "revised", "环保所", changed=13, change="检测结果出来后，确认与上游工厂无关，原来的说法不属实。",
        ),
        _event(today, 13, "检测结果：铁偏高，管道老化", "三处水样的铁含量超过标准，其他项目合格。原因是村尾一段镀锌管用了二十多年。", "known", "县检测中心"),
        _event(today, 6, "换管开工，送水车每天两趟", "更换三百二十米管道，工期十天。七十岁以上老人由党员志愿队送水上门。", "known", "水务站"),
        _event(today, 1, "水费怎么减，正在商量", "村里提出停用期间免收水费，水务站已上报，结果出来就写在这里。", "checking", "石桥村党支部"),
    )  # fmt: skip
    market = (
        ("text", "集镇菜市场改造关系到每家每户的菜篮子。施工分几步、摊位怎么挪、要等多久，都记在这里。"),
        _event(today, 40, "公布改造方案，征求意见", "收到意见三十七条，采纳二十二条，没有采纳的逐条写了理由。", "known", "建设办"),
        _event(today, 25, "摊位搬到临时市场", "四十六个摊位按抽签结果搬迁，临时市场装了遮雨棚和洗手池。", "known", "建设办"),
        _event(today, 3, "下水道重新铺设", "施工时发现旧管比图纸少一截，工期可能多一周，正在核对。", "checking", "施工单位"),
    )  # fmt: skip
    return (
        Item("topic", "topic", "石桥村自来水发黄：从反映到换管", "水为什么发黄，什么时候能好，水费怎么算。", "水务站", water, picture="river"),
        Item("topic", "topic", "集镇菜市场改造进行时", "分几步、挪到哪、等多久，一条一条写清楚。", "建设办", market, picture="street"),
    )  # fmt: skip


def history(today: date) -> tuple[Item, ...]:
    """Invented history of the invented county on this day, and four days of the Party's that everybody knows."""
    local = today.replace(year=1948)  # a leap year: it has every day
    rows = (
        (local, "支前小推车从渡口出发", "七十多辆小推车连夜过河，一夜走了四十里。", "县史研究小组", "推车的人里最小的十七岁。到了地方，他把自己的干粮也卸在了伤员旁边。"),
        (date(1921, 7, 23), "中国共产党第一次全国代表大会开幕", "在上海开幕，后转到嘉兴南湖的船上继续举行。", "县史研究小组整理", "会议通过了党的第一个纲领，确定了党的名称。"),
        (date(1927, 8, 1), "南昌起义", "打响武装反抗国民党反动派的第一枪。", "县史研究小组整理", "后来，这一天成为人民军队的建军节。"),
        (date(1935, 1, 15), "遵义会议召开", "长征途中的一次重要会议。", "县史研究小组整理", "会议在最危急的关头作出了关系前途的决定。"),
        (date(1978, 12, 18), "党的十一届三中全会开幕", "会议作出把工作重点转移到现代化建设上来的决定。", "县史研究小组整理", "由此开启了改革开放的新时期。"),
    )  # fmt: skip
    paper = ("paper", {
        "title": "渡口支前民工登记册（抄本）", "number": "", "maker": "渡口区支前站", "day": local, "pages": 24,
        "kept": "县档案馆二楼", "scan": "",
    })  # fmt: skip
    return tuple(
        Item(
            "history", "history", title, summary, source, (("text", text), *([paper] if day == local else [])), day=day
        )
        for day, title, summary, source, text in rows
    )


ITEMS = (
    Item(
        "policy", "policy", "高龄补贴到底谁能领、去哪领", "满八十岁就能申请，不用等通知，家里人可以代办。", "民政办",
        (
            ("plain_words", {
                "policy": "具有本县户籍且年满八十周岁的老年人，可以申请高龄津贴，自批准的次月起按月发放。",
                "plain": "户口在本县、过了八十岁生日就能申请；批下来以后，从下个月起每月打到卡上。",
            }),
            ("plain_words", {
                "policy": "申请人应当于每年第三季度接受一次生存认证。",
                "plain": "每年七到九月确认一次人还健在，手机上点一下，或者请代办员上门拍张照都行。",
            }),
            ("question", {"question": "老人走不动，怎么办？", "answer": "打村服务站电话，代办员带着表上门，三天之内来。"}),
            ("question", {"question": "去年满的八十，今年才申请，能补吗？", "answer": "不能补发以前的，所以请尽早申请。"}),
            ("where", {
                "place": "村服务站或镇便民大厅一号窗口", "hours": "工作日八点半到十七点，周六上午有人值班",
                "bring": "老人的身份证、户口簿、银行卡；代办的人带自己的身份证", "contact": "镇民政办",
            }),
        ), picture="lamp", focus=True,
    ),
    Item(
        "notice", "article", "本月便民服务日安排", "四个村轮着来，补办证件、量血压、修小家电一次办完。", "{site}",
        (("text", "周二渡口村，周三石桥村，周四柳树村，周五河东村，上午九点到十一点半。"), ("text", "办证请带身份证和户口簿。行动不便的，提前一天打村服务站电话，代办员去接。")),
    ),
    Item(
        "news", "article", "一条断头路，开了三次会才通", "不是没钱，是三户人家的院墙、两棵老树和一条水沟。", "{site}",
        (
            ("text", "村东头的路断了十一年，救护车进不来。去年冬天，支部把这件事排在第一位。"),
            ("heading", "第一次会：吵"), ("text", "三户人家都说该修，也都说不能从自家门口过。会开到夜里十点，只定下一件事：明天一起去量。"),
            ("heading", "第二次会：量"), ("text", "大家拿着皮尺走了一遍，发现往南让一米二，只碰一户的院墙，两棵老树都能留下。"),
            ("quote", {"text": "量过以后，话就好说了。", "source": "一位参加丈量的村民"}),
            ("heading", "第三次会：定"), ("text", "院墙由村里重砌，水沟加盖板，账目贴在村务栏。今年四月，路通了。"),
        ), picture="bridge",
        correction="原文写路断了“十三年”，经查村里记录应为十一年，已改正。",
    ),
    Item(
        "news", "short", "图书角搬进理发店", "等着理发的工夫，翻两页书。", "{site}",
        (("text", "镇上两家理发店各放了六十本书，党员志愿者每月换一次。老板说，翻得最多的是菜谱和农机维修。"),),
    ),
    Item(
        "news", "short", "村口多了一张长椅", "等班车的老人不用再坐石墩。", "{site}",
        (("text", "长椅是用旧门板改的，下面留了放菜篮的格子。提这个建议的是一位每天坐早班车卖菜的大娘。"),),
    ),
    Item(
        "people", "article", "她把药品说明书念成了大字报", "乡村医生每周三下午在村部念说明书，念了两年。", "{site}",
        (("text", "老人记不住药怎么吃，她就把每种药写成一张大字：早上几片、饭前饭后、和什么不能一起吃。"), ("text", "村部的墙上现在贴着四十多张，字有拳头大。")), picture="lamp",
    ),
)  # fmt: skip
