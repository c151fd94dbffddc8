"""Mounted at ``/me/dossier/``."""

from django.urls import path

from . import views_mine

app_name = "my_dossier"
urlpatterns = [path("", views_mine.mine, name="mine")]
