"""Steps that people take: which form each has, what it does, what the page says afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from lianxin.foundation.accounts.stepping import step_page
from lianxin.foundation.casework.engine import may
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Decision

from . import actions, forms, policies, queries, typed
from .models import Absence, Matter
from .words import UNREACHABLE


@dataclass(frozen=True, slots=True)
class Step:
    """slug: in the address, for a matter the event of the table; rule: shown beside the form; lists: offers places."""

    slug: str
    label: str
    form: Callable[[Any, Any], forms.Spoken]
    act: Callable[[Actor, Any, dict[str, Any]], Any]
    done: str
    may: Callable[[Actor, Any], Decision]
    rule: str = ""
    lists: bool = False


def _move(actor: Actor, absence: Absence, said: dict[str, Any]) -> Any:
    # the desk does not show what is sealed: an empty field leaves it as it was
    kept = {name: said[name] or getattr(absence, name) for name in ("address", "phone")}
    where = typed.place_of(said | kept, absence.kind)
    return actions.move_on(actor=actor, absence=absence, where=where, on=said["on"], revision=said["revision"])


def _contact(actor: Actor, absence: Absence, said: dict[str, Any]) -> Any:
    names = ("on", "way", "reached", "took_part", "words", "key")
    return actions.contact(actor=actor, absence=absence, **{name: said[name] for name in names})


def _liaison(actor: Actor, absence: Absence, said: dict[str, Any]) -> Any:
    chosen = next((m for m in queries.liaisons(absence) if str(m.pk) == said["liaison"]), None)
    phone = said["phone"] or (absence.liaison_phone if chosen and chosen.pk == absence.liaison_id else "")
    return actions.assign_liaison(actor=actor, absence=absence, liaison=chosen, phone=phone, revision=said["revision"])


def _answer(action: Callable[..., Any]) -> Callable[[Actor, Absence, dict[str, Any]], Any]:
    return lambda actor, absence, said: action(
        actor=actor, absence=absence, yes=said["yes"] == "yes", answer=said["answer"], revision=said["revision"]
    )


def _kind(actor: Actor, absence: Absence, said: dict[str, Any]) -> Any:
    return actions.change_kind(
        actor=actor, absence=absence, kind=said["kind"], until=said["until"], revision=said["revision"]
    )


def _end(actor: Actor, absence: Absence, said: dict[str, Any]) -> Any:
    return actions.end(actor=actor, absence=absence, how=said["how"], on=said["on"], revision=said["revision"])


def _confirm_form(absence: Absence, data: Any) -> forms.Spoken:
    return forms.AnswerForm(data, yes="确认", no="不确认", initial={"yes": "yes"})


def _move_form(absence: Absence, data: Any) -> forms.Spoken:
    form = forms.MoveForm(data, initial=forms.place_initial(absence) | {"address": "", "phone": ""})
    for name in ("address", "phone"):
        if getattr(absence, name):
            form.fields[name].help_text = "已经登记，不改的不用填。"
    return form


def _note_form(absence: Absence, data: Any) -> forms.Spoken:
    return forms.AnswerForm(data, yes="接收登记，请他参加我们的组织生活", no="不接收登记", initial={"yes": "yes"})


def _liaison_form(absence: Absence, data: Any) -> forms.Spoken:
    start = {"liaison": absence.liaison_id}
    return forms.LiaisonForm(data, people=queries.liaisons(absence), initial=start)


OF_ABSENCE = {
    row.slug: row
    for row in (
        Step("confirm", "确认", _confirm_form, _answer(actions.confirm), "已答复本人。", policies.may_confirm),
        Step("note", "接收登记", _note_form, _answer(actions.note_host), "已告知原支部和本人。", policies.may_note, "EDU-12"),
        Step("contact", "登记联系", lambda a, d: forms.ContactForm(d, initial={"on": moment.today()}), _contact, "已登记。",
             policies.may_contact, "EDU-13"),
        Step("move", "换了地方", _move_form, _move, "已更新。", policies.may_change,
             "EDU-08", lists=True),
        Step("liaison", "安排联系人", _liaison_form, _liaison, "已安排，本人看得到。", policies.may_keep),
        Step("kind", "改类别", lambda a, d: forms.KindForm(d, initial={"kind": a.kind, "until": a.until}), _kind, "已改。",
             policies.may_keep),
        Step("end", "结束登记", lambda a, d: forms.EndForm(d, initial={"how": "returned", "on": moment.today()}), _end, "登记已结束。",
             policies.may_keep),
    )
}  # fmt: skip


def _text_form(label: str, help_text: str = "") -> Callable[[Matter, Any], forms.Spoken]:
    return lambda case, data: forms.TextForm(data, label=label, help_text=help_text)


def _plain(action: Callable[..., Any]) -> Callable[[Actor, Matter, dict[str, Any]], Any]:
    return lambda actor, case, said: action(actor=actor, case=case, text=said["text"], revision=said["revision"])


def _discuss_form(case: Matter, data: Any) -> forms.Spoken:
    return forms.DiscussForm(data, meetings=queries.meetings_for(case), unreachable=case.ground in UNREACHABLE)


def _discuss(actor: Actor, case: Matter, said: dict[str, Any]) -> Any:
    meeting = next((m for m in queries.meetings_for(case) if str(m.pk) == said["meeting"]), None)
    return actions.discuss(
        actor=actor, case=case, heard=said["heard"], meeting=meeting, text=said["text"], revision=said["revision"]
    )


def _event(event: str) -> Callable[[Actor, Matter], Decision]:
    return lambda actor, case: may(actor, case, event)


def _of_matter(event: str, label: str, form: Any, act: Any, done: str, rule: str = "") -> Step:
    return Step(event, label, form, act, done, _event(event), rule)


_ASIDE = _text_form("为什么暂不处理", "例如已经恢复联系、有正当理由、还在查找。")
OF_MATTER = {
    row.slug: row
    for row in (
        _of_matter("tell", "告知本人", _text_form("怎样告知的", "什么时候、用什么办法；找不到本人的，写明怎样找的。本人登录以后看得到这条建议，可以说明。"),
                   _plain(actions.tell), "已告知，本人可以说明情况。", "LX-87"),
        _of_matter("hear", "记录本人说明", _text_form("本人怎么说"), _plain(actions.hear), "已记录。", "LX-87"),
        _of_matter("discuss", "登记支部研究的意见", _discuss_form, _discuss, "已报党委决定。", "LX-87"),
        _of_matter("decide", "作出决定", _text_form("决定和理由", "作出以后，档案的在册情况随之改变，本人会收到通知。"), _plain(actions.decide),
                   "决定已作出，档案已更新。"),
        _of_matter("send_back", "退回支部再研究", _text_form("还要弄清什么"), _plain(actions.send_back), "已退回支部。"),
        _of_matter("set_aside", "暂不处理", _ASIDE, _plain(actions.set_aside), "已记下，暂不处理。"),
        _of_matter("reopen", "重新提出", _text_form("为什么重新提出"), _plain(actions.reopen), "已重新提出。"),
    )
}  # fmt: skip


def handle(request: HttpRequest, actor: Actor, row: Any, wanted: Step, *, back: str, template: str) -> HttpResponse:
    """Show the form, or take the step."""
    return step_page(
        request, lambda sent: wanted.form(row, sent), lambda said: wanted.act(actor, row, said), wanted.may(actor, row),
        revision=row.revision, done=wanted.done, back=back, template=template, hidden=("out_of_scope", "no_right"),
        context={"row": row, "step": wanted, **(typed.lists() if wanted.lists else {})},
    )  # fmt: skip
