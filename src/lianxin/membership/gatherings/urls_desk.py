"""Mounted at ``/workbench/gatherings/``."""

from django.urls import path

from . import views_desk as desk
from . import views_ledger as books
from . import views_paper as paper
from . import views_record as record
from . import views_review as step
from . import views_room as room

app_name = "gatherings"
urlpatterns = [
    path("", desk.wall, name="wall"),
    path("new/", desk.plan, name="plan"),
    path("ledger/", books.year, name="ledger"),
    path("year/", books.plan_year, name="year"),
    path("gaps/", books.gaps, name="gaps"),
    path("exempt/", books.exempt, name="exempt"),
    path("exempt/<int:pk>/end/", books.end_exemption, name="end_exemption"),
    path("tasks/<int:pk>/", record.finish, name="finish"),
    path("<int:pk>/", desk.gathering, name="gathering"),
    path("<int:pk>/edit/", desk.change, name="change"),
    path("<int:pk>/call/", desk.call, name="call"),
    path("<int:pk>/cancel/", desk.cancel, name="cancel"),
    path("<int:pk>/screen/", room.screen, name="screen"),
    path("<int:pk>/list/", record.attendance, name="list"),
    path("<int:pk>/add/", record.add, name="add"),
    path("<int:pk>/guest/", record.add_guest, name="add_guest"),
    path("<int:pk>/guest/<int:row>/drop/", record.drop_guest, name="drop_guest"),
    path("<int:pk>/leave/<int:row>/", record.leave, name="leave"),
    path("<int:pk>/resolve/", record.resolve, name="resolve"),
    path("<int:pk>/resolve/<int:row>/strike/", record.strike, name="strike"),
    path("<int:pk>/task/", record.task, name="task"),
    path("<int:pk>/sheet/", paper.sheet, name="sheet"),
    path("<int:pk>/paper/", paper.enter, name="enter_paper"),
    path("<int:pk>/photos/", paper.photos, name="photos"),
    path("<int:pk>/minutes.<slug:ending>", paper.document, name="document"),
    path("papers/<int:pk>/", paper.paper, name="paper"),
    path("<int:pk>/review/", step.review, name="review"),
    path("<int:pk>/review/next/", step.next_step, name="next_step"),
    path("<int:pk>/lessons/", record.credit, name="credit"),
    path("<int:pk>/close/", record.close, name="close"),
]
