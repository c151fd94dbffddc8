"""How other tables write what an organisation is."""

from __future__ import annotations

from ..models import KINDS

#: our name -> headings that mean it, the usual one first
HEADINGS = {
    "name": ("组织名称", "党组织名称", "组织全称", "党组织全称", "全称", "名称"),
    "code": ("组织代码", "党组织代码", "组织编码", "党组织编码", "代码", "编码"),
    "parent": ("上级组织代码", "上级党组织代码", "上级组织编码", "上级代码", "隶属组织代码", "上级组织", "上级党组织"),
    "kind": ("组织类别", "党组织类别", "组织类型", "类别", "类型"),
    "short_name": ("组织简称", "党组织简称", "简称"),
    "region_code": ("行政区划代码", "行政区划", "区划代码"),
    "contact_phone": ("对外电话", "联系电话", "电话"),
    "address": ("办公地址", "地址", "详细地址"),
    "founded": ("成立日期", "成立时间", "建立日期", "建立时间"),
    "term_from": ("本届起", "换届日期", "本届换届日期", "任期起"),
    "term_until": ("届满日期", "届满时间", "任期届满日期", "本届止", "任期止"),
    "takes_letters": ("承办群众留言", "承办留言"),
    "approves_members": ("有审批预备党员的权限", "审批预备党员", "有审批权"),
}  # fmt: skip
NEEDED = ("name", "code", "parent")
#: what reads as a kind of organisation
KIND_WORDS = {word: code for code, word in KINDS.items()} | {code: code for code in KINDS} | {
    "基层党委": "committee", "委员会": "committee", "党的委员会": "committee", "党工委": "committee", "总支部": "general_branch",
    "党总支部": "general_branch", "总支": "general_branch", "支部": "branch", "基层党支部": "branch", "联合支部": "joint_branch",
    "临时支部": "temporary_branch", "流动党支部": "mobile_branch", "流动支部": "mobile_branch", "小组": "group", "行政单位": "unit",
    "服务站": "site", "站点": "site",
}  # fmt: skip
#: how a name ends or what stands in it -> kind, the narrower ones first
_ENDINGS = (
    ("党小组", "group"), ("总支部委员会", "general_branch"), ("党总支", "general_branch"), ("总支部", "general_branch"),
    ("流动党员党支部", "mobile_branch"), ("流动党支部", "mobile_branch"), ("临时党支部", "temporary_branch"),
    ("联合党支部", "joint_branch"), ("支部委员会", "branch"), ("支部", "branch"), ("委员会", "committee"), ("党委", "committee"),
    ("党工委", "committee"),
)  # fmt: skip
_YES, _NO = {"是", "有", "1", "Y", "y", "√", "true", "TRUE"}, {"否", "无", "0", "N", "n", "×", "false", "FALSE"}


def kind_of_name(name: str) -> str:
    """The kind that a name ends with; empty when it does not say."""
    return next((kind for ending, kind in _ENDINGS if name.endswith(ending)), "")


def truth(text: str) -> bool | None:
    """是 or 否; None for neither."""
    return True if text in _YES else False if text in _NO else None


def short_of(name: str) -> str:
    """中共青山县委员会 -> 青山县委; 中共柳河镇委员会 -> 柳河镇党委; at most 40 characters."""
    short = name.removeprefix("中国共产党").removeprefix("中共")
    for ending, word in (("总支部委员会", "党总支"), ("支部委员会", "党支部")):
        if short.endswith(ending):
            return (short.removesuffix(ending).removesuffix("党") + word)[-40:]
    head = short.removesuffix("委员会")
    if head != short:
        short = head + ("委" if head.endswith(("省", "市", "县", "州", "区")) else "党委")
    return short[-40:]
