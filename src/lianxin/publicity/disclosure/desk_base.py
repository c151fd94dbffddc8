"""What every desk page of the room does first."""

from __future__ import annotations

from lianxin.foundation.accounts.desk import door, need, no_duty, number_of, to

from .access import reader_of as actor_of

at_desk = door(no_duty("工作人员"))

__all__ = ["actor_of", "at_desk", "need", "number_of", "to"]
