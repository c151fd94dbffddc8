"""Addresses below ``/open311/``; the ending chooses the form."""

from __future__ import annotations

from django.urls import path, register_converter

from . import views


class FormConverter:
    """``json`` or ``xml``."""

    regex = "json|xml"

    def to_python(self, value: str) -> str:
        """The form as it is."""
        return value

    def to_url(self, value: str) -> str:
        """The form as it is."""
        return value


register_converter(FormConverter, "form")

urlpatterns = [
    path("discovery.<form:form>", views.discovery, name="open311_discovery"),
    path("v2/discovery.<form:form>", views.discovery),
    path("v2/services.<form:form>", views.services, name="open311_services"),
    path("v2/services/<str:code>.<form:form>", views.service, name="open311_service"),
    path("v2/requests.<form:form>", views.requests, name="open311_requests"),
    path("v2/requests/<str:number>.<form:form>", views.request_by_id, name="open311_request"),
    path("v2/tokens/<str:text>.<form:form>", views.token, name="open311_token"),
    path("v2/servicerequestupdates.<form:form>", views.updates, name="open311_updates"),
]
