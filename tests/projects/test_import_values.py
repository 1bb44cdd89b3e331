"""Single cells: dates, amounts, numbers, addresses, and what is said when they cannot be read."""

from datetime import date
from decimal import Decimal

import pytest

from projects.importing import values
from projects.importing.messages import CellRefused


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2016-03-01", date(2016, 3, 1), date(2016, 3, 1), "day"),
        ("2016-03-01 00:00:00", date(2016, 3, 1), date(2016, 3, 1), "day"),
        ("2016-03-01T00:00:00Z", date(2016, 3, 1), date(2016, 3, 1), "day"),
        ("01.03.2016", date(2016, 3, 1), date(2016, 3, 1), "day"),
        ("1/3/2016", date(2016, 3, 1), date(2016, 3, 1), "day"),
        ("1 March 2016", date(2016, 3, 1), date(2016, 3, 1), "day"),
        ("1. März 2016", date(2016, 3, 1), date(2016, 3, 1), "day"),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29), "month"),
        ("02/2016", date(2016, 2, 1), date(2016, 2, 29), "month"),
        ("Feb 2016", date(2016, 2, 1), date(2016, 2, 29), "month"),
        ("februari 2016", date(2016, 2, 1), date(2016, 2, 29), "month"),
        ("2016", date(2016, 1, 1), date(2016, 12, 31), "year"),
    ],
)
def test_date_keeps_what_its_source_knows(text: str, start: date, end: date, precision: str) -> None:
    assert values.parse_date(text, end=False) == (start, precision)
    assert values.parse_date(text, end=True) == (end, precision)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("soon", "“soon” is not a date that can be read; write 2016-03-01, 2016-03 or 2016."),
        ("2016-02-30", "“2016-02-30” is not a day of the calendar; write 2016-03-01, 2016-03 or 2016."),
        ("2016-13", "“2016-13” is not a day of the calendar; write 2016-03-01, 2016-03 or 2016."),
        ("03/25/2016", "“03/25/2016” has its month first; write the date as 2016-03-01."),
        ("0916", "the year of “0916” lies outside 1957 to 2100; write 2016-03-01, 2016-03 or 2016."),
        ("42430", "“42430” is not a date that can be read; write 2016-03-01, 2016-03 or 2016."),
    ],
)
def test_date_refused_with_advice(text: str, sentence: str) -> None:
    with pytest.raises(CellRefused) as refusal:
        values.parse_date(text, end=False)
    assert refusal.value.sentence == sentence


@pytest.mark.parametrize(
    ("text", "amount", "precision"),
    [
        ("4860664.11", "4860664.11", "exact"),
        ("4,860,664.11", "4860664.11", "exact"),
        ("4.860.664,11", "4860664.11", "exact"),
        ("4 860 664,11 €", "4860664.11", "exact"),
        ("4'860'664.11 EUR", "4860664.11", "exact"),
        ("4.860.664", "4860664.00", "exact"),
        ("4860664", "4860664.00", "exact"),
        ("12,5", "12.50", "exact"),
        ("about 4900000", "4900000.00", "rounded"),
        ("~ 4.900.000", "4900000.00", "rounded"),
        ("ca. 4,9 Mio. €", "4900000.00", "rounded"),
        ("€ 4.9 million", "4900000.00", "rounded"),
        ("rund 2,4 Millionen", "2400000.00", "rounded"),
        ("2,4 miljoner", "2400000.00", "rounded"),
        ("1.2 bn", "1200000000.00", "rounded"),
        ("850k", "850000.00", "rounded"),
    ],
)
def test_amount_read_in_european_notations(text: str, amount: str, precision: str) -> None:
    assert values.parse_amount(text) == (Decimal(amount), precision)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("4.860", "can be read in two ways; write 4860, or 4.86 with two decimal places."),
        ("4,860", "can be read in two ways; write 4860, or 4.86 with two decimal places."),
        ("0", "an amount must be more than 0"),
        ("-5", "an amount must be more than 0"),
        ("10 000 SEK", "“10 000 SEK” is not an amount in EUR"),
        ("48,60,664.11", "are not grouped by three"),
        ("12.3456", "has more than two decimal places."),
        ("9999999999999", "is too large for an amount in EUR."),
        ("five", "“five” is not an amount in EUR"),
    ],
)
def test_amount_refused_with_advice(text: str, part: str) -> None:
    with pytest.raises(CellRefused) as refusal:
        values.parse_amount(text)
    assert part in refusal.value.sentence


def test_long_cells_are_refused_at_once() -> None:
    """Patterns never meet long texts: a cell of blanks must not cost seconds."""
    with pytest.raises(CellRefused):
        values.parse_amount("1" + " " * 60_000 + "x")
    with pytest.raises(CellRefused):
        values.parse_date("2016 " + " " * 60_000 + "x", end=False)


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "ftp://example.org/x", "not an address", "http://" + "a" * 500]
)
def test_url_refused(text: str) -> None:
    with pytest.raises(CellRefused, match="is not a web address"):
        values.parse_url(text, longest=400)


def test_url_gets_a_scheme() -> None:
    assert values.parse_url("www.example.org/x", longest=400) == "https://www.example.org/x"


@pytest.mark.parametrize("text", ["0", "-1", "2.5", "many", "99999999999", "40000"])
def test_number_refused(text: str) -> None:
    with pytest.raises(CellRefused, match="is not a whole number from 1 to 32767"):
        values.parse_number(text, largest=32_767)


def test_number_of_a_spreadsheet_is_taken() -> None:
    assert values.parse_number("16.0", largest=32_767) == 16


def test_yes_and_no_in_three_languages() -> None:
    assert [values.parse_yes_no(word) for word in ("yes", "Ja", "nein", "NEJ")] == [True, True, False, False]
    with pytest.raises(CellRefused, match="is neither yes nor no"):
        values.parse_yes_no("perhaps")


def test_check_in_the_future_is_refused() -> None:
    assert values.parse_day("2020-01-31") == date(2020, 1, 31)
    with pytest.raises(CellRefused, match="lies in the future"):
        values.parse_day("2099-01-31")
    with pytest.raises(CellRefused, match="is not a full date"):
        values.parse_day("2020-01")
