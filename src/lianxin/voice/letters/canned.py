"""Texts to start from. They are offered in the form and always edited by a person before they are sent."""

from __future__ import annotations

from .models import Letter
from .queries import texts

#: reason code of a refusal -> a text that says what the citizen can do
REFUSAL_TEXTS = {
    "privacy": "您的留言里有他人的姓名、电话或住址，公开后可能给对方带来麻烦。请隐去这些信息后重新提交，我们会尽快处理。",
    "unlawful": "您的留言里有法律法规不允许发布的内容（具体是：　　）。请改写后重新提交。",
    "abuse": "我们理解您的心情。留言里有针对他人的辱骂或威胁，请把要解决的事情写清楚后重新提交。",
    "court": "这件事已经或应当通过诉讼、仲裁、行政复议解决。您可以向（　　）提出；需要法律援助，可以拨打 12348。",
    "tipoff": "您反映的是检举控告，为保护您，请使用“受保护的举报”渠道重新提交，那里不会记录您的网络地址。",
    "elsewhere": "这件事发生在（　　），由当地受理。请向当地党委、政府反映，或拨打当地 12345。",
    "advert": "这里用于反映和解决公共事务，您提交的内容与此无关，没有受理。",
    "repeat": "同一件事（编号　　）正在办理，您可以在那一件上查看进展和追问。",
    "unclear": "为了准确办理，请补充时间、地点、涉及的单位和希望解决的问题后重新提交。",
}

WITHHOLD_TEXTS = {
    "privacy": "您的留言涉及您的个人情况，为保护您，我们不公开办理，结果会告诉您本人。",
    "third_party": "公开可能影响他人的合法权益，我们不公开办理，结果会告诉您本人。",
    "safety": "涉及安全细节，不宜公开，我们会抓紧办理并把结果告诉您本人。",
    "asked": "按您的意愿不公开办理，结果会告诉您本人。",
}

ASK_TEXTS = (
    "请补充事情发生的具体时间和地点。",
    "请补充一张能看清现场的照片。",
    "请告诉我们方便联系您的时间，我们想当面了解情况。",
)

#: words in the path of a topic -> (name, skeleton of a reply)
_BY_TOPIC = (
    (("路灯", "道路", "市政", "交通", "公交"), "设施维修", "经现场查看，（地点）的（设施）存在（问题），原因是（　　）。\n（责任单位）将于（日期）前修好，现场负责人为（　　）。\n修好之前，请注意（　　）。"),
    (("环境", "垃圾", "污水", "噪声", "油烟"), "环境问题", "（日期）我们到现场查看，情况是（　　）。\n已要求（责任人）在（日期）前（整改内容），我们将在（日期）复查。\n如果再次出现，请随时告诉我们。"),
    (("社保", "医保", "低保", "救助", "民政", "养老"), "社会保障", "您问的（事项）由（单位）办理。\n按现在的规定，条件是（　　），标准是（　　）。\n您可以带（材料）到（地点）办理，也可以由代办员上门帮办，联系（　　）。"),
    (("住房", "拆迁", "征地", "土地", "宅基"), "住房与土地", "您家的情况我们查到是（　　）。\n按照（依据），（结论）。\n如果您有不同的材料，请在（日期）前交到（地点），我们重新核对。"),
    (("教育", "学校", "入学"), "教育", "您问的（学校或政策）今年的安排是（　　）。\n报名时间（　　），需要（材料），咨询电话（　　）。"),
    (("劳动", "工资", "就业"), "劳动就业", "我们已联系（单位），核实情况是（　　）。\n（处理结果）。如果到（日期）仍未解决，可以到（地点）申请劳动仲裁，我们可以帮助您准备材料。"),
)  # fmt: skip
_BY_KIND = {
    "consult": ("咨询答复", "您问的是（　　）。\n答案是：（　　）。\n办理地点（　　），时间（　　），需要带（　　）。"),
    "help": (
        "求助答复",
        "您遇到的困难，我们核实的情况是（　　）。\n已经做的：（　　）。\n接下来：（谁）在（日期）前（做什么）。",
    ),
    "suggest": (
        "建议答复",
        "您的建议我们研究了，采纳的部分是（　　），将在（日期）前（　　）。\n没有采纳的部分是（　　），原因是（　　）。",
    ),
    "complain": (
        "投诉答复",
        "您反映的（　　），我们调查的结果是：属实的部分（　　），不属实的部分（　　）。\n依据（　　），处理如下：（　　）。",
    ),
    "thank": ("感谢答复", "您的话已转达（　　）。他们说（　　）。"),
}


def reply_texts(letter: Letter) -> list[tuple[str, str]]:
    """(name, skeleton) that fit the letter: the office's own and those from above (R092), then ours by topic and kind."""
    path = letter.topic.path if letter.topic else ""
    fitting = [(name, text) for words, name, text in _BY_TOPIC if any(word in path for word in words)]
    return [*texts.fitting(letter), *fitting, _BY_KIND[letter.kind]]
