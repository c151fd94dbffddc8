"""Answers of GeoReport v2 as JSON and XML, the same tree in both.

XML is the specification's own form: no attributes, a list is an element with one child name, an
empty value is an empty element. JSON follows the Spark convention that the specification names:
the root and the wrappers of lists fall away.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as Tree

from django.http import HttpResponse

#: name of a list -> name of its items
ITEMS = {
    "services": "service",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "attributes": "attribute",
    "values": "value",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
#: signs that XML 1.0 cannot carry
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass
class Problem(Exception):  # noqa: N818 - an answer of the specification, not an accident
    """Becomes the specification's list of errors. status: 400, 403, 404, 405, 429 or 500."""

    status: int
    description: str


def answer(root: str, content: Any, form: str, status: int = 200) -> HttpResponse:
    """A response in the asked form. content: a list named by `root`, or a mapping."""
    body = _json(content) if form == "json" else _xml(root, content)
    response = HttpResponse(body, content_type=TYPES[form], status=status)
    # published letters are for every web page to read; nothing here looks at a cookie
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def failure(problem: Problem, form: str) -> HttpResponse:
    """The list of errors, which has one entry here."""
    content = [{"code": problem.status, "description": problem.description}]
    return answer("errors", content, form, problem.status)


def form_of(path: str) -> str:
    """The form that the ending of an address asks for, JSON when it asks for none."""
    return "xml" if path.endswith(".xml") else "json"


def clean(text: str) -> str:
    """Without the control signs that XML cannot carry and databases do not take."""
    return _NOT_XML.sub("", text)


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _xml(root: str, content: Any) -> bytes:
    top = Tree.Element(root)
    _fill(top, root, content)
    text: str = Tree.tostring(top, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()


def _fill(element: Tree.Element, name: str, value: Any) -> None:
    if isinstance(value, Mapping):
        for key, part in value.items():
            _fill(Tree.SubElement(element, key), key, part)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for part in value:
            _fill(Tree.SubElement(element, ITEMS[name]), ITEMS[name], part)
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    elif value is not None:
        element.text = clean(str(value))
