"""Mounted at ``/essays/``."""

from django.urls import path

from . import views_public as public

app_name = "essays"
urlpatterns = [
    path("", public.calls, name="list"),
    path("feed.atom", public.feed, name="feed"),
    path("shown/", public.shown, name="shown"),
    path("<int:pk>/", public.call, name="call"),
    path("works/<int:pk>/", public.work, name="work"),
]
