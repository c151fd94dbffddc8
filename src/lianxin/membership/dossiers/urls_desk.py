"""Mounted at ``/workbench/members/``."""

from django.urls import path

from . import views_admitting as admitting
from . import views_desk as desk
from . import views_duplicates as duplicates
from . import views_papers as papers
from . import views_roster as roster

app_name = "members"
urlpatterns = [
    path("", desk.roster, name="roster"),
    path("new/", desk.new, name="new"),
    path("import/", roster.bring, name="bring"),
    path("import/template.xlsx", roster.blank, name="blank"),
    path("import/<str:token>/", roster.waiting_file, name="confirm"),
    path("import/<str:token>/rejects.xlsx", roster.rejects, name="rejects"),
    path("export.xlsx", roster.export, name="export"),
    path("papers/", papers.lacking, name="lacking"),
    path("papers/missing.xlsx", papers.lacking_table, name="lacking_table"),
    path("papers/<int:pk>/", papers.paper, name="paper"),
    path("papers/<uuid:key>/", papers.page, name="page"),
    path("duplicates/", duplicates.listed, name="duplicates"),
    path("duplicates/<int:one>/<int:other>/", duplicates.pair, name="pair"),
    path("joinings/<int:pk>/split/", duplicates.split, name="split"),
    path("<int:pk>/", desk.file, name="file"),
    path("<int:pk>/edit/", desk.edit, name="edit"),
    path("<int:pk>/admission/", admitting.admission, name="admission"),
    path("<int:pk>/contact/", desk.contact, name="contact"),
    path("<int:pk>/records/<slug:kind>/", desk.add_record, name="add_record"),
    path("<int:pk>/papers/new/", papers.add, name="add_paper"),
    path("<int:pk>/papers/find/", papers.find, name="find"),
]
