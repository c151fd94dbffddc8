"""Bills of Alipay (支付宝).

Facts of the format, as publicly documented (Alipay open platform, alipay.data.dataservice.bill.downloadurl.query, bill
types trade and signcustomer; the personal ones by importers of bookkeeping programs, e.g. mayswind/ezbookkeeping and
deb-sig/double-entry-generator; read 2026-11):

* all of them are .csv in GB18030, cells padded with blanks and tabs, a comma also behind the last cell.
* personal, from the app: some twenty-four rows of explanations and a ruled line 电子客户回单, then 交易时间,交易分类,交易对方,
  对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注; 收/支 is 收入, 支出 or 不计收支.
* personal, from the web page: four rows above (支付宝交易记录明细查询), 交易号,商家订单号,交易创建时间,付款时间,…,交易对方,
  商品名称,金额（元）,收/支,交易状态,服务费（元）,成功退款（元）,备注,资金状态; a ruled line and sums below.
* merchant, 业务明细: rows of remarks begin with "#"; 支付宝交易号,商户订单号,业务类型 (交易/退款),商品名称,创建时间,完成时间,
  …,对方账户,订单金额（元）,商家实收（元）,…,退款批次号/请求号,服务费（元）,分润（元）,备注; refunds have a minus.
* merchant, 账务明细: 账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,
  交易渠道,业务类型,备注; 业务流水号 is the number of the trade.
"""

from __future__ import annotations

from .reading import Format, Said, Taken
from .wechat import given_back

SOURCE = "alipay"
_WAYS = {"收入": "in", "支出": "out", "不计收支": "other", "其他": "other", "": "other", "/": "other"}


def _personal(said: Said) -> Taken | str:
    way, state = said.get("direction", ""), said.get("state", "")
    if way not in _WAYS:
        return f"“收/支”看不懂：{way[:20]}"
    kind = _WAYS[way]
    # a refund is written 不计收支 in newer bills
    if given_back(state, said.get("type", "")) or (
        kind == "in" and said.get("refund", "").strip("0.") not in ("", "/")
    ):
        kind = "refund"
    elif any(word in state for word in ("关闭", "失败")):
        kind = "other"
    elif kind == "out" and "服务费" in said.get("goods", ""):
        kind = "fee"
    return Taken(kind, "amount", said.get("trade", ""))


def _merchant(said: Said) -> Taken | str:
    sort = said.get("type", "")
    if sort == "交易":
        return Taken("in", "amount", said.get("trade", ""))
    if "退款" in sort:
        return Taken("refund", "amount", "/".join(filter(None, (said.get("trade", ""), said.get("refund_trade", "")))))
    return f"“业务类型”看不懂：{sort[:20]}"


def _funds(said: Said) -> Taken | str:
    income, expense = (said.get(name, "").strip("-+0.") for name in ("income", "expense"))
    if bool(income) == bool(expense):
        return "收入和支出要正好有一个" if income else "没有金额"
    way = "income" if income else "expense"
    sort, trade = said.get("type", ""), said.get("trade", "") or said.get("own_number", "")
    if "收费" in sort or "服务费" in sort or "手续费" in sort:
        return Taken("fee", way, trade)
    if given_back(sort):
        return Taken("refund", way, said.get("own_number", "") or trade)
    if "提现" in sort or "充值" in sort:
        return Taken("other", way, trade)
    return Taken("in" if income else "out", way, trade)


FORMATS = (
    Format(
        "alipay", SOURCE, "支付宝交易明细",
        {
            "when": ("交易时间",), "type": ("交易分类",), "party": ("交易对方",), "account": ("对方账号",), "goods": ("商品说明",),
            "direction": ("收/支",), "amount": ("金额",), "state": ("交易状态",), "trade": ("交易订单号",), "remark": ("备注",),
        },
        ("when", "direction", "amount", "state", "trade"), _personal,
    ),
    Format(
        "alipay_web", SOURCE, "支付宝交易记录明细",
        {
            "when": ("交易创建时间",), "type": ("类型",), "party": ("交易对方",), "goods": ("商品名称",), "direction": ("收/支",),
            "amount": ("金额",), "state": ("交易状态",), "trade": ("交易号",), "fee": ("服务费",), "refund": ("成功退款",), "remark": ("备注",),
        },
        ("when", "direction", "amount", "state", "trade"), _personal,
    ),
    Format(
        "alipay_merchant", SOURCE, "支付宝商家业务明细",
        {
            "when": ("完成时间",), "trade": ("支付宝交易号",), "type": ("业务类型",), "goods": ("商品名称",), "account": ("对方账户",),
            "amount": ("订单金额",), "refund_trade": ("退款批次号/请求号", "退款批次号"), "fee": ("服务费",), "remark": ("备注",),
        },
        ("when", "trade", "type", "amount"), _merchant,
    ),
    Format(
        "alipay_funds", SOURCE, "支付宝商家账务明细",
        {
            "when": ("发生时间",), "own_number": ("账务流水号",), "trade": ("业务流水号",), "goods": ("商品名称",), "account": ("对方账号",),
            "income": ("收入金额",), "expense": ("支出金额",), "type": ("业务类型",), "remark": ("备注",),
        },
        ("when", "trade", "income", "expense"), _funds,
    ),
)  # fmt: skip
