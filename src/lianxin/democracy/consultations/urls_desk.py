"""Mounted at ``/workbench/consult/``."""

from django.urls import path

from . import views_desk as desk
from . import views_desk_motion as motion
from . import views_desk_text as text

app_name = "consult_desk"
urlpatterns = [
    path("", desk.overview, name="list"),
    path("new/", text.new, name="new"),
    path("terms/", desk.terms, name="terms"),
    path("terms/<int:pk>/", desk.declare, name="declare"),
    path("motions/", motion.overview, name="motions"),
    path("motions/new/", motion.put_down, name="put_down"),
    path("motion/<int:pk>/", motion.one, name="motion"),
    path("motion/<int:pk>/<slug:slug>/", motion.step, name="motion_step"),
    path("<int:pk>/", desk.one, name="one"),
    path("<int:pk>/edit/", text.edit, name="edit"),
    path("<int:pk>/versions/", text.versions, name="versions"),
    path("<int:pk>/groups/", text.groups, name="groups"),
    path("<int:pk>/groups/<int:group>/", text.answer, name="answer"),
    path("<int:pk>/groups/out/<int:opinion>/", text.take_out, name="take_out"),
    path("<int:pk>/<slug:slug>/", desk.step, name="step"),
]
