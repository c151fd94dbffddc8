"""Sites and items of the demonstration; every text and every picture is ours."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page, Site

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor

from . import demo_desk, demo_pictures, scheduling, texts_more
from .actions import found_site
from .daily import morning_of
from .models import ArticlePage, ColumnPage, SitePage
from .sites.demo import FOUNDED, design_of, reprint_one
from .texts import ITEMS, Item
from .texts_theory import DAYS

#: days of 每日一学 that lie before today, and one that is left empty so that the calendar has something to show
PAST, GAP = 10, 2
#: share of the items that stand on the county's own site
AT_HOME = 0.6


@action("portal.demo")
def load(*, dice: random.Random, now: datetime, actor: Actor = SYSTEM) -> int:
    """A site for the county and each town, with published items of every kind and two weeks of daily ones."""
    for page in Page.objects.filter(depth=2):  # Wagtail's own welcome page
        page.delete()
    county = Organisation.objects.filter(depth=1).order_by("path").first()
    if county is None:
        return 0
    with moment.at(now - FOUNDED):
        home = found_site(actor=actor, organisation=county, slug="county", design=design_of(county, 0))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home.page_ptr, "site_name": home.title}
    )
    with moment.at(now - FOUNDED):
        towns = [
            found_site(actor=actor, organisation=town, parent=home, design=design_of(town, number))
            for number, town in enumerate(Organisation.objects.filter(kind="committee", depth=2).order_by("path"), 1)
        ]
    pictures = demo_pictures.draw(county)
    today = timezone.localdate(now)
    at_home = [*texts_more.topics(today), *texts_more.history(today)]
    done = sum(_publish(home, item, _some_time(now, dice), pictures) for item in at_home)
    for item in (*ITEMS, *texts_more.ITEMS):
        done += _publish(
            home if dice.random() < AT_HOME else dice.choice(towns or [home]), item, _some_time(now, dice), pictures
        )
    done += _daily(home, now)
    reprint_one()
    done += demo_desk.load(now)
    scheduling.find_related()
    record("portal.demo", actor=actor, items=done)
    return done


def _some_time(now: datetime, dice: random.Random) -> datetime:
    at = timezone.localtime(now - timedelta(days=dice.randrange(1, 45)))
    return at.replace(hour=dice.randrange(8, 19), minute=dice.randrange(60))


def _page(site: SitePage, item: Item, at: datetime | None, pictures: dict[str, Any]) -> ArticlePage:
    column = ColumnPage.objects.child_of(site).get(code=item.column)
    body = item.body()
    if item.form == "picture":
        body.append(("gallery", _gallery(pictures)))
    page = ArticlePage(
        title=item.title, form=item.form, summary=item.summary, source=item.source.format(site=site.title),
        body=body, locale=column.locale, first_published_at=at, live=False, day=item.day, focus=item.focus,
        correction=item.correction, cover=pictures.get(item.picture), cover_alt=demo_pictures.ALT.get(item.picture, ""),
    )  # fmt: skip
    column.add_child(instance=page)
    return page


def _gallery(pictures: dict[str, Any]) -> list[dict[str, Any]]:
    """A row of pictures, each with what it shows."""
    chosen = [name for name in pictures if name in demo_pictures.ALT][:4]
    return [
        {"image": pictures[name], "alt": demo_pictures.ALT[name], "caption": demo_pictures.ALT[name]} for name in chosen
    ]


def _publish(site: SitePage, item: Item, at: datetime, pictures: dict[str, Any]) -> bool:
    with moment.at(at):
        _page(site, item, at, pictures).save_revision().publish()
    return True


def _daily(home: SitePage, now: datetime) -> int:
    """Past days are published, later ones signed and waiting for their morning."""
    for number, (title, says, asks) in enumerate(DAYS):
        ahead = number - PAST + 1
        day = timezone.localdate(now) + timedelta(days=ahead + (ahead > GAP))
        parts = (("text", says), ("quote", {"text": f"想一想：{asks}", "source": "学习小组"}))
        item = Item("theory", "theory", title, "三分钟，一段话，一个问题。", "学习小组整理", parts, day=day)
        if ahead > 0:
            _page(home, item, None, {}).save_revision().publish()
        else:
            _publish(home, item, morning_of(day) + timedelta(minutes=1), {})
    return len(DAYS)
