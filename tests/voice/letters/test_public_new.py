"""写留言: three steps without JavaScript, nothing lost on the way, one form one letter."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from lianxin.foundation.files.queries import files_of
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.voice.letters.forms_public.texts import tidy
from lianxin.voice.letters.models import Letter, Topic
from tests.factories import County

URL = "/letters/new/"
STEP = re.compile(r'aria-current="step">([^<]+)')
CODE = re.compile(r'id="code">([^<]+)')


@pytest.fixture(autouse=True)
def _own_shelf(settings: Any, tmp_path: Any) -> None:
    settings.FILES_ROOT = tmp_path / "files"


def typed(step: int = 3, **more: str) -> dict[str, Any]:
    """A form filled in well."""
    values = {
        "key": "invented-form-key-0001", "step": str(step), "kind": "help", "door": "", "title": "渡口台阶裂了",
        "demand": "尽快修好", "body": "台阶裂了一条缝\r\n老人容易绊倒", "organisation": "", "topic": "", "place": "渡口",
        "wants_public": "yes", "nickname": "禾苗", "contact_phone": "", "contact_email": "", "remark": "",
    }  # fmt: skip
    return {**values, **more}


def count() -> int:
    return Letter.objects.unscoped("test").count()


def only() -> Letter:
    return Letter.objects.unscoped("test").get()


def photo(name: str = "照片.jpg", size: tuple[int, int] = (400, 300)) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def test_three_steps_lead_to_a_receipt_without_javascript(county: County, client: Client) -> None:
    """A03: a letter takes three steps; each POST carries everything typed so far."""
    fresh = client.get(URL).content.decode()
    assert STEP.search(fresh)[1] == "选类型"
    two = client.post(URL, {"key": "invented-form-key-0001", "step": "1", "kind": "help", "door": "", "go": "next"})
    assert (two.status_code, STEP.search(two.content.decode())[1]) == (200, "说事情")
    three = client.post(URL, {**typed(2), "go": "next"})
    assert STEP.search(three.content.decode())[1] == "核对发出"
    assert 'value="渡口台阶裂了"' in three.content.decode()
    assert count() == 0
    done = client.post(URL, {**typed(3), "go": "next"})
    assert done.headers["Cache-Control"] == "no-store"
    assert CODE.search(done.content.decode())
    letter = only()
    assert (letter.title, letter.body, letter.nickname) == ("渡口台阶裂了", "台阶裂了一条缝\n老人容易绊倒", "禾苗")
    assert letter.number in done.content.decode()
    assert "data-received" in done.content.decode()


def test_the_receipt_names_dates_and_clauses(county: County, client: Client) -> None:
    html = client.post(URL, typed()).content.decode()
    assert "给您答复" in html
    assert "本页只显示一次" in html
    assert "/rules/HOT-01/" in html or "/regulations/" in html


def test_the_same_form_twice_is_one_letter_with_the_same_code(county: County, client: Client) -> None:
    first, second = (client.post(URL, typed()).content.decode() for _ in range(2))
    assert count() == 1
    assert CODE.search(first)[1] == CODE.search(second)[1]


def test_the_back_button_does_not_swallow_another_letter(county: County, client: Client) -> None:
    """An old form with other words in it is not answered with the old receipt, and nothing is lost."""
    client.post(URL, typed())
    again = client.post(URL, typed(title="另一件事", body="井盖不见了"))
    html = again.content.decode()
    assert (again.status_code, count()) == (422, 1)
    assert not CODE.search(html)
    assert 'value="另一件事"' in html
    key = re.search(r'name="key" value="([^"]+)"', html)[1]
    assert CODE.search(client.post(URL, typed(title="另一件事", body="井盖不见了", key=key)).content.decode())
    assert count() == 2


@pytest.mark.parametrize(
    ("door", "word"), [("court", "人民法院"), ("tipoff", "举报"), ("elsewhere", "12345"), ("emergency", "110")]
)
def test_the_wrong_door_is_shown_the_right_one_and_nothing_is_kept(
    door: str, word: str, county: County, client: Client
) -> None:
    """W05 in spirit: what belongs elsewhere stops here, whichever step it was sent from."""
    for step in (1, 3):
        response = client.post(URL, typed(step, door=door))
        box = re.search(rf'data-when="door={door}">(.*?)</div></div>', response.content.decode(), re.S)
        assert response.status_code == 422
        assert word in box[1]
    assert count() == 0


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title", "", "请写一个标题"),
        ("title", "\u200b\u200b \u2060", "请写一个标题"),
        ("title", "长" * 41, "多了 1 个字"),
        ("body", " \r\n ", "请写明事情的经过"),
        ("body", "字" * 5003, "多了 3 个字"),
        ("demand", "", "请写明您希望怎么解决"),
        ("contact_phone", "找村长要", "电话只写数字"),
        ("contact_email", "不是邮箱", "邮"),
        ("remark", "字" * 201, "多了 1 个字"),
        ("organisation", "nobody", "这个单位现在不收留言"),
        ("topic", "gone", "这个事项已经停用"),
        ("kind", "weather", "请从列出的类型里选一个"),
    ],
)
def test_a_refused_form_keeps_everything_and_names_the_field(
    field: str, value: str, says: str, county: County, client: Client
) -> None:
    response = client.post(URL, typed(**{field: value}))
    html = response.content.decode()
    assert response.status_code == 422
    assert says in html
    assert f'href="#id_{field}' in html
    assert "老人容易绊倒" in html or field == "body"
    assert 'value="渡口"' in html
    assert count() == 0


def test_full_length_emoji_and_other_scripts_go_through(county: County, client: Client) -> None:
    title, body = "路灯🏮" * 13, "灯" * 4_990 + "שלום\r\nمرحبا"
    client.post(URL, typed(title=title, body=body))
    assert only().title == title
    assert only().body == body.replace("\r\n", "\n")


def test_signs_that_hide_or_turn_text_are_taken_out() -> None:
    assert tidy("ab\u202ecd\u0000\u0007\ufeff") == "abcd"
    assert tidy("一\r\n二\r三") == "一\n二\n三"
    assert tidy("一\n二", lines=False) == "一 二"
    assert tidy("👨\u200d👩\u200d👧") == "👨\u200d👩\u200d👧"
    assert tidy("\u3164\u200d\u2800"[:2]) == ""


def test_going_back_shows_no_errors_and_loses_nothing(county: County, client: Client) -> None:
    response = client.post(URL, {**typed(2, title="", body="写了一半"), "go": "back"})
    html = response.content.decode()
    assert (response.status_code, STEP.search(html)[1]) == (200, "选类型")
    assert "写了一半" in html
    assert "还有" not in html


def test_personal_data_in_public_words_is_pointed_out_and_masked(county: County, client: Client) -> None:
    dirty = typed(2, body="我的手机 13900000000，请回电")
    warned = client.post(URL, {**dirty, "go": "next"})
    assert warned.status_code == 422
    assert "139****0000" in warned.content.decode()
    masked = client.post(URL, {**dirty, "go": "mask"}).content.decode()
    assert "〔手机号已隐去〕" in masked
    assert "13900000000" not in masked
    agreed = client.post(URL, {**dirty, "go": "agree"}).content.decode()
    assert STEP.search(agreed)[1] == "核对发出"
    digest = re.search(r'name="agreed" value="([^"]+)"', agreed)[1]
    other = typed(3, body="我的手机 13900000000，他的 13700000000", agreed=digest)
    assert client.post(URL, other).status_code == 422
    assert client.post(URL, typed(3, body=dirty["body"], agreed=digest)).status_code == 200
    assert "13900000000" in only().body


def test_a_letter_that_stays_private_may_hold_a_phone_number(county: County, client: Client) -> None:
    response = client.post(URL, typed(body="手机 13900000000", wants_public="no"))
    assert (response.status_code, only().wants_public) == (200, False)


def test_photos_survive_a_refused_form_each_with_its_own_switch(county: County, client: Client) -> None:
    files = {"photos-0": photo("门口.jpg"), "photos-1": photo("河边.jpg"), "photos-1-private": "on"}
    refused = client.post(URL, {**typed(2, title=""), **files}).content.decode()
    tokens = re.findall(r'name="photos-kept" value="([^"]+)"', refused)
    assert len(tokens) == 2
    assert "data:image/jpeg;base64," in refused
    client.post(URL, typed(photos_kept="", **{"photos-kept": tokens, "photos-kept-1-private": "on"}))
    stored = files_of(f"letter:{only().pk}")
    assert [(f.name, f.public) for f in stored] == [("门口.jpg", True), ("河边.jpg", False)]


def test_bad_photos_are_named_and_the_good_ones_kept(county: County, client: Client) -> None:
    files = {
        "photos-0": photo("好的.jpg"),
        "photos-1": SimpleUploadedFile("账单.jpg", b"MZ not a picture", "image/jpeg"),
        "photos-2": SimpleUploadedFile("文件.pdf", b"%PDF-1.4\n%%EOF", "application/pdf"),
        "photos-3": SimpleUploadedFile("巨大.jpg", b"\xff\xd8\xff\xe0" + b"0" * (11 * 1024 * 1024), "image/jpeg"),
    }
    response = client.post(URL, {**typed(3), **files})
    html = response.content.decode()
    assert (response.status_code, STEP.search(html)[1], count()) == (422, "说事情", 0)
    assert "账单.jpg" in html
    assert "巨大.jpg" in html
    assert len(re.findall('name="photos-kept"', html)) == 1


def test_too_many_photos_are_refused_with_the_number_of_the_rule(county: County, client: Client) -> None:
    """LX-12."""
    response = client.post(URL, {**typed(3), **{f"photos-{n}": photo(f"{n}.jpg") for n in range(6)}})
    assert response.status_code == 422
    assert "最多 5 张" in response.content.decode()


def test_the_letter_goes_to_the_office_and_topic_that_were_chosen(county: County, client: Client) -> None:
    first = Topic.objects.create(code="A", name="城建", level=1, path="城建", order=1)
    leaf = Topic.objects.create(code="B", name="路灯", level=2, path="城建/路灯", parent=first, order=2)
    client.post(URL, typed(organisation="QS02", topic="B", lat="30.1234567", lon="104.5"))
    letter = only()
    assert (letter.received_by.code, letter.topic) == ("QS02", leaf)
    assert (float(letter.lat), float(letter.lon)) == (30.123457, 104.5)


def test_half_a_position_is_none_and_a_hidden_place_stays_hidden(county: County, client: Client) -> None:
    client.post(URL, typed(lat="30.1", lon="", hide_place="on"))
    assert (only().lat, only().place_public) == (None, False)


def test_the_form_says_that_nobody_pays_for_speaking_up(county: County, client: Client) -> None:
    """PET-08, PET-09: progress can be followed and rated, and nobody may be troubled for a letter, with the clause."""
    html = client.get(URL).content.decode()
    for found in (rule("PET-08"), rule("PET-09")):
        assert found.wording in html
        assert found.cited in html


def test_the_form_branches_by_kind(county: County, client: Client) -> None:
    """感谢 asks whom; 咨询 asks no demand and forgets one."""
    html = client.post(URL, {**typed(1, kind="thank"), "go": "next"}).content.decode()
    assert "要感谢谁" in html
    client.post(URL, typed(kind="consult", demand="不该有的诉求"))
    assert only().demand == ""


def test_without_a_receiving_office_the_form_says_so(county: County, client: Client) -> None:
    Organisation.objects.update(takes_letters=False)
    response = client.post(URL, typed())
    assert "现在没有单位收留言" in response.content.decode()
    assert response.status_code == 422


def test_a_signed_in_author_owns_the_letter(county: County, client: Client) -> None:
    client.force_login(county.account_of("author"))
    assert client.get(URL).headers["Cache-Control"] == "no-store"
    assert 'value="author"' in client.get(URL).content.decode()
    client.post(URL, typed(nickname=""))
    assert only().author == county.people["author"]


def test_the_empty_form_may_lie_on_the_device_but_in_no_shared_cache(county: County, client: Client) -> None:
    response = client.get(URL)
    assert (response.headers["Cache-Control"], response.headers["Lx-Offline"]) == ("no-cache", "keep")
    assert "Cookie" in response.headers["Vary"]


def test_a_forged_post_is_refused(county: County) -> None:
    assert Client(enforce_csrf_checks=True).post(URL, typed()).status_code == 403
    assert count() == 0


@pytest.mark.parametrize(
    "junk", [{"step": "9"}, {"key": ""}, {"key": "短"}, {"photos-kept": "forged"}, {"lat": "nan", "lon": "inf"}]
)
def test_junk_in_hidden_fields_breaks_nothing(junk: dict[str, str], county: County, client: Client) -> None:
    assert client.post(URL, typed(**junk)).status_code in (200, 422)
