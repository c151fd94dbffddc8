"""Mounted at ``/me/contests/``."""

from django.urls import path

from . import views_public

app_name = "my_contests"
urlpatterns = [path("", views_public.mine, name="mine")]
