"""Mounted at ``/me/reports/``."""

from django.urls import path

from . import views_copy as copy
from . import views_mine as mine
from . import views_paper as paper
from . import views_talks as talks

app_name = "my_reports"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("opened/", mine.opened, name="opened"),
    path("new/", mine.new, name="new"),
    path("save/", mine.autosave, name="autosave"),
    path("talks/", talks.mine, name="talks"),
    path("talks/wish/", talks.wish, name="wish"),
    path("talks/wish/paper.<slug:ending>", paper.blank, name="wish_paper"),
    path("talks/wish/<int:pk>/", talks.unwish, name="unwish"),
    path("talks/<int:pk>/", talks.one, name="talk"),
    path("<int:pk>/", mine.one, name="one"),
    path("<int:pk>/edit/", mine.edit, name="edit"),
    path("<int:pk>/copy/", copy.copy, name="copy"),
    path("<int:pk>/audience/", mine.audience, name="audience"),
    path("<int:pk>/comments/", mine.comment, name="comment"),
    path("<int:pk>/comments/<int:said>/", mine.take_away, name="take_away"),
    path("<int:pk>/<slug:verb>/", mine.act, name="act"),
]
