"""Bodies that take part in projects."""

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from vocabulary.models.places import Region


class Sector(models.TextChoices):
    """Who an organisation belongs to; social innovation joins these sectors."""

    PUBLIC = "public", _("public sector")
    PRIVATE = "private", _("private sector")
    THIRD = "third", _("third sector")
    RESEARCH = "research", _("research and education")
    CITIZENS = "citizens", _("citizens and users")


class Organisation(models.Model):
    """A body that leads, joins or is associated with projects; it has a public page."""

    name = models.CharField(_("name"), max_length=255)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    sector = models.CharField(_("sector"), max_length=10, choices=Sector, blank=True)
    country = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"level": 0},
        related_name="organisations",
        verbose_name=_("country"),
    )
    place = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"level__gt": 0},
        related_name="+",
        verbose_name=_("NUTS region"),
    )
    other_names = ArrayField(
        models.CharField(max_length=255),
        default=list,
        db_default=[],
        blank=True,
        verbose_name=_("other names"),
        help_text=_("Former names and other spellings, under which it is found as well."),
    )
    website = models.URLField(_("website"), blank=True)
    source = models.TextField(_("source"), blank=True, help_text=_("One address or reference per line."))

    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "country"],
                name="organisation_once_per_country",
                nulls_distinct=False,
                violation_error_message=_("This organisation is already listed for this country."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:organisation", args=[self.slug])

    def clean(self) -> None:
        if self.country and self.country.level:
            raise ValidationError({"country": _("Choose a country here, not a region.")}, code="country_level")
