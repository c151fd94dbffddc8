"""Mounted at ``/me/notes/``."""

from django.urls import path

from . import views_copy as copy
from . import views_mine as mine
from . import views_read as read

app_name = "my_notes"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("opened/", read.opened, name="opened"),
    path("new/", mine.new, name="new"),
    path("save/", mine.autosave, name="autosave"),
    path("<int:pk>/", read.one, name="one"),
    path("<int:pk>/edit/", mine.edit, name="edit"),
    path("<int:pk>/copy/", copy.copy, name="copy"),
    path("<int:pk>/audience/", mine.audience, name="audience"),
    path("<int:pk>/comments/", read.comment, name="comment"),
    path("<int:pk>/comments/<int:said>/<slug:verb>/", read.act_on_comment, name="said"),
    path("<int:pk>/recommend/", read.recommend, name="recommend"),
    path("<int:pk>/recommend/<int:made>/drop/", read.unrecommend, name="unrecommend"),
    path("<int:pk>/<slug:verb>/", mine.act, name="act"),
]
