"""The screen of whoever does it. What is done on both, such as writing a letter and answering it, is walked twice."""

from __future__ import annotations

import pytest

on_a_phone = pytest.mark.parametrize("size", ["phone"], indirect=True)
at_a_desk = pytest.mark.parametrize("size", ["desk"], indirect=True)
#: walked on the first screen; every kind of page on the way is turned to the second and measured there as well
measured_on_both = pytest.mark.parametrize(("size", "other"), [("phone", "desk")], indirect=True, ids=["phone+desk"])
measured_at_a_desk_first = pytest.mark.parametrize(
    ("size", "other"), [("desk", "phone")], indirect=True, ids=["desk+phone"]
)
