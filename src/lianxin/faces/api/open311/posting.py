"""From the form of POST requests to a draft of a letter."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import receiving
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel import geo
from lianxin.voice.letters.actions import Draft
from lianxin.voice.letters.queries import machines

from . import reading, shapes
from .formats import Problem, clean


def _as_given(latitude: float, longitude: float) -> geo.Point:
    geo.wgs84_to_gcj02(latitude, longitude)  # only for its check of the range
    return geo.Point(latitude, longitude)


#: how a map's coordinates become WGS-84; each raises ValueError outside the range of degrees
DATUMS = {"wgs84": _as_given, "gcj02": geo.gcj02_to_wgs84, "bd09": geo.bd09_to_wgs84}
_SENTENCE = re.compile(r"[。！？!?；;\n]")
_DEGREES = re.compile(r"[+-]?\d{1,3}(\.\d{1,15})?")
_PLACES = Decimal("0.000001")
_LONGEST = {"address_string": 120, "first_name": 30, "last_name": 30, "phone": 30, "email": 120, "address_id": 60}


def draft_of(data: QueryDict) -> Draft:
    """Check the arguments and build the letter. Raises `Problem` with 400 or 404."""
    receiver = _receiver(data)
    matter = _matter(data)
    lat, lon, place = _location(data)
    body = _text(data, "description", shapes.LONGEST)
    if not body:
        raise Problem(400, "description was not provided; write what happened and what should be done")
    attributes = _attributes(data, shapes.definition(matter)["attributes"])
    return Draft(
        kind=attributes.get("kind", matter.code),
        title=attributes.get("title") or first_sentence(body),
        body=body,
        demand=attributes.get("demand", ""),
        received_by=receiver,
        topic=machines.topic_of(matter.code) if matter.topic else None,
        place=place,
        place_public=attributes.get("place_public") != "no",
        lat=lat,
        lon=lon,
        remark=_media(data),
        contact_name=_text(data, "last_name") + _text(data, "first_name"),
        contact_phone=_text(data, "phone"),
        contact_email=_email(data),
        wants_public=attributes.get("public") != "no",
    )


def first_sentence(body: str) -> str:
    """A title for a letter that came without one."""
    longest = int(rule("LX-11", on=moment.today()).number("title"))
    first = next((part.strip() for part in _SENTENCE.split(body) if part.strip()), body.strip())
    return first if len(first) <= longest else first[: longest - 1] + "…"


def _matter(data: QueryDict) -> Any:
    code = _text(data, "service_code", 40)
    if not code:
        raise Problem(400, "service_code was not provided")
    found = machines.matter(code)
    if found is None:
        raise Problem(404, f"service_code “{code}” was not found")
    return found


def _receiver(data: QueryDict) -> Organisation:
    """The organisation that takes the letter: the jurisdiction, else the nearest above it that takes letters."""
    area = reading.jurisdiction(data)
    if area is None:
        found = receiving().first()
    else:
        above = [
            area.org_path[:end] for end in range(Organisation.steplen, len(area.org_path) + 1, Organisation.steplen)
        ]
        takers = receiving().filter(path__in=above).order_by("-path")
        found = takers.first() or receiving().filter(subtree("path", [area.org_path])).first()
    if found is None:
        raise Problem(400, "no organisation takes letters here")
    return found


def _location(data: QueryDict) -> tuple[Decimal | None, Decimal | None, str]:
    place = _text(data, "address_string")
    number = _text(data, "address_id")
    place = place or (f"地址编号 {number}" if number else "")
    given = [bool(data.get("lat")), bool(data.get("long"))]
    if all(given):
        return *_wgs84(data), place
    if any(given):
        raise Problem(400, "lat and long must be provided together")
    if not place:
        raise Problem(400, "location was not provided; give lat and long, or address_string, or address_id")
    return None, None, place


def _wgs84(data: QueryDict) -> tuple[Decimal, Decimal]:
    datum = data.get("datum", "").lower() or "wgs84"
    if datum not in DATUMS:
        raise Problem(400, f"datum: one of {', '.join(DATUMS)}")
    texts = [data.get("lat", "").strip(), data.get("long", "").strip()]
    if not all(_DEGREES.fullmatch(text) and text.isascii() for text in texts):
        raise Problem(400, "lat and long must be decimal degrees, for example 37.76524078")
    try:
        lat, lon = DATUMS[datum](float(texts[0]), float(texts[1]))
    except ValueError:
        raise Problem(400, "lat is within ±90 and long within ±180 degrees") from None
    return Decimal(str(lat)).quantize(_PLACES), Decimal(str(lon)).quantize(_PLACES)


def _attributes(data: QueryDict, known: list[dict[str, Any]]) -> dict[str, str]:
    """``attribute[code]=value`` checked against the definition of the service."""
    found: dict[str, str] = {}
    for attribute in known:
        code = attribute["code"]
        value = clean(data.get(f"attribute[{code}]", "") or data.get(f"attribute[{code}][]", "")).strip()
        keys = [option["key"] for option in attribute["values"]]
        if not value and attribute["required"]:
            raise Problem(400, f"attribute[{code}] was not provided; one of {', '.join(keys)}")
        if value and keys and value not in keys:
            raise Problem(400, f"attribute[{code}]: one of {', '.join(keys)}")
        found[code] = value
    return {code: value for code, value in found.items() if value}


def _text(data: QueryDict, name: str, longest: int = 0) -> str:
    text = clean(data.get(name, "")).strip()
    limit = longest or _LONGEST[name]
    if len(text) > limit:
        raise Problem(400, f"{name}: at most {limit} characters")
    return text


def _email(data: QueryDict) -> str:
    text = _text(data, "email")
    if text:
        try:
            validate_email(text)
        except ValidationError:
            raise Problem(400, "email: not an address") from None
    return text


def _media(data: QueryDict) -> str:
    """The address of a picture goes to the office in the private remark; this server never fetches it."""
    text = clean(data.get("media_url", "")).strip()
    if not text:
        return ""
    longest = int(rule("LX-11", on=moment.today()).number("remark"))
    note = f"图片地址：{text}"
    if urlsplit(text).scheme not in ("http", "https") or len(note) > longest:
        raise Problem(400, f"media_url: an http or https address of at most {longest - len('图片地址：')} characters")
    return note
