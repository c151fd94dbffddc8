"""Words of the dues."""

from __future__ import annotations

#: how a member's dues are reckoned; code -> 中文
GROUPS = {
    "employed": "按月领薪",
    "annual": "年薪或不按月收入",
    "retired": "离退休",
    "farmer": "农民",
    "student": "学生、没有收入或领取救济",
}
#: accounts of the ledger; code -> 中文
ACCOUNTS = {
    "receivable": "应收党费",
    "bank": "党费专户",
    "income": "党费收入",
    "remitted": "减免",
    "extra": "自愿多交",
    "central": "自愿多交（全额上缴中央）",
    "upward": "上缴上级",
}
#: accounts that grow on the credit side, shown the way people read them
CREDIT = ("income", "extra", "central")
METHODS = {"cash": "现金", "transfer": "转账", "pay": "扫码支付"}
