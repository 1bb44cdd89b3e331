"""A competence centre: who it is, in which languages it answers, and how to reach it without showing an address."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from centres.models.choices import CentreKind, OrganisationRole
from centres.models.publishing import Publishable, state_constraint
from vocabulary.models import Organisation, Region


class Centre(Publishable):
    """A national competence centre for social innovation, which has exactly one country, or the European one."""

    kind = models.CharField(_("kind"), max_length=8, choices=CentreKind.choices, default=CentreKind.NATIONAL)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    country = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"level": 0},
        related_name="centres",
        verbose_name=_("country"),
    )
    name = models.CharField(_("name in its own language"), max_length=255, blank=True)
    name_language = models.CharField(
        _("language of that name"), max_length=3, blank=True, choices=settings.CONTENT_LANGUAGES
    )
    name_en = models.CharField(_("name in English"), max_length=255, blank=True)
    host_stated = models.CharField(
        _("host as its source names it"), max_length=400, blank=True, help_text=_("Leave empty when nobody is named.")
    )
    website = models.URLField(_("website"), blank=True)
    contact_url = models.URLField(_("contact page"), blank=True)
    contact_email = models.EmailField(
        _("e-mail for the contact form"), blank=True, help_text=_("Never shown; the contact form writes to it.")
    )
    languages = ArrayField(
        models.CharField(max_length=3, choices=settings.CONTENT_LANGUAGES),
        default=list,
        blank=True,
        verbose_name=_("languages"),
        help_text=_("In which it answers; leave empty when unknown."),
    )
    remarks = models.TextField(_("remarks"), blank=True, help_text=_("What a reader should know about these facts."))
    source = models.TextField(_("source"), blank=True, help_text=_("One address or reference per line."))
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    notes = models.TextField(_("internal notes"), blank=True)
    organisations = models.ManyToManyField(
        Organisation, through="centres.CentreOrganisation", related_name="centres", verbose_name=_("organisations")
    )
    consortia = models.ManyToManyField(
        "centres.Consortium", through="centres.CentreConsortium", related_name="centres", verbose_name=_("consortia")
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("competence centre")
        verbose_name_plural = _("competence centres")
        permissions = [("publish_centre", _("Can publish and archive centres, consortia, networks and needs"))]
        constraints = [
            state_constraint("centre_state_who_and_when"),
            models.CheckConstraint(
                condition=Q(kind="national", country__isnull=False) | Q(kind="european", country__isnull=True),
                name="centre_national_has_one_country",
                violation_error_message=_("A national centre has exactly one country, the European one none."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") | ~Q(name_en=""),
                name="centre_has_a_name",
                violation_error_message=_("Give a name, in the centre’s own language or in English."),
            ),
            models.CheckConstraint(
                condition=Q(name="", name_language="") | (~Q(name="") & ~Q(name_language="")),
                name="centre_name_has_language",
                violation_error_message=_("Say in which language the name is, or leave both empty."),
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | ~Q(source=""),
                name="centre_public_has_source",
                violation_error_message=_("Name a source before the centre is published."),
            ),
        ]

    def __str__(self) -> str:
        """Its own name for readers of that language, the English one for everybody else."""
        if self.name and self.name_language == get_language():
            return self.name
        return self.name_en or self.name

    def get_absolute_url(self) -> str:
        return reverse("centres:detail", args=[self.slug])

    def clean(self) -> None:
        if self.country and self.country.level:
            raise ValidationError({"country": _("Choose a country here, not a region.")}, code="country_level")


class CentreText(models.Model):
    """What a centre does, in one language, in the portal's words."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=3, choices=settings.CONTENT_LANGUAGES)
    description = models.TextField(_("description"))

    history = HistoricalRecords()

    class Meta:
        ordering = ["centre", "language"]
        verbose_name = _("description")
        verbose_name_plural = _("descriptions")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "language"],
                name="centre_text_once_per_language",
                violation_error_message=_("There is already a description in this language."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_language_display()


class CentreOrganisation(models.Model):
    """An organisation that hosts a centre or takes part in it."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="organisation_rows")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="centre_rows")
    role = models.CharField(_("role"), max_length=6, choices=OrganisationRole.choices, default=OrganisationRole.MEMBER)
    note = models.CharField(_("note"), max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["role", "pk"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "organisation"],
                name="centre_organisation_once",
                violation_error_message=_("This organisation is already listed."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class CentreConsortium(models.Model):
    """That a centre came out of a consortium or belongs to it."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="consortium_rows")
    consortium = models.ForeignKey(
        "centres.Consortium", on_delete=models.CASCADE, related_name="centre_rows", verbose_name=_("consortium")
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("consortium of the centre")
        verbose_name_plural = _("consortia of the centre")
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "consortium"],
                name="centre_consortium_once",
                violation_error_message=_("This consortium is already listed."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.consortium)
