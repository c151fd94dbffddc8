"""WeChat official account: cover -> draft -> publication -> asking until it is out; and the menu.

Every step is kept as soon as it is done. Before publishing is asked for a note is kept as well: when
the answer was lost, the next attempt first looks among the published articles (by the address of the
original, which every article carries) instead of publishing again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lianxin.publicity.documents.poster import qr_png

from ..markup import absolute, plain, signed_html
from ..models import PublicAccount
from ..text import Text
from .base import Adapter, GivenUp, Later, Outcome, Part, Sending
from .wechat_api import Api, WeChatError
from .wechat_pictures import with_uploaded
from .wechat_talk import answer

TITLE, AUTHOR, DIGEST, BODY = 32, 16, 120, 20000
ASK_AGAIN = 30.0
#: how long a publication whose answer was lost is looked for before it is asked for again
DOUBT = 120.0
PUBLISHED, UNDER_WAY = 0, 1
NOT_PUBLISHED = {
    2: "公众号平台认为不是原创",
    3: "公众号平台发布失败",
    4: "没有通过公众号平台的审核",
    5: "文章已在公众号后台删除",
    6: "文章已被公众号平台封禁",
}
NO_SUCH_MEDIA, NO_SUCH_ARTICLE = 40007, 53600


def send(sending: Sending) -> Outcome:
    """Bring a text out; may need several calls until the platform has finished."""
    api, steps = Api(sending.account), sending.steps
    if "draft" not in steps:
        _draft(api, sending)
    if "publish_id" not in steps:
        found = _publish(api, sending)
        if found is not None:
            return found
    return _progress(api, steps)


def _draft(api: Api, sending: Sending) -> None:
    text, steps = sending.text, sending.steps
    if "cover" not in steps:
        picture = text.cover or qr_png(text.url)
        kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
        files = {"media": (f"cover.{kind}", picture, f"image/{kind}")}
        steps["cover"] = api.call("material/add_material", files=files, type="image")["media_id"]
        sending.save()
    body = absolute(with_uploaded(api, sending), text.url)
    article = {
        "title": text.headline[:TITLE], "author": sending.account.organisation.short_name[:AUTHOR],
        "digest": text.summary[:DIGEST], "content": signed_html(body, text, sending.signature),
        "content_source_url": text.url, "thumb_media_id": steps["cover"], "need_open_comment": 1,
        "only_fans_can_comment": 0,
    }  # fmt: skip
    steps["draft"] = api.call("draft/add", {"articles": [article]})["media_id"]
    sending.save()


def _publish(api: Api, sending: Sending) -> Outcome | None:
    """Ask for publication, unless an earlier attempt may have; then look for it first."""
    steps = sending.steps
    if steps.get("asked"):
        found = _published(api, sending.text.url)
        if found is not None:
            return found
        if sending.gone:
            raise GivenUp("原文已撤下，没有发布")
        if not _draft_is_there(api, steps["draft"]) or not steps.get("doubted"):
            steps["doubted"] = True
            sending.save()
            raise Later("正在向公众号平台核对是否已经发布", DOUBT)
    steps["asked"] = True
    sending.save()
    try:
        answer = api.call("freepublish/submit", {"media_id": steps["draft"]})
    except (GivenUp, Later, WeChatError):
        steps.pop("asked")  # the platform answered: it was not taken
        sending.save()
        raise
    steps["publish_id"] = str(answer["publish_id"])
    sending.save()
    return None


def _published(api: Api, url: str) -> Outcome | None:
    answer = api.call("freepublish/batchget", {"offset": 0, "count": 20, "no_content": 1})
    for item in answer.get("item", []):
        for article in item.get("content", {}).get("news_item", []):
            if article.get("content_source_url") == url:
                return Outcome(str(item["article_id"]), str(article.get("url", "")))
    return None


def _draft_is_there(api: Api, media_id: str) -> bool:
    try:
        api.call("draft/get", {"media_id": media_id})
    except WeChatError as error:
        if error.code == NO_SUCH_MEDIA:
            return False
        raise
    return True


def _progress(api: Api, steps: dict[str, Any]) -> Outcome:
    answer = api.call("freepublish/get", {"publish_id": steps["publish_id"]})
    status = int(answer["publish_status"])
    if status == UNDER_WAY:
        raise Later("公众号平台正在发布", ASK_AGAIN, counts=False)
    if status != PUBLISHED:
        raise GivenUp(NOT_PUBLISHED.get(status, f"公众号平台没有发布（{status}）"))
    items = answer.get("article_detail", {}).get("item", [])
    return Outcome(str(answer["article_id"]), str(items[0]["article_url"]) if items else "")


def preview(text: Text, signature: str) -> list[Part]:
    """Title, digest and the length of the article."""
    body = plain(text.body_html)
    return [
        Part("标题", text.headline[:TITLE], TITLE, len(text.headline)),
        Part("摘要", text.summary[:DIGEST], DIGEST, len(text.summary)),
        Part("正文", body, BODY, len(body)),
        Part("文末", f"来源：{text.source}\n发布：{signature}\n原文：{text.url}"),
    ]


def withdraw(sending: Sending) -> Outcome:
    """Delete the published article; one that is gone already counts as deleted."""
    try:
        Api(sending.account).call("freepublish/delete", {"article_id": sending.dispatch.remote_id, "index": 1})
    except WeChatError as error:
        if error.code not in (NO_SUCH_MEDIA, NO_SUCH_ARTICLE):
            raise
    return Outcome(sending.dispatch.remote_id)


def set_menu(account: PublicAccount, buttons: Sequence[tuple[str, str]]) -> None:
    """Put a menu of up to three links under the account: (label of up to four characters, address).

    Raises ValueError for more or longer ones, and what `Api.call` raises.
    """
    if not 1 <= len(buttons) <= 3 or any(not 0 < len(label) <= 4 for label, _ in buttons):
        raise ValueError("a menu has one to three buttons of up to four characters")
    menu = [{"type": "view", "name": label, "url": url} for label, url in buttons]
    Api(account).call("menu/create", {"button": menu})


ADAPTER = Adapter(
    "wechat", "微信公众号", send,
    secrets={"secret": "AppSecret", "token": "消息校验 Token", "aes_key": "EncodingAESKey（43 位）"},
    preview=preview, withdraw=withdraw, answer=answer,
)  # fmt: skip
