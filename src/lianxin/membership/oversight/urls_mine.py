"""Mounted at ``/me/oversight/``."""

from django.urls import path

from . import views_mine as mine

app_name = "my_oversight"
urlpatterns = [path("", mine.mine, name="mine"), path("<int:pk>/", mine.one, name="one")]
