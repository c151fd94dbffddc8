"""Mounted at ``/me/talks/``."""

from django.urls import path

from .views import mine

app_name = "my_talks"
urlpatterns = [path("", mine.overview, name="overview")]
