"""A forged key in a form of Wagtail's desk: what is outside one's scope is as if it did not exist (P05, R001)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, Revision

from lianxin.foundation.audit.models import AuditLine
from lianxin.publicity.media import owned
from lianxin.publicity.media.models import Recording
from lianxin.publicity.portal.access import collection_of
from lianxin.publicity.portal.models import ArticlePage, ColumnPage
from tests.factories import County
from tests.publicity.media.hostile import word
from tests.publicity.portal.walking import fresh

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # Wagtail leaves files open
]
SECRET, TYPED = "松岭镇没有公开的材料", "打了很久的标题"
NOBODY = 987654
Things = dict[str, Any]


def stock(county: County, code: str, title: str) -> Things:
    """A picture, a document and a recording of an organisation, and a draft of its county."""
    from lianxin.foundation.files.models import StoredFile

    organisation = county.organisations[code]
    shelf = collection_of(organisation)
    original = StoredFile.objects.unscoped("test").create(
        kind="mp4", name="a.mp4", size=1, sha256="0" * 64, org_path=organisation.path
    )
    recording = Recording.objects.unscoped("test").create(
        organisation=organisation, org_path=organisation.path, kind="video", original=original, title=title,
        state="ready", folder="x", seconds=5,
    )  # fmt: skip
    document = get_document_model()(title=title, collection=shelf)
    document.file.save("cailiao.docx", ContentFile(word()))
    picture = get_image_model().objects.create(title=title, file=get_test_image_file(), collection=shelf)
    return {"picture": picture, "document": document, "recording": recording}


@pytest.fixture
def own(county: County, sites: Any, folders: Any, draft: Any) -> Things:
    return stock(county, "QS01", "柳河自己的") | {"page": draft(title="柳河的另一篇")}


@pytest.fixture
def foreign(county: County, sites: Any, folders: Any) -> Things:
    column = ColumnPage.objects.child_of(sites["home"]).get(code="news")
    page = ArticlePage(title=SECRET, source="县委", live=False, locale=column.locale)
    column.add_child(instance=page)
    page.save_revision()
    return stock(county, "QS02", SECRET) | {"page": page}


def linked(kind: str, pk: int) -> str:
    """What the editor sends for a paragraph with a link."""
    entity = {"type": "DOCUMENT" if kind == "document" else "LINK", "mutability": "MUTABLE", "data": {"id": pk}}
    block = {
        "key": "a", "text": "见这里", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
        "entityRanges": [{"offset": 1, "length": 2, "key": 0}],
    }  # fmt: skip
    return json.dumps({"blocks": [block], "entityMap": {"0": entity}})


def one_block(kind: str, **values: Any) -> dict[str, Any]:
    head = {"body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": kind, "body-0-id": ""}
    return head | {f"body-0-value{'-' if name else ''}{name.replace('_', '-')}": v for name, v in values.items()}


def picture_block(key: Any) -> dict[str, Any]:
    return one_block("picture", image=key, alt="描述", caption="")


def gallery(key: Any) -> dict[str, Any]:
    rows = {"count": "2"}
    for n in range(2):
        rows |= {f"{n}-deleted": "", f"{n}-order": str(n), f"{n}-id": "", f"{n}-value-image": key,
                 f"{n}-value-alt": "描述", f"{n}-value-caption": ""}  # fmt: skip
    return one_block("gallery", **rows)


def event(key: Any, text: str = "") -> dict[str, Any]:
    text = text or json.dumps({"blocks": [], "entityMap": {}})
    return one_block(
        "event", day="2026-03-01", time="", title="开工", text=text, knowledge="known", source="村支部", source_url="",
        changed="", change="", items_count="1", items_0_deleted="", items_0_order="0", items_0_id="", items_0_value=key,
    )  # fmt: skip


#: what points at something -> (kind of thing, what is posted, what is said)
WAYS: dict[str, tuple[str, Callable[[Any], dict[str, Any]], str]] = {
    "picture": ("picture", picture_block, owned.NO_PICTURE),
    "gallery": ("picture", gallery, owned.NO_PICTURE),
    "cover": ("picture", lambda key: {"cover": key, "cover_alt": "描述", "body-count": "0"}, owned.NO_PICTURE),
    "recording": ("recording", lambda key: one_block("video", recording=key), owned.NO_RECORDING),
    "sound": ("recording", lambda key: one_block("audio", recording=key), owned.NO_RECORDING),
    "related page": ("page", event, owned.NO_PAGE),
    "document link": ("document", lambda key: one_block("text", **{"": linked("document", key)}), "链接已去掉"),
    "page link": ("page", lambda key: one_block("text", **{"": linked("page", key)}), "链接已去掉"),
    "link in a time line": ("document", lambda key: event("", linked("document", key)), "链接已去掉"),
}


def post(client: Client, page: ArticlePage, way: str, key: Any, **more: str) -> Any:
    data = {"title": TYPED, "form": "short", "source": "村支部"} | WAYS[way][1](key) | more
    return client.post(f"/workbench/portal/pages/{page.pk}/edit/", data)


def read(answer: Any) -> str:
    """The page with its JSON read: blocks are drawn from it by a script."""
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), html.unescape(answer.text))


def attempts() -> int:
    return AuditLine.objects.unscoped("test").filter(code="access.out_of_scope").count()


@pytest.mark.parametrize("way", WAYS)
def test_a_foreign_key_is_refused_at_its_field(desk: Any, draft: Any, foreign: Things, way: str) -> None:
    kind, _, said = WAYS[way]
    page = draft()
    versions = Revision.objects.count()
    answer = post(desk("writer"), page, way, foreign[kind].pk)
    assert answer.status_code == 200
    text = read(answer)
    assert said in text
    assert SECRET not in text, "not a word of what it is"
    assert TYPED in text
    assert Revision.objects.count() == versions, "nothing of it was stored"
    assert attempts() == 1
    same = post(desk("writer"), page, way, NOBODY)
    assert said in read(same), "as if it did not exist"
    assert attempts() == 1, "a slip is no attempt on anything"


@pytest.mark.parametrize("way", [way for way in WAYS if way != "sound"])
def test_ones_own_is_taken(desk: Any, draft: Any, own: Things, way: str) -> None:
    page = draft()
    key = own[WAYS[way][0]].pk
    extra = {"body-0-value-items-count": "0"} if way == "link in a time line" else {}
    assert post(desk("writer"), page, way, key, **extra).status_code == 302
    assert f"{key}" in json.dumps(fresh(page).get_latest_revision().content)
    assert attempts() == 0


def test_what_the_item_holds_stays_whoever_put_it_there(desk: Any, draft: Any, foreign: Things) -> None:
    """Those above may give a picture; the editor goes on writing, but cannot carry it into another item."""
    picture = foreign["picture"]
    held, other = draft(body=[("picture", {"image": picture, "alt": "描述", "caption": ""})]), draft(title="另一篇")
    assert post(desk("writer"), held, "picture", picture.pk).status_code == 302
    assert post(desk("writer"), other, "picture", picture.pk).status_code == 200


@pytest.mark.parametrize("key", ["x", "-1", "1e9", "9" * 40, "1 or 1"])
def test_what_is_no_key_breaks_nothing(desk: Any, draft: Any, own: Things, key: str) -> None:
    page = draft()
    for way in ("picture", "cover", "recording", "related page"):
        answer = post(desk("writer"), page, way, key)
        assert answer.status_code == 200, way
        assert WAYS[way][2] in read(answer), way


def test_a_form_outside_of_the_desk_takes_nothing(own: Things) -> None:
    """Without a person there is no scope, and no scope is not everything."""
    block = owned.PictureChooserBlock()
    assert block.value_from_form(str(own["picture"].pk)) is owned.NOTHING


ADDRESSES = {
    "picture": ("images/chooser/chosen/{}/", "images/chooser/{}/select_format/", "images/{}/", "images/usage/{}/",
                "images/{}/delete/", "images/chooser/chosen-multiple/?id={}"),
    "document": ("documents/chooser/chosen/{}/", "documents/edit/{}/", "documents/usage/{}/", "documents/delete/{}/",
                 "documents/{}/cailiao.docx", "documents/chooser/chosen-multiple/?id={}"),
    "recording": ("recording-video/chosen/{}/", "recording-video/chosen-multiple/?id={}"),
    "page": ("pages/{}/", "pages/{}/edit/", "pages/{}/delete/", "pages/{}/unpublish/", "pages/{}/history/",
             "pages/{}/usage/", "pages/{}/view_draft/", "pages/{}/edit/preview/", "pages/{}/copy/", "pages/{}/move/",
             "choose-page/{}/", "choose-page/chosen-multiple/?id={}", "api/main/pages/{}/"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "address"), [(k, a) for k, many in ADDRESSES.items() for a in many])
def test_addresses_that_name_a_row_do_not_know_a_foreign_one(
    desk: Any, own: Things, foreign: Things, kind: str, address: str
) -> None:
    with closing(desk("writer").get(f"/workbench/portal/{address.format(own[kind].pk)}")) as mine:
        assert mine.status_code in (200, 302, 403), "there is such an address"
    answer = desk("writer").get(f"/workbench/portal/{address.format(foreign[kind].pk)}")
    many = "chosen-multiple" in address and kind != "page"
    assert answer.status_code == (200 if many else 404), "of several, those that exist"
    assert SECRET not in b"".join(answer).decode()
    if not many and not address.startswith("recording"):
        assert attempts() == 1
    nobody = desk("writer").get(f"/workbench/portal/{address.format(NOBODY)}")
    assert nobody.status_code == answer.status_code, "the same as for a number that nobody has"


def test_windows_show_what_everybody_may_read_and_ones_own(desk: Any, draft: Any, foreign: Things) -> None:
    """A draft of the county is in no list; a published item of it is, by the title that readers know."""
    mine = draft(title="柳河的草稿")
    page, parent = foreign["page"], foreign["page"].get_parent()
    searched = "/workbench/portal/choose-page/search/?q="
    assert SECRET not in desk("writer").get(f"/workbench/portal/choose-page/{parent.pk}/").text
    assert SECRET not in desk("writer").get(f"{searched}{SECRET}").text
    assert mine.title in desk("writer").get(f"{searched}{mine.title}").text
    page.get_latest_revision().publish()
    page = fresh(page)
    page.title = "改了一半的题目"
    page.save_revision()
    text = desk("writer").get(f"/workbench/portal/choose-page/{parent.pk}/").json()["html"]
    assert SECRET in text
    assert "改了一半的题目" not in text
    typed = {"external-link-chooser-url": page.get_url(), "external-link-chooser-link_text": ""}
    link = desk("writer").post("/workbench/portal/choose-external-link/", typed).text
    assert "改了一半的题目" not in link
    assert Page.objects.filter(pk=page.pk).exists()
