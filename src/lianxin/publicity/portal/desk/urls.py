"""Mounted at ``/workbench/portal-desk/``."""

from django.urls import path

from .. import views_daily
from . import views, views_paste, views_words

app_name = "portal_desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("daily/", views_daily.month, name="daily"),
    path("words/", views_words.words, name="words"),
    path("words/import/", views_words.take_in, name="words_import"),
    path("words/export/", views_words.export, name="words_export"),
    path("words/off/", views_words.switch_off, name="word_off"),
    path("words/<int:pk>/drop/", views_words.drop, name="word_drop"),
    path("paste/", views_paste.paste, name="paste"),
    path("paste/<int:pk>/", views_paste.pasted, name="pasted"),
    path("<int:pk>/", views.item, name="item"),
    path("<int:pk>/hints/", views.hints_now, name="hints"),
    path("<int:pk>/<slug:slug>/", views.act, name="act"),
]
