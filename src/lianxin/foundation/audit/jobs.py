"""What the ticker does for the ledger. Plain data: audit and jobs are neighbours and do not import each other."""

from __future__ import annotations

from .sealing import seal

#: (name, seconds between two runs, function); the function guards itself against running twice at once
PULSES = (("audit.seal", 5, seal),)
