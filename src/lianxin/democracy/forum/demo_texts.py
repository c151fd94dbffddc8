"""What the demonstration's people talk about. All text is ours."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said, so many hours after the topic opened. reply_to: number of what it answers."""

    who: int
    hour: float
    text: str
    reply_to: int | None = None
    office: bool = False
    end: str = "published"


@dataclass(frozen=True, slots=True)
class Told:
    """A topic: for whom, how many days ago it opened (negative: it will), how long it is open, how it stands now."""

    where: str
    opened: float
    days: int
    title: str
    question: str
    background: str
    end: str = "released"
    said: tuple[Said, ...] = ()
    why: str = ""
    heard: str = ""
    follows: str = ""
    follow_url: str = ""
    link: str = ""


STAGE = Told(
    "public", 6, 20, "村口的老戏台怎么用", "修好以后，平时做什么用、谁来管、晚上几点关？",
    "老戏台已经空了四年。今年列了八万元修屋顶和台面，下个月完工。修好以后怎么用，还没有定。\n\n"
    "现在有三种想法：一是逢集唱戏、平时锁门；二是平时做老年活动室；三是白天给老人用，晚上给跳舞队用。"
    "电费每月约一百二十元，看门要有人。",
    why="戏台修好了别又锁起来，大家商量个用法。",
    said=(
        Said(0, 3, "白天给老人下棋，晚上跳舞队用到九点，两头都不耽误。就怕没人扫地，得先把值日排出来。"),
        Said(1, 5, "我家就在戏台边上，去年跳到十点半，孩子没法睡。音响能不能朝河那边放？"),
        Said(2, 8, "同意朝河放，九点准时关。我们跳舞队愿意包打扫。", reply_to=1),
        Said(0, 26, "值日和关灯时间都会写进使用约定，贴在戏台门口。音响朝向下周二请大家现场听一次再定。", reply_to=1, office=True),
        Said(3, 30, "说句不好听的：上次修健身场也说有人管，半年就坏了一半。这次谁管、坏了找谁，请写清楚名字。"),
        Said(0, 50, "您批评得对。健身场没有落实到人，是我们的责任。戏台由村委会确定一名管理员，姓名电话挂在墙上，坏了三天内答复。",
             reply_to=4, office=True),
        Said(4, 55, "逢集那天能不能给卖菜的老人留几个摊位？"),
        Said(5, 60, "邻居老张家电话我贴这里，有事直接找他。", end="hidden"),
        Said(2, 70, "电费大家凑还是村里出？这个也请说一声。"),
        Said(3, 96, "南边那条路也该修了。", end="appealed"),
        Said(1, 120, "逢集唱戏我举双手赞成，就是台阶太陡，老人上不去，装个扶手吧。", end="waiting"),
    ),
)  # fmt: skip

TOPICS: tuple[Told, ...] = (
    STAGE,
    Told(
        "public", 45, 20, "镇上的早市挪不挪地方", "留在老街，还是挪到粮站院里？各有什么难处？",
        "早市在老街二十多年，赶集的日子车过不去，救护车也堵过一次。粮站院子空着，能放一百二十个摊位，离老街走路六分钟。",
        end="summed",
        said=(
            Said(0, 4, "挪了好，车能过。就是老人提着菜走六分钟，有点远。"),
            Said(1, 6, "我在老街卖豆腐十几年，挪走就没有老主顾了。要挪也请分两步。"),
            Said(2, 20, "可以平时在老街，逢集日去粮站。", reply_to=1),
            Said(0, 40, "逢集日先试两个月，粮站门口设接送点，是一个办法，会报镇党委研究。", reply_to=2, office=True),
            Said(3, 60, "粮站没有厕所也没有水，先把这两样装上再说挪。"),
        ),
        heard="说得最多的是两件事：车要能过，老主顾不能丢。\n赞成挪的同志看重通行和救护；不赞成的摊主担心没有生意；还有同志提出先把厕所和水装好。"
              "“平时在老街、逢集日去粮站”得到两边的响应。",
        follows="镇党委已决定：先装水和厕所，年底前完工；明年正月起逢集日试行两个月，试行后再来这里听大家意见。老街的摊位费试行期间减半。",
        follow_url="/disclosure/",
    ),
    Told("public", -3, 21, "冬天的扫雪怎么排", "路段怎么分、谁先扫、工具放在哪里？",
         "去年冬天下了四场雪，主路当天扫开，小巷有的三天没动。今年准备按巷子分段，想听听大家的意见。"),
    Told(
        "public", 25, 21, "图书室晚上开不开门", "晚上开到几点合适？谁来值班？",
        "图书室现在下午五点关门，上班的人和学生都赶不上。晚上开门要有人值班，暖气费每月多三百元左右。",
        end="closed",
        said=(
            Said(2, 10, "学生放学都六点了，开到八点半正好。"),
            Said(3, 30, "我退休了，可以一周值两个晚上。"),
        ),
    ),
    Told(
        "public", 32, 21, "垃圾桶放在哪儿", "放巷口还是放巷尾？几点收？", "原来的桶放在巷口，夏天味道大；放巷尾，车进不去。",
        end="summing", said=(Said(1, 10, "放巷口，每天收两次，就没有味道。"), Said(3, 20, "桶要有盖。")),
        heard="大家更关心的是收得勤不勤，放在哪里倒在其次；有盖的桶是共同的要求。",
        follows="先换有盖的桶，收运改为早晚两次，试一个月。",
    ),
    Told("public", 4, 14, "西河边种树的事", "种什么树？", "发起时选错了范围。", end="taken_down"),
    Told("public", 2, 14, "我家门口的窨井盖坏了", "", "这是一件具体的事，写留言两个工作日就有人受理，比在这里议更快。", end="declined",
         why="井盖坏了，大家说说该谁修。"),
    Told("public", 0, 14, "广场能不能划一块给孩子踢球", "", "", end="proposed",
         why="孩子们在停车的地方踢球，太危险了。想请大家商量划一块地方、定几个时间。"),
    Told("members", 5, 15, "主题党日怎么过得实一点", "哪些活动大家觉得有用，哪些可以不办？",
         "今年办了十一次主题党日，有的同志说走走看看多，解决问题少。明年的计划还没有定，先听大家的。",
         said=(
             Said(0, 6, "去敬老院那次就很好，干了活，老人也高兴。光念材料的可以少一点。"),
             Said(1, 20, "能不能把时间定在周六上午，上班的同志都来得了？"),
             Said(0, 44, "明年的计划会把“干成一件事”写进每一次，时间也会先问一遍再定。", reply_to=0, office=True),
             Said(2, 60, "拍照环节太长，干活的时间反而短，这个该改。"),
         )),
    Told("branch", 4, 14, "活动室的钥匙谁拿", "白天想来坐坐的同志进不去，怎么办？",
         "活动室的钥匙现在只有一把。有同志提出配三把，也有同志担心东西丢。",
         said=(
             Said(0, 5, "配三把，谁拿谁登记，用完锁好就行。"),
             Said(1, 26, "装个密码锁吧，一年换几次密码，省得找人。"),
             Said(2, 40, "密码锁老同志记不住，钥匙和密码都要有。", end="waiting"),
         )),
    Told("branch", -1, 10, "年底慰问先去哪几家", "哪些人家今年有难处，先去哪几家？", "年底前慰问八户，名单还没有定。", end="draft"),
)  # fmt: skip
