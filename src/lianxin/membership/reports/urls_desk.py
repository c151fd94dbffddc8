"""Mounted at ``/workbench/reports/``."""

from django.urls import path

from . import views_desk as desk
from . import views_paper as paper
from . import views_talks as talks

app_name = "reports"
urlpatterns = [
    path("", desk.reports, name="reports"),
    path("enter/", paper.report, name="enter"),
    path("copies/", desk.copies, name="copies"),
    path("<int:pk>/copy/", desk.copy, name="copy"),
    path("talks/", desk.talks, name="talks"),
    path("talks/new/", talks.choose, name="choose"),
    path("talks/new/<int:member>/", talks.write, name="write"),
    path("talks/wish/<int:member>/", paper.enter, name="enter_wish"),
]
