"""Mounted at ``/workbench/dues/``."""

from django.urls import path

from . import views_bills as bills
from . import views_desk as desk
from . import views_handed as handed
from . import views_lines as lines
from . import views_ways as ways
from . import views_year as year

app_name = "dues"
urlpatterns = [
    path("", desk.sheet, name="sheet"),
    path("charge/", desk.charge, name="charge"),
    path("ledger/", desk.ledger, name="ledger"),
    path("receipts/<str:number>/", desk.receipt, name="receipt"),
    path("members/<int:pk>/", desk.member, name="member"),
    path("members/<int:pk>/assess/", desk.assess, name="assess"),
    path("members/<int:pk>/receive/", desk.receive, name="receive"),
    path("members/<int:pk>/remit/", lines.remit, name="remit"),
    path("lines/<int:pk>/undo/", lines.undo, name="undo_line"),
    path("bills/", bills.bills, name="bills"),
    path("bills/import/", bills.bring, name="bring"),
    path("bills/import/<str:token>/", bills.take, name="take"),
    path("bills/import/<str:token>/rejects.xlsx", bills.rejects, name="rejects"),
    path("bills/<int:pk>/", bills.bill, name="bill"),
    path("bills/<int:pk>/book/", bills.book, name="book"),
    path("bills/lines/<int:pk>/", bills.line, name="line"),
    path("ways/", ways.show, name="ways"),
    path("ways/<int:pk>/", ways.decide, name="decide_way"),
    path("year/", year.year, name="year"),
    path("handed/", handed.handed, name="handed"),
    path("handed/<int:pk>/", handed.one, name="remittance"),
    path("hand-up/", handed.hand_up, name="hand_up"),
]
