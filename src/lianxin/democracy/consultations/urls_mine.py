"""Mounted at ``/me/consult/``."""

from django.urls import path

from . import views_mine as mine

app_name = "my_consult"
urlpatterns = [path("", mine.mine, name="mine")]
