"""Every pair of colours that carries text or a control is readable in both themes (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "static" / "css" / "tokens.css"

TEXT = [
    *((text, ground) for text in ("ink", "ink-soft", "link") for ground in ("paper", "card", "sunk", "warn")),
    ("link", "chosen-soft"),
    ("ink", "chosen-soft"),
    ("ink-soft", "chosen-soft"),
    ("ink", "mark"),
    ("action", "paper"),
    ("action", "card"),
    ("action", "sunk"),
    ("action", "chosen-soft"),
    ("on-action", "action"),
    ("on-action", "action-strong"),
    ("paper", "ink"),
    ("paper", "ink-soft"),
    ("error", "paper"),
    ("error", "sunk"),
    ("good", "paper"),
    ("due", "paper"),
    ("good", "sunk"),
    ("due", "sunk"),
    ("on-band", "band"),
    ("on-band-soft", "band"),
    ("band-link", "band"),
    ("night", "sun"),
]
CONTROLS = [
    *(("line-strong", ground) for ground in ("paper", "card", "sunk")),
    *(("focus", ground) for ground in ("paper", "card", "sunk", "chosen-soft", "warn")),
    *(("chosen", ground) for ground in ("paper", "card")),
    ("sun", "band"),
    ("map-4", "paper"),
    ("map-3", "paper"),
]


def colours(theme: int) -> dict[str, str]:
    """The tokens as hex, of the light (0) or the dark (1) theme; the print values are left out."""
    css = re.sub(r"@media print \{.*?\n  \}\n", "", TOKENS.read_text(), flags=re.DOTALL)
    found = {}
    for name, value in re.findall(r"--([\w-]+): ([^;]+);", css):
        hexes = re.findall(r"#[0-9a-f]{6}", value)
        if hexes:
            found[name] = hexes[theme] if "light-dark" in value else hexes[0]
    return found


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_known_pairs():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_reaches_four_and_a_half_to_one(theme: int):
    tokens = colours(theme)
    measured = {pair: round(contrast(tokens[pair[0]], tokens[pair[1]]), 2) for pair in TEXT}
    assert {pair: value for pair, value in measured.items() if value < 4.5} == {}


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_controls_reach_three_to_one(theme: int):
    tokens = colours(theme)
    measured = {pair: round(contrast(tokens[pair[0]], tokens[pair[1]]), 2) for pair in CONTROLS}
    assert {pair: value for pair, value in measured.items() if value < 3} == {}
