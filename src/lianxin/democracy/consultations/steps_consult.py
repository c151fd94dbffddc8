"""What people do with a consultation at the desk, besides writing its text and answering opinions."""

from __future__ import annotations

from typing import Any

from lianxin.kernel.actor import Actor

from . import actions, forms
from .intake import paragraphs_of
from .queries.report import text_of
from .steps import Said, Step


def _plain(case: Any, data: Any) -> Any:
    return forms.Spoken(data)


def _reason(case: Any, data: Any) -> Any:
    return forms.ReasonForm(data)


def _submit(actor: Actor, case: Any, said: Said, form: Any) -> Any:
    return actions.submit(actor=actor, case=case, revision=said["revision"])


def _release(actor: Actor, case: Any, said: Said, form: Any) -> Any:
    return actions.release(actor=actor, case=case, revision=said["revision"])


def _send_back(actor: Actor, case: Any, said: Said, form: Any) -> Any:
    return actions.send_back(actor=actor, case=case, text=said["text"], revision=said["revision"])


def _extend(actor: Actor, case: Any, said: Said, form: Any) -> Any:
    words = {name: said[name] for name in ("closes_at", "text", "revision")}
    return actions.extend(actor=actor, case=case, **words)


def _report_form(case: Any, data: Any) -> Any:
    text = text_of(case, "final") or text_of(case)
    return forms.ReportForm(data, initial={"summary": case.summary, "text": "\n".join(text)})


def _report(actor: Actor, case: Any, said: Said, form: Any) -> Any:
    return actions.report(
        actor=actor,
        case=case,
        summary=said["summary"],
        paragraphs=paragraphs_of(said["text"]),
        revision=said["revision"],
    )


def _return_report(actor: Actor, case: Any, said: Said, form: Any) -> Any:
    return actions.return_report(actor=actor, case=case, text=said["text"], revision=said["revision"])


def _finish(actor: Actor, case: Any, said: Said, form: Any) -> Any:
    return actions.finish(actor=actor, case=case, revision=said["revision"])


def _stop(actor: Actor, case: Any, said: Said, form: Any) -> Any:
    return actions.stop(actor=actor, case=case, text=said["text"], revision=said["revision"])


def _correct_form(case: Any, data: Any) -> Any:
    return forms.CorrectForm(data, initial={"text": "\n".join(text_of(case, case.text_kind))})


def _correct(actor: Actor, case: Any, said: Said, form: Any) -> Any:
    text = paragraphs_of(said["text"])
    return actions.correct(actor=actor, case=case, paragraphs=text, note=said["note"], revision=said["revision"])


def _take_correction(actor: Actor, case: Any, said: Said, form: Any) -> Any:
    return actions.take_correction(actor=actor, case=case, revision=said["revision"])


def _drop_correction(actor: Actor, case: Any, said: Said, form: Any) -> Any:
    return actions.drop_correction(actor=actor, case=case, text=said["text"], revision=said["revision"])


def _show_late(actor: Actor, case: Any, said: Said, form: Any) -> Any:
    return actions.show_late(actor=actor, case=case, revision=said["revision"])


STEPS = {
    step.slug: step
    for step in (
        Step("submit", "submit", "提交审核", _plain, _submit, "已提交，由没有参与起草的同志审核。", "提交以后不能再改，退回了才能改。"),
        Step("release", "release", "审核通过，发布", _plain, _release, "已发布，到时间自动开始和截止。", "看过全文、时间和范围再发布。"),
        Step("report", "report", "提交结果", _report_form, _report, "已提交，由另一位同志核对后公布。"),
        Step("finish", "finish", "公布采纳情况", _plain, _finish, "已公布，提意见的同志会收到自己的意见怎么用的。"),
        Step("take-correction", "take_correction", "更正通过", _plain, _take_correction, "已更正，提过意见的同志会收到通知。", "原文和改动留在公开的页面上。"),
        Step("drop-correction", "drop_correction", "更正不通过", _reason, _drop_correction, "已退回。"),
        Step("show-late", "show_late", "公布补充答复", _plain, _show_late, "已公布，提意见的同志会收到通知。"),
        Step("correct", "correct", "更正文稿", _correct_form, _correct, "已提交，由另一位同志审核后显示。", "改错字、改差错。原文和更正说明都公开。"),
        Step("extend", "extend", "延长征集", lambda c, d: forms.ExtendForm(d, initial={"closes_at": c.closes_at}), _extend, "已延长，原因公开。"),
        Step("send-back", "send_back", "退回修改", _reason, _send_back, "已退回。"),
        Step("return-report", "return_report", "退回结果", _reason, _return_report, "已退回。"),
        Step("stop", "stop", "终止", _reason, _stop, "已终止。", "已经发布过的，原因公开。"),
    )
}  # fmt: skip
