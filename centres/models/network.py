"""Working groups, flagships and other forms in which centres and others work together."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from centres.models.choices import NetworkKind
from centres.models.publishing import Publishable, state_constraint
from projects.models import DatePrecision
from vocabulary.models import MacroRegion, Organisation


class Network(Publishable):
    """A network with its members by sector, its aim and its milestones."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=13, choices=NetworkKind.choices)
    name = models.CharField(_("name"), max_length=255)
    name_language = models.CharField(_("language of the name"), max_length=3, choices=settings.CONTENT_LANGUAGES)
    macro_region = models.ForeignKey(
        MacroRegion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="networks",
        verbose_name=_("macro-region"),
    )
    website = models.URLField(_("website"), blank=True)
    remarks = models.TextField(_("remarks"), blank=True)
    source = models.TextField(_("source"), blank=True, help_text=_("One address or reference per line."))
    organisations = models.ManyToManyField(Organisation, through="centres.NetworkMember", related_name="networks")

    history = HistoricalRecords()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        constraints = [
            state_constraint("network_state_who_and_when"),
            models.CheckConstraint(
                condition=~Q(state="published") | ~Q(source=""),
                name="network_public_has_source",
                violation_error_message=_("Name a source before the network is published."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("centres:network", args=[self.slug])


class NetworkText(models.Model):
    """The aim of a network in one language, in the portal's words."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=3, choices=settings.CONTENT_LANGUAGES)
    aim = models.TextField(_("aim"))

    history = HistoricalRecords()

    class Meta:
        ordering = ["network", "language"]
        verbose_name = _("aim")
        verbose_name_plural = _("aims")
        constraints = [
            models.UniqueConstraint(
                fields=["network", "language"],
                name="network_text_once_per_language",
                violation_error_message=_("There is already a text in this language."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_language_display()


class NetworkMember(models.Model):
    """An organisation in a network; its sector is that of the organisation."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="member_rows")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="network_rows")
    role = models.CharField(_("role"), max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(
                fields=["network", "organisation"],
                name="network_member_once",
                violation_error_message=_("This organisation is already listed."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class NetworkMilestone(models.Model):
    """Something a network did or plans, with its date as exactly as it is known."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(_("title"), max_length=300)
    language = models.CharField(_("language"), max_length=3, choices=settings.CONTENT_LANGUAGES, default="en")
    on = models.DateField(_("date"), null=True, blank=True)
    precision = models.CharField(_("known"), max_length=5, choices=DatePrecision.choices, blank=True)
    url = models.URLField(_("link"), blank=True)
    source = models.TextField(_("source"), blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        constraints = [
            models.CheckConstraint(
                condition=Q(on__isnull=True, precision="") | Q(on__isnull=False, precision__in=DatePrecision.values),
                name="milestone_date_with_precision",
                violation_error_message=_("Say how exactly the date is known, or leave both empty."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
