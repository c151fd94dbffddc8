"""What the problems of the demonstration say. Everything is invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """ago: days since it was entered; days: until its end; way: (days ago, step) in their order; office: ending of its name."""

    office: str
    ago: int
    days: int
    title: str
    kind: str
    problem: str
    cause: str
    wanted: str
    measure: str
    way: tuple[tuple[int, str], ...]
    topic: str = ""
    metric: str = "typed"
    #: days of letters that a computed figure is counted of
    span: int = 0
    goal: float = 0
    before: float = 0
    after: float = 0
    unit: str = ""
    source: str = ""
    progress: str = ""
    result: str = ""
    answer: str = ""
    word: str = ""


_SHOWN = ("ask", "answer", "show")
PROPOSALS = "一、路灯、道路两项由建设办每周巡一遍，坏了先报再修。\n二、窗口中午轮班，由便民服务站排班，下个月起试行。\n三、村务公开每季度由镇里抽查三个村，抽查情况列入整改。"

STORIES = (
    Story(
        "县住建局", 155, 60, "村道坑洼雨后积水", "facility", "几个镇的村道坑洼多，下雨积水，骑车容易摔。",
        "养护的钱年底才到，小坑没有人先补。", "主要村道没有大坑，雨后两小时内退水，这类留言减少。", "先补坑，再通边沟，每月巡一遍。",
        ((152, "accept"), (148, "ask"), (147, "answer"), (146, "show"), (135, "progress"), (124, "measured"), (123, "report"),
         (121, "send_back"), (117, "report"), (115, "close"), (114, "ask"), (113, "answer"), (112, "show"), (1, "look_again")),
        topic="城乡建设/市政设施/道路养护", metric="received", span=60, goal=2, progress="补坑二十三处，通边沟八百米。",
        result="主要村道补过一遍，以后每月巡。", answer="养护的钱今年提前到了春天。", word="东头一段还积水，请补上再报。",
    ),
    Story(
        "县农业农村局", 75, 60, "村口垃圾没有按时清", "facility", "村口的垃圾池常常满出来，天热时味道大。",
        "清运车少，三个镇排一趟。", "每两天清一次，这类留言减少。", "加一趟车，满了打电话随时清。",
        ((72, "accept"), (66, "ask"), (65, "answer"), (64, "show"), (50, "progress"), (28, "measured"), (27, "report"), (25, "close"),
         (24, "ask"), (23, "answer"), (22, "show")),
        topic="生态环境/垃圾污水/垃圾清运", metric="received", span=60, goal=2, progress="加了一辆车，三个镇分两条线跑。",
        result="每两天清一次，池边贴了电话。", answer="车是从邻县租的，明年自己买。",
    ),
    Story(
        "综合执法队", 40, 60, "夜市收摊晚、油烟大", "facility", "夜市常常过了十二点还在炒菜，旁边住户睡不好。", "收摊时间没有写清，也没有人晚上去看。",
        "十一点前收摊，油烟机都装上。", "和摊主约定收摊时间，每周抽查两晚。",
        ((38, "accept"), (30, "progress"), (29, "ask"), (28, "answer"), (27, "show")),
        topic="生态环境/噪声油烟/夜间噪声", goal=0, before=26, unit="家", source="执法队逐摊登记的没装油烟机的摊位",
        progress="和二十六个摊主谈过，十九个装了油烟机。", answer="剩下七个这个月装完。",
    ),
    Story(
        "农业服务中心", 70, 50, "灌溉渠道淤了三处", "facility", "下游两个组春灌时水过不来。", "清淤的活没有分到人。", "三处都清通，水能到田头。",
        "雨季以前清一遍。", ((68, "accept"), (50, "progress"), (49, "ask"), (47, "answer"), (46, "show")),
        goal=0, before=3, unit="处", source="村里三次巡渠的记录", progress="清了一处，还有两处在排队。", answer="机器在别的村，下周过来。",
    ),
    Story(
        "民政办", 28, 40, "高龄补贴办理要跑两趟", "service", "老人办高龄补贴，要先到村里盖章，再到镇里交表。", "表格要村里先盖章。", "跑一趟办完。",
        "和村里说好，镇里一次收齐。", ((26, "accept"), (12, "measured"), (10, "report"), (9, "ask")),
        topic="社会民生/社会救助/高龄补贴", goal=1, before=2, after=1, unit="趟", source="窗口登记簿上每件跑的次数，取一半的人",
        progress="从这个月起镇里一次收齐。", result="抽看三十件，都是跑一趟。",
    ),
    Story(
        "民政办", 4, 45, "中午窗口没有人", "style", "中午来办事的要等到下午两点。", "", "中午有人值班，来了就能办。", "中午轮班。", (),
        topic="社会民生/公共服务/窗口服务", goal=0, before=8, unit="天", source="十个中午去看，窗口没有人的天数",
    ),
    Story(
        "综合执法队", 9, 40, "河边堆垃圾没有清", "facility", "河边两处堆了建筑垃圾，一个多月没有清。", "", "两处清走，不再堆。", "先清走，再立牌子。",
        ((7, "object"),), goal=0, before=2, unit="处", source="河长巡河的照片", word="这一段归县水利站管，请改给他们。",
    ),
    Story(
        "农业服务中心", 35, 40, "村务公开栏三个月没有换", "openness", "两个村的公开栏还是第二季度的内容。", "", "每季度换一次，换了拍照。",
        "补上第三季度的。", ((33, "object"), (31, "drop")), goal=0, before=2, unit="个村", source="镇里抽查",
        word="已经由村里的整改列了，不重复列。",
    ),
    Story(
        "建设办", 100, 60, "饮水管道常常停水", "facility", "山上两个组一个月停水四次。", "管子老了，水池小。", "一个月停水不超过一次。", "换主管，清水池。",
        ((98, "accept"), (90, "ask"), (89, "answer"), (88, "show"), (60, "take_down"), (45, "extend")),
        topic="城乡建设/供水供电/农村饮水", goal=1, before=4, unit="次", source="水站的停水登记", answer="配件已经订了。",
        word="施工遇到岩石，要改线；公开的说明里写错了村名，先撤下更正。",
    ),
)  # fmt: skip
