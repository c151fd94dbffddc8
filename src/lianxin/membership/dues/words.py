"""Words of the dues."""

from __future__ import annotations

#: how a member's dues are reckoned; code -> 中文
GROUPS = {
    "employed": "按月领薪",
    "annual": "年薪",
    "irregular": "不按月收入",
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
    "below": "下级上缴",
    "on_way": "上缴在途",
    "gift_way": "上缴在途（全额上缴中央）",
}
#: accounts that grow on the credit side, shown the way people read them
CREDIT = ("income", "extra", "central", "below")
METHODS = {"cash": "现金", "transfer": "转账", "pay": "扫码支付"}
#: how often somebody pays
EVERY = {"month": "按月", "quarter": "按季"}
#: where a bill comes from
SOURCES = {"wechat": "微信支付", "alipay": "支付宝", "bank": "银行"}
#: how money from there reached the account
METHOD_OF = {"wechat": "pay", "alipay": "pay", "bank": "transfer"}
#: what a line of a bill is; only the first can be dues
KINDS = {"in": "收入", "refund": "退款", "fee": "手续费", "out": "支出", "other": "不计收支"}
#: what became of a line
LINES = {"open": "待对账", "booked": "已入账", "aside": "不作党费", "shown": "只作显示"}
WAYS = {"proposed": "等人核对", "in_force": "正在使用", "refused": "没有通过", "ended": "已停用"}
SURE = {"certain": "对得上", "likely": "可能是", "unknown": "认不出"}
TONES = {"certain": "ok", "likely": "wait", "unknown": "late"}
#: what is handed up
PARTS = {"share": "党费", "central": "全额上缴中央的自愿多交"}
#: what became of it
REMITTANCES = {
    "on_way": "在途",
    "received": "已收到",
    "differs": "有出入",
    "settled": "差额已处理",
    "undone": "已冲正",
}
