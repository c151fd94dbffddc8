"""The urn of a poll without names: opened and written only under its lock (decision 0022)."""

from __future__ import annotations

from lianxin.foundation.spine.actions import lock
from lianxin.kernel import sealing
from lianxin.kernel.decision import Denied, Refused

from . import counting
from .counting import Ballot, Tally
from .models import Poll, Urn

_NAME = "u"
GONE = Denied("票箱已经销毁，不能再投，也不能再看。", code="gone")


def make(poll: Poll) -> Urn:
    """An empty urn with a key of its own."""
    key = sealing.new_key()
    return Urn.objects.create(poll=poll, key=key, content=_sealed(counting.empty(poll.shape), key))


def held(poll: Poll) -> Urn:
    """The urn, held until the transaction ends; one ballot after the other. Raises `Refused` when it was destroyed."""
    found = Urn.objects.filter(poll=poll).first()
    if found is None:
        raise Refused(GONE)
    return lock(found)


def put_in(urn: Urn, poll: Poll, ballot: Ballot) -> None:
    """Write the whole urn anew with one ballot more."""
    key = str(urn.key)
    urn.content = _sealed(counting.add(_opened(urn, poll), ballot), key)
    Urn.objects.filter(pk=urn.pk).update(content=urn.content)


def tally(poll: Poll) -> Tally:
    """What is in it. Callers ask `policies.may_count` before. Raises `Refused` when it was destroyed."""
    found = Urn.objects.filter(poll=poll).first()
    if found is None:
        raise Refused(GONE)
    return _opened(found, poll)


def destroy(poll: Poll) -> None:
    """Key and content are gone; what was announced stays with the poll."""
    Urn.objects.filter(poll=poll).delete()


def _sealed(found: Tally, key: str) -> str:
    return sealing.seal(counting.packed(found), {_NAME: key})


def _opened(urn: Urn, poll: Poll) -> Tally:
    return counting.unpacked(sealing.open_(urn.content, {_NAME: str(urn.key)}), poll.shape)
