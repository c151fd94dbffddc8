"""Mounted at the root: ``path("", include("lianxin.foundation.rules.urls"))``."""

from django.urls import path

from . import views_public

app_name = "rules"
urlpatterns = [
    path("rules/", views_public.rule_list, name="list"),
    path("rules/<str:rule_id>/", views_public.rule_detail, name="detail"),
    path("regulations/", views_public.library_page, name="library"),
    path("regulations/<slug:slug>/compare/", views_public.compare, name="compare"),
    path("regulations/<slug:slug>/", views_public.regulation, name="regulation"),
]
