"""M01: every route × every state × every reader; what is not shown is nowhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lianxin.foundation.search.queries import find
from lianxin.publicity.disclosure import actions
from lianxin.publicity.disclosure.models import Item
from lianxin.publicity.disclosure.queries import reading
from tests.factories import County
from tests.publicity.disclosure.world import FILES, ROADS, SECRET, Way, files, fresh, line, people

READERS = ("anonymous", "author", "member", "other_member", "leader", *FILES)
#: who reads the text in which state on the public side; everybody reads public ones
INSIDE = {"member", "leader", "plain", "new", "of_town"}


@pytest.fixture
def here(county: County) -> County:
    return files(people(county))


def client_of(county: County, name: str) -> Client:
    client = Client()
    if name != "anonymous":
        client.force_login(county.account_of(name))
    return client


def allowed(state: str, name: str) -> bool:
    return state == "public" or (state == "inner" and name in INSIDE)


def test_matrix_of_routes(here: County) -> None:
    items = {state: Way(here).to(state) for state in ROADS}
    for name in READERS:
        client = client_of(here, name)
        lists = "".join(
            client.get(url).content.decode()
            for url in ("/disclosure/", "/disclosure/?scope=inside", f"/disclosure/?q={SECRET}", "/disclosure/?scope=inside&q=党费",
                        "/disclosure/feed.atom", "/disclosure/feed.atom?scope=inside", "/sitemap.xml")
        )  # fmt: skip
        for state, item in items.items():
            page = client.get(f"/disclosure/{item.pk}/")
            said = SECRET in page.content.decode()
            assert said is allowed(state, name), (state, name)
            assert page.status_code in ((200,) if said else (200, 404))
            assert (f"/disclosure/{item.pk}/" in lists) is allowed(state, name), (state, name)
    assert [path for path, _ in reading.addresses(50)] == [f"/disclosure/{items['public'].pk}/"]


def test_dis_02_a_member_reads_what_the_own_branch_and_those_above_show_inside(here: County) -> None:
    """DIS-02: not what a branch below the own committee shows, nor a neighbour; a duty above reads below as before."""
    item = Way(here, code="QS01-B1").to("inner")
    for name, seen in (("plain", True), ("new", True), ("of_town", False), ("plain_elsewhere", False), ("applicant", False),
                       ("gone", False), ("author", False), ("leader", True)):  # fmt: skip
        client = client_of(here, name)
        assert (client.get(f"/disclosure/{item.pk}/").status_code == 200) is seen, name
        assert (SECRET in client.get("/disclosure/?scope=inside").text) is seen, name
        assert (f"/disclosure/{item.pk}/" in client.get("/me/").text) is seen, name


def test_dis_02_the_page_of_the_own_branch_tells_a_member_what_was_conveyed(here: County) -> None:
    """R022, R024: on one page with the rest of the branch."""
    items = [Way(here).to("inner"), Way(here, code="QS01-B1").to("inner"), Way(here).to("inner")]
    away = here.organisations["QS02"]
    Item.objects.unscoped("test").filter(pk=items[2].pk).update(organisation=away, org_path=away.path)
    page = client_of(here, "plain").get("/me/branch/").text
    assert [f"/disclosure/{item.pk}/" in page for item in items] == [True, True, False]


def test_dis_02_the_door_inside_is_shown_to_those_who_have_one(here: County) -> None:
    entry = line(here, scope="inner")
    for name, seen in (("plain", True), ("applicant", False), ("gone", False), ("author", False)):
        client = client_of(here, name)
        assert ("scope=inside" in client.get("/disclosure/").text) is seen, name
        assert ("scope=inside" in client.get("/me/").text) is seen, name
        read = {one.pk for one in reading.catalogue(here.actor(name), here.town)}
        assert (entry.pk in read) is seen, name


def test_search_holds_only_what_was_shown(here: County) -> None:
    items = {state: Way(here).to(state) for state in ROADS}
    public = find(SECRET, kinds=["disclosure"])
    assert public.ids == (items["public"].pk,)
    staff = find(SECRET, kinds=["disclosure"], audience="staff", paths=[here.town.path])
    assert set(staff.ids) <= {items["inner"].pk, items["public"].pk}


def test_a_feed_is_for_nobody_in_particular(here: County) -> None:
    item = Way(here).to("inner")
    text = client_of(here, "member").get("/disclosure/feed.atom?scope=inside").content.decode()
    assert f"/disclosure/{item.pk}/" not in text


@pytest.mark.parametrize("name", ["anonymous", "author"])
def test_a_withdrawn_public_item_leaves_a_notice_without_its_text(here: County, name: str) -> None:
    way = Way(here)
    way.to("public")
    way.do("withdraw")
    page = client_of(here, name).get(f"/disclosure/{way.item.pk}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "金额有误，重新公开。" in text
    assert SECRET not in text
    assert way.item.title not in text
    assert not find(SECRET, kinds=["disclosure"]).ids


def test_file_address_follows_the_item(here: County) -> None:
    import io

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    from lianxin.foundation.files.guards import may_read
    from lianxin.foundation.files.intake import prepare
    from lianxin.foundation.files.queries import files_of
    from lianxin.publicity.disclosure.actions import Draft

    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    way = Way(here)
    way.do("return")
    upload = prepare(SimpleUploadedFile("公开栏.png", picture.getvalue(), "image/png"))
    way.do("resubmit", draft=Draft("标题", "正文", files=(upload,)))
    stored = files_of(f"disclosure:{way.item.pk}")[0]
    for state, event in (("proposed", ""), ("inner", "to"), ("public", "open"), ("withdrawn", "withdraw")):
        if event == "to":
            way.to("inner")
        elif event == "open":
            way.open_later()
        elif event:
            way.do(event)
        assert way.item.state == state
        for name in READERS:
            seen = bool(may_read(here.actor(name), stored))
            staff = name == "leader"  # works on it at the desk in every state
            assert seen is (allowed(state, name) or staff), (state, name)


def test_m06_a_correction_is_invisible_until_approved_and_then_explained(here: County) -> None:
    way = Way(here)
    way.to("public")
    url = f"/disclosure/{way.item.pk}/"
    way.do("correct")
    assert "更正后的正文" not in Client().get(url).content.decode()
    way.do("review_correction")
    assert "更正后的正文" not in Client().get(url).content.decode()
    way.do("apply_correction")
    text = Client().get(url).content.decode()
    assert "更正后的正文" in text
    assert "金额少写了一位" in text
    assert SECRET in text  # the old version is kept to be read
    assert find("更正后的正文", kinds=["disclosure"]).ids == (way.item.pk,)


def test_m06_an_old_text_that_must_go_is_gone(here: County) -> None:
    way = Way(here)
    way.to("public")
    way.do("correct", keep_old=False)
    way.do("review_correction")
    way.do("apply_correction")
    text = Client().get(f"/disclosure/{way.item.pk}/").content.decode()
    assert SECRET not in text
    assert "更正前的内容不再显示" in text


def test_m01_questions_and_answers_wait_for_review(here: County) -> None:
    way = Way(here)
    item = way.to("public")
    url = f"/disclosure/{item.pk}/"

    def page() -> str:
        return Client().get(url).content.decode()

    question = actions.ask_question(actor=here.actor("author"), item=item, text="钱花在哪里了")
    assert "钱花在哪里了" not in page()
    actions.review_question(actor=here.actor("reviewer"), question=question, public=True)
    assert "钱花在哪里了" in page()
    actions.answer_question(actor=here.actor("keeper"), question=question, text="用于困难党员慰问")
    assert "困难党员慰问" not in page()
    actions.review_answer(actor=here.actor("reviewer"), question=question, public=True)
    assert "困难党员慰问" in page()


def test_lx_08_ratings_below_the_minimum_have_no_distribution(here: County) -> None:
    item = Way(here).to("public")
    names = ("author", "neighbour", "keeper", "leader", "member")
    for name in names[:4]:
        actions.rate(actor=here.actor(name), item=item, level=3)
    actions.rate(actor=here.actor("author"), item=item, level=1)  # changes, does not add
    assert reading.rating_counts(item) == ([], 4)
    actions.rate(actor=here.actor(names[4]), item=item, level=2)
    assert reading.rating_counts(item)[0] == [("说清楚了", 3), ("基本清楚", 1), ("没说清楚", 1)]


def test_requests_are_read_by_their_asker_and_the_staff_alone(here: County) -> None:
    from tests.publicity.disclosure.world import asked

    request, code = asked(here, "anonymous")
    url = f"/disclosure/asked/{request.pk}/"
    assert Client().get(url).status_code == 404
    assert client_of(here, "neighbour").get(url).status_code == 404
    holder = Client()
    assert holder.post("/disclosure/track/", {"code": code.lower()}).status_code == 302
    assert "看完了，收起" in holder.get(url).text
    assert holder.session.get_expire_at_browser_close(), "gone with the browser: many sit at a machine of others"
    assert holder.get("/disclosure/asked/close/").status_code == 405
    assert holder.post("/disclosure/asked/close/").headers["Location"] == "/disclosure/track/"
    assert holder.get(url).status_code == 404
    assert client_of(here, "foreign_reviewer").get(f"/workbench/disclosure/requests/{request.pk}/").status_code == 403
    assert client_of(here, "approver").get(f"/workbench/disclosure/requests/{request.pk}/").status_code == 200
    assert fresh(request).code_hash
    assert code not in fresh(request).code_hash


def test_p05_a_foreign_desk_item_is_not_there(here: County) -> None:
    item: Any = Way(here).item
    assert client_of(here, "other_member").get(f"/workbench/disclosure/{item.pk}/").status_code == 404
    assert client_of(here, "keeper").get(f"/workbench/disclosure/{item.pk}/").status_code == 200
