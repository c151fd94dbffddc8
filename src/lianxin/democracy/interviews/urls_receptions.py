"""Mounted at ``/receptions/``."""

from django.urls import path

from .views import receptions_public as public

app_name = "receptions"
urlpatterns = [
    path("", public.overview, name="overview"),
    path("mine/", public.track, name="track"),
    path("mine/close/", public.put_away, name="put_away"),
    path("mine/<int:pk>/", public.mine, name="mine"),
    path("mine/<int:pk>/cancel/", public.cancel, name="cancel"),
    path("mine/<int:pk>/move/", public.move, name="move"),
    path("<int:pk>/", public.one, name="one"),
    path("<int:pk>/book/", public.book, name="book"),
]
