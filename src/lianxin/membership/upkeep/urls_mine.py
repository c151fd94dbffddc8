"""Mounted at ``/me/branch/``."""

from django.urls import path

from . import views_mine as mine

app_name = "my_branch"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("shown/", mine.shown, name="shown"),
]
