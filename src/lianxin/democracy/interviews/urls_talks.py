"""Mounted at ``/talks/``."""

from django.urls import path

from .views import talks_public as public

app_name = "talks"
urlpatterns = [
    path("", public.overview, name="overview"),
    path("feed.atom", public.feed, name="feed"),
    path("<int:pk>/", public.one, name="one"),
    path("<int:pk>/board/", public.part, name="part"),
    path("<int:pk>/wall/", public.wall, name="wall"),
    path("<int:pk>/same/", public.same, name="same"),
    path("<int:pk>/record.docx", public.paper, name="paper"),
    path("<int:pk>/event.ics", public.ics, name="ics"),
]
