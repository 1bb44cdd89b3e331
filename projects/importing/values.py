"""Reading single cells: dates, amounts, numbers, addresses. Every refusal says what to write instead."""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.importing.messages import CellRefused

EARLIEST_YEAR, LATEST_YEAR = 1957, 2100
MAX_AMOUNT = Decimal(10) ** 12
MAX_LINE, MAX_TEXT = 400, 50_000
# Dates, amounts and numbers are short: what is longer meets no pattern.
_LONGEST = 60

_MONTH_NAMES = (
    "january januar januari jan",
    "february februar februari feb",
    "march märz mars mar mär mrz",
    "april apr",
    "may mai maj",
    "june juni jun",
    "july juli jul",
    "august augusti aug",
    "september sept sep",
    "october oktober oct okt",
    "november nov",
    "december dezember dec dez",
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?)?)?")
_EUROPEAN = re.compile(r"(?:(\d{1,2})[./-])?(\d{1,2})[./-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})(?:[./](\d{1,2}))?")
_WORDED = re.compile(r"(?:(\d{1,2})(?:\.|st|nd|rd|th)?\s+)?([^\W\d_]+)\.?,?\s+(\d{4})")

Known = tuple[date, str]


def parse_date(text: str, *, end: bool) -> Known:
    """(day, precision) of a date written to the day, month or year; `end` takes the last day of what is known."""
    year, month, day = _date_parts(text.strip())
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise CellRefused(
            _("the year of “%(text)s” lies outside %(first)d to %(last)d; write 2016-03-01, 2016-03 or 2016.")
            % {"text": text[:40], "first": EARLIEST_YEAR, "last": LATEST_YEAR}
        )
    try:
        if month is None:
            return (date(year, 12, 31) if end else date(year, 1, 1)), "year"
        if day is None:
            return date(year, month, monthrange(year, month)[1] if end else 1), "month"
        return date(year, month, day), "day"
    except ValueError as error:  # calendar.IllegalMonthError is one too
        raise CellRefused(
            _("“%(text)s” is not a day of the calendar; write 2016-03-01, 2016-03 or 2016.") % {"text": text[:40]}
        ) from error


def _date_parts(text: str) -> tuple[int, int | None, int | None]:
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    if found := _ISO.fullmatch(text) or _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
        return int(year), int(month) if month else None, int(day) if day else None
    if found := _EUROPEAN.fullmatch(text):
        day, month, year = found.groups()
        if int(month) > 12 and day and int(day) <= 12:
            raise CellRefused(_("“%(text)s” has its month first; write the date as 2016-03-01.") % {"text": text[:40]})
        return int(year), int(month), int(day) if day else None
    if (found := _WORDED.fullmatch(text)) and (month_number := _MONTHS.get(found[2].casefold())):
        return int(found[3]), month_number, int(found[1]) if found[1] else None
    raise CellRefused(
        _("“%(text)s” is not a date that can be read; write 2016-03-01, 2016-03 or 2016.") % {"text": text[:40]}
    )


def parse_day(text: str) -> date:
    """A date to the day, not in the future."""
    day, precision = parse_date(text, end=False)
    if precision != "day":
        raise CellRefused(_("“%(text)s” is not a full date; write a day, such as 2025-03-01.") % {"text": text[:40]})
    if day > timezone.localdate():
        raise CellRefused(_("“%(text)s” lies in the future; write the day of the check.") % {"text": text[:40]})
    return day


_ROUNDED = re.compile(
    r"^(?:~|≈|about\b|approx(?:imately)?\b\.?|around\b|circa\b|ca\b\.?|c\.|ungefähr\b|etwa\b|rund\b|omkring\b)\s*",
    re.IGNORECASE,
)
_EURO = re.compile(r"€|\beuros?\b|\beur\b", re.IGNORECASE)
_SCALE = re.compile(
    r"\s*(millions?|millionen|miljon(?:er)?|mio\.?|mill\.?|mn|m|thousand|tsd\.?|k|billions?|mrd\.?|bn)$", re.IGNORECASE
)
_SPACES = re.compile(r"[\s\u00a0\u202f'’]")


def parse_amount(text: str) -> tuple[Decimal, str]:
    """(EUR, precision) of an amount in any European notation; `about`, `~` and `million` mean rounded."""
    stripped = text.strip()
    if len(stripped) > _LONGEST:
        stripped = f"{stripped[:_LONGEST]}…"  # no digits fit this, and the refusal shows it
    rest = _ROUNDED.sub("", _EURO.sub("", stripped).strip())
    rounded = rest != _EURO.sub("", stripped).strip()
    factor = Decimal(1)
    if scale := _SCALE.search(rest):
        rest, rounded = rest[: scale.start()], True
        unit = scale[1].lower()
        factor = Decimal(10) ** (9 if unit.startswith(("b", "mrd")) else 6 if unit.startswith("m") else 3)
    number = _decimal(rest.strip(), stripped, scaled=factor != 1) * factor
    if number <= 0:
        raise CellRefused(_("an amount must be more than 0; leave the cell empty when it is not published."))
    if number >= MAX_AMOUNT:
        raise CellRefused(_("“%(text)s” is too large for an amount in EUR.") % {"text": stripped[:40]})
    if number != number.quantize(Decimal("0.01")):
        raise CellRefused(_("“%(text)s” has more than two decimal places.") % {"text": stripped[:40]})
    return number.quantize(Decimal("0.01")), "rounded" if rounded else "exact"


def _decimal(digits: str, written: str, *, scaled: bool) -> Decimal:
    compact = _SPACES.sub("", digits)
    negative, compact = compact.startswith(("-", "−")), compact.lstrip("-−+")
    if not re.fullmatch(r"[0-9]+(?:[.,][0-9]+)*", compact):
        raise CellRefused(
            _("“%(text)s” is not an amount in EUR; write digits only, such as 4860664.11, or “about 4900000”.")
            % {"text": written[:40]}
        )
    marks = re.findall(r"[.,]", compact)
    if not marks:
        plain = compact
    elif len(set(marks)) == 2:
        plain = _both_marks(compact, marks, written)
    elif len(marks) > 1:
        plain = _grouped(compact, marks[0], written)
    else:
        before, after = re.split(r"[.,]", compact)
        # 4.860 is four thousand in half of Europe and almost five in the other half.
        if len(after) == 3 and not scaled and len(before) <= 3 and before != "0":
            raise CellRefused(
                _("“%(text)s” can be read in two ways; write %(whole)s, or %(part)s with two decimal places.")
                % {"text": written[:40], "whole": before + after, "part": f"{before}.{after[:2]}"}
            )
        plain = f"{before}.{after}"
    return -Decimal(plain) if negative else Decimal(plain)


def _both_marks(compact: str, marks: list[str], written: str) -> str:
    """Digits where one mark groups thousands and the other, standing last and once, is the decimal mark."""
    point = marks[-1]
    if marks.count(point) > 1:
        return _grouped(compact, "", written)
    whole, cents = compact.rsplit(point, 1)
    return f"{_grouped(whole, marks[0], written)}.{cents}"


def _grouped(compact: str, mark: str, written: str) -> str:
    groups = compact.split(mark) if mark else []
    if len(groups) < 2 or not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:]):
        raise CellRefused(
            _("the thousands in “%(text)s” are not grouped by three; write digits only, such as 4860664.11.")
            % {"text": written[:40]}
        )
    return "".join(groups)


def parse_number(text: str, *, largest: int) -> int:
    """A whole number from 1 to `largest`."""
    digits = re.sub(r"\.0+$", "", text.strip()[:_LONGEST])
    if not re.fullmatch(r"[0-9]{1,10}", digits) or not 1 <= int(digits) <= largest:
        raise CellRefused(
            _("“%(text)s” is not a whole number from 1 to %(largest)d; write digits only.")
            % {"text": text[:40], "largest": largest}
        )
    return int(digits)


def parse_yes_no(text: str) -> bool:
    """yes or no, also in German and Swedish."""
    word = text.strip().casefold()
    if word in ("yes", "y", "true", "1", "ja", "wahr", "x"):
        return True
    if word in ("no", "n", "false", "0", "nein", "nej", "falsch"):
        return False
    raise CellRefused(_("“%(text)s” is neither yes nor no; write one of them.") % {"text": text[:40]})


def parse_url(text: str, *, longest: int) -> str:
    """An http or https address; one without a scheme gets https."""
    address = text.strip()
    if "://" not in address and not address.lower().startswith(("javascript:", "data:", "mailto:")):
        address = f"https://{address}"
    try:
        if len(address) > longest:
            raise ValidationError("too long")
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as error:
        raise CellRefused(
            _("“%(text)s” is not a web address; write it with https://, such as https://example.org/.")
            % {"text": text[:60]}
        ) from error
    return address


def parse_line(text: str, *, longest: int = MAX_LINE) -> str:
    """One line of text; inner line breaks become spaces."""
    line = " ".join(text.split())
    if len(line) > longest:
        raise CellRefused(_("has %(length)d characters; %(longest)d fit.") % {"length": len(line), "longest": longest})
    return line


def parse_text(text: str) -> str:
    """Running text; line breaks stay, in one style."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(lines) > MAX_TEXT:
        raise CellRefused(
            _("has %(length)d characters; %(longest)d fit.") % {"length": len(lines), "longest": MAX_TEXT}
        )
    return lines
