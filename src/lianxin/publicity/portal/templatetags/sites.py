"""What a site shows of itself on each of its public pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..models import SiteFace, SitePage

register = template.Library()


def _site(context: template.Context) -> SitePage | None:
    """The site of the page that is shown: asked once, with its face and its organisation."""
    request: Any = context.get("request")
    known = getattr(request, "portal_site", None)
    if known is None:
        page, given = context.get("page"), context.get("site")
        found = next((x for x in (given, page) if isinstance(x, SitePage)), None)
        if found is None and page is not None:
            path = str(page.path)
            above = [path[:end] for end in range(page.steplen, len(path), page.steplen)]
            rows = SitePage.objects.filter(path__in=above).select_related("organisation", "face")
            found = rows.order_by("-depth").first()
        known = found
        if request is not None:
            request.portal_site = known
    return known


def _face(context: template.Context) -> SiteFace | None:
    found: SiteFace | None = getattr(_site(context), "face", None)
    return found


@register.simple_tag(takes_context=True)
def site_theme(context: template.Context) -> str:
    """Class of the colour theme for the body, with a leading space; empty for the house's own."""
    face = _face(context)
    return f" theme-{face.theme}" if face is not None and face.theme != "red" else ""


@register.simple_tag(takes_context=True)
def site_head(context: template.Context) -> SafeString | str:
    """The style sheet of the themes, where one is used."""
    if not site_theme(context):
        return ""
    return format_html('<link rel="stylesheet" href="{}">', static("portal/themes.css"))


@register.inclusion_tag("portal/_banner.html", takes_context=True)
def site_banner(context: template.Context) -> dict[str, Any]:
    """Says so where a site was closed; what it published stays readable."""
    return {"face": _face(context)}


@register.inclusion_tag("portal/_keepers.html", takes_context=True)
def site_keepers(context: template.Context) -> dict[str, Any]:
    """主办, 承办 and the post that answers for it."""
    site = _site(context)
    return {"site": site, "face": _face(context), "organisation": site.organisation if site else None}
