"""What belongs to a project: countries, places, partners, themes, links, sources, former addresses."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from taggit.models import ItemBase

from projects.models.project import Project
from vocabulary.models import Organisation, Region, TargetGroup, Theme


class ProjectCountry(models.Model):
    """A country that takes part; kept apart from the partners, who are often not named."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="country_rows")
    country = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        limit_choices_to={"level": 0},
        related_name="project_rows",
        verbose_name=_("country"),
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "country"],
                name="country_once_per_project",
                violation_error_message=_("This country is already listed."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.country)


class ProjectPlace(models.Model):
    """Where the project works, as its source names the place; with a region where the code is certain."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="places")
    name = models.CharField(_("place as named"), max_length=200)
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"level__gt": 0},
        related_name="place_rows",
        verbose_name=_("NUTS region"),
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "name"],
                name="place_once_per_project",
                violation_error_message=_("This place is already listed."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="place_has_name",
                violation_error_message=_("Write the place as its source names it."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What an organisation is in a project."""

    LEAD = "lead", _("lead partner")
    PARTNER = "partner", _("partner")
    ASSOCIATED = "associated", _("associated partner")


class Partnership(models.Model):
    """An organisation's part in a project. Budget in EUR: null = not published, 0 = published as zero."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="partnerships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="partnerships", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.PARTNER)
    budget = models.DecimalField(
        _("budget (EUR)"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Empty means not published; 0 means published as zero."),
    )
    place = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"level__gt": 0},
        related_name="partner_rows",
        verbose_name=_("NUTS region"),
    )
    remark = models.CharField(
        _("remark"), max_length=200, blank=True, help_text=_("For example “financial coordinator”.")
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation"],
                name="organisation_once_per_project",
                violation_error_message=_("This organisation is already a partner of the project."),
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(role="lead"),
                name="one_lead_per_project",
                violation_error_message=_("A project has at most one lead partner."),
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | Q(budget__gte=0),
                name="partner_budget_not_negative",
                violation_error_message=_("A budget cannot be negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"


class ProjectTheme(ItemBase):
    """A theme of a project."""

    content_object = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="theme_rows")
    tag = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="project_rows", verbose_name=_("theme"))

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag"],
                name="theme_once_per_project",
                violation_error_message=_("This theme is already listed."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.tag)


class Rank(models.TextChoices):
    """Whether a target group is meant first or also."""

    PRIMARY = "primary", _("primary")
    SECONDARY = "secondary", _("secondary")


class ProjectTargetGroup(models.Model):
    """A group of people the project works for."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="target_rows")
    group = models.ForeignKey(
        TargetGroup, on_delete=models.PROTECT, related_name="project_rows", verbose_name=_("target group")
    )
    rank = models.CharField(_("rank"), max_length=9, choices=Rank, default=Rank.PRIMARY)

    history = HistoricalRecords()

    class Meta:
        ordering = ["rank", "pk"]
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "group"],
                name="target_group_once_per_project",
                violation_error_message=_("This target group is already listed."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.group)


class LinkKind(models.TextChoices):
    """What a link of a profile leads to."""

    RESULT = "result", _("result")
    DOCUMENT = "document", _("document")
    KOHESIO = "kohesio", _("Kohesio")
    VIDEO = "video", _("video")
    OTHER = "other", _("further page")


class ProjectLink(models.Model):
    """A page or document elsewhere. The website and keep.eu number stand on the project itself."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(_("kind"), max_length=8, choices=LinkKind, default=LinkKind.OTHER)
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), max_length=500)
    language = models.CharField(_("language"), max_length=3, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["kind", "pk"]
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "url"],
                name="link_once_per_project",
                violation_error_message=_("This address is already listed."),
            ),
            models.CheckConstraint(
                condition=Q(url__regex=r"^https?://"),
                name="link_is_web_address",
                violation_error_message=_("A link starts with http:// or https://."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class FigureSource(models.Model):
    """The own source of one figure; a figure without a row inherits the profile's source and check date."""

    class Figure(models.TextChoices):
        TOTAL_BUDGET = "total_budget", _("total budget")
        EU_FUNDING = "eu_funding", _("EU funding")
        START = "start_date", _("start")
        END = "end_date", _("end")
        PARTNERS = "partners_stated", _("number of partners")
        COUNTRIES = "countries", _("countries")
        LEAD = "lead_partner", _("lead partner")
        PROGRAMME = "programme", _("programme")
        PLACES = "places", _("places")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="figure_sources")
    figure = models.CharField(_("figure"), max_length=20, choices=Figure)
    source = models.TextField(_("source"), help_text=_("One address or reference per line."))
    remark = models.CharField(
        _("remark"), max_length=200, blank=True, help_text=_("Shown beside the figure, for example “planned”.")
    )
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("source of a figure")
        verbose_name_plural = _("sources of figures")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "figure"],
                name="figure_source_once",
                violation_error_message=_("This figure already has its own source."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="figure_source_not_empty",
                violation_error_message=_("Name the source, or remove the row to use the profile's source."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_figure_display()


class FormerSlug(models.Model):
    """An address a profile once had. The database writes these rows; pages answer them with 301."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="former_slugs")
    slug = models.SlugField(max_length=120, unique=True)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self) -> str:
        return self.slug
