"""The page that explains the open interfaces, drawn from their own document."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from .limits import READS
from .open311.formats import Problem, failure, form_of
from .open311.reading import MOST, SPAN
from .open311.shapes import LONGEST
from .v1.api import api
from .v1.problems import Api

NOTHING = "没有这个接口。全部接口见 /api/ 。"


@require_safe
@cache_control(public=True, max_age=0, s_maxage=60)
def docs(request: HttpRequest) -> HttpResponse:
    """``/api/``: every operation of version 1 and of Open311, as tables."""
    document = json.loads(json.dumps(document_of(api)))
    context = {
        "info": document["info"],
        "groups": groups_of(document),
        "calls": OPEN311,
        "figures": {"span": SPAN.days, "most": MOST, "longest": LONGEST, "reads": READS.most()},
    }
    return render(request, "api/docs.html", context)


@csrf_exempt  # a POST to an address that does not exist is told just that
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """An address of the interface that does not exist, said in the form of the interface."""
    return api.problem(request, 404, NOTHING)


@csrf_exempt
def nothing_open311(request: HttpRequest, rest: str) -> HttpResponse:
    """The same in the words of Open311, as JSON or XML by the ending of the address."""
    return failure(Problem(404, "no such call; all calls are listed at /api/"), form_of(request.path))


def document_of(source: Api) -> dict[str, Any]:
    """The OpenAPI document with its full paths."""
    document: dict[str, Any] = source.get_openapi_schema(path_prefix="/api/")
    return document


def groups_of(document: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """[(tag, operations)] in the order of the document."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            line = {
                "method": method.upper(),
                "path": path,
                "id": operation["operationId"],
                "summary": operation["summary"],
                "text": operation.get("description", ""),
                "arguments": [_argument(p) for p in operation.get("parameters", [])],
                "try": "{" not in path,
            }
            groups.setdefault(operation.get("tags", ["其他"])[0], []).append(line)
    return list(groups.items())


def _argument(parameter: dict[str, Any]) -> dict[str, Any]:
    schema = parameter["schema"]
    options = [schema, *schema.get("anyOf", [])]
    return {
        "name": parameter["name"],
        "required": parameter.get("required", False),
        "text": parameter.get("description") or schema.get("description", ""),
        "values": next((s["enum"] for s in options if "enum" in s), []),
        "default": schema.get("default"),
    }


#: (method, path, what it does)
OPEN311 = (
    ("GET", "/open311/v2/services.json", "可以反映的事：五类留言和全部事项"),
    ("GET", "/open311/v2/services/{service_code}.json", "一类事要填的内容"),
    ("GET", "/open311/v2/requests.json", "公开的留言，可按编号、事项、时间、状态筛选"),
    ("GET", "/open311/v2/requests/{service_request_id}.json", "一件公开的留言"),
    ("POST", "/open311/v2/requests.json", "提交留言，须有钥匙；先审核，通过后才公开"),
    ("GET", "/open311/v2/tokens/{编号}.json", "凭留言编号查公开后的 service_request_id"),
    ("GET", "/open311/v2/servicerequestupdates.json", "公开的办理经过和答复，按时间先后"),
)
