"""Positions from Chinese map pickers become WGS-84, as Open311 asks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.geo import (
    bd09_to_gcj02,
    bd09_to_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    metres_between,
    wgs84_to_gcj02,
)

INSIDE = (st.floats(4.0, 53.0), st.floats(74.0, 134.0))


def test_against_published_pairs() -> None:
    """Pairs that open converters publish as their own reference."""
    assert wgs84_to_gcj02(31.1774276, 121.5272106) == pytest.approx((31.17530398364597, 121.531541859215), abs=1e-9)
    assert bd09_to_gcj02(39.915, 116.404) == pytest.approx((39.90865673957631, 116.39762729119315), abs=1e-9)


@given(*INSIDE)
def test_there_and_back_below_a_millimetre(latitude: float, longitude: float) -> None:
    shown = wgs84_to_gcj02(latitude, longitude)
    assert metres_between(gcj02_to_wgs84(*shown), (latitude, longitude)) < 0.001
    assert 1 < metres_between(shown, (latitude, longitude)) < 1500


@given(*INSIDE)
def test_baidu_there_and_back_below_two_metres(latitude: float, longitude: float) -> None:
    shown = gcj02_to_bd09(*wgs84_to_gcj02(latitude, longitude))
    assert metres_between(bd09_to_wgs84(*shown), (latitude, longitude)) < 2


@pytest.mark.parametrize("place", [(51.5007, -0.1246), (-33.8568, 151.2153), (0.0, 0.0), (60.0, 100.0)])
def test_nothing_moves_outside_china(place: tuple[float, float]) -> None:
    for convert in (wgs84_to_gcj02, gcj02_to_wgs84, bd09_to_gcj02, bd09_to_wgs84, gcj02_to_bd09):
        assert convert(*place) == place


@pytest.mark.parametrize("wrong", [(91.0, 0.0), (0.0, 181.0), (float("nan"), 0.0), (116.4, 39.9)])
def test_what_is_no_position_is_refused(wrong: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="latitude"):
        wgs84_to_gcj02(*wrong)


def test_distance_of_a_degree() -> None:
    assert metres_between((30.0, 110.0), (31.0, 110.0)) == pytest.approx(111_195, rel=1e-4)
