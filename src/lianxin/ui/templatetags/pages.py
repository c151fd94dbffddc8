"""``{% load pages %}{% offers href %}``: what one may do with what one has just read (`lianxin.ui.pages`)."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .. import icons, pages

register = template.Library()


@register.simple_tag
def offers(address: str) -> SafeString | str:
    """A card with the links of the rooms; nothing where no room has any. The same for everybody, so pages stay cached."""
    found = pages.offers(address)
    if not found:
        return ""
    links = format_html_join(
        "", '<a class="button full" href="{}">{}{}</a>', ((url, icons.icon(icon), label) for label, url, icon in found)
    )
    return format_html('<section class="card stack"><b>学了以后</b>{}</section>', links)
