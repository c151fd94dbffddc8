"""``/workbench/sites/<pk>/words/``: new names and introductions, confirmed by a second person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from lianxin.foundation.casework.looking import settle_page
from lianxin.kernel.decision import OUT_OF_SCOPE, Refused

from ..models import SitePage
from . import policies, queries, wording
from .desk import actor_of, at_desk, need


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk()
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits, beside what is read now."""
    actor = actor_of(request)
    site: SitePage = need(queries.seen_site(actor, pk))
    face = getattr(site, "face", None)
    if face is None:
        raise Refused(OUT_OF_SCOPE)
    decision = policies.may_settle_words(actor, site, face)
    if decision == OUT_OF_SCOPE:
        raise Refused(OUT_OF_SCOPE)
    return settle_page(
        request, title=f"“{site.title}”的文字", back=f"{wording.ROOT}{pk}/", revision=face.revision,
        changes=wording.changes(site, face), decision=decision,
        confirm=lambda revision: wording.confirm(actor=actor, site=site, revision=revision),
        send_back=lambda revision, reason: wording.send_back(actor=actor, site=site, reason=reason, revision=revision),
    )  # fmt: skip
