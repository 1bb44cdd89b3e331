"""Dates and amounts as people write them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from projects.figures import KnownAmount, KnownDate, read_amount, read_date, write_amount, write_date


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2016", date(2016, 1, 1), date(2016, 12, 31), "year"),
        ("2016-03", date(2016, 3, 1), date(2016, 3, 31), "month"),
        ("03/2016", date(2016, 3, 1), date(2016, 3, 31), "month"),
        ("3.2016", date(2016, 3, 1), date(2016, 3, 31), "month"),
        ("March 2016", date(2016, 3, 1), date(2016, 3, 31), "month"),
        ("  march   2016 ", date(2016, 3, 1), date(2016, 3, 31), "month"),
        ("März 2016", date(2016, 3, 1), date(2016, 3, 31), "month"),
        ("mars 2016", date(2016, 3, 1), date(2016, 3, 31), "month"),
        ("Sept 2016", date(2016, 9, 1), date(2016, 9, 30), "month"),
        ("February 2016", date(2016, 2, 1), date(2016, 2, 29), "month"),
        ("2016-03-01", date(2016, 3, 1), date(2016, 3, 1), "day"),
        ("1.3.2016", date(2016, 3, 1), date(2016, 3, 1), "day"),
        ("01.03.2016", date(2016, 3, 1), date(2016, 3, 1), "day"),
        ("1 March 2016", date(2016, 3, 1), date(2016, 3, 1), "day"),
        ("1. März 2016", date(2016, 3, 1), date(2016, 3, 1), "day"),
        ("den 1 mars 2016", date(2016, 3, 1), date(2016, 3, 1), "day"),
        ("March 1, 2016", date(2016, 3, 1), date(2016, 3, 1), "day"),
        ("13/3/2016", date(2016, 3, 13), date(2016, 3, 13), "day"),
        ("3/13/2016", date(2016, 3, 13), date(2016, 3, 13), "day"),
    ],
)
def test_read_date_keeps_what_is_known(text, start, end, precision):
    assert read_date(text) == KnownDate(start, precision)
    assert read_date(text, end=True) == KnownDate(end, precision)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("soon", "unreadable_date"),
        ("Marsh 2016", "unreadable_date"),
        ("2016-13", "no_such_month"),
        ("30.2.2016", "no_such_day"),
        ("1/3/2016", "ambiguous_date"),
        ("1066", "year_out_of_range"),
        ("0000-00-00", "year_out_of_range"),
        ("99999", "unreadable_date"),
    ],
)
def test_read_date_refuses_with_a_reason(text, code):
    with pytest.raises(ValidationError) as refusal:
        read_date(text)
    assert refusal.value.code == code


@pytest.mark.parametrize("language", ["en", "de", "sv"])
@pytest.mark.parametrize("text", ["2016", "2016-03", "2016-03-09"])
@pytest.mark.parametrize("end", [False, True])
def test_written_date_is_read_back(language, text, end):
    known = read_date(text, end=end)
    with translation.override(language):
        assert read_date(write_date(known.value, known.precision), end=end) == known


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("4,860,664.11", "4860664.11", "exact"),
        ("4.860.664,11", "4860664.11", "exact"),
        ("4 860 664,11", "4860664.11", "exact"),
        ("4'860'664.11", "4860664.11", "exact"),
        ("€ 4\u00a0860\u202f664", "4860664.00", "exact"),
        ("EUR 1,000", "1000.00", "exact"),
        ("1.000", "1000.00", "exact"),
        ("1000 euros", "1000.00", "exact"),
        ("12.5", "12.50", "exact"),
        ("about 2.4 million", "2400000.00", "rounded"),
        ("2.4 million", "2400000.00", "rounded"),
        ("ca. 300k", "300000.00", "rounded"),
        ("rund 2 Mio. €", "2000000.00", "rounded"),
        ("about 2,400,000", "2400000.00", "rounded"),
    ],
)
def test_read_amount_keeps_value_and_precision(text, value, precision):
    assert read_amount(text) == KnownAmount(Decimal(value), precision)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("much", "unreadable_amount"),
        ("1e5", "unreadable_amount"),
        ("4,86,0", "unreadable_amount"),
        ("1.2.3.4", "unreadable_amount"),
        ("2 dollars", "unreadable_amount"),
        ("4,860,664.111", "too_many_decimals"),
        ("0", "not_positive"),
        ("-5", "not_positive"),
        ("9,999,999,999,999", "too_large"),
    ],
)
def test_read_amount_refuses_with_a_reason(text, code):
    with pytest.raises(ValidationError) as refusal:
        read_amount(text)
    assert refusal.value.code == code


def test_read_amount_takes_zero_only_where_it_means_published_as_zero():
    assert read_amount("0", zero=True) == KnownAmount(Decimal("0.00"), "exact")


@pytest.mark.parametrize("language", ["en", "de", "sv"])
@pytest.mark.parametrize("text", ["4,860,664.11", "about 2.4 million", "1000"])
def test_written_amount_is_read_back(language, text):
    known = read_amount(text)
    with translation.override(language):
        assert read_amount(write_amount(known.value, known.precision)) == known


@pytest.mark.parametrize(
    ("language", "written"), [("en", "9 March 2016"), ("de", "9. März 2016"), ("sv", "9 mars 2016")]
)
def test_date_is_written_as_the_language_writes_it(language, written):
    with translation.override(language):
        assert write_date(date(2016, 3, 9), "day") == written
