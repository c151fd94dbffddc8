"""Every page of Wagtail's desk that a link leads to speaks Chinese, whoever looks at it, and none of them breaks (R001)."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from lianxin.publicity.portal.access import collection_of
from lianxin.publicity.portal.models import ArticlePage
from tests.publicity.media.conftest import folders
from tests.publicity.portal.walking import STAGES, account, fresh, publish, send_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # Wagtail leaves files open
]
__all__ = ["folders"]
DESK = "/workbench/portal/"
#: addresses that answer a script or hand out a file
NO_PAGES = ("media/", "sprite/", "jsi18n/", "logout/", "login/", "account/", "editing-sessions/", "api/", "pictures/")
#: looks at a kind of page, by different people or at different things
OFTEN = 3
#: what people read in an element besides its text
READ_OUT = ("aria-label", "title", "placeholder", "alt", "data-w-tooltip-content-value", "data-w-progress-active-value")
#: names of what a script shows
SHOWN = ("label", "title", "helpText", "description", "message", "text", "placeholder")
WORD = r"[A-Za-z][a-z]{2,}|[A-Z]{3,}"
RUN = re.compile(rf"(?<![\w./@#-])(?:{WORD})(?:[ ,'’.:-]+(?:{WORD}|[a-z]{{1,2}}\b))*(?![\w/@-])")
#: names that have no Chinese form
NAMES = re.compile(
    r"\b(?:JPG|PNG|WebP|GIF|PDF|Word|WPS|docx|xlsx|Atom|HTML|URL|Enter|Esc|Ctrl|Cmd|Shift|Alt|Tab|http|https|domain\.com|my-work|work|mailto)\b"
    r"|\b(?:writer|second|third|checker|issuer|secretary|keeper|localhost)\b"  # of this test
)


class Page(HTMLParser):
    """Texts that people read and addresses that a page leads to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.links: list[str] = []
        self._skip = ""
        self._hidden = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self._hidden = "hidden" in known  # what stands in it directly; nobody sees it
        if tag in ("script", "style"):
            self._skip = "json" if known.get("id") == "wagtail-sidebar-props" else tag
        if known.get("data-block", "").startswith("{"):  # the fields of the body are drawn from it by a script
            self._props(json.loads(known["data-block"]))
        self.said += [known[name] for name in READ_OUT if name in known]
        if tag == "input" and known.get("type") in ("submit", "button"):
            self.said.append(known.get("value", ""))
        self.links += [v for n, v in known.items() if n in ("href", "action") or (n.startswith("data-") and "url" in n)]

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._skip = ""

    def handle_data(self, data: str) -> None:
        if self._skip == "json" and data.strip():
            self._props(json.loads(data))
        elif not self._skip and not self._hidden:
            self.said.append(data)

    def _props(self, value: Any, name: str = "") -> None:
        """The side bar and the fields of the body are drawn from these by a script."""
        if isinstance(value, dict):
            for key, inner in value.items():
                self._props(inner, key)
        elif isinstance(value, list):
            for inner in value:
                self._props(inner, name)
        elif isinstance(value, str) and value.startswith(DESK):
            self.links.append(value)
        elif isinstance(value, str) and value.lstrip().startswith("<"):
            inside = Page(value)
            self.said, self.links = [*self.said, *inside.said], [*self.links, *inside.links]
        elif isinstance(value, str) and (name in SHOWN or name.isupper()):
            self.said.append(value)


def english(text: str) -> list[str]:
    """Runs of English words in a text."""
    return [run for run in RUN.findall(NAMES.sub(" ", text)) if len(run) > 3]


def kind(url: str) -> str:
    """Addresses that differ by a number or by a value only show the same kind of page."""
    parts = urlsplit(url)
    names = sorted(set(re.findall(r"(?:^|&)([\w-]+)=", parts.query)))
    return f"{re.sub(r'/[0-9]+/', '/N/', parts.path)}?{','.join(names)}"


def walk(client: Any, also: list[str], seen: Counter[str]) -> tuple[dict[str, int], dict[str, set[str]]]:
    """(address -> status, words -> kinds of pages) of everything that links lead to, but for kinds of pages seen often."""
    todo, statuses, found = [DESK, *also], {}, {}  # type: ignore[var-annotated]  # three at once
    while todo:
        url = todo.pop(0)
        if url[len(DESK) :].startswith(NO_PAGES) or url in statuses or (seen[kind(url)] >= OFTEN and url != DESK):
            continue
        seen[kind(url)] += 1
        answer = client.get(url)
        statuses[url] = answer.status_code
        if answer.status_code in (301, 302):
            links, said = [answer["Location"]], []
        elif getattr(answer, "streaming", False):
            answer.close()
            continue
        else:
            data = answer.json() if "json" in answer["Content-Type"] else {"html": answer.text}
            text = data.get("html") or "" if isinstance(data, dict) else ""
            page = Page(text)
            links, said = page.links, page.said
        for run in (run for text in said for run in english(text)):
            found.setdefault(run, set()).add(kind(url))
        todo += [link for to in links if (link := urljoin(url, to.partition("#")[0])).startswith(DESK)]
    return statuses, found


@pytest.fixture
def world(desk: Any, draft: Any, county: Any, folders: Any) -> list[str]:
    """An item in each state, a picture and a document; addresses that stand behind buttons of scripts."""
    shelf = collection_of(county.town)
    get_image_model().objects.create(title="渡口", file=get_test_image_file(), collection=shelf)
    get_document_model().objects.create(title="服务清单", file=get_test_image_file("a.pdf"), collection=shelf)
    running = send_in(desk, draft, title="审核中的一篇")
    out: ArticlePage = publish(desk, send_in(desk, draft, title="发布过的一篇"), STAGES)
    fresh(out).save_revision(user=account("writer"))
    mine = draft(account("writer"), title="草稿")
    pages = [f"{DESK}pages/{page.pk}/{way}" for page in (running, out, mine) for way in ("edit/", "history/", "usage/")]
    windows = ("choose-page/", "choose-external-link/", "choose-email-link/", "choose-phone-link/", "choose-anchor-link/",
               "images/chooser/", "documents/chooser/", "recording-video/", "recording-audio/", "nowhere/")  # fmt: skip
    return [*pages, *(DESK + window for window in windows)]


def test_no_english_behind_any_link(desk: Any, world: list[str], county: Any) -> None:
    county.add("keeper", "editor", "QS01")  # keeps a column beside writing in it
    seen: Counter[str] = Counter()
    for name in ("writer", "keeper", "checker", "issuer", "secretary"):
        statuses, found = walk(desk(name), world, seen)
        assert not {url: code for url, code in statuses.items() if code >= 500}
        assert not found, "\n".join(f"{words!r}: {sorted(where)[:2]}" for words, where in sorted(found.items()))
    assert len(seen) > 40, "the walk got somewhere"


def test_how_long_ago_is_said_in_chinese() -> None:
    """Somebody else's open editor and the last change: Wagtail says them in the words of Django's humanize."""
    now = timezone.now()
    said = [naturaltime(now - timedelta(**span)) for span in ({"seconds": 5}, {"minutes": 5}, {"hours": 3})]
    assert [text.replace("\xa0", "") for text in said] == ["5秒之前", "5分钟之前", "3小时之前"]
