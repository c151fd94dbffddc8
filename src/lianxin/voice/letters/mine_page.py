"""What the author of a letter reads: everything about it that is theirs, and what they may do now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lianxin.foundation.casework.engine import may
from lianxin.foundation.files.queries import files_of_all
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Allowed, Decision, Denied
from lianxin.kernel.personal_data import partly

from .flow import answer_figure
from .forms_public.mine import FORMS, OwnForm
from .later_words import Said, for_author
from .models import Adoption, Letter, LetterClock, Reply
from .models.adoption import adoption_subject
from .models.letter import step_subject
from .public_page import Clock, clock_of, taken, time_line
from .queries import desk, public
from .receipt import Promise, promise_of, sensible
from .words import REFUSAL_REASONS, WITHHOLD_REASONS

#: form -> event of the lifecycle that decides whether it may be sent
EVENTS = {"rate": "rate_good", "confirm": ""}
#: what stands at the top of the page when its turn has come; the others stand in "还可以"
FIRST = ("confirm", "rate", "supplement", "appeal", "appeal_private")
#: clocks whose reckoning the author can open
EXPLAINED = {
    "inform": "告知是否受理",
    "answer": "答复",
    "rework": "重新办理",
    "followup": "回答追问",
    "appeal": "申诉复核",
}
LIVE = ("running", "paused")


@dataclass(frozen=True, slots=True)
class Deed:
    """One button of the author; a refused one is shown grey with its reason."""

    name: str
    form: type[OwnForm]
    decision: Decision


@dataclass(frozen=True, slots=True)
class MineLine:
    """One letter of the list."""

    letter: Letter
    clock: str
    waits: str


@dataclass(frozen=True)
class MinePage:
    """Everything that the template of the author's page prints."""

    letter: Letter
    clock: Clock | None
    promises: list[Promise]
    steps: list[dict[str, Any]]
    replies: list[Any]
    messages: list[Said]
    ratings: list[Said]
    reviews: list[Any]
    photos: list[Any]
    first: list[Deed]
    more: list[Deed]
    private: list[tuple[str, str]]
    workdays: int | None
    main_shown: bool = False
    #: what was answered in the letter that this one was merged into, where no public page shows it
    main_replies: list[Any] = field(default_factory=list)
    adoption: Any = None

    @property
    def remedy(self) -> str:
        """The rule by which the author of a petition goes on when the answer does not convince, or empty."""
        petition = answer_figure(self.letter)[0] == "PET-04"
        return "PET-05" if petition and self.replies else ""


def page_of(letter: Letter, actor: Actor) -> MinePage:
    """Assemble the page of an own letter (checked by `access.own_letter`)."""
    clocks = list(letter.clocks.all())
    replies = list(letter.replies.filter(state="sent").select_related("organisation").order_by("sent_at"))
    steps = list(letter.steps.exclude(public_label=""))
    with_photos = {step_subject(s.pk): s for s in steps if s.event == "progress"}
    adoption = Adoption.objects.filter(letter=letter, shown_at__isnull=False).defer("proposed").first()
    done = adoption_subject(adoption.pk, adoption.photo_round) if adoption else ""
    files = files_of_all([f"letter:{letter.pk}", *(f"reply:{r.pk}" for r in replies), done, *with_photos])
    for stored in (f for group in files.values() for f in group):
        # by our own address: the file room does not know who holds a query code
        stored.href = f"/letters/mine/{letter.pk}/files/{stored.uuid}/"  # type: ignore[attr-defined]  # for the template
        stored.small = f"{stored.href}thumb/" if stored.is_picture else ""  # type: ignore[attr-defined]
    if adoption:
        adoption.photos = files.get(done, [])  # type: ignore[attr-defined]  # for the template
    for reply in replies:
        reply.photos = files.get(f"reply:{reply.pk}", [])  # type: ignore[attr-defined]  # for the template
    for subject, step in with_photos.items():
        step.photos = files.get(subject, [])  # type: ignore[attr-defined]  # for the time line
    clock = clock_of(letter, clocks)
    deeds = _deeds(letter, actor)
    return MinePage(
        letter=letter,
        clock=clock,
        promises=_promises(letter, clocks),
        steps=time_line(steps, clock),
        replies=replies,
        messages=for_author(list(letter.messages.all()), actor),
        ratings=for_author(list(letter.ratings.all()), actor),
        reviews=[_review(r) for r in letter.reviews.all()],
        photos=files.get(f"letter:{letter.pk}", []),
        first=[d for d in deeds if d.name in FIRST],
        more=[d for d in deeds if d.name not in FIRST],
        private=_private(letter),
        workdays=taken(letter),
        main_shown=_is_shown(letter.merged_into_id),
        main_replies=_replies_of_main(letter.merged_into_id),
        adoption=adoption,
    )


def _is_shown(pk: int | None) -> bool:
    return pk is not None and public.published().filter(pk=pk).exists()


def _replies_of_main(pk: int | None) -> list[Any]:
    """Sent replies to the main letter as its co-authors read them: what the office says, not what the other one asked."""
    if pk is None or _is_shown(pk):
        return []
    rows = Reply.objects.filter(letter=pk, state="sent").select_related("organisation").order_by("sent_at")
    for reply in rows:
        reply.points = [{"point": "", "answer": p.get("answer", "")} for p in reply.points]
    return list(rows)


def may_do(name: str, letter: Letter, actor: Actor) -> Decision:
    """Whether the author may do it now. Confirming an assisted entry is no event of the lifecycle."""
    if name == "confirm":
        open_ = letter.assisted_by_id and not letter.assist_confirmed_at
        return Allowed() if open_ else Denied("没有需要确认的代录内容。", code="nothing")
    return may(actor, letter, EVENTS.get(name, name))


def _deeds(letter: Letter, actor: Actor) -> list[Deed]:
    """Buttons whose turn it is, and those refused for a reason that the author should know."""
    found = [Deed(name, form, may_do(name, letter, actor)) for name, form in FORMS.items()]
    hidden = ("wrong_state", "nothing", "not_author")
    return [d for d in found if not isinstance(d.decision, Denied) or d.decision.code not in hidden]


def _promises(letter: Letter, clocks: list[LetterClock]) -> list[Promise]:
    live = [c for c in clocks if c.name in EXPLAINED and c.state in LIVE]
    return [promise_of(letter, c, EXPLAINED[c.name]) for c in sensible(live)]


def _review(row: Any) -> Any:
    """A review with the words of its reason code."""
    row.why = REFUSAL_REASONS.get(row.reason) or WITHHOLD_REASONS.get(row.reason, "")
    return row


def _private(letter: Letter) -> list[tuple[str, str]]:
    """What only those who handle it can see; numbers are shown half, since others may look over a shoulder."""
    rows = [
        ("称呼", letter.contact_name),
        ("电话", partly(letter.contact_phone or "")),
        ("邮箱", letter.contact_email),
        ("只给经办人看的话", letter.remark),
        ("地点", "" if letter.place_public else letter.place),
    ]
    return [(label, value) for label, value in rows if value]


def lines_for(actor: Actor) -> list[MineLine]:
    """All letters of the actor: written under its account, or opened by their code."""
    found = list(desk.mine(actor.person_id)) if actor.person_id else []
    known = {x.pk for x in found}
    held = [int(h.partition(":")[2]) for h in actor.holds if h.startswith("letter:")]
    rows = Letter.objects.unscoped("letters whose code was shown").filter(pk__in=[h for h in held if h not in known])
    found += list(rows.select_related("organisation"))
    return [line_of(x) for x in sorted(found, key=lambda x: x.opened_at, reverse=True)]


def line_of(letter: Letter) -> MineLine:
    """A letter with what is waited for: the office, or its author."""
    waits = {"waiting": "请您补充情况", "replied": "请您评价", "refused": "可以申诉"}.get(letter.state, "")
    if letter.assisted_by_id and not letter.assist_confirmed_at:
        waits = "请您确认代录内容"
    return MineLine(letter, letter.due_clock, waits)
