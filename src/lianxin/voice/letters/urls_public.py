"""Addresses of the public side: reading, writing, following up."""

from __future__ import annotations

from django.urls import path, re_path

from . import (
    views_adopted,
    views_data,
    views_mine,
    views_mine_words,
    views_new,
    views_public,
    views_stats,
    views_supervision,
    views_track,
)

app_name = "letters"
urlpatterns = [
    path("", views_public.letters, name="list"),
    path("new/", views_new.new, name="new"),
    path("personal/", views_new.personal, name="personal"),
    path("suggest/", views_public.suggest, name="suggest"),
    path("track/", views_track.track, name="track"),
    path("mine/", views_mine.my_letters, name="my_letters"),
    path("mine/close/", views_mine.put_away, name="put_away"),
    path("mine/<int:pk>/", views_mine.mine, name="mine"),
    path("mine/<int:pk>/files/<uuid:key>/", views_mine.photo, name="photo"),
    path("mine/<int:pk>/files/<uuid:key>/thumb/", views_mine.photo, {"thumb": True}, name="photo_thumb"),
    re_path(
        r"^mine/(?P<pk>[0-9]{1,18})/(?P<what>message|rating)/(?P<words_pk>[0-9]{1,18})/$",
        views_mine_words.appeal,
        name="appeal_words",
    ),
    path("mine/<int:pk>/<slug:event>/", views_mine.act, name="act"),
    path("feed.atom", views_data.feed, name="feed"),
    path("export.csv", views_data.export, name="export"),
    path("adopted/", views_adopted.adopted_list, name="adopted"),
    path("adopted/feed.atom", views_adopted.adopted_feed, name="adopted_feed"),
    path("adopted/export.csv", views_adopted.adopted_csv, name="adopted_export"),
    path("supervision/", views_supervision.supervision, name="supervision"),
    path("stats/", views_stats.stats, name="stats"),
    path("stats/export.csv", views_stats.export, name="stats_export"),
    path("stats/report/", views_stats.report, name="stats_report"),
    path("<int:pk>/", views_public.letter, name="letter"),
    path("<int:pk>/follow/", views_public.follow, name="follow"),
]
