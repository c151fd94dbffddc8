from django.urls import path

from . import views_desk, views_meeting, views_papers, views_roll

app_name = "elections_desk"
urlpatterns = [
    path("", views_desk.overview, name="overview"),
    path("new/", views_desk.new, name="new"),
    path("<int:pk>/", views_desk.one, name="one"),
    path("<int:pk>/change/", views_desk.change, name="change"),
    path("<int:pk>/do/<slug:slug>/", views_desk.act, name="act"),
    path("<int:pk>/roll/", views_meeting.roll, name="roll"),
    path("<int:pk>/roll/import/", views_roll.bring, name="bring_roll"),
    path("<int:pk>/roll/import/<slug:token>/", views_roll.waiting, name="roll_waits"),
    path("roll.xlsx", views_roll.blank, name="blank_roll"),
    path("<int:pk>/opinions/", views_meeting.letters, name="opinions"),
    path("<int:pk>/slips/", views_meeting.slips, name="slips"),
    path("<int:pk>/trial/", views_meeting.trial, name="trial"),
    path("<int:pk>/paper/", views_meeting.paper, name="paper"),
    path("<int:pk>/papers/<slug:slug>.docx", views_papers.paper, name="papers"),
]
