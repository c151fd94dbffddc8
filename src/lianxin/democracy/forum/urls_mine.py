"""Mounted at ``/me/forum/``."""

from django.urls import path

from . import views_mine as mine

app_name = "my_forum"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("<int:pk>/", mine.one, name="one"),
    path("<int:pk>/withdraw/", mine.withdraw, name="withdraw"),
]
