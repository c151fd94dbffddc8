"""What the people of the fictional county write about, and what the offices answer.

Each matter is a small set of sentences with `{place}`, `{n}` and `{day}` to fill; the dice of the
demonstration choose among them.
"""

from __future__ import annotations

from dataclasses import dataclass

from .texts import build, conduct, environment, farming, people, thanks


@dataclass(frozen=True)
class Matter:
    """kind: word of `KINDS`; topic: "一级/二级/三级"; unit: ending of the office's short name."""

    kind: str
    topic: str
    unit: str
    title: str
    body: str
    demand: str
    points: tuple[tuple[str, str], ...]
    basis: str
    plain: str
    progress: str
    followup: str
    answer: str


MATTERS: tuple[Matter, ...] = tuple(
    Matter(**row) for part in (build, conduct, environment, farming, people, thanks) for row in part.ROWS
)
TOPICS: tuple[str, ...] = tuple(sorted({m.topic for m in MATTERS}))

REFUSED = (
    (
        "court",
        "咨询邻居借款不还能不能请镇里出面扣工资",
        "借给邻居 {n} 千元已经两年没还，有借条。想请镇里帮忙从他的补贴里扣出来还给我。",
        "民间借贷要通过调解、诉讼解决，镇里不能代扣他人款项。可以先到镇司法所申请免费调解，也可以直接向人民法院起诉。",
    ),
    (
        "elsewhere",
        "外省车站的行李寄存收费不合理",
        "上个月在外省一个汽车站寄存行李，收费牌和实际收的不一样，多收了 {n} 元。",
        "车站在外省，本县没有管理权限。请向车站所在地的市场监管部门反映，或拨打当地 12345。",
    ),
    (
        "advert",
        "农机配件厂家直供欢迎选购",
        "本厂供应各种农机配件，{n} 元起送货到村，欢迎来电选购。",
        "这里不发布广告。",
    ),
    (
        "unclear",
        "请尽快处理一下那件事",
        "上次说的那件事到现在也没有人管，请尽快处理一下。",
        "没有写明是什么事、在什么地方，我们无法办理。请补充时间、地点和希望解决的问题后重新提交。",
    ),
)

UP = ("不服这个决定，我说的事和公共服务有关，请再看一遍。", "我已经补充了经过，请另一位同志重新判断。")
BAD = ("说得很好，但是现场没有变化。", "回复里没有回答我问的第二个问题。", "只说正在研究，没有说什么时候办。")
GOOD = ("来得快，说得清楚。", "已经解决，谢谢。", "师傅很耐心，老人都能听懂。", "")
