"""Mounted at ``/forum/``."""

from django.urls import path

from . import views_public as public

app_name = "forum"
urlpatterns = [
    path("", public.topics, name="list"),
    path("feed.atom", public.feed, name="feed"),
    path("new/", public.propose, name="new"),
    path("<int:pk>/", public.topic, name="topic"),
    path("<int:pk>/follow/", public.follow, name="follow"),
]
