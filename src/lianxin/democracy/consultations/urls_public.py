"""Mounted at ``/consult/``."""

from django.urls import path

from . import views_motion as motion
from . import views_public as public

app_name = "consult"
urlpatterns = [
    path("", public.consult, name="list"),
    path("feed.atom", public.feed, name="feed"),
    path("motion/new/", motion.new, name="propose"),
    path("motion/<int:pk>/", motion.one, name="motion"),
    path("motion/<int:pk>/second/", motion.second, name="second"),
    path("motion/<int:pk>/appeal/", motion.appeal, name="appeal"),
    path("motion/<int:pk>/withdraw/", motion.withdraw, name="withdraw"),
    path("<int:pk>/", public.consultation, name="consultation"),
    path("<int:pk>/paper.docx", public.paper, name="paper"),
    path("<int:pk>/report.docx", public.report, name="report"),
]
