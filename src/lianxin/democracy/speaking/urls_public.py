"""Mounted at ``/speaking/``."""

from django.urls import path

from . import views_public as public

app_name = "speaking"
urlpatterns = [path("rules/", public.rules, name="rules"), path("counts/", public.counts, name="counts")]
