"""Who hears of what: members of a new item (R024, R077, B02), keepers of a late one (DIS-02), askers (DIS-03, LX-35)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from lianxin.foundation.casework.due import gather
from lianxin.foundation.jobs.worker import Worker
from lianxin.foundation.notices.models import Notice
from lianxin.kernel.decision import Refused
from lianxin.publicity.disclosure import actions
from lianxin.publicity.disclosure.models import Question, Telling
from tests.factories import County
from tests.publicity.disclosure.world import FILES, Way, asked, at, files, fresh, line, people


@pytest.fixture(autouse=True)
def _queue(settings: Any) -> None:
    """The queue of the database, as it is in use."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


@pytest.fixture
def here(county: County) -> County:
    return people(county)


def travel(when: datetime) -> Any:
    """The clock on the wall, because nobody is told news of history that is only replayed."""
    return time_machine.travel(when, tick=False)


def told(county: County, name: str, words: str) -> int:
    return Notice.objects.filter(person=county.people[name], title__contains=words).count()


def test_r024_members_hear_of_what_is_shown_inside_once(here: County) -> None:
    item = Way(here).to("inner")
    Worker().drain()
    assert actions.convey(item=item.pk) == Telling.objects.get(item=item).people
    assert told(here, "member", "党内公开：一季度") == 1, "once, also when the job runs twice"
    assert told(here, "other_member", "党内公开：一季度") == 0, "a neighbour town is not told"
    assert told(here, "author", "党内公开：一季度") == 0
    notice = Notice.objects.get(person=here.people["member"], code="disclosure.convey")
    assert notice.url == f"/disclosure/{item.pk}/"


def test_r024_members_without_a_duty_hear_of_it_and_applicants_do_not(here: County) -> None:
    """Of the organisation and below, on the roster today."""
    Way(files(here)).to("inner")
    Worker().drain()
    heard = {name: told(here, name, "党内公开：一季度") for name in FILES}
    assert heard == {"plain": 1, "new": 1, "of_town": 1, "plain_elsewhere": 0, "applicant": 0, "gone": 0}


def test_r024_who_has_no_account_is_told_in_person(here: County) -> None:
    """A02: they are no delivery, and the desk says how many they are."""
    reader = here.account_of("secretary")
    item = Way(here).to("inner")
    Worker().drain()
    counted, lines = Telling.objects.get(item=item), Notice.objects.filter(code="disclosure.convey")
    assert (counted.people, counted.offline) == (
        lines.exclude(person__account=None).count(), lines.filter(person__account=None).count(),
    )  # fmt: skip
    assert min(counted.people, counted.offline) > 0
    client = Client()
    client.force_login(reader)
    assert f"{counted.offline} 人没有账号" in client.get(f"/workbench/disclosure/{item.pk}/").text


def test_b02_the_desk_counts_deliveries_and_names_nobody(here: County) -> None:
    item = Way(here).to("inner")
    Worker().drain()
    client = Client()
    client.force_login(here.account_of("secretary"))
    page = client.get(f"/workbench/disclosure/{item.pk}/").content.decode()
    counted = Telling.objects.get(item=item)
    assert f"站内通知送达 {counted.people} 人" in page
    rail = page.index("<main")
    assert here.people["member"].nickname not in page[rail : page.index("</main>")]
    assert Notice.objects.filter(code="disclosure.convey").count() == counted.people + counted.offline


def test_nobody_is_told_of_what_was_withdrawn_before_the_job_ran(here: County) -> None:
    Way(here).to("withdrawn")
    Worker().drain()
    assert not Notice.objects.filter(code="disclosure.convey").exists()


def test_dis_02_keeper_and_deputy_first_then_the_superior(here: County) -> None:
    with travel(at(4)):
        entry = line(here, frequency="monthly", keeper=here.people["keeper"], deputy=here.people["secretary"])
    with travel(at(28)):
        actions.give_alerts(now=at(28))
        assert [told(here, n, "快到更新时间") for n in ("keeper", "secretary", "leader")] == [1, 1, 0]
    with travel(at(8, month=4)):
        actions.give_alerts(now=at(8, month=4))
        assert [told(here, n, "到期没有更新") for n in ("keeper", "secretary", "leader")] == [1, 1, 1]
        for name in ("keeper", "secretary", "leader"):
            titles = [x.title for x in gather(here.actor(name), at(8, month=4)).items]
            assert any(entry.matter in t for t in titles), name
        assert not any(entry.matter in x.title for x in gather(here.actor("member"), at(8, month=4)).items)


def test_keeper_and_deputy_are_two_people(here: County) -> None:
    with pytest.raises(Refused):
        line(here, keeper=here.people["keeper"], deputy=here.people["keeper"])


def test_dis_03_the_asker_is_told_of_the_extension_with_day_and_reason(here: County) -> None:
    with travel(at(4)):
        request, _ = asked(here)
        actions.extend(actor=here.actor("approver"), request=request, text="档案在库房。", revision=request.revision)
    notice = Notice.objects.get(person=here.people["author"], code="disclosure.request")
    assert "2025年3月18日" in notice.body
    assert "档案在库房。" in notice.body


def test_lx_35_a_question_is_owed_a_review_and_an_answer(here: County) -> None:
    with travel(at(4)):
        item = Way(here).to("public")
    with travel(at(12)):
        question = actions.ask_question(actor=here.actor("author"), item=item, text="结余怎么用？")
        assert told(here, "reviewer", "有提问待审核") == 1
        assert question.due_at.date().isoformat() == "2025-03-14"
        actions.review_question(actor=here.actor("reviewer"), question=question, public=True)
        assert told(here, "keeper", "有提问待回答") == 1
        assert fresh_question(question).due_at.date().isoformat() == "2025-03-19"
    with travel(at(20)):
        assert actions.alert_questions(now=at(20)) == 1
        assert actions.alert_questions(now=at(20)) == 0, "once"
        assert told(here, "keeper", "提问到期没有办理") == told(here, "leader", "提问到期没有办理") == 1
        actions.answer_question(actor=here.actor("keeper"), question=question, text="转下季度。")
        actions.review_answer(actor=here.actor("reviewer"), question=question, public=True)
    assert fresh_question(question).due_at is None
    assert told(here, "author", "您的提问有了回答") == 1


def test_m02_who_asked_hears_why_a_question_is_not_shown(here: County) -> None:
    item = Way(here).to("public")
    question = actions.ask_question(actor=here.actor("author"), item=item, text="他家的电话是多少？")
    actions.review_question(
        actor=here.actor("reviewer"), question=question, public=False, reason="privacy", text="含电话。"
    )
    notice = Notice.objects.get(person=here.people["author"], code="disclosure.question")
    assert "含有他人隐私" in notice.title
    assert fresh_question(question).due_at is None


def fresh_question(question: Question) -> Question:
    return Question.objects.get(pk=question.pk)


def test_the_job_of_the_ticker_takes_questions_along(here: County) -> None:
    from lianxin.publicity.disclosure import jobs

    item = Way(here).to("public")
    question = actions.ask_question(actor=here.actor("author"), item=item, text="用在哪里？")
    assert question.due_at is not None
    with travel(question.due_at + timedelta(minutes=1)):
        jobs.alerts()
    assert fresh_question(question).alerted
    assert fresh(item).state == "public"


def test_a_superior_asks_for_a_late_renewal_once_a_day(here: County) -> None:
    with travel(at(4)):
        entry = line(here, frequency="monthly", keeper=here.people["keeper"])
        with pytest.raises(Refused):
            actions.remind(actor=here.actor("leader"), entry=entry)
    with travel(at(8, month=4)):
        for _ in range(2):
            assert actions.remind(actor=here.actor("leader"), entry=entry) == 1
        assert told(here, "keeper", "上级督促更新") == 1
        with pytest.raises(Refused):
            actions.remind(actor=here.actor("keeper"), entry=entry)


def test_many_late_lines_are_one_line_on_the_list_of_the_superior(here: County) -> None:
    with travel(at(4)):
        for _ in range(5):
            line(here, frequency="monthly", keeper=here.people["keeper"])
    titles = [x.title for x in gather(here.actor("leader"), at(8, month=4)).items]
    assert titles == ["5 项目录到期没有更新"]


def test_m02_a_withheld_question_is_appealed_once_and_decided_by_another(here: County) -> None:
    item = Way(here).to("public")
    question = actions.ask_question(actor=here.actor("author"), item=item, text="为什么不公布全部票据？")
    no = {"public": False, "reason": "abuse", "text": "语气不好。"}
    actions.review_question(actor=here.actor("reviewer"), question=question, **no)
    author = Client()
    author.force_login(here.account_of("author"))
    url = f"/disclosure/{item.pk}/question/{question.pk}/appeal/"
    page = author.post(url, {"text": "  "})
    assert page.status_code == 422
    assert "请填写申诉的理由" in page.content.decode()
    assert author.post(url, {"text": "只是问票据，没有骂人。"}).status_code == 302
    assert told(here, "reviewer2", "申诉待审核") == 1
    assert told(here, "reviewer", "申诉待审核") == 0
    with pytest.raises(Refused):
        actions.review_question(actor=here.actor("reviewer"), question=question, public=True)
    actions.review_question(actor=here.actor("reviewer2"), question=question, **no)
    assert author.post(url, {"text": "再申诉"}).status_code == 422, "once"
    other = Client()
    other.force_login(here.account_of("neighbour"))
    assert other.post(url, {"text": "别人的"}).status_code == 404
    assert "语气不好" not in other.get(f"/disclosure/{item.pk}/").content.decode()


@pytest.mark.parametrize(("day", "allowed"), [(11, True), (12, False)])
def test_m02_an_appeal_has_five_working_days(here: County, day: int, allowed: bool) -> None:
    with travel(at(4)):
        item = Way(here).to("public")
        question = actions.ask_question(actor=here.actor("author"), item=item, text="？")
        actions.review_question(
            actor=here.actor("reviewer"), question=question, public=False, reason="abuse", text="骂人。"
        )
    with travel(at(day)):
        author = here.actor("author")
        if allowed:
            assert actions.appeal_question(actor=author, question=question, text="没有。").publication == "pending"
        else:
            with pytest.raises(Refused):
                actions.appeal_question(actor=author, question=question, text="没有。")
