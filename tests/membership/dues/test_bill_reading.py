"""Bills of every make are read as they come, broken rows are refused with their line, nothing is taken twice."""

from __future__ import annotations

import contextlib
import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.sheets import SheetError
from lianxin.membership.dues.bills.money import fen_in
from lianxin.membership.dues.bills.reading import Line, Reading, parse
from tests.membership.dues import bills

TODAY = date(2026, 11, 27)


def read(data: bytes, **more: Any) -> Reading:
    return parse(data, today=TODAY, **more)


def facts(line: Line) -> tuple[str, int, str]:
    return line.kind, line.fen, line.trade


def test_a_personal_bill_of_wechat() -> None:
    """A byte order mark, sixteen rows above, a yen sign, a tab behind the number; money given back is no income."""
    found = read(bills.wechat(
        bills.paid(1, 备注="党费 DF222238"),
        bills.paid(2, 当前状态="已全额退款"),
        bills.paid(3, **{"收/支": "支出", "交易类型": "商户消费", "当前状态": "支付成功", "金额(元)": "￥1,234.50"}),
        bills.paid(4, **{"收/支": "/", "交易类型": "零钱提现", "当前状态": "提现已到账"}),
        bills.paid(5, **{"收/支": "支出", "交易类型": "手续费", "当前状态": "支付成功", "金额(元)": "¥0.10"}),
    ))  # fmt: skip
    assert found.format.code == "wechat"
    assert not found.bad
    assert [(line.kind, line.fen) for line in found.lines] == [
        ("in", 9000),
        ("refund", 9000),
        ("out", 123450),
        ("other", 9000),
        ("fee", 10),
    ]
    first = found.lines[0]
    assert (first.on, first.party, first.trade) == (date(2026, 11, 20), "清风", "10000498260020261120000000000001")
    assert "党费 DF222238" in first.words
    assert first.number == 18, "the row of the file, for whoever opens it"


def test_a_trade_bill_of_a_wechat_merchant() -> None:
    sold = {"交易时间": "2026-11-20 10:22:33", "微信订单号": "4200002026112000000001", "交易状态": "SUCCESS", "应结订单金额": "90.00", "订单金额": "90.00",
            "微信退款单号": "0", "退款金额": "0.00", "商品名称": "党费", "手续费": "0.54000"}  # fmt: skip
    back = {
        **sold,
        "交易状态": "REFUND",
        "微信退款单号": "50000000012026112000001",
        "退款金额": "90.00",
        "申请退款金额": "90.00",
        "手续费": "-0.54000",
    }
    found = read(bills.merchant(sold, back))
    assert found.format.code == "wechat_merchant"
    assert not found.bad
    assert [facts(line) for line in found.lines] == [
        ("in", 9000, "4200002026112000000001"),
        ("refund", 9000, "50000000012026112000001"),
    ]
    assert [line.fee_fen for line in found.lines] == [54, 54]


def test_the_fund_bill_names_the_same_payment_by_the_same_key() -> None:
    """Whoever brings both bills of a merchant books no payment twice."""
    sold = {
        "交易时间": "2026-11-20 10:22:33",
        "微信订单号": "4200002026112000000001",
        "交易状态": "SUCCESS",
        "订单金额": "90.00",
    }
    moved = {
        "记账时间": "2026-11-20 10:22:33",
        "微信支付业务单号": "4200002026112000000001",
        "业务名称": "交易",
        "业务类型": "交易",
        "收支类型": "收入",
        "收支金额(元)": "90.00",
    }
    fee = {
        **moved,
        "业务名称": "扣除交易手续费",
        "业务类型": "扣除交易手续费",
        "收支类型": "支出",
        "收支金额(元)": "0.54",
    }
    one, other = read(bills.merchant(sold)), read(bills.funds(moved, fee))
    assert [facts(line)[:2] for line in other.lines] == [("in", 9000), ("fee", 54)]
    assert one.lines[0].key == other.lines[0].key
    assert other.lines[0].key != other.lines[1].key


def test_a_personal_bill_of_alipay() -> None:
    """GB18030, padded cells, more tabs than commas."""
    row = {"交易时间": "2026-11-20 10:22:33", "交易分类": "转账红包", "交易对方": "周禾苗", "对方账号": "138****0001", "商品说明": "党费", "收/支": "收入", "金额": "90.00",
           "交易状态": "交易成功", "交易订单号": "20261120200040011100000000000001"}  # fmt: skip
    found = read(bills.alipay(row, {**row, "交易订单号": "20261120200040011100000000000002", "收/支": "不计收支", "交易状态": "退款成功", "交易分类": "退款"},
                              {**row, "交易订单号": "20261120200040011100000000000003", "收/支": "支出", "交易状态": "交易关闭"}))  # fmt: skip
    assert found.format.code == "alipay"
    assert not found.bad
    assert [line.kind for line in found.lines] == ["in", "refund", "other"]
    assert (found.lines[0].party, found.lines[0].trade) == ("周禾苗 138****0001", "20261120200040011100000000000001")


def test_the_other_bills_of_alipay() -> None:
    web = {"交易号": "2026112022001400001", "交易创建时间": "2026-11-20 10:22:33", "交易对方": "周禾苗", "商品名称": "党费", "金额（元）": "90.00", "收/支": "收入",
           "交易状态": "交易成功", "服务费（元）": "0.00", "成功退款（元）": "0.00"}  # fmt: skip
    found = read(bills.alipay_web(web, {**web, "交易号": "2026112022001400002", "成功退款（元）": "90.00"}))
    assert (found.format.code, [line.kind for line in found.lines], found.bad) == ("alipay_web", ["in", "refund"], [])
    trade = {"支付宝交易号": "2026112022001400003", "业务类型": "交易", "商品名称": "党费", "完成时间": "2026-11-20 10:22:34", "对方账户": "zho***@example.com",
             "订单金额（元）": "90.00", "服务费（元）": "-0.54"}  # fmt: skip
    found = read(
        bills.alipay_trades(trade, {**trade, "业务类型": "退款", "订单金额（元）": "-90.00", "退款批次号/请求号": "R1"})
    )
    assert [(line.kind, line.fen, line.fee_fen) for line in found.lines] == [("in", 9000, 54), ("refund", 9000, 54)]
    moved = {
        "账务流水号": "1",
        "业务流水号": "2026112022001400003",
        "发生时间": "2026-11-20 10:22:34",
        "收入金额（+元）": "90.00",
        "支出金额（-元）": "0.00",
        "业务类型": "在线支付",
    }
    fee = {**moved, "账务流水号": "2", "收入金额（+元）": "0.00", "支出金额（-元）": "-0.54", "业务类型": "收费"}
    other = read(bills.alipay_funds(moved, fee))
    assert [(line.kind, line.fen) for line in other.lines] == [("in", 9000), ("fee", 54)]
    assert other.lines[0].key == found.lines[0].key, "one payment in two bills"


def test_a_bank_with_two_columns_in_any_order() -> None:
    data = bills.table(
        ("贷方发生额", "摘要", "交易日期", "对方户名", "借方发生额", "对方账号", "交易流水号", "附言"),
        (90, "转账", "20261120", "周禾苗", "", "6217000000000000001", "A001", "党费"),
        ("１，２３４．５０", "转账", "2026年11月20日", "吴春秋", "", "6217000000000000002", "A002", ""),
        ("", "账户管理费", "2026-11-21", "", 3.5, "", "A003", ""),
        ("", "转账", "2026/11/22", "文具店", "1,000.00", "", "A004", ""),
        (0.12, "结息", 46348, "", "", "", "A005", ""),
        (90, "退汇", "2026-11-23", "某单位", "", "", "A006", ""),
    )  # fmt: skip
    found = read(data)
    assert not found.bad
    assert [(line.kind, line.fen) for line in found.lines] == [
        ("in", 9000), ("in", 123450), ("fee", 350), ("out", 100000), ("in", 12), ("refund", 9000)
    ]  # fmt: skip
    assert found.lines[0].party == "周禾苗 6217000000000000001"


@pytest.mark.parametrize(
    ("headings", "rows", "kinds"),
    [
        (("日期", "金额"), [("2026-11-20", "90.00"), ("2026-11-20", "-5"), ("2026-11-20", "(1,200.00)")], ["in", "out", "out"]),
        (("交易时间", "借贷标志", "发生额"), [("2026-11-20 10:00:00", "贷", 90), ("2026-11-20 10:00:01", "借", 5)], ["in", "out"]),
        (("记账日期", "收/支", "交易金额", "对方名称"), [("2026.11.20", "收入", "¥90", "甲"), ("2026.11.20", "支出", "￥5元", "乙")], ["in", "out"]),
        (("入账日期", "收入金额"), [("2026-11-20", 90)], ["in"]),
    ],
)  # fmt: skip
def test_banks_with_one_column(headings: tuple[str, ...], rows: list[tuple[Any, ...]], kinds: list[str]) -> None:
    found = read(bills.table(headings, *rows))
    assert [line.kind for line in found.lines] == kinds
    assert not found.bad


def test_without_a_number_the_same_file_gives_the_same_keys_and_twins_stay_two() -> None:
    rows = [("2026-11-20", 90, "周禾苗"), ("2026-11-20", 90, "周禾苗"), ("2026-11-21", 90, "周禾苗")]
    one = read(bills.table(("日期", "收入", "对方户名"), *rows))
    again = read(bills.table(("对方户名", "收入", "日期"), *((party, fen, day) for day, fen, party in rows)))
    assert [line.key for line in one.lines] == [line.key for line in again.lines]
    assert len({line.key for line in one.lines}) == 3
    other = read(bills.table(("日期", "收入", "对方户名"), *rows), account="农行 1234")
    assert not {line.key for line in one.lines} & {line.key for line in other.lines}


def test_broken_rows_are_refused_with_every_reason() -> None:
    found = read(bills.wechat(
        bills.paid(1, **{"金额(元)": "九十"}),
        bills.paid(2, 交易时间="昨天", **{"收/支": "进账"}),
        bills.paid(3, 交易时间="2026-11-28 08:00:00"),
        bills.paid(4, **{"金额(元)": "￥0.00"}),
        bills.paid(5, **{"金额(元)": "￥1.005"}),
        bills.paid(6, 交易单号="1.00005E+27"),
        bills.paid(7), bills.paid(7),
    ))  # fmt: skip
    said = {row.number: "；".join(row.reasons) for row in found.bad}
    assert said == {
        18: "金额看不懂：九十", 19: "“收/支”看不懂：进账；日期看不懂：昨天", 20: "日期 2026-11-28 还没有到", 21: "金额是 0",
        22: "金额超过两位小数：¥1.005", 23: "交易单号被表格软件改成了科学计数，末几位已经丢失，请上传原来的文件", 25: "与第 24 行的交易单号相同",
    }  # fmt: skip
    assert [line.number for line in found.lines] == [24]


def test_a_number_that_a_spreadsheet_spoiled_is_noticed() -> None:
    found = read(
        bills.table(
            ("日期", "收入", "交易流水号"), ("2026-11-20", 90, 4200002026112000000001), ("2026-11-20", 90, 20261120001)
        )
    )
    assert ["丢失" in row.reasons[0] for row in found.bad] == [True]
    assert [line.trade for line in found.lines] == ["20261120001"]


def _parcel() -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as made:
        made.writestr("账单.csv", bills.wechat(bills.paid()))
    return raw.getvalue()


@pytest.mark.parametrize(
    ("data", "word"),
    [(b"", "空的"), (b"\xff\x00\xfe\x00\x01", "看不懂"), ("姓名,年龄\n甲,3\n".encode(), "认不出"), (_parcel(), "压缩包"), (b"PK\x03\x04broken", "损坏")],
)  # fmt: skip
def test_files_that_are_no_bill(data: bytes, word: str) -> None:
    with pytest.raises(SheetError, match=word):
        read(data)


def test_an_unclosed_quote_does_not_swallow_rows_in_silence() -> None:
    text = bills.wechat(bills.paid(1, 备注="XX"), bills.paid(2), bills.paid(3)).decode()
    found = read(text.replace("XX", '"没有收口').encode())
    assert not found.lines
    assert "引号" in found.bad[0].reasons[-1]


@pytest.mark.parametrize(
    ("cell", "fen"),
    [("￥1,234.50", 123450), ("¥90", 9000), ("９０．１０", 9010), (90.1, 9010), (90, 9000), ("0.54000", 54), ("-5.00", -500), ("(5.00)", -500), ("+3", 300),
     ("", None), ("-", None), (None, None), ("/", None), (".5", 50), (33.33, 3333), (0.1 + 0.2, 30), (1.005, "金额超过两位小数：1.005")],
)  # fmt: skip
def test_amounts_as_people_and_machines_write_them(cell: Any, fen: Any) -> None:
    assert fen_in(cell) == fen


@pytest.mark.parametrize(
    "cell", ["1,23", "1.234,50", "12 34x", "１２，３", "1e5", "NaN", "Infinity", "99999999999", "1.001", "--5"]
)
def test_what_is_no_amount_is_said(cell: str) -> None:
    assert isinstance(fen_in(cell), str)


@given(st.integers(1, 10**10 - 1))
def test_every_amount_of_money_comes_back_to_the_fen(fen: int) -> None:
    yuan = Decimal(fen).scaleb(-2)
    for text in (str(yuan), f"￥{yuan:,}", f"{yuan}元", float(yuan)):
        assert fen_in(text) == fen


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reader(data: bytes) -> None:
    with contextlib.suppress(SheetError):
        read(data)


@given(st.lists(st.lists(st.text(max_size=8), max_size=6), max_size=4))
def test_whatever_stands_in_the_rows_is_read_or_refused(rows: list[list[str]]) -> None:
    """Nothing is lost: every row with anything in it is a line, a refusal or a sum below."""
    text = bills._text([("交易日期", "收入", "支出", "对方户名", "摘要"), *rows])
    try:
        found = parse(("\ufeff" + text).encode("utf-8", "surrogatepass"), today=TODAY)
    except SheetError:
        return
    for bad in found.bad:
        assert bad.reasons
    for line in found.lines:
        assert line.fen > 0
