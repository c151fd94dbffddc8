"""Mounted at ``/workbench/members/``."""

from django.urls import path

from . import views_desk as desk
from . import views_roster as roster

app_name = "members"
urlpatterns = [
    path("", desk.roster, name="roster"),
    path("new/", desk.new, name="new"),
    path("import/", roster.bring, name="bring"),
    path("import/template.xlsx", roster.blank, name="blank"),
    path("import/<str:token>/", roster.confirm, name="confirm"),
    path("import/<str:token>/rejects.xlsx", roster.rejects, name="rejects"),
    path("export.xlsx", roster.export, name="export"),
    path("<int:pk>/", desk.file, name="file"),
    path("<int:pk>/edit/", desk.edit, name="edit"),
    path("<int:pk>/contact/", desk.contact, name="contact"),
    path("<int:pk>/records/", desk.add_record, name="add_record"),
]
