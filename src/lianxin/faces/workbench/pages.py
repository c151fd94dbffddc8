"""What every page of the workbench does first."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from lianxin.foundation.accounts.desk import blame as explain
from lianxin.foundation.accounts.desk import number_of, to
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

NO_DUTY = Denied(
    "工作台是给承担工作的同志用的，您现在没有任职，暂时用不到它。",
    code="no_right",
    remedy="要反映问题请用“我要留言”；如果您刚有了工作职责，请联系本单位的系统管理员登记任职。",
)
NO_RIGHT = Denied(
    "您的岗位不需要这一页。", code="no_right", remedy="如果工作有调整，请联系本单位的系统管理员登记任职。"
)


def for_staff(verb: str = "") -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Strangers go to the sign-in page; people without a duty, or without the verb, get 403 and the reason."""

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = actor_of(request)
            if actor.person_id is None:
                return redirect_to_login(request.get_full_path())
            if actor.kind != "staff":
                raise Refused(NO_DUTY)
            if verb and not actor.has(verb):
                raise Refused(NO_RIGHT)
            return view(request, *args, **kwargs)

        return run

    return wrap


def actor_of(request: HttpRequest) -> Actor:
    """Set by ActorMiddleware."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


__all__ = ["actor_of", "explain", "for_staff", "number_of", "to"]
