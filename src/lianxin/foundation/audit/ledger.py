"""Writes lines. One INSERT without reading anything: no writer waits for another one.

A line carries the digest of its own content only. The link to the lines before it is made later by
`sealing.seal`, so the chain costs the writers nothing.
"""

from __future__ import annotations

import secrets

from django.utils import timezone

from lianxin.foundation.spine.actions import Fact
from lianxin.kernel.actor import Actor
from lianxin.kernel.canonical import canonical_json

from .hashing import line_digest
from .models import AuditLine
from .secrecy import clean, looks_personal, strict

__all__ = ["write"]


def duty_of(actor: Actor, org_path: str) -> str:
    """``"post@path"`` of the duty nearest to where it happened, or empty when none covers the place."""
    covering = [duty for duty in actor.duties if org_path.startswith(duty.org_path)]
    if not covering:
        return ""
    nearest = max(covering, key=lambda duty: len(duty.org_path))
    return f"{nearest.post}@{nearest.org_path}"


def line_of(fact: Fact) -> AuditLine:
    """The unsaved line of a fact. Raises SecretInLedger under AUDIT_STRICT."""
    subject = fact.subject
    if looks_personal(subject):
        clean({"subject": subject}, raising=strict())
        subject = "（已隐去）"
    line = AuditLine(
        moment=timezone.now(),
        code=fact.code,
        actor_kind=fact.actor.kind,
        person_id=fact.actor.person_id,
        duty=duty_of(fact.actor, fact.org_path),
        subject=subject,
        org_path=fact.org_path,
        data=canonical_json(clean(fact.data)).decode(),
        nonce=secrets.token_hex(16),
    )
    line.digest = line_digest(line)
    return line


def write(facts: list[Fact]) -> None:
    """The ledger of the spine: all facts of one action in one statement, in its transaction."""
    AuditLine.objects.bulk_create([line_of(fact) for fact in facts])
