"""Mounted at the root: ``/me/notices/`` for everybody's own, ``/workbench/deliveries/`` for the desk."""

from django.urls import path

from . import views_desk, views_mine

app_name = "notices"
urlpatterns = [
    path("me/notices/", views_mine.inbox, name="inbox"),
    path("me/notices/<int:pk>/read/", views_mine.read, name="read"),
    path("me/notices/read-all/", views_mine.read_all, name="read_all"),
    path("me/notices/settings/", views_mine.settings_page, name="settings"),
    path("workbench/deliveries/", views_desk.deliveries, name="deliveries"),
    path("workbench/deliveries/<int:pk>/retry/", views_desk.retry, name="retry"),
]
