"""Mounted at ``/me/development/``."""

from django.urls import path

from . import views_mine

app_name = "my_development"
urlpatterns = [path("", views_mine.mine, name="mine")]
