"""What the web process loads while it starts is there: a name that is gone would keep it from starting."""

from __future__ import annotations

from lianxin.faces.site.warming import warm


def test_everything_that_is_loaded_at_the_start_exists() -> None:
    """Needs no database, as the web process may start before the first migration."""
    warm()
