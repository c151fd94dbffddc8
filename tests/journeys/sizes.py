"""The screen of whoever does it. What is done on both, such as writing a letter and answering it, is walked twice."""

from __future__ import annotations

import pytest

on_a_phone = pytest.mark.parametrize("size", ["phone"], indirect=True)
at_a_desk = pytest.mark.parametrize("size", ["desk"], indirect=True)
