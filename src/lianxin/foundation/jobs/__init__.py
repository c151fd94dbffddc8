"""The jobs room, the only one that knows the task backend.

Other rooms write ``from lianxin.foundation.jobs import enqueue, job, periodic``.
"""

from __future__ import annotations

from .registry import enqueue, job, periodic, pulse

__all__ = ["enqueue", "job", "periodic", "pulse"]
