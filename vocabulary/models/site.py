"""What staff may set about the whole site."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


def all_interface_languages() -> list[str]:
    """Codes of every interface language; the default of `SiteSettings.languages`."""
    return [code for code, _name in settings.LANGUAGES]


class SiteSettings(models.Model):
    """The one row of settings that staff edit in the admin; `SiteSettings.load()` reads it."""

    site_name = models.CharField(_("name of the site"), max_length=80, default="SI Portal")
    hashtag = models.CharField(
        _("hashtag"),
        max_length=60,
        default="socialinterreg",
        validators=[RegexValidator(r"^\w+$", _("Write the hashtag without # and without spaces."))],
    )
    sender_name = models.CharField(_("sender of e-mails"), max_length=80, default="SI Portal")
    sender_address = models.EmailField(_("address of the sender"), blank=True)
    contact_url = models.URLField(
        _("contact page"), blank=True, help_text=_("Where visitors reach you; shown in the footer.")
    )
    funding_statement = models.TextField(
        _("funding statement"),
        blank=True,
        help_text=_("Shown in the footer, only if it is true; leave empty otherwise."),
    )
    languages = ArrayField(
        models.CharField(max_length=3),
        default=all_interface_languages,
        verbose_name=_("visible languages"),
        help_text=_("Interface languages offered to visitors."),
    )
    mail_retention_days = models.PositiveSmallIntegerField(
        _("days sent e-mails are kept"), default=30, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    takes_stories = models.BooleanField(
        _("new stories are taken"),
        default=True,
        db_default=True,
        help_text=_("Without the tick nobody can begin a story; stories that were begun go on."),
    )
    draft_days = models.PositiveSmallIntegerField(
        _("days an unfinished story is kept"),
        default=14,
        db_default=14,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("Counted from the last change; the link to it ends with it."),
    )
    declined_days = models.PositiveSmallIntegerField(
        _("days a declined or withdrawn story is kept"),
        default=90,
        db_default=90,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    reminder_days = models.PositiveSmallIntegerField(
        _("days before a reminder"),
        default=7,
        db_default=7,
        validators=[MinValueValidator(2), MaxValueValidator(60)],
        help_text=_("When a team has not answered for so long, a reminder goes out, three at most."),
    )
    event_days = models.PositiveSmallIntegerField(
        _("days registrations are kept after an event"),
        default=90,
        db_default=90,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("Then names, addresses and answers are deleted; numbers stay."),
    )
    demo_loaded_at = models.DateTimeField(_("demo directory loaded"), null=True, blank=True, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="site_settings_single_row",
                violation_error_message=_("There is only one set of site settings."),
            ),
            models.CheckConstraint(
                condition=Q(languages__len__gte=1),
                name="site_settings_some_language",
                violation_error_message=_("Keep at least one language visible."),
            ),
        ]

    def __str__(self) -> str:
        return self.site_name

    @classmethod
    def load(cls) -> "SiteSettings":
        """The settings row, made with its defaults when a new portal has none."""
        return cls.objects.get_or_create(pk=1)[0]

    @classmethod
    def current(cls) -> "SiteSettings":
        """The settings as readers' pages need them: the row, else the defaults. Never writes."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
