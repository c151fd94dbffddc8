"""Whatever happens below ``/api/`` and ``/open311/``, a program is answered in the form that it speaks.

Outermost of all middleware, because pages for people also come from what lies between it and the call:
a broken form, a forbidden host, an error of ours.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .limits import seconds_to_wait

Handler = Callable[[HttpRequest], HttpResponse]
V1, OPEN311 = "/api/", "/open311/"
#: pages for people that stand there too
PAGES = ("/api/", "/api/docs")
DETAILS = {
    400: "请求不完整或写法不对。",
    403: "这个请求没有被接受。",
    404: "没有这个接口。全部接口见 /api/ 。",
    405: "这个地址只接受 Allow 里写的方法。",
    429: "请求太频繁，请过 Retry-After 所写的秒数再来；需要更多请用钥匙，或下载 CSV。",
    500: "平台出错了，不是您的请求有问题；请稍后再试。",
}
DESCRIPTIONS = {
    400: "the request could not be read",
    403: "the request was not accepted",
    404: "no such call; all calls are listed at /api/",
    405: "this call does not take this method",
    429: "too many requests; wait as long as Retry-After says",
    500: "an error on our side; try again later",
}


class MachineMiddleware:
    """Limits, and errors in the words of the interface."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith((V1, OPEN311)) or request.path in PAGES:
            return self.get_response(request)
        if seconds := seconds_to_wait(request):
            response = said(request, 429)
            response.headers["Retry-After"] = str(seconds)
            return response
        return self._answered(request)

    def _answered(self, request: HttpRequest) -> HttpResponse:
        bare = request.method == "HEAD"
        if bare:
            request.method = "GET"  # the same answer with the same ETag, only without its body
        response = self.get_response(request)
        if response.status_code in DETAILS and response.headers.get("Content-Type", "").startswith("text/html"):
            told = said(request, response.status_code)
            if "Allow" in response.headers:
                told.headers["Allow"] = response.headers["Allow"]
            response = told
        if bare:
            response.content = b""
        return response


def said(request: HttpRequest, status: int) -> HttpResponse:
    """An error as problem details (version 1) or as the error list of Open311, never kept by a cache."""
    if request.path.startswith(OPEN311):
        from .open311.formats import Problem, failure, form_of

        response = failure(Problem(status, DESCRIPTIONS[status]), form_of(request.path))
    else:
        from .v1.api import api

        response = api.problem(request, status, DETAILS[status])
        response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-store"
    return response
