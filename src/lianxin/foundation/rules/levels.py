"""How far a rule was verified, in words for the reader; and the wings of the house."""

from __future__ import annotations

HOUSE = "house"

#: level -> (word on the page, explanation)
LEVELS = {
    "V1": ("已核原文", "我们读过条文原文，数字与条号一致。"),
    "V1(地方)": ("已核原文（地方）", "我们读过条文原文；它是地方规定，只在当地有效，其他地方用作参考口径。"),
    "V2": ("据转引", "数字来自可靠的转引或解读，条文原文还没有逐字核对。"),
    "V2(地方)": ("据转引（地方）", "数字来自地方做法的转引，只作参考口径，可由本单位调整。"),
    "V2/M": ("据转引，部分待核", "一部分来自转引，一部分凭业务常识写成，使用前请对照本地文件。"),
    "M": ("待核", "凭业务常识写成，还没有找到原文，使用前请对照文件。"),
    "M+算": ("待核，可验算", "凭业务常识写成，但算法可以用数学方法验算。"),
    HOUSE: ("平台约定", "不是法规，是本平台为了把事办好而作的约定，运行单位可以调整。"),
}

WINGS = {
    "foundation": "基座",
    "publicity": "宣传",
    "membership": "组织",
    "learning": "教育",
    "democracy": "民主",
    "voice": "群众",
    "opinion": "舆情",
    "appraisal": "考评",
}

#: level -> tone of its mark on the page
TONES = {"V1": "ok", "V1(地方)": "ok", HOUSE: "info", "M": "wait", "M+算": "wait", "V2/M": "wait"}
