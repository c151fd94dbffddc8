"""Invented bills of every make, written as their makers write them. Nobody in them exists."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

WECHAT = (
    "交易时间",
    "交易类型",
    "交易对方",
    "商品",
    "收/支",
    "金额(元)",
    "支付方式",
    "当前状态",
    "交易单号",
    "商户单号",
    "备注",
)
MERCHANT = (
    "交易时间", "公众账号ID", "商户号", "特约商户号", "设备号", "微信订单号", "商户订单号", "用户标识", "交易类型", "交易状态", "付款银行", "货币种类",
    "应结订单金额", "代金券金额", "微信退款单号", "商户退款单号", "退款金额", "充值券退款金额", "退款类型", "退款状态", "商品名称", "商户数据包",
    "手续费", "费率", "订单金额", "申请退款金额", "费率备注",
)  # fmt: skip
FUNDS = (
    "记账时间",
    "微信支付业务单号",
    "资金流水单号",
    "业务名称",
    "业务类型",
    "收支类型",
    "收支金额(元)",
    "账户结余(元)",
    "资金变更提交申请人",
    "备注",
    "业务凭证号",
)
ALIPAY = (
    "交易时间",
    "交易分类",
    "交易对方",
    "对方账号",
    "商品说明",
    "收/支",
    "金额",
    "收/付款方式",
    "交易状态",
    "交易订单号",
    "商家订单号",
    "备注",
)
ALIPAY_WEB = (
    "交易号", "商家订单号", "交易创建时间", "付款时间", "最近修改时间", "交易来源地", "类型", "交易对方", "商品名称", "金额（元）", "收/支", "交易状态",
    "服务费（元）", "成功退款（元）", "备注", "资金状态",
)  # fmt: skip
ALIPAY_TRADES = (
    "支付宝交易号", "商户订单号", "业务类型", "商品名称", "创建时间", "完成时间", "门店编号", "门店名称", "操作员", "终端号", "对方账户", "订单金额（元）",
    "商家实收（元）", "退款批次号/请求号", "服务费（元）", "分润（元）", "备注",
)  # fmt: skip
ALIPAY_FUNDS = (
    "账务流水号",
    "业务流水号",
    "商户订单号",
    "商品名称",
    "发生时间",
    "对方账号",
    "收入金额（+元）",
    "支出金额（-元）",
    "账户余额（元）",
    "交易渠道",
    "业务类型",
    "备注",
)


def _rows(headings: Sequence[str], rows: Iterable[dict[str, str]], default: str = "") -> list[list[str]]:
    return [[row.get(name, default) for name in headings] for row in rows]


def _text(lines: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(lines)
    return out.getvalue()


def paid(n: int = 1, **more: str) -> dict[str, str]:
    """A payment in WeChat's personal bill: 90 yuan from somebody's nickname."""
    return {
        "交易时间": "2026-11-20 10:22:33", "交易类型": "二维码收款", "交易对方": "清风", "商品": "收款方备注:二维码收款", "收/支": "收入", "金额(元)": "￥90.00",
        "支付方式": "/", "当前状态": "已收钱", "交易单号": f"10000498260020261120{n:012d}", "商户单号": f"1000049801{n:020d}", "备注": "/", **more,
    }  # fmt: skip


def wechat(*rows: dict[str, str]) -> bytes:
    """A personal bill: a byte order mark, sixteen rows of explanations, a tab behind the long numbers."""
    above = [
        ["微信支付账单明细"], ["微信昵称：[新桥支部]"], ["起始时间：[2026-11-01 00:00:00] 终止时间：[2026-11-26 23:59:59]"], ["导出类型：[全部]"],
        ["导出时间：[2026-11-27 08:00:00]"], [""], [f"共{len(rows)}笔记录"], ["收入：1笔 90.00元"], ["支出：0笔 0.00元"], ["中性交易：0笔 0.00元"],
        ["注："], ["1. 充值和提现不计入收支"], ["2. 本明细仅供个人对账使用"], ["3. 删除的记录不在里面"], [""], ["----------------------微信支付账单明细列表--------------------"],
    ]  # fmt: skip
    width = len(WECHAT)
    body = _rows(WECHAT, rows)
    for row in body:
        row[8], row[9] = row[8] + "\t", row[9] + "\t"
    return ("\ufeff" + _text([*([*line, *[""] * (width - len(line))] for line in above), WECHAT, *body])).encode()


def merchant(*rows: dict[str, str]) -> bytes:
    """A merchant's trade bill: a back quote before every cell, sums below."""
    lines = [",".join(MERCHANT)]
    lines += [",".join(f"`{cell}" for cell in row) for row in _rows(MERCHANT, rows)]
    lines += [
        "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额",
        f"`{len(rows)},`90.00,`0.00,`0.00,`0.54000,`90.00,`0.00",
    ]
    return "\r\n".join(lines).encode()


def funds(*rows: dict[str, str]) -> bytes:
    lines = [",".join(FUNDS), *(",".join(f"`{cell}" for cell in row) for row in _rows(FUNDS, rows))]
    return "\r\n".join([*lines, "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额", "`2,`1,`90.00,`1,`0.54"]).encode()


def alipay(*rows: dict[str, str]) -> bytes:
    """A personal bill of the app: GB18030, twenty-four rows above, cells padded with blanks and tabs, a comma at the end."""
    above = ["-" * 60, "导出信息：", "姓名：新桥支部", "支付宝账户：xq@example.com", *(f"{n}.说明，请留意" for n in range(1, 20)),
             "------------------------支付宝支付科技有限公司  电子客户回单------------------------"]  # fmt: skip
    body = [",".join(f"{cell:<24}\t" for cell in row) + "," for row in [list(ALIPAY), *_rows(ALIPAY, rows)]]
    return "\r\n".join([*above, *body]).encode("gb18030")


def alipay_web(*rows: dict[str, str]) -> bytes:
    above = ["支付宝交易记录明细查询", "账号:[xq@example.com]", "起始日期:[2026-11-01 00:00:00]    终止日期:[2026-11-27 00:00:00]",
             "---------------------------------交易记录明细列表------------------------------------"]  # fmt: skip
    below = ["-" * 80, f"共{len(rows)}笔记录", "已收入:1笔,90.00元", "导出时间:[2026-11-27 09:00:00]    用户:新桥支部"]
    body = [",".join(f"{cell:<28}" for cell in row) + "," for row in [list(ALIPAY_WEB), *_rows(ALIPAY_WEB, rows)]]
    return "\r\n".join([*above, *body, *below]).encode("gb18030")


def alipay_trades(*rows: dict[str, str]) -> bytes:
    above = ["#支付宝业务明细查询", "#账号：[2088000000000000]", "#起始日期：[2026年11月20日 00:00:00]   终止日期：[2026年11月21日 00:00:00]",
             "#-----------------------------------------业务明细列表----------------------------------------"]  # fmt: skip
    below = [
        "#-----------------------------------------业务明细列表结束------------------------------------",
        "#交易合计：1笔，商家实收共90.00元",
    ]
    body = [",".join(f"{cell}\t" for cell in row) for row in _rows(ALIPAY_TRADES, rows)]
    return "\r\n".join([*above, ",".join(ALIPAY_TRADES), *body, *below]).encode("gb18030")


def alipay_funds(*rows: dict[str, str]) -> bytes:
    above = ["#支付宝账务明细查询", "#账号：[2088000000000000]", "#-----账务明细列表-----"]
    body = [",".join(f"{cell}\t" for cell in row) for row in _rows(ALIPAY_FUNDS, rows)]
    return "\r\n".join([*above, ",".join(ALIPAY_FUNDS), *body, "#-----账务明细列表结束-----"]).encode("gb18030")


def table(headings: Sequence[str], *rows: Sequence[Any], title: str = "账户交易明细查询") -> bytes:
    """A bank's .xlsx with a title above the headings; cells keep their types."""
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    page = book.add_worksheet("流水")
    page.write(0, 0, title)
    for at, line in enumerate([headings, *rows], 2):
        for column, cell in enumerate(line):
            page.write(at, column, cell)
    book.close()
    return raw.getvalue()
