"""What lies on the desks of the demonstration: items on their way, topics that are planned, words to watch. All ours."""

from __future__ import annotations

from .texts import Item


def _item(column: str, form: str, title: str, summary: str, *texts: str) -> Item:
    return Item(column, form, title, summary, "{site}", tuple(("text", text) for text in texts))


#: name of a way in `demo_desk` -> the item that goes it
ITEMS = {
    "written": _item(
        "news", "short", "水库边竖起了救生圈架", "三处深水边，一伸手就能拿到。",
        "村干部和钓鱼的老人一起选的位置：水最深的地方，路最近的地方，孩子最爱去的地方。",
    ),
    "sent": _item(
        "news", "short", "晒谷场错开了时间", "谁家哪天晒，一张表贴在仓库门口。",
        "往年一出太阳就抢地方。今年小组长挨家问了收割的日子，排出一张表，谁家有急事可以换。",
        "排表用了两个晚上，吵架的一次也没有。",
    ),
    "sent_back_up": _item(
        "notice", "article", "冬季用火用电，请看这五条", "都是去年真出过的事。",
        "炭盆不进卧室；取暖器边上一米不放被子；电动车不拉线充电；灶上煮着东西不出门；烟囱入冬前通一次。",
        "不会查线路的，打村服务站电话，志愿队周六上门看，不收钱。",
    ),
    "passed_one": _item(
        "policy", "article", "小额助学贷款怎么申请", "两张表，一个窗口，七月到九月办。",
        "考上大专以上的学生都能申请，家里有没有欠款都不影响。带录取通知书、户口簿，家长和学生一起来。",
    ),
    "passed_two": _item(
        "people", "article", "摆渡三十年的老党员", "桥修好的那天，他把船桨送给了学校。",
        "河上没有桥的年头，他每天第一个上船、最后一个离岸。学生过河不收钱，他说，读书的人不能迟到。",
        "桥通车那天，孩子们问他以后做什么。他说，以后看你们走路。",
    ),
    "returned": _item(
        "news", "article", "村里的文艺队一年演了多少场", "从晒谷场唱到县城广场。",
        "文艺队有二十三个人，最大的七十一岁。今年的节目全是自己编的，讲的是借农具、让水路这样的小事。",
    ),
    "appealed": _item(
        "news", "article", "为什么这条路修了两次", "第一次省了钱，第二次省了心。",
        "第一次铺的路面薄，运石料的车压了半年就开裂。村里把验收记录贴出来，请大家看问题出在哪一步。",
        "第二次施工前，先把载重写进了合同，也请两位村民代表天天到场。",
    ),
    "urgent": _item(
        "notice", "short", "上游放水，今晚不要下河", "水位今夜会涨，河边人家请把船系牢。",
        "今天傍晚六点到明天早晨六点，上游水库放水，河道水位预计上涨一米左右。请看好老人和孩子，不要下河。",
    ),
    "withdrawn": _item(
        "notice", "short", "周日集市改到停车场", "因为下雨，集市那天挪了地方。",
        "原来的街面积水，摊位改到镇政府停车场，上午照常开市。",
    ),
    "waiting": _item(
        "notice", "article", "下周起便民大厅午间不休息", "中午也有人，赶集顺路就能办。",
        "从下周一起，社保、户籍、民政三个窗口中午轮流值班。复杂的业务中午只收件，下午办完打电话告诉您。",
    ),
}  # fmt: skip
#: title, what to make clear, kind, column, day of publication and of handing in from today, who writes it
TOPICS = (
    ("村级账目怎么看", "三张表各说什么，看不懂问谁，发现不对怎么办", "own", "policy", 9, 6, ""),
    ("冬春火灾怎么防", "去年几起火的原因，每家能做的三件事", "hot", "notice", 5, 2, "bianji"),
    ("摆渡三十年的老党员", "人物，配旧船桨的照片", "own", "people", 2, 0, "bianji"),
    ("年终集体分红怎么算出来的", "账从哪来、谁审过、什么时候到卡上", "hot", "news", 14, 11, ""),
    ("学雷锋日的老照片", "向老人征集，一张配一句话", "day", "history", 20, 16, "bianji2"),
)
#: wrong, right, kind, note
WORDS = (
    ("石桥镇", "石桥村", "name", "石桥是村，不是镇"),
    ("五保户", "特困人员", "term", "现在的规范说法"),
    ("村委主任", "村委会主任", "title", ""),
)
