"""A consortium that sets up national centres under one call, and what it claims about itself."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from centres.models.choices import ItemKind, MemberRole
from centres.models.publishing import Publishable, state_constraint
from projects.models import AmountPrecision, DatePrecision
from vocabulary.models import Organisation, Region


class Consortium(Publishable):
    """Partners from several countries, funded under one call. EUR, dates inclusive, precision as in profiles."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    acronym = models.CharField(_("acronym"), max_length=40)
    name = models.CharField(_("full name"), max_length=255, blank=True)
    generation = models.PositiveSmallIntegerField(_("generation"), validators=[MinValueValidator(1)])
    fund = models.CharField(_("fund"), max_length=120, blank=True)
    call = models.CharField(_("call"), max_length=60, blank=True)
    grant = models.CharField(_("grant or project number"), max_length=60, blank=True)
    start_date = models.DateField(_("start"), null=True, blank=True)
    start_precision = models.CharField(_("known"), max_length=5, choices=DatePrecision.choices, blank=True)
    end_date = models.DateField(_("end"), null=True, blank=True)
    end_precision = models.CharField(_("known"), max_length=5, choices=DatePrecision.choices, blank=True)
    total_budget = models.DecimalField(_("total budget (EUR)"), max_digits=14, decimal_places=2, null=True, blank=True)
    total_budget_precision = models.CharField(_("is"), max_length=7, choices=AmountPrecision.choices, blank=True)
    eu_funding = models.DecimalField(_("EU funding (EUR)"), max_digits=14, decimal_places=2, null=True, blank=True)
    eu_funding_precision = models.CharField(_("is"), max_length=7, choices=AmountPrecision.choices, blank=True)
    website = models.URLField(_("website"), blank=True)
    remarks = models.TextField(_("remarks"), blank=True, help_text=_("What a reader should know about these facts."))
    source = models.TextField(_("source"), blank=True, help_text=_("One address or reference per line."))
    organisations = models.ManyToManyField(Organisation, through="centres.ConsortiumMember", related_name="consortia")
    countries = models.ManyToManyField(Region, through="centres.ConsortiumCountry", related_name="consortia")

    history = HistoricalRecords()

    class Meta:
        ordering = ["generation", "acronym"]
        verbose_name = _("consortium")
        verbose_name_plural = _("consortia")
        constraints = [
            state_constraint("consortium_state_who_and_when"),
            models.CheckConstraint(
                condition=Q(generation__gte=1),
                name="consortium_generation_counts_from_one",
                violation_error_message=_("Generations are counted from 1."),
            ),
            models.CheckConstraint(
                condition=Q(start_date__isnull=True, start_precision="")
                | Q(start_date__isnull=False, start_precision__in=DatePrecision.values),
                name="consortium_start_with_precision",
                violation_error_message=_("Say how exactly the start is known, or leave both empty."),
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True, end_precision="")
                | Q(end_date__isnull=False, end_precision__in=DatePrecision.values),
                name="consortium_end_with_precision",
                violation_error_message=_("Say how exactly the end is known, or leave both empty."),
            ),
            models.CheckConstraint(
                condition=Q(start_date__isnull=True) | Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="consortium_ends_after_start",
                violation_error_message=_("The end must not come before the start."),
            ),
            models.CheckConstraint(
                condition=(
                    Q(total_budget__isnull=True, total_budget_precision="")
                    | Q(total_budget__gt=0, total_budget_precision__in=AmountPrecision.values)
                )
                & (
                    Q(eu_funding__isnull=True, eu_funding_precision="")
                    | Q(eu_funding__gt=0, eu_funding_precision__in=AmountPrecision.values)
                ),
                name="consortium_amounts_with_precision",
                violation_error_message=_(
                    "An amount is more than 0 and says whether it is exact; else leave both empty."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | ~Q(source=""),
                name="consortium_public_has_source",
                violation_error_message=_("Name a source before the consortium is published."),
            ),
        ]

    def __str__(self) -> str:
        return self.acronym

    def get_absolute_url(self) -> str:
        return reverse("centres:consortium", args=[self.slug])


class ConsortiumText(models.Model):
    """What a consortium aims at, in one language, in the portal's words."""

    consortium = models.ForeignKey(Consortium, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=3, choices=settings.CONTENT_LANGUAGES)
    description = models.TextField(_("description"))

    history = HistoricalRecords()

    class Meta:
        ordering = ["consortium", "language"]
        verbose_name = _("description")
        verbose_name_plural = _("descriptions")
        constraints = [
            models.UniqueConstraint(
                fields=["consortium", "language"],
                name="consortium_text_once_per_language",
                violation_error_message=_("There is already a description in this language."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_language_display()


class ConsortiumMember(models.Model):
    """An organisation of a consortium; at most one leads."""

    consortium = models.ForeignKey(Consortium, on_delete=models.CASCADE, related_name="member_rows")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="consortium_rows")
    role = models.CharField(_("role"), max_length=7, choices=MemberRole.choices, default=MemberRole.PARTNER)
    note = models.CharField(_("note"), max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["role", "pk"]
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(
                fields=["consortium", "organisation"],
                name="consortium_member_once",
                violation_error_message=_("This organisation is already listed."),
            ),
            models.UniqueConstraint(
                fields=["consortium"],
                condition=Q(role="lead"),
                name="consortium_one_lead",
                violation_error_message=_("A consortium has at most one lead partner."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class ConsortiumCountry(models.Model):
    """A country of a consortium: that of a listed member, or claimed by a source. A trigger holds the rule."""

    consortium = models.ForeignKey(Consortium, on_delete=models.CASCADE, related_name="country_rows")
    country = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        limit_choices_to={"level": 0},
        related_name="consortium_rows",
        verbose_name=_("country"),
    )
    claimed = models.BooleanField(
        _("only claimed"), default=False, help_text=_("A source names the country, but no member from it is listed.")
    )
    source = models.TextField(_("source of the claim"), blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        constraints = [
            models.UniqueConstraint(
                fields=["consortium", "country"],
                name="consortium_country_once",
                violation_error_message=_("This country is already listed."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.country)


class ConsortiumItem(models.Model):
    """An output, a milestone, or a tool or method of a consortium."""

    consortium = models.ForeignKey(Consortium, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(_("kind"), max_length=9, choices=ItemKind.choices)
    title = models.CharField(_("title"), max_length=300)
    language = models.CharField(_("language"), max_length=3, choices=settings.CONTENT_LANGUAGES, default="en")
    url = models.URLField(_("address"), blank=True)
    on = models.DateField(_("date"), null=True, blank=True)
    precision = models.CharField(_("known"), max_length=5, choices=DatePrecision.choices, blank=True)
    source = models.TextField(_("source"), blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["kind", "on", "pk"]
        verbose_name = _("output, milestone or tool")
        verbose_name_plural = _("outputs, milestones and tools")
        constraints = [
            models.CheckConstraint(
                condition=Q(on__isnull=True, precision="") | Q(on__isnull=False, precision__in=DatePrecision.values),
                name="consortium_item_date_with_precision",
                violation_error_message=_("Say how exactly the date is known, or leave both empty."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Claim(models.Model):
    """A number somebody published about a generation of centres; shown beside the number that is computed."""

    generation = models.PositiveSmallIntegerField(_("generation"))
    figure = models.CharField(
        _("figure"),
        max_length=15,
        choices=[
            ("consortia", _("consortia")),
            ("country_entries", _("country entries")),
            ("countries", _("different countries")),
            ("organisations", _("organisations")),
        ],
    )
    value = models.PositiveIntegerField(_("number claimed"))
    source = models.TextField(_("source"))
    note = models.TextField(_("explanation"), blank=True)
    language = models.CharField(_("language of the explanation"), max_length=3, default="en")

    history = HistoricalRecords()

    class Meta:
        ordering = ["generation", "figure"]
        verbose_name = _("claimed number")
        verbose_name_plural = _("claimed numbers")
        constraints = [
            models.UniqueConstraint(
                fields=["generation", "figure"],
                name="claim_once_per_figure",
                violation_error_message=_("There is already a claim for this figure."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="claim_has_source",
                violation_error_message=_("A claim names its source."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.generation}: {self.get_figure_display()}"
