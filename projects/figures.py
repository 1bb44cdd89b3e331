"""Dates and amounts as people write them, with how exactly they are known.

`read_*` turn what somebody typed into a value and its precision, `write_*` turn them back into words that
`read_*` accept. Refusals are `ValidationError`s that say what to write instead.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import formats, translation
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT
from django.utils.translation import gettext as _

from projects.models import AmountPrecision, DatePrecision

FIRST_YEAR, LAST_YEAR = 1950, 2100
LARGEST = Decimal("999999999999.99")

_ABOUT = (
    "about approx approximately around roughly nearly circa ca c ~ ≈ etwa rund ungefähr zirka cirka omkring ungefär"
)
_UNITS = {
    "thousand k tsd tausend tusen tkr": Decimal(1_000),
    "million millions m mn mln mio mill millionen miljon miljoner": Decimal(1_000_000),
    "billion billions bn mrd milliarde milliarden miljard miljarder": Decimal(1_000_000_000),
}
_UNIT = {word: factor for words, factor in _UNITS.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class KnownDate:
    """A day, and how much of it is known; a start holds the first and an end the last day of what is known."""

    value: date
    precision: str


@dataclass(frozen=True, slots=True)
class KnownAmount:
    """An amount in EUR, exact or rounded by its source."""

    value: Decimal
    precision: str


def read_date(text: str, *, end: bool = False) -> KnownDate:
    """Read 2016, 2016-03, March 2016, 03/2016, 1.3.2016, 1 March 2016 and the like; `end` gives the last day known."""
    year, month, day = _date_parts(" ".join(text.split()).casefold())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError(
            _("The year %(year)s is not possible here; write a year from %(first)s to %(last)s."),
            code="year_out_of_range",
            params={"year": year, "first": FIRST_YEAR, "last": LAST_YEAR},
        )
    if month is None:
        return KnownDate(date(year, 12, 31) if end else date(year, 1, 1), DatePrecision.YEAR)
    if not 1 <= month <= 12:
        raise ValidationError(
            _("There is no month %(month)s; months go from 1 to 12."), code="no_such_month", params={"month": month}
        )
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return KnownDate(date(year, month, last if end else 1), DatePrecision.MONTH)
    if not 1 <= day <= last:
        raise ValidationError(
            _("This month has %(last)s days; there is no day %(day)s."),
            code="no_such_day",
            params={"last": last, "day": day},
        )
    return KnownDate(date(year, month, day), DatePrecision.DAY)


def write_date(value: date | None, precision: str) -> str:
    """The date with as much as is known, in the active language; empty without one."""
    if value is None:
        return ""
    day = "j. F Y" if translation.get_language() == "de" else "j F Y"
    pattern = {DatePrecision.YEAR: "Y", DatePrecision.MONTH: "F Y"}.get(DatePrecision(precision), day)
    return formats.date_format(value, pattern)


def read_amount(text: str, *, zero: bool = False) -> KnownAmount:
    """Read 4,860,664.11 or 4.860.664,11 or “about 2.4 million”; what is said in millions counts as rounded.

    `zero` allows 0, which means published as zero.
    """
    words = re.sub(r"[€\s\u00a0\u202f'’]+", " ", text.casefold()).replace("eur ", " ").strip()
    found = re.fullmatch(r"(?P<about>[^\d\-]*?)(?P<number>-?\d(?:[\d., ]*\d)?)\s*(?P<unit>[^\d]*)", words)
    if not found:
        raise _unreadable_amount()
    about = found["about"].strip(" .")
    unit = re.sub(r"\b(euros?|eur)\b", "", found["unit"]).strip(" .")
    if (about and about not in _about_words()) or (unit and unit not in _UNIT):
        raise _unreadable_amount()
    value = _number(found["number"].strip().replace(" ", ""), decimal_only=bool(unit)) * _UNIT.get(unit, Decimal(1))
    if value < 0 or (value == 0 and not zero):
        raise ValidationError(
            _("An amount must be more than 0; leave the field empty when it is not published."), code="not_positive"
        )
    if value > LARGEST:
        raise ValidationError(_("This amount is too large; check the number of digits."), code="too_large")
    if value != value.quantize(Decimal("0.01")):
        raise ValidationError(_("An amount has at most two decimal places."), code="too_many_decimals")
    rounded = bool(about or unit)
    return KnownAmount(value.quantize(Decimal("0.01")), AmountPrecision.ROUNDED if rounded else AmountPrecision.EXACT)


def write_amount(value: Decimal | None, precision: str = AmountPrecision.EXACT) -> str:
    """The amount with separators of the active language, with “about” before a rounded one; empty without one."""
    if value is None:
        return ""
    places = 0 if value == value.to_integral_value() else 2
    number = formats.number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)
    return _("about %(amount)s") % {"amount": number} if precision == AmountPrecision.ROUNDED else number


def _date_parts(text: str) -> tuple[int, int | None, int | None]:
    """Year, month and day of a written date; None for what it does not say."""
    if found := re.fullmatch(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?", text):
        return _whole(found[1], found[2], found[3])
    if found := re.fullmatch(r"(\d{1,2})\s?[-/.]\s?(\d{4})", text):
        return _whole(found[2], found[1])
    if found := re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", text):
        return _whole(found[3], found[2], found[1])
    if found := re.fullmatch(r"(\d{1,2})([-/])(\d{1,2})\2(\d{4})", text):
        first, second = int(found[1]), int(found[3])
        if first <= 12 and second <= 12 and first != second:
            raise ValidationError(
                _("This can be read as two different days. Write 1.3.2016 or 1 March 2016."), code="ambiguous_date"
            )
        day, month = (second, first) if second > 12 else (first, second)
        return int(found[4]), month, day
    months = _month_names()
    found = re.fullmatch(r"(?:den )?(?:(\d{1,2})\.?\s)?([^\W\d]+)\.?,?\s(\d{4})", text)
    if found and found[2] in months:
        return int(found[3]), months[found[2]], int(found[1]) if found[1] else None
    found = re.fullmatch(r"([^\W\d]+)\.?\s(\d{1,2}),\s?(\d{4})", text)
    if found and found[1] in months:
        return int(found[3]), months[found[1]], int(found[2])
    raise ValidationError(
        _("Write a date as 2016, March 2016 or 1.3.2016, with as much as is known."), code="unreadable_date"
    )


def _whole(year: str, month: str | None = None, day: str | None = None) -> tuple[int, int | None, int | None]:
    return int(year), int(month) if month else None, int(day) if day else None


@cache
def _month_names() -> dict[str, int]:
    """Names and short names of the months in every interface language, and in English."""
    names: dict[str, int] = {}
    for language in {"en", *(code for code, _name in settings.LANGUAGES)}:
        with translation.override(language):
            for table in (MONTHS, MONTHS_ALT, MONTHS_3):
                names.update({str(name).casefold().rstrip("."): number for number, name in table.items()})
    return names | {"sept": 9}


def _about_words() -> set[str]:
    return {*_ABOUT.split(), (_("about %(amount)s") % {"amount": ""}).casefold().strip()}


def _number(digits: str, *, decimal_only: bool) -> Decimal:
    """The number with its separators understood: of two kinds the last is decimal, three digits make a group."""
    sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    marks = [mark for mark in ",." if mark in digits]
    point = ""
    if len(marks) == 2:
        point = max(marks, key=digits.rindex)
    elif marks and digits.count(marks[0]) == 1 and (decimal_only or len(digits.split(marks[0])[1]) != 3):
        point = marks[0]
    whole, _point, fraction = digits.rpartition(point) if point else (digits, "", "")
    groups = re.split(r"[.,]", whole)
    if not all(group.isascii() and group.isdigit() for group in groups) or (
        len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:]))
    ):
        raise _unreadable_amount()
    try:
        return Decimal(f"{sign}{''.join(groups)}.{fraction or 0}")
    except InvalidOperation:
        raise _unreadable_amount() from None


def _unreadable_amount() -> ValidationError:
    return ValidationError(
        _("Write an amount in euros as 4,860,664.11 or 4.860.664,11 or “about 2.4 million”."), code="unreadable_amount"
    )
