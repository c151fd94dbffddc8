"""Files of what is published, for everybody."""

from __future__ import annotations

from django.urls import path

from . import views_print

app_name = "outward"
urlpatterns = [
    path("print/<slug:kind>/<slug:number>/", views_print.choices, name="print"),
    path("print/<slug:kind>/<slug:number>/<str:form>", views_print.file, name="file"),
]
