"""Covers are the same for the same project for ever, small, and coloured by class only."""

import gzip
import hashlib
import re
from xml.etree import ElementTree

import pytest

from projects.covers import PALETTES, cover
from vocabulary.models import Palette


def test_cover_never_changes():
    digest = hashlib.sha256(cover("LANTERN", "teal-sun").encode()).hexdigest()
    assert digest == "70fa959dcc00ce27c6101b44227c750e3c9a6c54dce32e193f0405a607dab996"


def test_cover_of_another_project_or_size_is_another():
    assert (
        len({cover("LANTERN", "teal-sun"), cover("LANTERN 2", "teal-sun"), cover("LANTERN", "teal-sun", rows=2)}) == 3
    )


def test_palettes_are_those_a_programme_may_store():
    assert sorted(PALETTES) == sorted(Palette.values)


@pytest.mark.parametrize("seed", ["", "Q2", "<script>", "Łódź & Šiauliai", "x" * 500])
def test_cover_is_a_small_picture_without_words_or_colours(seed: str):
    svg = cover(seed, columns=6, rows=3)
    root = ElementTree.fromstring(svg)
    assert root.get("viewBox") == "0 0 24 12"
    assert root.get("aria-hidden") == "true"
    assert {element.tag for element in root.iter()} == {"svg", "g", "path"}
    assert {element.get("class") for element in root.iter() if element.tag == "path"} <= {"a", "b", "c", "d"}
    assert re.search(r"#[0-9a-f]{3}|style|NaN", svg) is None
    assert len(gzip.compress(svg.encode())) < 1500


def test_unknown_palette_is_replaced_by_the_same_known_one_every_time():
    classes = [re.search(r'class="cover ([\w-]+)"', cover("LANTERN", palette)) for palette in ("", "no-such")]
    names = [found[1] for found in classes if found]
    assert len(names) == 2
    assert names[0] == names[1]
    assert names[0] in PALETTES
