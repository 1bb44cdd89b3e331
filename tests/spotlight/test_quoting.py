"""Quotations are cut at the ends of sentences and marked as their language does."""

import pytest

from spotlight.quoting import is_whole, marked, opening


@pytest.mark.parametrize(
    ("text", "limit", "wanted"),
    [
        ("One sentence.", 40, "One sentence."),
        ("Three cars are shared. The bus calls again.", 30, "Three cars are shared."),
        ("Three cars are shared. The bus calls again. More.", 45, "Three cars are shared. The bus calls again."),
        ("Is it worth it? It is, and more than that.", 20, "Is it worth it?"),
        ("We help, z. B. Kinder und Eltern. Mehr davon.", 35, "We help, z. B. Kinder und Eltern."),
        ("See p. 3 of the report. Then read on from there.", 25, "See p. 3 of the report."),
        ("A very long sentence without any end in sight here", 20, "A very long …"),
        ("Nachbarschaftshilfegenossenschaften", 10, "Nachbarsc …"),
        ("  Two\n\nlines.  ", 40, "Two lines."),
        ("", 40, ""),
    ],
)
def test_opening_is_whole_sentences_or_says_that_it_is_cut(text: str, limit: int, wanted: str) -> None:
    assert opening(text, limit) == wanted
    assert is_whole(text, limit) == (not wanted.endswith("…"))


@pytest.mark.parametrize(
    ("language", "wanted"),
    [("en", "“a”"), ("de", "„a“"), ("sv", "”a”"), ("fr", "«a»"), ("da", "»a«"), ("pl", "„a”"), ("xx", "“a”")],
)
def test_marks_are_those_of_the_language(language: str, wanted: str) -> None:
    assert marked("a", language) == wanted
