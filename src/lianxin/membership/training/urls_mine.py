"""Mounted at ``/me/training/``."""

from django.urls import path

from . import views_mine as mine

app_name = "my_training"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("new/", mine.new, name="new"),
    path("<int:pk>/withdraw/", mine.withdraw, name="withdraw"),
]
