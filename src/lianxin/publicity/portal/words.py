"""Words of the portal: columns, forms of items, reasons of a return."""

from __future__ import annotations

#: code of a column -> (label, what belongs there)
COLUMNS = {
    "news": ("党建动态", "身边的党建活动和工作进展"),
    "notice": ("通知公告", "要让大家知道、要大家办的事"),
    "policy": ("政策白话", "政策原文和大白话解读"),
    "theory": ("每日一学", "每天一小段理论学习"),
    "history": ("党史故事", "本地和全国的党史人物与事件"),
    "people": ("身边榜样", "党员和群众的先进事迹"),
    "topic": ("专题", "一件事的来龙去脉：什么时候、发生了什么、谁说的、核实了没有"),
}
#: how an item is told -> (label, hint)
FORMS = {
    "short": ("短讯", "三百字以内，一件事说清时间、地点、谁、结果"),
    "article": ("文章", "需要展开说的事"),
    "picture": ("图片故事", "以图片为主，每张配一句说明"),
    "policy": ("政策解读", "原文要点和大白话对照"),
    "theory": ("学习短文", "一段原著或讲话的学习，写明安排在哪一天"),
    "history": ("党史", "一个人物或一件事，写明事情发生的日子"),
    "topic": ("专题", "用时间线把一件事的始末讲清楚"),
}
#: how sure an entry of a time line is
KNOWLEDGE = {"checking": "核实中", "known": "已核实", "revised": "已更正"}
#: colour of the mark beside the word
KNOWLEDGE_TONES = {"checking": "wait", "known": "ok", "revised": "info"}
#: why a reviewer sends an item back
RETURNS = {
    "fact": "事实或数字需要核对",
    "source": "来源不清楚",
    "private": "含有个人信息或不宜公开的内容",
    "wording": "表述、称谓或错别字",
    "form": "太长、不好懂或格式不合适",
    "picture": "图片不合适或缺少说明",
    "other": "其他",
}
