"""The one object that carries version 1."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page

from lianxin.kernel.freshness import FOR_EVERYBODY

from . import basis, letters, outcomes
from .problems import Api, Plain, install


def for_everybody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """ETag, short shared caching, and open to the scripts of every site: nothing here looks at a cookie."""

    @wraps(view)
    def run(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", FOR_EVERYBODY)
        response.headers.setdefault("Access-Control-Allow-Origin", "*")
        return response

    wrapped: Callable[..., HttpResponse] = conditional_page(run)
    return wrapped


api = Api(
    title="连心桥开放接口",
    version="1",
    description="读取公开的留言、采纳登记、整改、统计、规则、组织和法规。只读，不需要登录和钥匙。时间带时区，坐标为 WGS-84。",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
    renderer=Plain(),
)
install(api)
for router in (letters.router, outcomes.router, basis.router):
    router.add_decorator(for_everybody, mode="view")
    api.add_router("/v1", router)
