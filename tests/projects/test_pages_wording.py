"""Amounts, dates, countries and sources in words."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from projects.presentation import wording
from projects.presentation.wording import Money, Source


@pytest.mark.parametrize(
    ("amount", "precision", "expected"),
    [
        ("4860664.11", "exact", Money("€4.9 million", "4,860,664.11 EUR")),
        ("4000000", "exact", Money("€4 million", "4,000,000 EUR")),
        ("999999.60", "exact", Money("€1,000,000", "999,999.60 EUR")),
        ("249930.49", "exact", Money("€249,930", "249,930.49 EUR")),
        ("1250000", "rounded", Money("about €1.25 million", "")),
        ("2000000", "rounded", Money("about €2 million", "")),
        ("150000", "rounded", Money("about €150,000", "")),
    ],
)
def test_money_in_english(amount: str, precision: str, expected: Money) -> None:
    assert wording.money(Decimal(amount), precision) == expected


def test_money_not_published_is_none() -> None:
    assert wording.money(None, "") is None


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "4,860,664.11 EUR"), ("de", "4.860.664,11\xa0EUR"), ("sv", "4\xa0860\xa0664,11 EUR")],
)
def test_exact_euros_follow_the_language(language: str, expected: str) -> None:
    with translation.override(language):
        assert wording.exact_euros(Decimal("4860664.11")) == expected


@pytest.mark.parametrize(
    ("language", "day", "month", "year"),
    [
        ("en", "2 March 2016", "March 2016", "2016"),
        ("de", "2. März 2016", "März 2016", "2016"),
        ("sv", "2 mars 2016", "mars 2016", "2016"),
    ],
)
def test_date_shows_no_more_than_is_known(language: str, day: str, month: str, year: str) -> None:
    with translation.override(language):
        assert wording.date_text(date(2016, 3, 2), "day") == day
        assert wording.date_text(date(2016, 3, 1), "month") == month
        assert wording.date_text(date(2016, 1, 1), "year") == year


def test_date_unknown_is_empty() -> None:
    assert wording.date_text(None, "") == ""


MARCH, FEBRUARY = date(2016, 3, 1), date(2019, 2, 28)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ((MARCH, "month"), (FEBRUARY, "month"), "March 2016 – February 2019"),
        ((date(2018, 1, 1), "year"), (date(2018, 12, 31), "year"), "2018"),
        ((date(2018, 1, 1), "year"), (FEBRUARY, "month"), "2018 – February 2019"),
        ((MARCH, "month"), (None, ""), "from March 2016, end not published"),
        ((None, ""), (FEBRUARY, "month"), "until February 2019, start not published"),
        ((None, ""), (None, ""), "not published"),
    ],
)
def test_date_range(start: tuple[date | None, str], end: tuple[date | None, str], expected: str) -> None:
    assert wording.date_range(*start, *end) == expected


@pytest.mark.parametrize(
    ("names", "partial", "stated", "expected"),
    [
        (["Germany", "Serbia", "Slovenia"], True, None, "at least Germany, Serbia, Slovenia"),
        (["Germany", "Serbia"], False, 2, "Germany, Serbia"),
        ([], False, 8, "8 countries, not named"),
        ([], False, 1, "1 country, not named"),
        ([], False, None, "not published"),
    ],
)
def test_countries_text(names: list[str], partial: bool, stated: int | None, expected: str) -> None:
    assert wording.countries_text(names, partial=partial, stated=stated) == expected


@pytest.mark.parametrize(
    ("stated", "named", "expected"),
    [
        (16, 1, "16 stated, 1 named"),
        (16, 0, "16 stated, 0 named"),
        (None, 2, "2 named here, total not published"),
        (None, 0, "not published"),
    ],
)
def test_partners_text(stated: int | None, named: int, expected: str) -> None:
    assert wording.partners_text(stated=stated, named=named) == expected


def test_sources_are_links_or_citations() -> None:
    lines = (
        "https://www.example.org/key-facts/\n\nAnnual report 2019, page 3\n"
        "Register: https://example.org/projects/1.\njavascript:alert(1)\n"
    )
    assert wording.sources(lines) == [
        Source("example.org/key-facts", "https://www.example.org/key-facts/"),
        Source("Annual report 2019, page 3", ""),
        Source("Register", "https://example.org/projects/1"),
        Source("javascript:alert(1)", ""),
    ]


def test_link_label_is_cut_where_it_is_long() -> None:
    label = wording.link_label("https://example.org/" + "x" * 100)
    assert (len(label), label[-1]) == (60, "…")


@pytest.mark.parametrize("url", ["https://[", "https://[::1", "http://[bad]/x"])
def test_link_label_survives_broken_addresses(url: str) -> None:
    assert wording.link_label(url) == url


@pytest.mark.parametrize(
    ("reader", "code", "expected"),
    [("en", "sv", "Swedish"), ("de", "sv", "Schwedisch"), ("sv", "sv", "svenska"), ("en", "mt", "Maltese")],
)
def test_language_name_stands_inside_a_sentence(reader: str, code: str, expected: str) -> None:
    with translation.override(reader):
        assert wording.language_name(code) == expected


def test_checked_text_is_empty_without_a_day() -> None:
    assert wording.checked_text(None) == ""
    assert wording.checked_text(date(2026, 5, 3)) == "checked on 3 May 2026"


@pytest.mark.parametrize(
    ("language", "short", "about"),
    [
        ("de", "4,9\xa0Mio.\xa0€", "rund 1,25\xa0Mio.\xa0€"),
        ("sv", "4,9 miljoner euro", "omkring 1,25 miljoner euro"),
    ],
)
def test_money_is_said_in_the_language(language: str, short: str, about: str) -> None:
    with translation.override(language):
        assert wording.money(Decimal("4860664.11"), "exact").short == short  # type: ignore[union-attr]
        assert wording.money(Decimal(1250000), "rounded").short == about  # type: ignore[union-attr]


def test_partial_countries_are_said_in_the_language() -> None:
    for language, expected in (("de", "mindestens A, B"), ("sv", "minst A, B")):
        with translation.override(language):
            assert wording.countries_text(["A", "B"], partial=True, stated=None) == expected
