"""The organisation's own payment page or QR code: two persons, https only, members are told, no gateway imitated."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from lianxin.foundation.audit import queries as audit
from lianxin.foundation.notices.models import Notice
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dues import ways
from lianxin.membership.dues.models import PayWay
from lianxin.membership.dues.reference import code_of
from tests.factories import County

pytestmark = pytest.mark.django_db
ROOT = "/workbench/dues/ways/"
LINK = "https://pay.example.com/xinqiao?to=dues"


def signed_in(county: County, who: str) -> Client:
    client = Client()
    client.force_login(county.account_of(who))
    return client


def propose(county: County, who: str = "keeper", office: str = "QS01-B1", **more: Any) -> PayWay:
    values = {"payee": "新桥村党支部", "link": LINK, **more}
    return ways.propose(actor=county.actor(who), organisation=county.organisations[office], **values)


@pytest.fixture
def in_force(charged: County) -> PayWay:
    return ways.confirm(actor=charged.actor("organiser"), way=propose(charged), revision=0)


def told(member: Member) -> list[str]:
    return list(
        Notice.objects.filter(person_id=member.person_id, code="dues.way")
        .order_by("pk")
        .values_list("title", flat=True)
    )


def test_nobody_changes_it_alone(charged: County) -> None:
    """Proposed by one, confirmed by another; until then no member sees it."""
    way = propose(charged)
    with pytest.raises(Refused, match="不能自己启用"):
        ways.confirm(actor=charged.actor("keeper"), way=way, revision=0)
    with pytest.raises(Refused, match="等着核对"):
        propose(charged, payee="另一个")
    assert PayWay.objects.unscoped("test").get().standing == "proposed"
    way = ways.confirm(actor=charged.actor("organiser"), way=way, revision=0)
    assert (way.standing, way.proposed_by_id, way.decided_by_id) == (
        "in_force",
        charged.people["keeper"].pk,
        charged.people["organiser"].pk,
    )
    with pytest.raises(Refused, match="已被别人处理过"):
        ways.confirm(actor=charged.actor("organiser"), way=way, revision=0)


def test_members_are_told_of_every_change_and_the_old_one_ends(
    charged: County, in_force: PayWay, member: Callable[[str], Member]
) -> None:
    assert told(member("周禾苗")) == ["党费收款方式有变动"]
    assert told(member("冯长河")) == [], "who pays no dues is not told"
    other = ways.confirm(actor=charged.actor("organiser"), way=propose(charged, payee="新户"), revision=0)
    assert [row.standing for row in PayWay.objects.unscoped("test").order_by("pk")] == ["ended", "in_force"]
    ways.stop(actor=charged.actor("keeper"), way=other, revision=other.revision)
    assert told(member("周禾苗")) == ["党费收款方式有变动", "党费收款方式有变动", "党费收款方式已停用"]
    assert ways.way_for(member("周禾苗")) is None


def test_the_nearest_way_counts_and_its_members_are_not_told_of_a_farther_one(
    charged: County, in_force: PayWay, member: Callable[[str], Member]
) -> None:
    charged.add("town_keeper", "secretary", "QS01")
    charged.add("town_second", "deputy_secretary", "QS01")
    far = ways.propose(actor=charged.actor("town_keeper"), organisation=charged.town, payee="柳河镇党委", link=LINK)
    ways.confirm(actor=charged.actor("town_second"), way=far, revision=0)
    assert ways.way_for(member("周禾苗")) == in_force
    assert told(member("周禾苗")) == ["党费收款方式有变动"]
    ways.stop(actor=charged.actor("keeper"), way=in_force, revision=1)
    assert ways.way_for(member("周禾苗")) == far


@pytest.mark.parametrize(
    "link",
    ["http://pay.example.com/", "https://1.2.3.4/pay", "https://[::1]/", "javascript:alert(1)", "https://bank.com@evil.example.com/", "https://", "//pay.example.com/",
     "https://pay.example.com:8443/", "https://pay.example.com/ a", "https://pay.example.com/\"onclick", "weixin://wxpay/x", "https://localhost/", "https://xn--/", "ftp://a.cn/",
     "https://pay.example.com/" + "x" * 300, "https://pay\u202e.example.com/"],
)  # fmt: skip
def test_links_that_are_not_shown_to_anybody(link: str, charged: County) -> None:
    assert isinstance(ways.sound_link(link), Denied)
    with pytest.raises(Refused, match="https://"):
        propose(charged, link=link)


@pytest.mark.parametrize(
    "link", [LINK, "https://qr.alipay.com/fkx0000", "https://a.cn/", "https://pay.example.com:443/x"]
)
def test_links_that_are_sound(link: str) -> None:
    assert ways.sound_link(link) == link


@pytest.mark.parametrize(
    ("who", "page", "post"),
    [("keeper", 200, 303), ("organiser", 200, 303), ("leader", 200, 403), ("other_organiser", 404, 404), ("handler", 403, 403)],
)  # fmt: skip
def test_who_may_propose(who: str, page: int, post: int, charged: County) -> None:
    client, office = signed_in(charged, who), charged.organisations["QS01-B1"].pk
    assert client.get(f"{ROOT}?org={office}").status_code == page
    assert client.post(f"{ROOT}?org={office}", {"payee": "新桥村党支部", "link": LINK}).status_code == post
    assert PayWay.objects.unscoped("test").count() == (post == 303)


def test_a_picture_is_checked_shown_and_guarded(
    charged: County, member: Callable[[str], Member], settings: Any, tmp_path: Any
) -> None:
    settings.FILES_ROOT = tmp_path
    raw = io.BytesIO()
    Image.new("RGB", (300, 300), "white").save(raw, "PNG")
    office = charged.organisations["QS01-B1"].pk
    keeper, organiser = signed_in(charged, "keeper"), signed_in(charged, "organiser")
    wrong = keeper.post(
        f"{ROOT}?org={office}", {"payee": "新桥", "picture": SimpleUploadedFile("qr.png", b"<svg onload=x>")}
    )
    assert (wrong.status_code, 'value="新桥"' in wrong.text) == (422, True)
    assert (
        keeper.post(
            f"{ROOT}?org={office}", {"payee": "新桥", "picture": SimpleUploadedFile("qr.png", raw.getvalue())}
        ).status_code
        == 303
    )
    way = PayWay.objects.unscoped("test").get()
    picture = ways.picture_of(way)
    assert picture
    charged.people |= {"me": member("周禾苗").person, "applicant": member("冯长河").person}
    me = signed_in(charged, "me")
    assert me.get(picture.get_absolute_url()).status_code == 404, "nobody sees it before the second person agreed"
    organiser.post(f"{ROOT}{way.pk}/", {"do": "confirm", "revision": 0})
    assert me.get(picture.get_absolute_url()).status_code == 200
    assert signed_in(charged, "other_organiser").get(picture.get_absolute_url()).status_code == 404
    assert Client().get(picture.get_absolute_url()).status_code == 404


def test_what_the_member_sees(charged: County, in_force: PayWay, member: Callable[[str], Member]) -> None:
    """The amount, the code, whom the money goes to, and that the platform takes none."""
    charged.people["me"] = member("周禾苗").person
    text = signed_in(charged, "me").get("/me/dues/").text
    assert "270.00" in text
    assert code_of(member("周禾苗").pk) in text
    assert "本平台不收钱" in text
    assert 'rel="noopener noreferrer external"' in text
    assert "会到 pay.example.com" in text
    ways.stop(actor=charged.actor("keeper"), way=in_force, revision=1)
    text = signed_in(charged, "me").get("/me/dues/").text
    assert "pay.example.com" not in text
    assert code_of(member("周禾苗").pk) in text


def test_deciding_at_the_desk(charged: County, member: Callable[[str], Member]) -> None:
    way, keeper, organiser = propose(charged), signed_in(charged, "keeper"), signed_in(charged, "organiser")
    office = charged.organisations["QS01-B1"].pk
    assert "要由另一位管党费的同志核对" in keeper.get(f"{ROOT}?org={office}").text
    assert "不能自己启用" in keeper.post(f"{ROOT}{way.pk}/", {"do": "confirm", "revision": 0}, follow=True).text
    assert "核对收款方式：新桥村党支部" in organiser.get("/workbench/").text
    assert "核对收款方式" not in keeper.get("/workbench/").text
    assert organiser.post(f"{ROOT}{way.pk}/", {"do": "nonsense", "revision": 0}).status_code == 404
    assert "已启用" in organiser.post(f"{ROOT}{way.pk}/", {"do": "confirm", "revision": 0}, follow=True).text
    assert (
        signed_in(charged, "other_organiser").post(f"{ROOT}{way.pk}/", {"do": "stop", "revision": 1}).status_code == 404
    )
    assert signed_in(charged, "leader").post(f"{ROOT}{way.pk}/", {"do": "stop", "revision": 1}).status_code == 403
    assert "已停用" in keeper.post(f"{ROOT}{way.pk}/", {"do": "stop", "revision": 1}, follow=True).text


def test_every_step_leaves_a_line(charged: County, in_force: PayWay) -> None:
    ways.stop(actor=charged.actor("keeper"), way=in_force, revision=1)
    codes = [event.code for event in audit.trail(f"payway:{in_force.pk}")]
    assert sorted(codes) == ["dues.confirm_way", "dues.propose_way", "dues.stop_way"]
