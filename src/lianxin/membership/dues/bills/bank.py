"""Statements of banks (银行流水): no two make the same table, so the headings are found by name in any order.

Facts: a statement is written from the bank's side, so 贷方 (credit) is what came into the account and 借方 (debit) what
left it; some banks have one column for each, some one amount with a sign, some one amount beside a mark 借/贷, 收/支 or
C/D; many give no number of the movement. Headings are those that statements and import templates of Chinese banks
publicly use; the first of each is the one that we name in refusals.
"""

from __future__ import annotations

from .money import fen_in
from .reading import Format, Said, Taken
from .wechat import given_back

SOURCE = "bank"
_IN = ("贷", "贷方", "收", "收入", "转入", "存入", "来账", "入账", "C", "CR", "+")
_OUT = ("借", "借方", "支", "支出", "转出", "支取", "往账", "出账", "D", "DR", "-")
_FEES = ("手续费", "工本费", "服务费", "管理费", "汇划费", "年费")
_COMMON = {
    "when": ("交易日期", "交易时间", "记账日期", "入账日期", "入账时间", "记账时间", "日期", "交易日", "发生日期"),
    "trade": ("交易流水号", "流水号", "核心流水号", "银行流水号", "交易流水", "交易序号", "业务流水号", "流水编号"),
    "party": ("对方户名", "对方名称", "对方单位名称", "对方账户名称", "对方账户名", "交易对方", "对方", "付款人", "付款人名称", "付款户名", "对手名称"),
    "account": ("对方账号", "对方账户", "付款人账号", "付款账号", "对手账号"),
    "goods": ("摘要", "交易摘要", "用途", "交易类型", "业务类型"),
    "remark": ("备注", "附言", "交易附言", "客户附言", "交易备注", "留言"),
    "direction": ("借贷标志", "借贷", "借/贷", "收/支", "收支", "借贷方向", "收支类型", "借贷标记", "收付标志"),
}  # fmt: skip
_INCOME = ("收入金额", "贷方发生额", "收入", "贷方金额", "存入金额", "转入金额", "贷方", "贷", "收入额", "存入")
_EXPENSE = ("支出金额", "借方发生额", "支出", "借方金额", "支取金额", "转出金额", "借方", "借", "支出额", "取出")
_AMOUNT = ("交易金额", "金额", "发生额", "收支金额", "交易发生额")


def _sorted(kind: str, said: Said) -> str:
    words = f"{said.get('goods', '')}{said.get('remark', '')}"
    if given_back(words) or "退汇" in words or "冲正" in words:
        return "refund"
    return "fee" if kind == "out" and any(word in words for word in _FEES) else kind


def _two_columns(said: Said) -> Taken | str:
    found = {name: fen_in(said.get(name, "")) for name in ("income", "expense")}
    for fen in found.values():
        if isinstance(fen, str):
            return fen
    there = [name for name, fen in found.items() if fen]
    if len(there) != 1:
        return "收入和支出都有金额" if there else "没有金额"
    way, fen = there[0], found[there[0]]
    # an entry in red takes back an earlier one
    back = isinstance(fen, int) and fen < 0
    kind = "refund" if back else _sorted("in" if way == "income" else "out", said)
    return Taken(kind, way, said.get("trade", ""))


def _one_column(said: Said) -> Taken | str:
    fen = fen_in(said.get("amount", ""))
    if isinstance(fen, str):
        return fen
    mark = said.get("direction", "").upper()
    if mark in _IN:
        kind = "in"
    elif mark in _OUT:
        kind = "out"
    elif mark:
        return f"“借贷标志”看不懂：{mark[:20]}"
    else:
        kind = "out" if (fen or 0) < 0 else "in"
    if kind == "in" and (fen or 0) < 0:
        return Taken("refund", "amount", said.get("trade", ""))
    return Taken(_sorted(kind, said), "amount", said.get("trade", ""))


FORMATS = (
    Format("bank", SOURCE, "银行流水", {**_COMMON, "income": _INCOME, "expense": _EXPENSE}, ("when", "income", "expense"), _two_columns),
    Format("bank_signed", SOURCE, "银行流水", {**_COMMON, "amount": _AMOUNT}, ("when", "amount"), _one_column),
    Format("bank_income", SOURCE, "银行流水", {**_COMMON, "income": _INCOME, "expense": _EXPENSE}, ("when", "income"), _two_columns),
)  # fmt: skip
