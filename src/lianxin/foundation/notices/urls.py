"""Mounted at ``/me/notices/``."""

from django.urls import path

from . import views_mine

app_name = "notices"
urlpatterns = [
    path("", views_mine.inbox, name="inbox"),
    path("<int:pk>/read/", views_mine.read, name="read"),
    path("read-all/", views_mine.read_all, name="read_all"),
    path("settings/", views_mine.settings_page, name="settings"),
]
