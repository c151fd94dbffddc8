"""Mounted at ``/me/polls/``."""

from django.urls import path

from . import views_vote

app_name = "my_polls"
urlpatterns = [path("", views_vote.mine, name="mine")]
