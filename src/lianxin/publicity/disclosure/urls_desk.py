"""Mounted at ``/workbench/disclosure/``."""

from django.urls import path

from . import views_desk as desk
from . import views_desk_catalogue as catalogue
from . import views_paper as paper

app_name = "disclosure_desk"
urlpatterns = [
    path("", desk.items, name="items"),
    path("new/", desk.new, name="new"),
    path("requests/", desk.requests, name="requests"),
    path("requests/<int:pk>/", desk.one_request, name="request"),
    path("requests/<int:pk>/<slug:slug>/", desk.request_act, name="request_act"),
    path("catalogue/", catalogue.lines, name="lines"),
    path("catalogue/retire-all/", catalogue.retire_all, name="retire_all"),
    path("catalogue/keepers/", catalogue.keepers, name="keepers"),
    path("catalogue/add/", catalogue.add, name="add_line"),
    path("catalogue/<int:pk>/", catalogue.line, name="line"),
    path("catalogue/<int:pk>/remind/", catalogue.remind, name="remind"),
    path("catalogue/<int:pk>/retire/", catalogue.retire, name="retire_line"),
    path("template/", catalogue.template, name="template"),
    path("template/give/", catalogue.give, name="give"),
    path("<int:pk>/", desk.item, name="item"),
    path("<int:pk>/edit/", desk.edit, name="edit"),
    path("<int:pk>/questions/<int:question_pk>/", desk.words, name="words"),
    path("<int:pk>/paper.docx", paper.desk_paper, {"kind": "docx"}, name="paper_docx"),
    path("<int:pk>/paper.pdf", paper.desk_paper, {"kind": "pdf"}, name="paper_pdf"),
    path("<int:pk>/<slug:slug>/", desk.act, name="act"),
]
