"""Mounted at ``/speak/``."""

from django.urls import path

from . import views_say as say

app_name = "speak"
urlpatterns = [
    path("<slug:kind>/<int:place>/", say.say, name="say"),
    path("<slug:kind>/<int:place>/answer/", say.answer, name="answer"),
    path("<slug:kind>/<int:place>/assist/", say.assist, name="assist"),
]
