"""Mounted at ``/me/mobility/``."""

from django.urls import path

from . import views_mine as mine

app_name = "my_mobility"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("new/", mine.register, name="register"),
    path("move/", mine.move, name="move"),
    path("word/", mine.word, name="word"),
    path("withdraw/", mine.withdraw, name="withdraw"),
    path("matters/<int:pk>/", mine.matter, name="matter"),
]
