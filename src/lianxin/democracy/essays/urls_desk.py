"""Mounted at ``/workbench/essays/``."""

from django.urls import path

from . import views_desk as desk
from . import views_judges as judges
from . import views_works as works

app_name = "essays_desk"
urlpatterns = [
    path("", desk.overview, name="overview"),
    path("new/", desk.new, name="new"),
    path("works/", works.all_works, name="works"),
    path("works/<int:pk>/", works.one, name="work"),
    path("works/<int:pk>/<slug:event>/", works.act, name="work_act"),
    path("<int:pk>/", desk.one, name="one"),
    path("<int:pk>/works/", works.of_call, name="call_works"),
    path("<int:pk>/judges/", judges.judges, name="judges"),
    path("<int:pk>/judges/<int:judge>/drop/", judges.let_go, name="let_go"),
    path("<int:pk>/<slug:event>/", desk.act, name="act"),
]
