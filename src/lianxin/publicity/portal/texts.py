"""What the demonstration's portal says. Invented, short, and in the tone that we would like to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Item:
    """column, form, title, summary, source ({site} is filled in), parts: (kind of block, value).

    picture: name of a drawn cover; day: of a daily item or a day of history.
    """

    column: str
    form: str
    title: str
    summary: str
    source: str
    parts: tuple[tuple[str, Any], ...]
    picture: str = ""
    day: date | None = None
    focus: bool = False
    correction: str = ""

    def body(self) -> list[tuple[str, Any]]:
        """As the body of a page takes it."""
        return [(kind, f"<p>{value}</p>" if kind == "text" else value) for kind, value in self.parts]


ITEMS = (
    Item(
        "news",
        "short",
        "夜校开到了打谷场",
        "白天忙农活，晚上学政策，二十多位村民自带板凳来听课。",
        "{site}",
        (
            (
                "text",
                "周三晚上七点半，村里的打谷场亮起了灯。支部书记用方言讲了半小时医保缴费，又留了一个小时回答问题。",
            ),
            ("text", "会后登记了九件要办的事，四件当场说清，五件交给代办员，办好后在村务栏贴出来。"),
        ),
    ),
    Item(
        "news",
        "short",
        "志愿队给独居老人换灯泡",
        "一个上午，十三户，全换成了亮堂的节能灯。",
        "{site}",
        (("text", "党员志愿队按名单上门，顺手查看了线路和燃气软管，两户老化的已联系供电所更换。"),),
    ),
    Item(
        "notice",
        "article",
        "自来水管网检修，三个村停水半天",
        "周六八点到十四点停水，请提前存水。",
        "水务站",
        (
            ("heading", "停水范围"),
            ("text", "河东、柳树、石桥三个村。学校和卫生室由送水车供水。"),
            ("heading", "为什么修"),
            ("text", "这段管道用了十九年，上个月漏了四次。修好后水压会比现在高。"),
        ),
    ),
    Item(
        "policy",
        "policy",
        "独居老人的助餐补贴怎么领",
        "年满七十岁、独自居住的，每餐补三元。",
        "民政办",
        (
            (
                "plain_words",
                {
                    "policy": "对年满七十周岁的独居老年人，在助餐点就餐的，每人每餐给予三元补贴，每日不超过两餐。",
                    "plain": "您满七十岁、一个人住，到助餐点吃饭，一顿少付三块钱，一天最多两顿。",
                },
            ),
            ("heading", "怎么办"),
            ("text", "带身份证到村服务站登记一次就行，走不动的打电话，代办员上门。"),
        ),
    ),
    Item(
        "policy",
        "policy",
        "房屋翻建先问这三件事",
        "宅基地面积、四邻、排水，三件事说清再动工。",
        "建设办",
        (
            (
                "plain_words",
                {
                    "policy": "翻建住房应当在原批准的宅基地范围内进行，并取得乡村建设规划许可。",
                    "plain": "在自家原来的地基上翻盖可以，往外扩不行；动工前要拿到许可。",
                },
            ),
        ),
    ),
    Item(
        "history",
        "article",
        "渡口上的联络站",
        "一条船，两代人，三年送出四十多封信。",
        "县史研究小组",
        (
            ("text", "渡口边的老屋曾是联络站。撑船人白天渡客，夜里送信，信藏在竹篙的节里。"),
            ("text", "屋子如今是陈列室，竹篙还在，周末有党员轮流讲解。"),
        ),
    ),
    Item(
        "people",
        "picture",
        "代办员老周的小本子",
        "三年，四百多件事，一件一件划掉。",
        "{site}",
        (
            ("quote", {"text": "本子上没划掉的，夜里睡不踏实。", "source": "老周，村代办员"}),
            ("text", "他的本子上记着谁家要办什么、缺哪张纸、哪天去取。办完了用红笔划掉，办不了的写明为什么、找谁。"),
        ),
    ),
)
