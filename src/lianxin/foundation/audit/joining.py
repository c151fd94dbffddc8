"""Lines of the ledger never move; they are found under the former keys too (`accounts.joining.former_ids`)."""

from __future__ import annotations

from lianxin.foundation.spine.joining import Stay, declare_loose

declare_loose("accounts.Person", {"audit.AuditLine.person_id": Stay("the ledger is never changed")})
