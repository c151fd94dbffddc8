"""Bills of WeChat Pay (微信支付).

Facts of the format, from the merchant documentation of WeChat Pay ("交易账单详细说明", pay.weixin.qq.com
merchant/products/bill-download/format-trade, and "资金账单结构说明", …/structure/fund-bill; read 2026-11):

* merchant trade bill (交易账单): UTF-8, comma between cells, a back quote before every cell of the rows and sums so that
  no spreadsheet rewrites long numbers; 交易状态 is SUCCESS, REFUND or REVOKED; a refund stands as a row of its own with
  微信退款单号 and 退款金额; older accounts have 总金额 instead of 应结订单金额; the fee has five decimals, padded with
  zeros; below the rows the headings 总交易单数,… and one row of sums.
* merchant fund bill (资金账单): 记账时间, 微信支付业务单号 (the order number of a payment, the refund number of a refund),
  收支类型 收入/支出, 收支金额(元); below 资金流水总笔数,….
* personal bill (账单明细, by mail, .csv with a byte order mark or .xlsx): some sixteen rows of explanations, a ruled line
  微信支付账单明细列表, then 交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注;
  a yen sign before amounts, a tab behind the numbers, "/" for nothing and for movements that are neither (field names
  as publicly documented by importers of personal bookkeeping, e.g. mayswind/ezbookkeeping).
"""

from __future__ import annotations

from .reading import Format, Said, Taken

SOURCE = "wechat"
_WAYS = {"收入": "in", "支出": "out", "/": "other", "": "other", "中性交易": "other"}


def given_back(*texts: str) -> bool:
    """Words by which a bill says that the money went back or never stayed."""
    return any(word in text for text in texts for word in ("退款", "退还", "已退", "退回", "撤销"))


def _personal(said: Said) -> Taken | str:
    way, state, sort = (said.get(name, "") for name in ("direction", "state", "type"))
    if way not in _WAYS:
        return f"“收/支”看不懂：{way[:20]}"
    kind = _WAYS[way]
    if kind != "other" and given_back(state, sort):
        kind = "refund"
    elif kind == "out" and ("手续费" in sort or "服务费" in sort):
        kind = "fee"
    elif any(word in state for word in ("关闭", "失败", "未支付")):
        kind = "other"
    return Taken(kind, "amount", said.get("trade", ""))


def _merchant(said: Said) -> Taken | str:
    state = said.get("state", "").upper()
    if state == "SUCCESS":
        amount = next((name for name in ("amount", "settled") if said.get(name, "")), "amount")
        return Taken("in", amount, said.get("trade", ""))
    if state in ("REFUND", "REVOKED"):
        amount = next(
            (name for name in ("refund", "refund_asked", "amount") if said.get(name, "").strip("0.")), "refund"
        )
        return Taken(
            "refund",
            amount,
            (said.get("refund_trade", "").strip("0") and said["refund_trade"]) or said.get("trade", ""),
        )
    return f"“交易状态”看不懂：{state[:20]}"


def _funds(said: Said) -> Taken | str:
    way, sort = said.get("direction", ""), f"{said.get('type', '')}{said.get('goods', '')}"
    if way not in ("收入", "支出"):
        return f"“收支类型”看不懂：{way[:20]}"
    trade = said.get("trade", "")
    if "手续费" in sort or "服务费" in sort:
        return Taken("fee", "amount", trade)
    if given_back(sort):
        return Taken("refund", "amount", trade)
    if "提现" in sort or "充值" in sort:
        return Taken("other", "amount", trade)
    return Taken(_WAYS[way], "amount", trade)


FORMATS = (
    Format(
        "wechat_merchant", SOURCE, "微信支付商户交易账单",
        {
            "when": ("交易时间",), "trade": ("微信订单号",), "state": ("交易状态",), "amount": ("订单金额", "总金额"),
            "settled": ("应结订单金额",), "refund_trade": ("微信退款单号",), "refund": ("退款金额",), "refund_asked": ("申请退款金额",),
            "goods": ("商品名称",), "remark": ("商户数据包",), "fee": ("手续费",),
        },
        ("when", "trade", "state"), _merchant,
    ),
    Format(
        "wechat_funds", SOURCE, "微信支付商户资金账单",
        {
            "when": ("记账时间",), "trade": ("微信支付业务单号",), "type": ("业务类型",), "goods": ("业务名称",), "direction": ("收支类型",),
            "amount": ("收支金额",), "remark": ("备注",),
        },
        ("when", "trade", "direction", "amount"), _funds,
    ),
    Format(
        "wechat", SOURCE, "微信支付账单明细",
        {
            "when": ("交易时间",), "type": ("交易类型",), "party": ("交易对方",), "goods": ("商品",), "direction": ("收/支",),
            "amount": ("金额",), "state": ("当前状态",), "trade": ("交易单号",), "remark": ("备注",),
        },
        ("when", "direction", "amount", "state", "trade"), _personal,
    ),
)  # fmt: skip
