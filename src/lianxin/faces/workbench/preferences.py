"""Wishes of the pages. None of them is a figure of a regulation."""

from datetime import timedelta

from lianxin.foundation.spine.waiting import Shelf

#: how long before its end a term of office is pointed out (换届提醒): a quarter of a year
TERM_AHEAD = timedelta(weeks=13)
#: lines of each group of 今天要办 before the rest stands behind a link
LINES = 12
#: people on a page of 账号与任职
PEOPLE = 30
#: tables of organisations between their preview and their import
TABLES = Shelf("organisations")
