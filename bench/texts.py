"""Invented sentences of letters: a few everyday words and a long tail of rare ones, from a seed."""

from __future__ import annotations

import random

FIRST = "柳松梅桂莲溪渡石青白云金银龙凤南北东西上下前后新古红黄高长平安福禄和顺"
SECOND = "河湖塘桥岭坪湾滩沟坡岗庄寨堡关口渡坝井泉林园洲畈冲"
KINDS = ("村", "社区", "小区", "镇", "街道", "新村", "家园")
THINGS = [
    "路灯",
    "下水道",
    "自来水",
    "垃圾桶",
    "公交站",
    "停车位",
    "电动车",
    "充电桩",
    "电梯",
    "广场舞",
    "油烟",
    "施工",
    "噪音",
    "渣土车",
    "井盖",
    "绿化带",
    "健身器材",
    "幼儿园",
    "校车",
    "食堂",
    "医保",
    "社保",
    "养老金",
    "低保",
    "危房",
    "宅基地",
    "土地流转",
    "征地补偿",
    "灌溉渠",
    "水库",
    "机耕道",
    "化肥",
    "秸秆",
    "养殖场",
    "快递柜",
    "宽带",
    "有线电视",
    "物业费",
    "维修基金",
    "房产证",
    "户口",
    "身份证",
    "驾驶证",
    "红绿灯",
    "斑马线",
    "护栏",
    "桥梁",
    "河道",
    "公厕",
    "菜市场",
    "夜市",
    "烧烤摊",
    "棋牌室",
    "网吧",
    "图书馆",
    "体育场",
    "公园",
    "消防通道",
    "燃气管道",
    "暖气",
    "用电",
    "电压",
    "变压器",
    "电线杆",
    "光伏板",
    "贫困户",
    "残疾证",
    "优抚金",
    "就业培训",
    "小额贷款",
    "工资",
    "合同",
    "劳动仲裁",
    "老年食堂",
    "日间照料",
    "疫苗",
    "卫生室",
    "救护车",
]
FAULTS = [
    "坏了半个月没人修",
    "长期无人管理",
    "收费不透明",
    "到现在没有答复",
    "影响老人出行",
    "晚上看不见",
    "下雨就积水",
    "味道很大",
    "半夜还在响",
    "存在安全隐患",
    "多次反映没有结果",
    "手续太复杂",
    "名额不够",
    "标准不清楚",
    "一直没有发下来",
    "被占用了",
    "开裂下沉",
    "漏水严重",
    "经常停",
    "说好的工期拖了一年",
    "窗口互相推",
]
WISHES = [
    "希望尽快派人来看一看",
    "请告诉我们什么时候能办好",
    "建议装一个声控的",
    "能不能先临时处理一下",
    "请公开收费依据",
    "希望相关部门核实",
    "请给一个明确的时间",
    "盼望回复",
    "建议听听住户的意见",
    "请在公示栏里说明",
    "希望领导实地走访",
    "请帮忙协调",
]
LINKS = "我是本地居民， 您好， 尊敬的领导： 我们这里 最近 去年秋天开始 上个月 家里有老人和孩子， 左邻右舍都说 为这事跑了三趟，".split()  # noqa: SIM905 - as above
COMMON_CHARACTERS = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"


def title_and_body(dice: random.Random) -> tuple[str, str]:
    """A letter of 80 to 420 characters."""
    place = dice.choice(FIRST) + dice.choice(SECOND) + dice.choice(KINDS)
    thing = THINGS[min(int(dice.expovariate(0.06)), len(THINGS) - 1)]
    body = [dice.choice(LINKS), f"{place}的{thing}{dice.choice(FAULTS)}。"]
    for _ in range(dice.randint(1, 6)):
        tail = "".join(dice.choices(COMMON_CHARACTERS, k=dice.randint(6, 30)))
        body.append(f"{dice.choice(LINKS)}{dice.choice(THINGS)}{dice.choice(FAULTS)}，{tail}。")
    where = f"门牌{dice.randint(1, 400)}号{dice.choice('ABCDEF')}{dice.randint(1, 9)}座，"
    return f"{place}{thing}{dice.choice(FAULTS)}", "".join([*body, where, dice.choice(WISHES), "。"])


def reply(dice: random.Random, title: str) -> str:
    """An answer of 100 to 250 characters."""
    said = "".join(dice.choices(COMMON_CHARACTERS, k=dice.randint(40, 160)))
    return f"您好，您反映的“{title}”已到现场核实。{said}。我们将在{dice.randint(2, 20)}日内处理完毕，联系人在镇政府一楼窗口。"
