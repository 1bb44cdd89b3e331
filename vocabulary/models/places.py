"""The tree of regions, and the macro-regions beside it."""

from functools import cache

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from simple_history.models import HistoricalRecords

from vocabulary.labels import pick_label


@cache
def country_name(code: str, language: str) -> str:
    """The name of a country by its ISO code; empty for an unknown code. Kept, because lists ask for it often."""
    with translation.override(language):
        return str(countries.name(code))


class Region(models.Model):
    """A country (ISO 3166-1 code) or a region below it (verbatim NUTS code, so EL and UK stay).

    Levels: 0 country, 1 to 3 NUTS. Source of codes: Eurostat, NUTS 2024, and 2016 for the United Kingdom.
    """

    code = models.CharField(_("code"), max_length=5, unique=True)
    name = models.CharField(_("name"), max_length=160)
    level = models.PositiveSmallIntegerField(
        _("level"), choices=[(0, _("country")), (1, "NUTS-1"), (2, "NUTS-2"), (3, "NUTS-3")]
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["code"]
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        constraints = [
            models.CheckConstraint(
                condition=Q(level=0, parent__isnull=True) | Q(level__in=[1, 2, 3], parent__isnull=False),
                name="region_level_fits_parent",
                violation_error_message=_("A country stands alone; every other region is part of one."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(level=0, code__regex=r"^[A-Z]{2}$")
                    | Q(level=1, code__regex=r"^[A-Z]{2}[A-Z0-9]$")
                    | Q(level=2, code__regex=r"^[A-Z]{2}[A-Z0-9]{2}$")
                    | Q(level=3, code__regex=r"^[A-Z]{2}[A-Z0-9]{3}$")
                ),
                name="region_code_fits_level",
                violation_error_message=_("The code must be two letters for a country, one sign more per NUTS level."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label()} ({self.code})"

    def clean(self) -> None:
        if self.parent and self.level != self.parent.level + 1:
            raise ValidationError(
                {"parent": _("A region is part of the level just above it.")}, code="region_parent_level"
            )

    def label(self, language: str | None = None) -> str:
        """The country's name in `language` (default: the active one); regions keep their own name."""
        if self.level:
            return self.name
        return country_name(self.code, language or translation.get_language() or "en") or self.name


class MacroRegion(models.Model):
    """A macro-regional strategy of the EU with its countries, such as the Baltic Sea Region."""

    slug = models.SlugField(_("address"), unique=True)
    acronym = models.CharField(_("acronym"), max_length=20, unique=True)
    countries = models.ManyToManyField(
        Region, limit_choices_to={"level": 0}, related_name="macro_regions", verbose_name=_("countries")
    )
    source = models.TextField(_("source"), blank=True, help_text=_("One address or reference per line."))

    history = HistoricalRecords(m2m_fields=[countries])

    class Meta:
        ordering = ["slug"]
        verbose_name = _("macro-region")
        verbose_name_plural = _("macro-regions")

    def __str__(self) -> str:
        return self.label()

    def label(self, language: str | None = None) -> str:
        """The macro-region's name in `language`, else in English, else its acronym."""
        return pick_label(self.labels.all(), language or translation.get_language() or "en", self.acronym)


class MacroRegionLabel(models.Model):
    """The name of a macro-region in one language."""

    macro_region = models.ForeignKey(MacroRegion, on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(_("language"), max_length=3)
    label = models.CharField(_("name"), max_length=120)

    history = HistoricalRecords()

    class Meta:
        ordering = ["language"]
        verbose_name = _("name")
        verbose_name_plural = _("names")
        constraints = [
            models.UniqueConstraint(
                fields=["macro_region", "language"],
                name="macro_label_once",
                violation_error_message=_("There is already a name in this language."),
            ),
        ]

    def __str__(self) -> str:
        return self.label
