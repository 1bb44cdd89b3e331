"""The totals of each generation: the number counted here beside the number claimed elsewhere, and why they differ."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from centres import totals
from centres.models import Consortium, ConsortiumCountry
from centres.presentation.words import said
from projects.presentation import wording
from projects.presentation.wording import Source
from projects.presentation.words import Words


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One total; `claimed` is empty where nobody published a number."""

    label: str
    computed: int
    claimed: str
    differs: bool
    note: Words
    sources: list[Source]


@dataclass(frozen=True, slots=True)
class Generation:
    """The totals of one generation; `repeated` are sentences about countries that stand in several consortia."""

    number: int
    heading: str
    lines: list[FigureLine]
    repeated: list[str]


def generations() -> list[Generation]:
    """Every generation with something published, the first one first; five queries for each and one for all."""
    return [_generation(number) for number in totals.generations()]


def _generation(number: int) -> Generation:
    return Generation(number, _("Generation %(number)s") % {"number": number}, _lines(number), _repeated(number))


def _lines(number: int) -> list[FigureLine]:
    found = []
    for total in totals.totals(number):
        claim = total.claimed
        found.append(
            FigureLine(
                label=total.label,
                computed=total.computed,
                claimed=wording.whole(claim.value) if claim else "",
                differs=total.differs,
                note=said(claim.note, claim.language) if claim and claim.note else Words("", ""),
                sources=wording.sources(claim.source) if claim else [],
            )
        )
    return found


def _repeated(number: int) -> list[str]:
    """ "Bulgaria stands in 2 consortia: FUSE, SI PLUS.", counted from the lists."""
    shown = Consortium.objects.published().filter(generation=number)
    several = (
        ConsortiumCountry.objects.filter(consortium__in=shown)
        .order_by()
        .values("country")
        .annotate(times=Count("pk"))
        .filter(times__gt=1)
    )
    rows = ConsortiumCountry.objects.filter(consortium__in=shown, country__in=several.values("country"))
    lists: dict[str, list[str]] = {}
    for row in rows.select_related("country", "consortium").order_by("country__code", "consortium__acronym"):
        lists.setdefault(row.country.label(wording.language()), []).append(row.consortium.acronym)
    return [
        _("%(country)s stands in %(number)s consortia: %(names)s.")
        % {"country": country, "number": wording.whole(len(names)), "names": ", ".join(names)}
        for country, names in lists.items()
    ]
