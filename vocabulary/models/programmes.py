"""Funding periods, and the programmes that belong to them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Strand(models.TextChoices):
    """Strands of European territorial cooperation; `regional` is a programme outside Interreg."""

    A = "A", _("A – cross-border")
    B = "B", _("B – transnational")
    C = "C", _("C – interregional")
    D = "D", _("D – outermost regions")
    REGIONAL = "regional", _("Regional programme, not Interreg")


class Palette(models.TextChoices):
    """Keys of the sets of four fills that covers are drawn in; the colours live in the style tokens."""

    NIGHT_CORAL = "night-coral", _("Night and coral")
    TEAL_SUN = "teal-sun", _("Teal and sun")
    CORAL_SKY = "coral-sky", _("Coral and sky")
    LILAC_NIGHT = "lilac-night", _("Lilac and night")
    SKY_TEAL = "sky-teal", _("Sky and teal")
    SUN_TEAL = "sun-teal", _("Sun and teal")


class FundingPeriod(models.Model):
    """A budget period of the European Union, such as 2014-2020; both years are inclusive."""

    slug = models.SlugField(_("code"), max_length=9, unique=True, help_text=_("For example 2014-2020."))
    name = models.CharField(_("name"), max_length=60, blank=True, help_text=_("For example Interreg V."))
    start_year = models.PositiveSmallIntegerField(_("first year"))
    end_year = models.PositiveSmallIntegerField(_("last year"))

    history = HistoricalRecords()

    class Meta:
        ordering = ["-start_year"]
        verbose_name = _("funding period")
        verbose_name_plural = _("funding periods")
        constraints = [
            models.CheckConstraint(
                condition=Q(end_year__gt=F("start_year")),
                name="period_ends_after_start",
                violation_error_message=_("The last year must come after the first year."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The period with an en dash, as it is printed."""
        return f"{self.start_year}–{self.end_year}"


_FUNDS = {"ERDF": _("ERDF")}


class Programme(models.Model):
    """A cooperation programme of one funding period; the same area in the next period is another row."""

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    period = models.ForeignKey(
        FundingPeriod, on_delete=models.PROTECT, related_name="programmes", verbose_name=_("funding period")
    )
    strand = models.CharField(_("strand"), max_length=8, choices=Strand)
    fund = models.CharField(_("fund"), max_length=60, default="ERDF")
    palette = models.CharField(_("palette"), max_length=20, choices=Palette, default=Palette.TEAL_SUN)
    website = models.URLField(_("website"), blank=True)
    source = models.TextField(_("source"), blank=True, help_text=_("One address or reference per line."))
    countries = models.ManyToManyField(
        "vocabulary.Region",
        blank=True,
        limit_choices_to={"level": 0},
        related_name="programmes",
        verbose_name=_("programme area"),
    )
    macro_regions = models.ManyToManyField(
        "vocabulary.MacroRegion", blank=True, related_name="programmes", verbose_name=_("macro-regions")
    )

    history = HistoricalRecords(m2m_fields=[countries, macro_regions])

    class Meta:
        ordering = ["name", "-period__start_year"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "period"],
                name="programme_once_per_period",
                violation_error_message=_("This programme already exists in this funding period."),
            ),
            models.CheckConstraint(
                condition=Q(strand__in=Strand.values),
                name="programme_strand_known",
                violation_error_message=_("Choose one of the listed strands."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.period})"

    @property
    def fund_label(self) -> str:
        """The funds as the reader's language calls them: "ERDF, NDICI", in German "EFRE, NDICI"."""
        return ", ".join(str(_FUNDS.get(fund, fund)) for fund in self.fund.split(", "))


class ProgrammeAlias(models.Model):
    """Another spelling under which a programme is found in data; imports look here."""

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("programme")
    )
    name = models.CharField(_("name found in data"), max_length=200)

    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        verbose_name = _("other name of a programme")
        verbose_name_plural = _("other names of programmes")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"],
                name="alias_once_per_programme",
                violation_error_message=_("This programme already has that name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
