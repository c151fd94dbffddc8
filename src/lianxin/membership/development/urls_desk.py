"""Mounted at ``/workbench/development/``."""

from django.urls import path

from . import views_analysis as analysis
from . import views_applying as applying
from . import views_back as taking_back
from . import views_carrying as carrying
from . import views_desk as desk
from . import views_paper as paper

app_name = "development"
urlpatterns = [
    path("", desk.wall, name="wall"),
    path("new/", desk.apply, name="apply"),
    path("applications/", applying.listed, name="applications"),
    path("applications/<int:pk>/", applying.one, name="application"),
    path("carry/", carrying.people, name="carry_people"),
    path("carry/<int:pk>/", carrying.carry, name="carry"),
    path("analysis/", analysis.analysis, name="analysis"),
    path("chart/", desk.wall_chart, name="chart"),
    path("<int:pk>/", desk.case_page, name="case"),
    path("<int:pk>/papers/<slug:code>/", paper.paper, name="paper"),
    path("<int:pk>/back/", taking_back.back, name="back"),
    path("<int:pk>/<slug:event>/", desk.step, name="step"),
]
