"""Mounted at ``/me/gatherings/``."""

from django.urls import path

from . import views_feed as calendar
from . import views_mine as own
from . import views_room as room

app_name = "my_gatherings"
urlpatterns = [
    path("", own.mine, name="mine"),
    path("<int:pk>/", own.gathering, name="gathering"),
    path("<int:pk>/leave/", own.leave, name="leave"),
    path("<int:pk>/online/", own.online, name="online"),
    path("<int:pk>/here/", room.here, name="here"),
    path("<int:pk>/here/<str:code>/", room.scanned, name="scanned"),
    path("calendar/", calendar.renew, name="renew"),
    path("calendar/<str:path>.ics", calendar.feed, name="feed"),
    path("<int:pk>/review/", own.review_self, name="review"),
    path("tasks/<int:pk>/", own.finish, name="finish"),
]
