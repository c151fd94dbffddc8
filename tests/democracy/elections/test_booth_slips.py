"""Slips and their QR codes as the browser makes them: the server's arithmetic knows the credentials, another program the picture."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import qrcode

from lianxin.democracy.ballotbox.credentials import public_of, understood
from lianxin.democracy.ballotbox.groups import RFC_3526_2048
from tests.democracy.elections.engine import MISSING, NODE, Engine, WrongError, started

pytestmark = pytest.mark.skipif(not NODE, reason=MISSING)
UUID = "8pqoCaGYTFk1tF"


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with started() as found:
        yield found


def test_slips_are_credentials_of_the_round(engine: Engine) -> None:
    made = engine("slips", uuid=UUID, group="RFC-3526-2048", count=3)["slips"]
    assert len({one["credential"] for one in made}) == 3
    for one in made:
        assert understood(one["credential"]) == one["credential"]
        assert one["public"] == str(public_of(one["credential"], UUID, RFC_3526_2048))


def modules(svg: str) -> set[tuple[int, int]]:
    """Dark modules (line, column) without the quiet zone."""
    return {(int(y) - 4, int(x) - 4) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", svg)}


@pytest.mark.parametrize("length", [5, 14, 15, 42, 62, 84, 106, 122, 152, 180, 213])
def test_qr_codes_are_those_of_another_program(engine: Engine, length: int) -> None:
    """Every version that is used, with one of the eight masks, module by module as qrcode draws it."""
    text = ("https://example.org/elections/#Abc-Def-中-" * 6).encode()[:length].decode(errors="ignore")
    drawn = modules(engine("qr", text=text)["svg"])
    pictures = []
    for mask in range(8):
        other = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, mask_pattern=mask)
        other.add_data(qrcode.util.QRData(text.encode(), mode=qrcode.util.MODE_8BIT_BYTE))
        other.make(fit=True)
        pictures.append({(y, x) for y, row in enumerate(other.get_matrix()) for x, dark in enumerate(row) if dark})
    assert drawn in pictures


def test_what_does_not_fit_is_said(engine: Engine) -> None:
    with pytest.raises(WrongError, match="太长"):
        engine("qr", text="x" * 214)
