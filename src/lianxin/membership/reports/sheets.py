"""想找人谈谈 on paper: one sheet, addressed to one person, with a slip that comes back."""

from __future__ import annotations

from datetime import datetime

from lianxin.membership.papers import Facts, Grid, Plain, Sheet, Text, chinese

#: rows for the pen
ROWS = 3
TITLE = "想找人谈谈"


def blank(made: datetime) -> Sheet:
    """The empty sheet in large type. What is written on it is for the one who is named, and for nobody else."""
    return Sheet(
        title=TITLE, author="连心桥", made=made, large=True,
        parts=(
            Facts([("想和谁谈", ""), ("我的姓名", ""), ("交来日期", chinese(None))]),
            Grid(("想谈什么（不写也可以）",), [("",)] * ROWS, tall=True),
            Text([
                "一、书记、副书记、委员、组织员，想和谁谈就写谁，支部的、上级的都可以。",
                "二、写好封起来，封面写“某某亲启”，交给本人，或者请人原样转交。别人不拆、不代录。",
                "三、收到的同志自己登记；谈过以后，登记里写的话自动删掉，这张纸退还本人或者销毁。",
                "四、急的话请当面说或者打电话。",
            ], "怎么交"),
            Plain("………………（沿此线撕下，送还本人）………………"),
            Text(["＿＿＿＿＿＿同志：收到了。＿＿月＿＿日＿＿时，在＿＿＿＿＿＿＿＿谈，可以吗？"], "回条"),
            Plain("收到的人：＿＿＿＿＿＿　　＿＿月＿＿日", right=True),
        ),
    )  # fmt: skip
