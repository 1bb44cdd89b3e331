"""Amounts, dates, numbers and lists as the reader's language writes them. Nothing here shows more than is known."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import dateformat
from django.utils.formats import number_format
from django.utils.translation import get_language, get_language_info, ngettext, pgettext
from django.utils.translation import gettext as _

from projects.models import AmountPrecision, DatePrecision
from vocabulary.labels import sort_key
from vocabulary.models import Region, places

_MILLION = Decimal(1_000_000)

# Django's own English formats are American; the portal writes British English.
_DAY = {"de": "j. F Y"}
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_LABEL_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in EUR: `short` for reading, `exact` for checking (empty where the source rounds)."""

    short: str
    exact: str


@dataclass(frozen=True, slots=True)
class Source:
    """One reference: `url` is empty for a citation; `label` is what is read."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Link:
    """Something to follow: an own page or one elsewhere."""

    label: str
    url: str

    @property
    def host(self) -> str:
        """Where it leads, as people read it."""
        return host(self.url)


def language() -> str:
    """The reader's language; English outside a request."""
    return get_language() or "en"


def whole(value: int) -> str:
    """A whole number, grouped."""
    return number_format(value, use_l10n=True, force_grouping=True)


def money(amount: Decimal | None, precision: str) -> Money | None:
    """The amount in words a reader takes in at once; None when it is not published."""
    if amount is None:
        return None
    if precision == AmountPrecision.ROUNDED:
        return Money(_("about %(amount)s") % {"amount": _short(amount, places=3)}, "")
    return Money(_short(amount, places=1), exact_euros(amount))


def exact_euros(amount: Decimal) -> str:
    """The amount with its cents, or without when there are none: "4,860,664.11 EUR"."""
    places = 0 if amount == amount.to_integral_value() else 2
    number = number_format(amount, decimal_pos=places, use_l10n=True, force_grouping=True)
    # Translators: an exact amount of money, for example "4,860,664.11 EUR".
    return _("%(amount)s EUR") % {"amount": number}


def _short(amount: Decimal, *, places: int) -> str:
    if amount >= _MILLION:
        millions = (amount / _MILLION).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        # Translators: for example "€4.9 million".
        return _("€%(amount)s million") % {"amount": _plain(millions)}
    # Translators: for example "€249,930".
    return _("€%(amount)s") % {"amount": _plain(amount.quantize(Decimal(1), ROUND_HALF_UP))}


def _plain(value: Decimal) -> str:
    """Without zeros at the end: 4.0 is 4, 1.250 is 1.25."""
    digits = f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value.to_integral_value():f}"
    places = len(digits.partition(".")[2])
    return number_format(Decimal(digits), decimal_pos=places, use_l10n=True, force_grouping=True)


def percent(value: Decimal) -> str:
    """A rate with one decimal place, none when it is whole."""
    # Translators: a percentage; German and Swedish put a space before the sign.
    return _("%(number)s%%") % {"number": _plain(value)}


def day(value: date) -> str:
    """A full date: "2 March 2016"."""
    return dateformat.format(value, _DAY.get(language(), "j F Y"))


def date_text(value: date | None, precision: str) -> str:
    """The date as exactly as it is known: "2 March 2016", "March 2016" or "2016"; empty when unknown."""
    if value is None:
        return ""
    if precision == DatePrecision.DAY:
        return day(value)
    return dateformat.format(value, "F Y" if precision == DatePrecision.MONTH else "Y")


def date_range(start: date | None, start_precision: str, end: date | None, end_precision: str) -> str:
    """From when to when, in one phrase; says which end is not published."""
    first, last = date_text(start, start_precision), date_text(end, end_precision)
    if not first and not last:
        return _("not published")
    if not last:
        return _("from %(start)s, end not published") % {"start": first}
    if not first:
        return _("until %(end)s, start not published") % {"end": last}
    # Translators: a range of dates, for example "March 2016 – February 2019".
    return first if first == last else _("%(start)s – %(end)s") % {"start": first, "end": last}


def country_names(rows: Iterable[Region]) -> list[str]:
    """Names in the reader's language, sorted as the reader expects."""
    reader = language()
    return sorted((country.label(reader) for country in rows), key=lambda name: sort_key(name, reader))


def country_name(code: str) -> str:
    """The name of a country by its ISO code, in the reader's language; the code where there is none."""
    return places.country_name(code, language()) or code


def countries_text(names: list[str], *, partial: bool, stated: int | None) -> str:
    """The countries in one phrase: "at least Germany, Serbia, Slovenia"; "8 countries, not named"; "not published"."""
    listed = ", ".join(names)
    if not names:
        if stated is None:
            return _("not published")
        return ngettext("%(number)s country, not named", "%(number)s countries, not named", stated) % {
            "number": whole(stated)
        }
    return _("at least %(countries)s") % {"countries": listed} if partial else listed


def partners_text(*, stated: int | None, named: int) -> str:
    """How many partners a source states and how many are named here: "16 stated, 1 named"."""
    if stated is None and not named:
        return _("not published")
    if stated is None:
        return _("%(named)s named here, total not published") % {"named": whole(named)}
    return _("%(stated)s stated, %(named)s named") % {"stated": whole(stated), "named": whole(named)}


def checked_text(checked_on: date | None) -> str:
    """ "checked on 3 May 2026", or nothing where nobody has checked."""
    return _("checked on %(day)s") % {"day": day(checked_on)} if checked_on else ""


def sources(text: str) -> list[Source]:
    """One source per line of `text`: a link where the line is or holds a web address, a citation otherwise."""
    found = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        address = _ADDRESS.search(line)
        if address is None:
            found.append(Source(line, ""))
            continue
        url = address[0].rstrip(".,;)")
        words = (line[: address.start()] + line[address.start() + len(url) :]).strip(" ,;:().")
        found.append(Source(words or link_label(url), url))
    return found


def host(url: str) -> str:
    """The host of a web address without "www."; empty for an own page."""
    try:
        return urlsplit(url).netloc.removeprefix("www.")
    except ValueError:
        return ""


def link_label(url: str) -> str:
    """A web address as people read it: no scheme, no www, cut with an ellipsis where it is long."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    label = host(url) + parts.path.rstrip("/")
    return label if len(label) <= _LABEL_LENGTH else label[: _LABEL_LENGTH - 1] + "…"


def language_name(code: str) -> str:
    """A language by its name in the reader's language, as it stands inside a sentence."""
    # Django names most languages; these it lacks or, in Swedish, gets wrong.
    own = {
        "lt": pgettext("language", "Lithuanian"),
        "mt": pgettext("language", "Maltese"),
        "nl": pgettext("language", "Dutch"),
        "no": pgettext("language", "Norwegian"),
    }
    try:
        name = own.get(code) or str(get_language_info(code)["name_translated"])
    except KeyError:
        name = dict(settings.CONTENT_LANGUAGES).get(code, code)
    return name.lower() if language() == "sv" else name
