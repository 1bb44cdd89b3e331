"""A project profile: what is known of it, how exactly, and whether the public sees it."""

from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import ExpressionWrapper, F, Prefetch, Q
from django.db.models.functions import ExtractDay, ExtractMonth
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from taggit.managers import TaggableManager

from projects.models.choices import AmountPrecision, DatePrecision, InnovationKind, State, Status
from projects.models.texts import ProjectText, TextChoice, choose_text
from vocabulary.models import FundingPeriod, Organisation, Programme


class ProjectQuerySet(models.QuerySet["Project"]):
    """Adjectives for projects. Everything public starts from `published()`."""

    def published(self) -> "ProjectQuerySet":
        """Profiles the public may see. Scheduled ones are published by a job, never by comparing a time here."""
        return self.filter(state=State.PUBLISHED)

    def due(self, *, at: object) -> "ProjectQuerySet":
        """Scheduled profiles whose time has come at the moment `at`."""
        return self.filter(state=State.SCHEDULED, scheduled_for__lte=at)

    def for_cards(self) -> "ProjectQuerySet":
        """With everything a card in a list shows, in a constant number of queries."""
        from projects.models.parts import ProjectCountry, ProjectTheme  # parts builds on this module

        return self.select_related("programme__period").prefetch_related(
            "texts",
            Prefetch("country_rows", ProjectCountry.objects.select_related("country")),
            Prefetch("theme_rows", ProjectTheme.objects.select_related("tag").prefetch_related("tag__labels")),
        )

    def for_profile(self) -> "ProjectQuerySet":
        """With everything a profile page shows, in a constant number of queries."""
        from projects.models.parts import Partnership, ProjectPlace

        parts = (
            "continues__texts",
            "programme__macro_regions__labels",
            "macro_region_rows__macro_region__labels",
            Prefetch("places", ProjectPlace.objects.select_related("region")),
            Prefetch(
                "partnerships",
                Partnership.objects.select_related("organisation__country", "organisation__place", "place"),
            ),
            "target_rows__group__labels",
            "links",
            "figure_sources",
            "picture_rows__picture__descriptions",
        )
        return self.for_cards().select_related("continues").prefetch_related(*parts)

    def of_organisation(self, organisation: Organisation) -> "ProjectQuerySet":
        """Projects in which `organisation` has a part, whatever its role."""
        return self.filter(partnerships__organisation=organisation)

    def featured(self) -> "ProjectQuerySet":
        """Profiles that staff chose for the home page."""
        return self.filter(featured=True)


# Without the wrapper Django takes the sum for a moment and brings the time zone into the rule.
_DAY_AFTER_END = ExpressionWrapper(F("end_date") + timedelta(days=1), output_field=models.DateField())


class Project(models.Model):  # type: ignore[django-manager-missing]  # taggit publishes no types for its rows
    """A cooperation project. Amounts are EUR; dates are inclusive; unknown is null, never 0.

    `start_date` holds the first and `end_date` the last day of what is known: a project known to run from
    March 2016 to February 2019 holds 2016-03-01 and 2019-02-28, both with precision `month`.
    """

    acronym = models.CharField(_("acronym"), max_length=80, blank=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    original_language = models.CharField(
        _("original language"), max_length=3, default="en", choices=settings.CONTENT_LANGUAGES
    )
    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("programme"),
    )

    start_date = models.DateField(_("start"), null=True, blank=True)
    start_precision = models.CharField(_("start known"), max_length=5, choices=DatePrecision, blank=True)
    end_date = models.DateField(_("end"), null=True, blank=True)
    end_precision = models.CharField(_("end known"), max_length=5, choices=DatePrecision, blank=True)

    total_budget = models.DecimalField(
        _("total budget (EUR)"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    total_budget_precision = models.CharField(_("total budget is"), max_length=7, choices=AmountPrecision, blank=True)
    eu_funding = models.DecimalField(
        _("EU funding (EUR)"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    eu_funding_precision = models.CharField(_("EU funding is"), max_length=7, choices=AmountPrecision, blank=True)

    partners_stated = models.PositiveSmallIntegerField(
        _("partners, number stated"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    countries_stated = models.PositiveSmallIntegerField(
        _("countries, number stated"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    countries_partial = models.BooleanField(
        _("the list of countries is partial"), default=False, help_text=_("The page then says “at least”.")
    )

    innovation_kinds = ArrayField(
        models.CharField(max_length=8, choices=InnovationKind),
        default=list,
        blank=True,
        verbose_name=_("kind of innovation"),
    )
    website = models.URLField(_("website"), max_length=400, blank=True)
    keep_id = models.PositiveIntegerField(_("keep.eu number"), null=True, blank=True, unique=True)
    continues = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="continued_by",
        verbose_name=_("continues"),
    )
    featured = models.BooleanField(_("featured on the home page"), default=False)

    source = models.TextField(
        _("source"),
        blank=True,
        help_text=_("Where the facts of this profile come from; one address or reference per line."),
    )
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    notes = models.TextField(_("internal notes"), blank=True, help_text=_("Never shown to the public."))

    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT, editable=False)
    scheduled_for = models.DateTimeField(_("to be published at"), null=True, blank=True, editable=False)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True, editable=False)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    themes = TaggableManager(through="projects.ProjectTheme", verbose_name=_("themes"), blank=True)

    objects = ProjectQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        permissions = [
            ("publish_project", _("Can publish, schedule and archive profiles")),
            ("import_project", _("Can import profiles from a file")),
        ]
        indexes = [
            models.Index(fields=["state", "-published_at"], name="project_by_publication"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(start_date__isnull=True, start_precision="")
                | Q(start_date__isnull=False, start_precision__in=DatePrecision.values),
                name="project_start_with_precision",
                violation_error_message=_("Say how exactly the start is known, or leave both empty."),
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True, end_precision="")
                | Q(end_date__isnull=False, end_precision__in=DatePrecision.values),
                name="project_end_with_precision",
                violation_error_message=_("Say how exactly the end is known, or leave both empty."),
            ),
            models.CheckConstraint(
                condition=~Q(start_precision__in=["month", "year"])
                | Q(start_precision="month", start_date__day=1)
                | Q(start_precision="year", start_date__day=1, start_date__month=1),
                name="project_start_no_false_day",
                violation_error_message=_("A start known to the month or year must hold its first day."),
            ),
            models.CheckConstraint(
                condition=~Q(end_precision__in=["month", "year"])
                | Q(Q(end_precision="month"), Exact(ExtractDay(_DAY_AFTER_END), 1))
                | Q(
                    Q(end_precision="year"),
                    Exact(ExtractDay(F("end_date")), 31),
                    Exact(ExtractMonth(F("end_date")), 12),
                ),
                name="project_end_no_false_day",
                violation_error_message=_("An end known to the month or year must hold its last day."),
            ),
            models.CheckConstraint(
                condition=Q(start_date__isnull=True) | Q(end_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="project_ends_after_start",
                violation_error_message=_("The end must not come before the start."),
            ),
            models.CheckConstraint(
                condition=Q(total_budget__isnull=True, total_budget_precision="")
                | Q(total_budget__isnull=False, total_budget_precision__in=AmountPrecision.values),
                name="project_budget_with_precision",
                violation_error_message=_("Say whether the total budget is exact or rounded, or leave both empty."),
            ),
            models.CheckConstraint(
                condition=Q(eu_funding__isnull=True, eu_funding_precision="")
                | Q(eu_funding__isnull=False, eu_funding_precision__in=AmountPrecision.values),
                name="project_eu_funding_with_precision",
                violation_error_message=_("Say whether the EU funding is exact or rounded, or leave both empty."),
            ),
            models.CheckConstraint(
                condition=(Q(total_budget__isnull=True) | Q(total_budget__gt=0))
                & (Q(eu_funding__isnull=True) | Q(eu_funding__gt=0)),
                name="project_amounts_positive",
                violation_error_message=_("An amount must be more than 0; leave it empty when it is not published."),
            ),
            models.CheckConstraint(
                condition=Q(total_budget__isnull=True)
                | Q(eu_funding__isnull=True)
                | Q(eu_funding__lte=F("total_budget")),
                name="project_eu_share_within_total",
                violation_error_message=_("The EU funding cannot be larger than the total budget."),
            ),
            models.CheckConstraint(
                condition=(Q(partners_stated__isnull=True) | Q(partners_stated__gt=0))
                & (Q(countries_stated__isnull=True) | Q(countries_stated__gt=0)),
                name="project_stated_numbers_positive",
                violation_error_message=_("A stated number is at least 1; leave it empty when it is not published."),
            ),
            models.CheckConstraint(
                condition=Q(innovation_kinds__contained_by=InnovationKind.values),
                name="project_innovation_kinds_known",
                violation_error_message=_("Choose kinds of innovation from the list."),
            ),
            models.CheckConstraint(
                condition=Q(continues__isnull=True) | ~Q(continues=F("pk")),
                name="project_continues_another",
                violation_error_message=_("A project cannot continue itself."),
            ),
            models.CheckConstraint(
                condition=Q(
                    state="draft",
                    scheduled_for__isnull=True,
                    scheduled_by__isnull=True,
                    published_at__isnull=True,
                    published_by__isnull=True,
                    archived_at__isnull=True,
                    archived_by__isnull=True,
                )
                | Q(
                    state="scheduled",
                    scheduled_for__isnull=False,
                    scheduled_by__isnull=False,
                    published_at__isnull=True,
                    published_by__isnull=True,
                    archived_at__isnull=True,
                    archived_by__isnull=True,
                )
                | Q(
                    state="published",
                    scheduled_for__isnull=True,
                    scheduled_by__isnull=True,
                    published_at__isnull=False,
                    published_by__isnull=False,
                    archived_at__isnull=True,
                    archived_by__isnull=True,
                )
                | Q(
                    state="archived",
                    scheduled_for__isnull=True,
                    scheduled_by__isnull=True,
                    published_at__isnull=False,
                    published_by__isnull=False,
                    archived_at__isnull=False,
                    archived_by__isnull=False,
                ),
                name="project_state_who_and_when",
                violation_error_message=_("Each publication state needs its date and the person who decided."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(programme__isnull=False),
                name="project_public_needs_programme",
                violation_error_message=_("Choose a programme before the profile is published."),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return reverse("projects:detail", args=[self.slug])

    def clean(self) -> None:
        if self.checked_on and self.checked_on > timezone.localdate():
            raise ValidationError({"checked_on": _("“Checked on” cannot lie in the future.")}, code="checked_in_future")

    @property
    def is_public(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def period(self) -> FundingPeriod | None:
        """The funding period follows from the programme."""
        return self.programme.period if self.programme else None

    @property
    def display_name(self) -> str:
        """The acronym, or the original title where no acronym is known."""
        if self.acronym:
            return self.acronym
        original = self.text_for(self.original_language)
        return original.text.title if original and original.text.title else self.slug

    @property
    def cofinancing_rate(self) -> Decimal | None:
        """EU share of the total budget in per cent, one decimal place; null unless both amounts are exact."""
        exact = AmountPrecision.EXACT
        if self.total_budget_precision != exact or self.eu_funding_precision != exact:
            return None
        assert self.total_budget is not None  # a constraint ties each amount to its precision
        assert self.eu_funding is not None
        return (self.eu_funding / self.total_budget * 100).quantize(Decimal("0.1"))

    def status(self, *, on: date) -> Status:
        """Where the project stands on the day `on`; a missing date that would decide gives `unknown`."""
        if self.end_date and self.end_date < on:
            return Status.FINISHED
        if self.start_date and self.start_date > on:
            return Status.PLANNED
        if self.start_date and self.end_date:
            return Status.RUNNING
        return Status.UNKNOWN

    def text_for(self, language: str) -> TextChoice | None:
        """The best text for a reader of `language`: that language, else the original, else any."""
        return choose_text(self.texts.all(), wanted=language, original=self.original_language)

    def original_text(self) -> ProjectText | None:
        """The text in the original language; a saved project always has it."""
        return next((text for text in self.texts.all() if text.language == self.original_language), None)
