"""Optional purposes: off until somebody agrees, off again at once when they withdraw (P06, PIP-02)."""

from __future__ import annotations

from typing import Any

import pytest

from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.privacy.actions import consent, withdraw
from lianxin.foundation.privacy.consents import Purpose, add_purpose, consented, consenting, when_withdrawn
from lianxin.foundation.privacy.models import Consent
from lianxin.kernel.actor import ANONYMOUS
from lianxin.kernel.decision import Refused

pytestmark = pytest.mark.usefixtures("purposes")


def test_consent_is_asked_given_and_taken_back(county: Any) -> None:
    person = county.person("群众")
    actor = actor_of(person)
    assert not consented(person.pk, "survey_call")
    consent(actor=actor, purpose="survey_call")
    consent(actor=actor, purpose="survey_call")
    assert consented(person.pk, "survey_call")
    assert not consented(person.pk, "showcase")
    assert consenting({person.pk, county.person("别人").pk}, "survey_call") == {person.pk}
    withdraw(actor=actor, purpose="survey_call")
    assert not consented(person.pk, "survey_call")
    assert consenting({person.pk}, "survey_call") == set()
    consent(actor=actor, purpose="survey_call")
    assert Consent.objects.filter(person=person).count() == 2  # what held when stays provable


def test_withdrawing_stops_what_runs_in_the_same_transaction(county: Any) -> None:
    person = county.person("群众")
    queued = {person.pk}
    when_withdrawn("showcase", queued.discard)
    consent(actor=actor_of(person), purpose="showcase")
    withdraw(actor=actor_of(person), purpose="showcase")
    assert queued == set()


def test_a_withdrawal_that_could_not_stop_the_work_is_not_claimed(county: Any) -> None:
    def fails(person_id: int) -> None:
        raise RuntimeError("queue is not there")

    person = county.person("群众")
    consent(actor=actor_of(person), purpose="showcase")
    when_withdrawn("showcase", fails)
    with pytest.raises(RuntimeError):
        withdraw(actor=actor_of(person), purpose="showcase")
    assert consented(person.pk, "showcase")


def test_unknown_purposes_and_unknown_people(county: Any) -> None:
    with pytest.raises(KeyError):
        consented(1, "anything")
    assert not consented(None, "showcase")
    with pytest.raises(Refused):
        consent(actor=county.actor("群众"), purpose="anything")
    with pytest.raises(Refused, match="登录"):
        consent(actor=ANONYMOUS, purpose="showcase")


def test_one_key_means_one_thing() -> None:
    with pytest.raises(ValueError, match="twice"):
        add_purpose(Purpose("showcase", "别的", "别的", "别的"))
