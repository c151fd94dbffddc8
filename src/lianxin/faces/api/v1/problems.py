"""Errors as problem details (RFC 9457), whatever went wrong, and the document that says so."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

CONTENT_TYPE = "application/problem+json"
TITLES = {
    400: "请求有误",
    403: "不能这样做",
    404: "没有找到",
    405: "不支持这种请求",
    422: "参数有误",
    429: "请求太频繁",
    500: "平台出错了",
}
DESCRIPTIONS = {
    304: "内容没有变化（凭 If-None-Match）",
    404: "没有找到",
    422: "参数有误",
    429: "请求太频繁，过 Retry-After 所写的秒数再来",
}


class Plain(JSONRenderer):
    """JSON with Chinese as Chinese, so that a person can read an answer too."""

    json_dumps_params = {"ensure_ascii": False}


class Api(NinjaAPI):
    """Django Ninja with our errors in answers and document alike."""

    def problem(self, request: HttpRequest, status: int, detail: str = "") -> HttpResponse:
        """A problem details answer."""
        content = {
            "type": "about:blank",
            "title": TITLES.get(status, "出错了"),
            "status": status,
            "detail": detail,
            "instance": request.path,
        }
        response = self.create_response(request, content, status=status)
        response.headers["Content-Type"] = CONTENT_TYPE
        return response

    def get_openapi_schema(self, **options: Any) -> Any:
        """The document; errors carry their own content type, and every answer can be "not modified"."""
        document = super().get_openapi_schema(**options)
        for path in document["paths"].values():
            for operation in path.values():
                _finish(operation["responses"])
        return document


def _finish(responses: dict[Any, Any]) -> None:
    for status in list(responses):
        if int(status) >= 400:
            content = responses[status].get("content", {})
            responses[status]["content"] = {CONTENT_TYPE: next(iter(content.values()))}
        responses[status]["description"] = DESCRIPTIONS.get(int(status), "好")
    responses[304] = {"description": DESCRIPTIONS[304]}
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    responses[429] = {
        "description": DESCRIPTIONS[429],
        "headers": {"Retry-After": {"description": "几秒以后", "schema": {"type": "integer"}}},
        "content": {CONTENT_TYPE: problem},
    }


def install(api: Api) -> None:
    """Every error of this interface leaves as problem details."""

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: Any) -> HttpResponse:
        lines = [f"{'.'.join(str(p) for p in e['loc'][1:])}: {e['msg']}" for e in error.errors]
        return api.problem(request, 422, "; ".join(lines)[:1000])

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Any) -> HttpResponse:
        return api.problem(request, 404, str(error))

    @api.exception_handler(HttpError)
    def failed(request: HttpRequest, error: Any) -> HttpResponse:
        return api.problem(request, error.status_code, str(error))
