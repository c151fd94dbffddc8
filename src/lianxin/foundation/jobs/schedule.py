"""The names under which rooms declare what runs later."""

from __future__ import annotations

from .registry import enqueue, job, periodic, pulse

__all__ = ["enqueue", "job", "periodic", "pulse"]
