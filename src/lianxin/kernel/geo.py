"""Coordinates of Chinese map pickers to WGS-84 and back.

Maps in China show GCJ-02, a smooth deviation of 100 to 700 m laid over WGS-84; Baidu adds a second
one (BD-09). Both are public knowledge. The way back from GCJ-02 has no closed form and is found by
fixed-point iteration to below a millimetre. Outside the rectangle around China nothing is shifted.
Points are (latitude, longitude) in degrees, north and east positive; ValueError outside their range.
"""

from __future__ import annotations

import math
from typing import NamedTuple

#: Krasovsky 1940 ellipsoid, on which GCJ-02 is defined
_AXIS = 6_378_245.0
_ECCENTRICITY = 0.006_693_421_622_965_943
_BAIDU = math.pi * 3000.0 / 180.0
_SOUTH, _NORTH, _WEST, _EAST = 0.8293, 55.8271, 72.004, 137.8347
_ROUNDS = 12


class Point(NamedTuple):
    """Degrees."""

    latitude: float
    longitude: float


def wgs84_to_gcj02(latitude: float, longitude: float) -> Point:
    """What a Chinese map shows for a position of a satellite receiver."""
    here = _checked(latitude, longitude)
    return _shifted(here) if in_china(*here) else here


def gcj02_to_wgs84(latitude: float, longitude: float) -> Point:
    """Where a point of a Chinese map really is."""
    shown = _checked(latitude, longitude)
    if not in_china(*shown):
        return shown
    guess = shown
    for _ in range(_ROUNDS):
        seen = _shifted(guess)
        guess = Point(
            guess.latitude + shown.latitude - seen.latitude, guess.longitude + shown.longitude - seen.longitude
        )
    return guess


def bd09_to_gcj02(latitude: float, longitude: float) -> Point:
    """A point of Baidu's map on the other Chinese maps."""
    here = _checked(latitude, longitude)
    if not in_china(*here):
        return here
    y, x = here.latitude - 0.006, here.longitude - 0.0065
    radius = math.hypot(x, y) - 0.000_02 * math.sin(y * _BAIDU)
    angle = math.atan2(y, x) - 0.000_003 * math.cos(x * _BAIDU)
    return Point(radius * math.sin(angle), radius * math.cos(angle))


def gcj02_to_bd09(latitude: float, longitude: float) -> Point:
    """A point of the other Chinese maps on Baidu's map."""
    here = _checked(latitude, longitude)
    if not in_china(*here):
        return here
    y, x = here
    radius = math.hypot(x, y) + 0.000_02 * math.sin(y * _BAIDU)
    angle = math.atan2(y, x) + 0.000_003 * math.cos(x * _BAIDU)
    return Point(radius * math.sin(angle) + 0.006, radius * math.cos(angle) + 0.0065)


def bd09_to_wgs84(latitude: float, longitude: float) -> Point:
    """Where a point of Baidu's map really is."""
    return gcj02_to_wgs84(*bd09_to_gcj02(latitude, longitude))


def in_china(latitude: float, longitude: float) -> bool:
    """True inside the rectangle in which the maps shift (it also covers neighbours)."""
    return _SOUTH <= latitude <= _NORTH and _WEST <= longitude <= _EAST


def metres_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Distance of two near points in metres (sphere of 6,371 km, haversine)."""
    (lat1, lon1), (lat2, lon2) = ((math.radians(p[0]), math.radians(p[1])) for p in (a, b))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(min(1.0, math.sqrt(half)))


def _checked(latitude: float, longitude: float) -> Point:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError("latitude is within ±90 degrees and longitude within ±180")
    return Point(latitude, longitude)


def _shifted(point: Point) -> Point:
    """The GCJ-02 deviation, given in metres on the ellipsoid and turned into degrees here."""
    east, north = _metres(point.longitude - 105.0, point.latitude - 35.0)
    phi = math.radians(point.latitude)
    bend = 1 - _ECCENTRICITY * math.sin(phi) ** 2
    meridian = _AXIS * (1 - _ECCENTRICITY) / (bend * math.sqrt(bend))
    parallel = _AXIS / math.sqrt(bend) * math.cos(phi)
    return Point(point.latitude + math.degrees(north / meridian), point.longitude + math.degrees(east / parallel))


def _metres(x: float, y: float) -> tuple[float, float]:
    """Deviation to the east and to the north at x degrees east and y degrees north of 105° E 35° N."""
    common = 20 * _wave(6, x) + 20 * _wave(2, x)
    root = math.sqrt(abs(x))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (common + 20 * _wave(1, x) + 40 * _wave(1 / 3, x) + 150 * _wave(1 / 12, x) + 300 * _wave(1 / 30, x)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (
        (common + 20 * _wave(1, y) + 40 * _wave(1 / 3, y) + 160 * _wave(1 / 12, y) + 320 * _wave(1 / 30, y)) * 2 / 3
    )
    return east, north


def _wave(frequency: float, degrees: float) -> float:
    return math.sin(frequency * degrees * math.pi)
