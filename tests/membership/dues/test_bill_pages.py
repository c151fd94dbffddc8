"""The matching of a bill at the desk: from the file to the receipt, who may, what is told, how many statements."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from lianxin.membership.dossiers.models import Member
from lianxin.membership.dues.bills.running import run
from lianxin.membership.dues.models import Bill, BillLine, Posting
from lianxin.membership.dues.reference import code_of
from tests.factories import County, appoint
from tests.membership.dues import bills
from tests.membership.dues.people import people_of

pytestmark = pytest.mark.django_db
Named = Callable[[str], Member]
ROOT = "/workbench/dues/bills/"


def signed_in(county: County, who: str) -> Client:
    client = Client()
    if who:
        client.force_login(county.account_of(who))
    return client


def upload(data: bytes, name: str = "账单.csv") -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, data), "account": ""}


@pytest.fixture
def brought(charged: County, member: Named) -> Bill:
    """Three payments: by payment code, by name in the words, by nobody known; and a refund."""
    data = bills.wechat(
        bills.paid(1, 备注=f"党费 {code_of(member('周禾苗').pk)}"), bills.paid(2, **{"金额(元)": "￥20.00", "备注": "吴春秋党费"}),
        bills.paid(3, 交易对方="路人"), bills.paid(4, 当前状态="已全额退款"),
    )  # fmt: skip
    made = run(data, actor=charged.actor("keeper"), organisation=charged.organisations["QS01-B1"], dry=False).bill
    assert made
    return made


def test_from_the_file_to_the_receipts(charged: County, member: Named) -> None:
    client, office = signed_in(charged, "keeper"), charged.organisations["QS01-B1"].pk
    data = bills.wechat(bills.paid(1, 备注=code_of(member("周禾苗").pk)), bills.paid(2, **{"金额(元)": "abc"}))
    seen = client.post(f"{ROOT}import/?org={office}", upload(data))
    assert "还没有写入" in seen.text
    assert "第 19 行" in seen.text
    assert "金额看不懂：abc" in seen.text
    assert not Bill.objects.unscoped("test").exists()
    token = seen.context["token"]
    table = client.get(f"{ROOT}import/{token}/rejects.xlsx?org={office}").content
    assert "金额看不懂：abc" in CalamineWorkbook.from_filelike(io.BytesIO(table)).get_sheet_by_index(0).to_python()[1]
    done = client.post(f"{ROOT}import/{token}/", {"org": office})
    assert "导入结果" in done.text
    one = Bill.objects.unscoped("test").get()
    page = client.get(f"{ROOT}{one.pk}/").text
    assert "对得上" in page
    assert "附言里有缴费代码，正好是 1 个月的党费" in page
    line = BillLine.objects.unscoped("test").get()
    chosen = {"line": line.pk, f"as-{line.pk}": f"{member('周禾苗').pk}.0"}
    assert client.post(f"{ROOT}{one.pk}/book/", chosen).status_code == 303
    after = client.get(f"{ROOT}{one.pk}/").text
    assert '相差 <b class="num">0.00</b>' in after
    assert "已入账" in after
    again = client.post(f"{ROOT}{one.pk}/book/", chosen, follow=True)
    assert "已被别人处理过" in again.text
    assert Posting.objects.unscoped("test").filter(debit="bank").count() == 1


def test_many_at_once_each_whole_or_not_at_all(charged: County, brought: Bill, member: Named) -> None:
    """One that cannot be booked does not hold up the others, and is told."""
    appoint(member("吴春秋").person, "committee_member", charged.organisations["QS01-B1"])
    charged.people["self"] = member("吴春秋").person
    client = signed_in(charged, "self")
    first, second, third = BillLine.objects.unscoped("test").filter(outcome="open").order_by("row")
    chosen = {
        "line": [first.pk, second.pk, third.pk],
        f"as-{first.pk}": f"{member('周禾苗').pk}.0",
        f"as-{second.pk}": f"{member('吴春秋').pk}.0",
    }
    text = client.post(f"{ROOT}{brought.pk}/book/", chosen, follow=True).text
    assert "已入账 1 笔" in text
    assert "有 2 笔没有入账" in text
    assert "自己的党费由其他同志登记" in text
    assert "没有选是哪位同志" in text


def test_a_line_by_itself(charged: County, brought: Bill, member: Named) -> None:
    client = signed_in(charged, "keeper")
    line = BillLine.objects.unscoped("test").get(row=20)
    at = f"{ROOT}lines/{line.pk}/"
    assert "没有缴费代码、姓名或手机尾号能对上" in client.get(at).text
    assert "记给周禾苗" in client.get(at, {"q": "周"}).text
    assert client.get(at, {"q": "无此人"}).text.count("没有找到这个人") == 1
    empty = client.post(at, {"do": "aside", "reason": "", "revision": 0})
    assert (empty.status_code, "请填写“这笔是什么钱”" in empty.text) == (422, True)
    assert client.post(at, {"do": "aside", "reason": "会务费", "revision": 0}).status_code == 303
    stale = client.post(at, {"do": "aside", "reason": "别的", "revision": 0})
    assert (stale.status_code, "已被别人处理过" in stale.text) == (422, True)
    assert "会务费" in client.get(at).text
    assert client.post(at, {"do": "again", "revision": 1}).status_code == 303
    assert client.post(at, {"member": member("周禾苗").pk, "revision": 2}).status_code == 303
    assert "收据" in client.get(at).text


def test_what_waits_stays_visible(charged: County, brought: Bill) -> None:
    client = signed_in(charged, "keeper")
    assert '还有 <b>3</b> 笔、共 <b class="num">200.00</b> 元没有对上' in client.get(ROOT).text
    assert "账单对账（3）" in client.get("/workbench/dues/").text
    assert "账单有 3 笔、200.00 元没有对上" in client.get("/workbench/").text
    shown = client.get(f"{ROOT}{brought.pk}/?show=shown").text
    assert "退款" in shown


@pytest.mark.parametrize(
    ("who", "listed", "one", "bring"),
    [("keeper", 200, 200, 200), ("organiser", 200, 200, 200), ("leader", 200, 200, 403), ("other_organiser", 200, 404, 404),
     ("handler", 403, 403, 403), ("", 302, 302, 302)],
)  # fmt: skip
def test_who_opens_what(who: str, listed: int, one: int, bring: int, charged: County, brought: Bill) -> None:
    client, office = signed_in(charged, who), charged.organisations["QS01-B1"].pk
    line = BillLine.objects.unscoped("test").filter(outcome="open").first()
    assert line
    got = [
        client.get(url).status_code
        for url in (ROOT, f"{ROOT}{brought.pk}/", f"{ROOT}lines/{line.pk}/", f"{ROOT}import/?org={office}")
    ]
    assert got == [listed, one, one, bring]
    posted = client.post(f"{ROOT}lines/{line.pk}/", {"do": "aside", "reason": "x", "revision": 0}).status_code
    assert (
        posted == {"keeper": 303, "organiser": 303, "leader": 403, "other_organiser": 404, "handler": 403, "": 302}[who]
    )


def test_somebody_elses_waiting_file_is_not_there(charged: County, member: Named) -> None:
    office = charged.organisations["QS01-B1"].pk
    token = (
        signed_in(charged, "keeper")
        .post(f"{ROOT}import/?org={office}", upload(bills.wechat(bills.paid())))
        .context["token"]
    )
    other = signed_in(charged, "organiser")
    assert other.get(f"{ROOT}import/{token}/rejects.xlsx?org={office}").status_code == 404
    assert "已经导入，或者放得太久" in other.post(f"{ROOT}import/{token}/", {"org": office}, follow=True).text


@pytest.mark.parametrize(
    ("data", "word"), [(b"", "文件是空的"), ("姓名\n甲\n".encode(), "认不出"), (None, "请选择账单文件")]
)
def test_a_file_that_is_no_bill_is_told_beside_the_field(data: bytes | None, word: str, charged: County) -> None:
    client = signed_in(charged, "keeper")
    answer = client.post(f"{ROOT}import/", upload(data) if data is not None else {})
    assert (answer.status_code, word in answer.text) == (422, True)


def test_the_number_of_statements_does_not_grow(charged: County, member: Named) -> None:
    """3 lines and 60, two members and forty: the pages ask the same number of times."""
    client, office = signed_in(charged, "keeper"), charged.organisations["QS01-B1"]
    seen: dict[str, list[int]] = {}
    for count in (3, 60):
        people = people_of(charged, count)
        rows = [bills.paid(count * 100 + n, 备注=f"{one.name}党费 138****{n:04d}") for n, one in enumerate(people)]
        made = run(bills.wechat(*rows), actor=charged.actor("keeper"), organisation=office, dry=False).bill
        assert made
        line = BillLine.objects.unscoped("test").filter(bill=made).first()
        assert line
        for url in (
            f"{ROOT}?org={office.pk}",
            f"{ROOT}{made.pk}/",
            f"{ROOT}{made.pk}/?show=shown",
            f"{ROOT}lines/{line.pk}/?q=周",
            "/workbench/dues/",
        ):
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            seen.setdefault(url.replace(f"{made.pk}/", "n/").replace(f"{line.pk}/", "n/"), []).append(len(queries))
    assert all(few == many for few, many in seen.values()), seen
    assert max(max(pair) for pair in seen.values()) < 30


def test_booking_in_a_town_goes_to_the_members_branch(charged: County, member: Named) -> None:
    """A town collects for its branches: the ledger line stands at the branch, the bill at the town."""
    charged.add("town_keeper", "secretary", "QS01")
    made = run(
        bills.wechat(bills.paid(1)), actor=charged.actor("town_keeper"), organisation=charged.town, dry=False
    ).bill
    line = BillLine.objects.unscoped("test").get()
    client = signed_in(charged, "town_keeper")
    assert client.post(f"{ROOT}lines/{line.pk}/", {"member": member("周禾苗").pk, "revision": 0}).status_code == 303
    entry = Posting.objects.unscoped("test").get(debit="bank")
    assert (entry.organisation.code, entry.amount, entry.on) == ("QS01-B1", Decimal("90.00"), date(2026, 11, 20))
    assert made
    assert '相差 <b class="num">0.00</b>' in client.get(f"{ROOT}{made.pk}/").text
