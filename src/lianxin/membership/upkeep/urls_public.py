"""Mounted at ``/branches/``."""

from django.urls import path

from . import views_public as public

app_name = "branches"
urlpatterns = [
    path("", public.branches, name="branches"),
    path("<str:code>/", public.branch, name="branch"),
]
