"""Mounted at ``/supervision/``."""

from django.urls import path

from . import views_public

app_name = "supervision"
urlpatterns = [path("", views_public.supervision, name="board")]
