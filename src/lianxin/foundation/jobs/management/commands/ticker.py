"""``lianxin ticker``: fires periodic jobs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from lianxin.foundation.jobs.background import stop_on_signal
from lianxin.foundation.jobs.ticker import Ticker


class Command(BaseCommand):
    """Any number of tickers may run; each slot is fired once."""

    help = "按时触发定时任务，直到收到停止信号。可以同时运行多个，不会重复触发。"

    def handle(self, **options: Any) -> None:
        Ticker(stop_on_signal()).loop()
