"""What the first reader would have to wait for, done while the web process starts."""

from __future__ import annotations

from django.template.loader import get_template
from django.urls import get_resolver, reverse

#: the layouts, and the two pages that people open first
FIRST = ("ui/plain.html", "ui/public.html", "ui/desk.html", "site/home.html", "workbench/home.html")


def warm() -> None:
    """Load every address with its views, forms and templates of the first pages. Reads no row and writes none.

    The first answer waits for the addresses in any case; loaded here they are there before the collector is calmed
    (`kernel.collecting.calm`), so that it never looks through them again.
    """
    assert get_resolver().url_patterns  # loads every room's addresses, and with them its views
    reverse("account_login")  # fills the table from names to addresses
    for name in FIRST:
        get_template(name)
