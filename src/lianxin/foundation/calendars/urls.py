"""Mounted at the root: ``path("", include("lianxin.foundation.calendars.urls"))``."""

from django.urls import path

from . import views_desk

app_name = "calendars"
urlpatterns = [
    path("workbench/calendar/", views_desk.year_page, name="year"),
    path("workbench/calendar/day/", views_desk.set_day, name="set_day"),
    path("workbench/calendar/day/clear/", views_desk.clear_day, name="clear_day"),
    path("workbench/calendar/hours/", views_desk.set_hours, name="set_hours"),
]
