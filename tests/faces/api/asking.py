"""What the tests of the interfaces have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

#: words that must never leave the house, put into the columns that nobody outside reads
SECRETS = {
    "remark": "备注：邻居老段家的狗",
    "contact_name": "段青禾",
    "contact_phone": "10000000000",
    "contact_email": "duan@letters.invalid",
}


@dataclass
class Asked:
    """An answer with its content read by the form that was asked for."""

    response: Any
    content: Any

    @property
    def status(self) -> int:
        return int(self.response.status_code)


Ask = Callable[..., Asked]
