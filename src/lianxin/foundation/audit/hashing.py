"""The arithmetic of the chain: digests of lines and seals. Plain functions, no query."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import UTC, datetime

from django.conf import settings

from lianxin.kernel.canonical import canonical_json

from .models import AuditLine, Seal

GENESIS = "0" * 64
SHORT = 16


def moment_text(moment: datetime) -> str:
    """UTC with microseconds, the one spelling that is hashed on every engine."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def line_digest(line: AuditLine) -> str:
    """SHA-256 (hex) over every field of a line except its serial number."""
    content = {
        "actor_kind": line.actor_kind,
        "code": line.code,
        "data": line.data,
        "duty": line.duty,
        "moment": moment_text(line.moment),
        "nonce": line.nonce,
        "org_path": line.org_path,
        "person_id": line.person_id,
        "subject": line.subject,
    }
    return hashlib.sha256(canonical_json(content)).hexdigest()


def root_of(lines: Iterable[tuple[int, str]]) -> str:
    """SHA-256 (hex) over (serial number, digest) of the lines in order."""
    running = hashlib.sha256(b"lianxin-audit-lines-1\n")
    for number, digest in lines:
        running.update(f"{number}:{digest}\n".encode("ascii"))
    return running.hexdigest()


def members_of(lines: Iterable[tuple[int, str]]) -> str:
    """Compact list of what a seal covers."""
    return " ".join(f"{number}:{digest[:SHORT]}" for number, digest in lines)


def seal_digest(seal: Seal) -> str:
    """SHA-256 (hex) over a seal with its link to the one before."""
    content = {
        "count": seal.count,
        "first_id": seal.first_id,
        "kind": seal.kind,
        "last_id": seal.last_id,
        "members": hashlib.sha256(seal.members.encode("ascii")).hexdigest(),
        "moment": moment_text(seal.moment),
        "note": seal.note,
        "number": seal.number,
        "previous": seal.previous,
        "root": seal.root,
    }
    return hashlib.sha256(canonical_json(content)).hexdigest()


def stamp_of(digest: str) -> str:
    """Keyed hash of a seal's digest. The key lies outside the database (beside it, mode 0600)."""
    key = hmac.digest(settings.LOOKUP_KEY.encode(), b"lianxin audit seal", "sha256")
    return hmac.new(key, digest.encode("ascii"), "sha256").hexdigest()
