"""``/embed/``: for other sites."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "embed"
urlpatterns = [
    path("", views.explain, name="explain"),
    path("lianxin-embed.js", views.component, name="component"),
    path("<slug:kind>.json", views.as_json),
    path("<slug:kind>.atom", views.as_atom),
    path("<slug:kind>/", views.part),
    path("<slug:kind>/<slug:name>.json", views.as_json),
    path("<slug:kind>/<slug:name>.atom", views.as_atom),
    path("<slug:kind>/<slug:name>/", views.part, name="part"),
]
