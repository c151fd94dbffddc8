"""Letters, topics and updates in the words of GeoReport v2."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from lianxin.voice.letters.queries import machines
from lianxin.voice.letters.queries.machines import Matter, Update
from lianxin.voice.letters.words import KINDS

#: "free form text limited to 4,000 characters" of the specification
LONGEST = 4000

Row = dict[str, Any]


def service(matter: Matter) -> Row:
    """One line of the list of services. A topic needs to be told the kind of letter, a kind needs nothing."""
    return {
        "service_code": matter.code,
        "service_name": matter.name,
        "description": matter.description,
        "metadata": matter.topic,
        "type": "realtime",
        "keywords": ",".join(matter.keywords),
        "group": matter.group,
    }


def definition(matter: Matter) -> Row:
    """What can be told beyond the standard arguments, in the order of the form."""
    wanted = ([KIND] if matter.topic else []) + [TITLE, DEMAND, PUBLIC, PLACE_PUBLIC]
    return {
        "service_code": matter.code,
        "attributes": [{**attribute, "order": order} for order, attribute in enumerate(wanted, 1)],
    }


def _attribute(code: str, datatype: str, description: str, hint: str, values: dict[str, str] | None = None) -> Row:
    return {
        "variable": True,
        "code": code,
        "datatype": datatype,
        "required": False,
        "datatype_description": hint,
        "order": 0,
        "description": description,
        "values": [{"key": key, "name": name} for key, name in (values or {}).items()],
    }


_YES_NO = {"yes": "是", "no": "否"}
KIND = {**_attribute("kind", "singlevaluelist", "留言类型", "五类选一", KINDS), "required": True}
TITLE = _attribute("title", "string", "标题", "不填时取内容的第一句")
DEMAND = _attribute("demand", "string", "诉求，一句话说明希望怎么办", "可以不填")
PUBLIC = _attribute("public", "singlevaluelist", "愿意在审核后公开", "不填为愿意", _YES_NO)
PLACE_PUBLIC = _attribute("place_public", "singlevaluelist", "愿意公开地点", "不填为愿意", _YES_NO)


def request(letter: Any, photos: list[str], *, extended: bool = True) -> Row:
    """A published letter. Place and coordinates (WGS-84) only where the citizen agreed to show them."""
    placed = letter.place_public
    row: Row = {
        "service_request_id": str(letter.pk),
        "status": "closed" if letter.state in machines.TERMINAL else "open",
        "status_notes": machines.said_of(letter),
        "service_name": letter.topic.name if letter.topic else KINDS[letter.kind],
        "service_code": letter.topic.code if letter.topic else letter.kind,
        "description": description(letter),
        "agency_responsible": letter.organisation.name,
        "service_notice": None,
        "requested_datetime": iso(letter.opened_at),
        "updated_datetime": iso(machines.changed_at(letter)),
        "expected_datetime": iso(machines.promised_at(letter)),
        "address": (letter.place or None) if placed else None,
        "address_id": None,
        "zipcode": None,
        "lat": float(letter.lat) if placed and letter.lat is not None else None,
        "long": float(letter.lon) if placed and letter.lon is not None else None,
        "media_url": f"{settings.SITE_URL}{photos[0]}" if photos else None,
    }
    return {**row, "extended_attributes": _extended(letter)} if extended else row


def _extended(letter: Any) -> Row:
    """What two states cannot say."""
    words = machines.labels(letter)
    return {
        "number": letter.number,
        "title": letter.title,
        "url": address(letter),
        "kind": letter.kind,
        "kind_name": words["kind"],
        "state": letter.stage,
        "state_name": words["stage"],
        "result": letter.result or None,
        "result_name": words["result"] or None,
        "answered_datetime": iso(letter.answered_at),
        "round": letter.round,
        "rating": letter.rating,
        "jurisdiction_id": letter.organisation.code,
    }


def description(letter: Any) -> str:
    """Demand and text; what is longer than the specification allows ends with a mark and the address."""
    text = "\n".join(t for t in (letter.demand, letter.body) if t)
    return cut(text, address(letter))


def cut(text: str, url: str) -> str:
    """At most `LONGEST` characters, and the reader is told when that is not all."""
    if len(text) <= LONGEST:
        return text
    mark = f"……（未完，全文见 {url} ）"
    return text[: LONGEST - len(mark)] + mark


def address(letter: Any) -> str:
    """The page of a letter."""
    return f"{settings.SITE_URL}{letter.get_absolute_url()}"


def update(found: Update) -> Row:
    """One public step or reply, in the shape that FixMyStreet's clients read."""
    url = f"{settings.SITE_URL}/letters/{found.letter_id}/"
    return {
        "update_id": found.key,
        "service_request_id": str(found.letter_id),
        "status": "closed" if found.closed else "open",
        "updated_datetime": iso(found.at),
        "description": cut(found.text, url),
        "media_url": None,
    }


def iso(moment: datetime | None) -> str | None:
    """Local time with its offset, to the second: ``2026-03-01T09:30:00+08:00``."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None
