"""Every form that is refused says what is wrong on top and beside the field, and keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from .conftest import PHONE
from .desk import Sent
from .visiting import Visitor

PROBE = "这段话必须原样留着，<b>一个字</b>也不能少 & 不能多"


@dataclass(frozen=True)
class Wrong:
    """A form that misses something: what stands in it, the button, and the field that is named."""

    account: str
    path: str
    button: str
    names: str
    state: str = "handling"
    typed: dict[str, str] = field(default_factory=dict)


FORMS = (
    Wrong("zhenshen", "/workbench/letters/{pk}/review/", "提交审核结果", "decision", "submitted", {"text": PROBE}),
    Wrong("zhenfen", "/workbench/letters/{pk}/transfer/", "改派", "organisation", typed={"note": PROBE}),
    Wrong("xianwei", "/workbench/letters/{pk}/supervise/", "督办", "text"),
    Wrong("chengban", "/workbench/letters/{pk}/send_back/", "退回分派", "reason", "assigned", {"text": PROBE}),
    Wrong("chengban", "/workbench/letters/{pk}/forward/", "记录转交", "to"),
    Wrong("chengban", "/workbench/letters/{pk}/note/", "内部备注", "text"),
    Wrong(
        "chengban", "/workbench/letters/{pk}/reply/", "提交审签", "result", typed={"body": PROBE, "legal_basis": PROBE}
    ),
    Wrong("shenqian", "/workbench/letters/{pk}/sign/", "确定", "text", "approving", {"decision": "return"}),
    Wrong("zhenshen", "/workbench/letters/{pk}/hide/", "撤下公开", "reason", typed={"text": PROBE}),
    Wrong("", "/letters/mine/{pk}/rate/", "提交评价", "level", "replied", {"text": PROBE}),
    Wrong("", "/letters/mine/{pk}/follow_up/", "发出追问", "text", "replied"),
    Wrong("", "/me/sign-in/", "登录", "password", "", {"login": "没有这个人"}),
    Wrong("", "/me/join/", "开通", "password", "", {"nickname": "渡口老乡"}),
    Wrong("guanli", "/workbench/accounts/appoint/", "任命", "organisation", "", {"person": "没有这个人"}),
    Wrong("guanli", "/workbench/accounts/open/", "开设账号", "name", "", {"nickname": "王干事", "username": "wang.gs"}),
)


@pytest.fixture
def size() -> dict[str, int]:
    """On a phone, where the message is far from the button; at a desk the same fields stand in the same column."""
    return PHONE


@pytest.mark.parametrize("wrong", FORMS, ids=[w.path.strip("/").rpartition("/")[2] + "-" + w.names for w in FORMS])
def test_a_refused_form_names_the_field_and_keeps_the_words(
    visit: Callable[..., Visitor], send: Callable[..., Sent], wrong: Wrong
) -> None:
    sent = send(wrong.state, title="填得不完整的表") if wrong.state else None
    who = {"account": wrong.account} if wrong.account else {"state": sent.state if sent else None}
    visitor = visit(**who).open(wrong.path.format(pk=sent.pk if sent else "")).fill(**wrong.typed)
    transfer = "/transfer/" in wrong.path
    if transfer:
        visitor.fill(organisation="请选择单位")
    texts = {name: text for name, text in wrong.typed.items() if name != "decision"}
    # the words on the button of a transfer depend on whether an office is suggested
    pressed = visitor.submit() if transfer else visitor.press(wrong.button)
    pressed.told_off(wrong.names, kept=texts)
