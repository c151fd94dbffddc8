"""How a site answers: its own pages, the old addresses of what moved away, and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from wagtail.url_routing import RouteResult

if TYPE_CHECKING:
    from wagtail.models import Page as Base
else:
    Base = object


class SiteRouting(Base):
    """Beside a site page: pages that moved answer 301, a merged site leads to the one that took it in."""

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        from django.http import Http404

        if path_components or self._into() is None:
            try:
                return super().route(request, path_components)
            except Http404:
                to = self._moved("/".join(path_components))
                if to is None:
                    raise
                return RouteResult(self, kwargs={"to": to})
        return RouteResult(self, kwargs={"to": self._into()})

    def serve(self, request: HttpRequest, *args: Any, to: str = "", **kwargs: Any) -> HttpResponseBase:
        if to:
            return HttpResponsePermanentRedirect(to)
        answer: HttpResponseBase = super().serve(request, *args, **kwargs)
        return answer

    def _into(self) -> str | None:
        """Address of the site that took this one in."""
        face = getattr(self, "face", None)
        return face.into.url if face is not None and face.state == "merged" and face.into else None

    def _moved(self, rest: str) -> str | None:
        """The new address of a page below this site; what is not published has none."""
        from .faces import OldAddress

        row = OldAddress.objects.filter(path=f"{self.url_path}{rest}/", page__live=True).select_related("page").first()
        if row is not None:
            return str(row.page.url)
        return self._into()
