"""A11Y-02: contrast, sizes and leading, computed from the tokens in every mode."""

from __future__ import annotations

import pytest

from .css import contrast, rem, tokens

TEXT = [
    ("ink", "paper"), ("ink", "card"), ("ink", "wash"), ("soft", "paper"), ("soft", "card"), ("soft", "wash"),
    ("red", "paper"), ("red", "card"), ("red", "red-wash"), ("on-red", "red"), ("on-red", "red-deep"), ("gilt", "red"),
    ("ok", "ok-wash"), ("wait", "wait-wash"), ("late", "late-wash"), ("info", "info-wash"), ("late", "card"),
    ("ink", "ok-wash"), ("ink", "wait-wash"), ("ink", "late-wash"), ("ink", "info-wash"),
]  # fmt: skip
SHAPES = [("edge", "card"), ("edge", "paper"), ("focus", "paper"), ("focus", "card"), ("gilt", "red"), ("red", "wash")]
MODES = [(), ("elder",), ("contrast",), ("elder", "contrast")]


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("modes", MODES)
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_contrast(modes: tuple[str, ...], front: str, back: str) -> None:
    found = tokens(*modes)
    least = 7.0 if "contrast" in modes else 4.5
    assert contrast(found[front], found[back]) >= least


@pytest.mark.parametrize("modes", MODES)
@pytest.mark.parametrize(("front", "back"), SHAPES)
def test_shapes_stand_out(modes: tuple[str, ...], front: str, back: str) -> None:
    found = tokens(*modes)
    assert contrast(found[front], found[back]) >= 3.0


def test_sizes() -> None:
    usual, elder = tokens(), tokens("elder")
    assert rem(usual["target"]) >= 44
    assert rem(elder["target"]) >= 60
    assert rem(usual["tab"]) >= 44
    assert rem(elder["tab"]) >= 60
    assert rem(usual["body"]) >= 16
    assert rem(elder["body"]) >= 18
    assert min(rem(elder[name]) for name in ("body", "small", "tiny", "lead")) >= 18
    assert min(float(t["leading"]) for t in (usual, elder)) >= 1.5
