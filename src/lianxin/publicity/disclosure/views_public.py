"""What everybody may read: the list, one item, the catalogue of an organisation, the feed."""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from lianxin.foundation.files.queries import files_of
from lianxin.foundation.organisations.queries import by_code, heir
from lianxin.kernel.actor import Actor

from . import policies, public_page
from .access import for_everybody, reader_of
from .forms.public import QuestionForm, RatingForm
from .models import Question, Rating
from .queries import reading
from .words import WITHDRAW_REASONS

FEED = 30
#: facets as chips; the rest is in the selects
CHIPS = 8
#: signs that XML 1.0 cannot carry
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@require_safe
@for_everybody
def items(request: HttpRequest) -> HttpResponse:
    """``/disclosure/?org=&matter=&year=&q=``: public items, newest first; ``scope=inside`` for members."""
    actor = reader_of(request)
    choice = public_page.choice_of(request.GET, actor)
    scopes = [("向社会公开", choice.query(scope=""), not choice.filters.inside)]
    scopes += [("党内公开", choice.query(scope="inside"), choice.filters.inside)]
    context = {
        "choice": choice,
        "page": public_page.listing_of(choice, actor),
        "scopes": scopes if policies.belongs(actor) else [],
        "offices": reading.offices(),
        "matters": reading.matters(),
        "years": reading.years(),
        **facets(choice),
        "feed": choice.query(scope="").replace("/disclosure/", "/disclosure/feed.atom", 1),
        "own": actor.person_id is not None,
    }
    return render(request, "disclosure/public/list.html", context)


def facets(choice: public_page.Choice) -> dict[str, list[tuple[str, str, bool]]]:
    """Chips of matters and of years: (word, address, chosen)."""
    f = choice.filters
    matters = [("全部事项", choice.query(matter=""), not f.matter)]
    matters += [(name, choice.query(matter=code), f.matter == code) for code, name in reading.matters()[:CHIPS]]
    years = [("全部年份", choice.query(year=""), not f.year)]
    years += [(f"{y} 年", choice.query(year=str(y)), f.year == y) for y in reading.years()[:CHIPS]]
    return {"matter_chips": matters, "year_chips": years if len(years) > 2 else []}


@require_safe
@for_everybody
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """``/disclosure/<pk>/``: one item with its steps; what is not for this reader is not there (M01)."""
    return item_page(request, pk)


def item_page(
    request: HttpRequest, pk: int, *, question: Any = None, rating: Any = None, appeal: Any = None, status: int = 200
) -> HttpResponse:
    """The page with its two small forms, filled as they were sent when something in them is wrong."""
    actor = reader_of(request)
    found = reading.read(actor, pk)
    if found is None:
        raise Http404("没有找到这件公开事项。")
    mine = Rating.objects.filter(item=found.item, person_id=actor.person_id or 0).first() if found.text else None
    context = {
        "found": found, "item": found.item, "own": own_words(actor, found), "appeal": appeal, "steps": public_page.time_line(found),
        "files": files_of(f"disclosure:{pk}", public_only=True) if found.text else [],
        "question": question or QuestionForm(initial={"key": secrets.token_urlsafe(16)}),
        "rating": rating or RatingForm(initial={"level": mine.level if mine else None}),
        "rated_before": mine is not None, "actor": actor,
        "why": WITHDRAW_REASONS.get(found.item.withdrawn_reason, ""),
    }  # fmt: skip
    return render(request, "disclosure/public/item.html", context, status=status)


def own_words(actor: Actor, found: reading.Reading) -> list[tuple[Question, bool]]:
    """Questions of the reader that are not shown, each with whether it may be appealed."""
    return [(q, bool(policies.may_appeal(actor, q))) for q in found.own]


@require_safe
@for_everybody
def catalogue(request: HttpRequest) -> HttpResponse:
    """``/disclosure/catalogue/?org=``: what an organisation discloses, on which ground, how often."""
    code = request.GET.get("org", "")[:32]
    organisation = by_code(code) if code and "\x00" not in code else None
    if code and organisation is None:
        raise Http404("没有找到这个组织。")
    offices = reading.offices()
    organisation = organisation or (by_code(offices[0][0]) if offices else None)
    lines = reading.catalogue(reader_of(request), organisation) if organisation else []
    context = {
        "organisation": organisation, "lines": lines, "offices": offices, "now": timezone.now(),
        "heir": heir(organisation) if organisation and organisation.closed_on else None,
    }  # fmt: skip
    return render(request, "disclosure/public/catalogue.html", context)


@require_safe
@for_everybody
def feed(request: HttpRequest) -> HttpResponse:
    """``/disclosure/feed.atom``: the newest public items of the same filters (RFC 4287)."""
    actor = reader_of(request)
    choice = public_page.choice_of(request.GET, actor)
    query = choice.query(scope="")
    rows = public_page.listing_of(choice_public(choice), actor).items[:FEED]
    office = choice.filters.organisation
    made = Atom1Feed(
        title=" · ".join(part for part in (settings.SITE_NAME, office.short_name if office else "", "党务公开") if part), link=f"{settings.SITE_URL}{query}", description="党务公开", language="zh-CN",
        feed_url=f"{settings.SITE_URL}{request.get_full_path()}", author_name=settings.SITE_NAME,
    )  # fmt: skip
    bodies = dict(reading.public_items().filter(pk__in=[r.pk for r in rows]).values_list("pk", "body"))
    for row in rows:
        url = f"{settings.SITE_URL}{row.get_absolute_url()}"
        made.add_item(
            title=_NOT_XML.sub("", row.title), link=url, unique_id=url, pubdate=row.public_at, updateddate=row.public_at,
            description=_NOT_XML.sub("", bodies.get(row.pk, "")), author_name=row.organisation.short_name,
        )  # fmt: skip
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def choice_public(choice: public_page.Choice) -> public_page.Choice:
    """The same choice without what is shown inside only: a feed is read by machines of nobody in particular."""
    f = choice.filters
    return public_page.Choice(reading.Filters(f.organisation, f.matter, f.year), choice.words)
