"""An event: what, when in which zone, where, with whom, and how one registers."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from centres.models import Centre, Need, Network
from events.models.choices import PUBLIC, Attendance, EventKind, RegistrationMode, State
from events.models.clock import ClockShows, begins_at, closes_at, over_at, zones
from projects.models import DatePrecision, Project
from vocabulary.models import MacroRegion, Organisation, Region, Theme

if TYPE_CHECKING:
    from events.models.texts import EventText


class EventQuerySet(models.QuerySet["Event"]):
    def published(self) -> Self:
        """What the public may see: the one rule for lists, feeds, calendars and everything else. Cancelled stays."""
        return self.filter(state__in=PUBLIC)

    def upcoming(self, *, at: datetime) -> Self:
        """Not over yet at that moment, the next first. What is not upcoming is `past`, never both."""
        return self.filter(over_at__gt=at).order_by("begins_at", "pk")

    def past(self, *, at: datetime) -> Self:
        """Over at that moment, the latest first."""
        return self.filter(over_at__lte=at).order_by("-begins_at", "-pk")


class Event(models.Model):
    """One event. Days and hours are those of a clock in `zone`; the instants are computed from them.

    `precision` says how much of the date is known; hours need a day. Without `end_time` nobody said when it ends.
    Only the doors of `events.publishing` change the state.
    """

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=EventKind.choices, default=EventKind.WORKSHOP)
    original_language = models.CharField(
        _("original language"), max_length=3, choices=settings.CONTENT_LANGUAGES, default="en"
    )

    zone = models.CharField(_("time zone"), max_length=40, choices=zones(), default="Europe/Brussels")
    precision = models.CharField(_("date known"), max_length=5, choices=DatePrecision.choices, default="day")
    first_day = models.DateField(_("first day"), help_text=_("Of a month known only as such, the first."))
    start_time = models.TimeField(_("begins at"), null=True, blank=True, help_text=_("Leave empty when not known."))
    last_day = models.DateField(_("last day"), null=True, blank=True, help_text=_("Only when it lasts several days."))
    end_time = models.TimeField(_("ends at"), null=True, blank=True)
    begins_at = models.GeneratedField(
        expression=begins_at(), output_field=models.DateTimeField(), db_persist=True, verbose_name=_("beginning")
    )
    over_at = models.GeneratedField(
        expression=over_at(), output_field=models.DateTimeField(), db_persist=True, verbose_name=_("end")
    )

    attendance = models.CharField(
        _("how to take part"), max_length=9, choices=Attendance.choices, default=Attendance.UNKNOWN
    )
    country = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"level": 0},
        related_name="events_held",
        verbose_name=_("country"),
    )
    place = models.CharField(_("place"), max_length=200, blank=True, help_text=_("City, and the house if known."))
    address = models.TextField(_("how to get there"), blank=True, max_length=1000)
    online_url = models.URLField(
        _("link for taking part online"), max_length=500, blank=True, help_text=_("Shown only to people with a place.")
    )

    series = models.ForeignKey(
        "events.Series",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("series"),
    )
    number = models.PositiveSmallIntegerField(
        _("number in the series"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(999)]
    )
    website = models.URLField(_("website"), max_length=500, blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="events", verbose_name=_("themes"))
    regions = models.ManyToManyField(Region, blank=True, related_name="events", verbose_name=_("countries it is about"))
    macro_regions = models.ManyToManyField(
        MacroRegion, blank=True, related_name="events", verbose_name=_("macro-regions it is about")
    )
    projects = models.ManyToManyField(Project, blank=True, related_name="events", verbose_name=_("projects"))
    centres = models.ManyToManyField(Centre, blank=True, related_name="events", verbose_name=_("competence centres"))
    networks = models.ManyToManyField(Network, blank=True, related_name="events", verbose_name=_("networks"))
    organisations = models.ManyToManyField(
        Organisation, through="events.Organiser", related_name="events", verbose_name=_("organisations")
    )
    needs = models.ManyToManyField(
        Need,
        blank=True,
        related_name="identified_at",
        verbose_name=_("needs it identified"),
        help_text=_("Needs of the matrix that were named at this event."),
    )
    remarks = models.TextField(_("remarks"), blank=True, help_text=_("What a reader should know about these facts."))
    source = models.TextField(_("source"), blank=True, help_text=_("One address or reference per line."))
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    notes = models.TextField(_("internal notes"), blank=True)

    registration = models.CharField(
        _("registration"), max_length=9, choices=RegistrationMode.choices, default=RegistrationMode.NONE
    )
    registration_url = models.URLField(_("address of the registration"), max_length=500, blank=True)
    deadline_day = models.DateField(
        _("register until"), null=True, blank=True, help_text=_("The last day in time, in the zone of the event.")
    )
    deadline_time = models.TimeField(
        _("register until, hour"), null=True, blank=True, help_text=_("Empty: the whole last day is in time.")
    )
    closes_at = models.GeneratedField(
        expression=closes_at(), output_field=models.DateTimeField(), db_persist=True, verbose_name=_("closes")
    )
    capacity = models.PositiveIntegerField(
        pgettext_lazy("capacity", "places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: no limit."),
    )
    waiting_list = models.BooleanField(_("waiting list when full"), default=True)
    admits = models.BooleanField(
        _("staff admit each person"), default=False, help_text=_("A confirmed request waits on the desk first.")
    )
    accept_hours = models.PositiveSmallIntegerField(
        _("hours to accept an offered place"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(336)],
    )
    asks_access = models.BooleanField(_("ask about access needs"), default=True)
    lists_people = models.BooleanField(
        _("show a public list of participants"), default=False, help_text=_("Only of those who tick that they want it.")
    )
    reminder_days = models.PositiveSmallIntegerField(
        _("days before the event a reminder is sent"),
        default=2,
        validators=[MaxValueValidator(30)],
        help_text=_("0: no reminder."),
    )

    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.DRAFT, db_default=State.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    cancel_reason = models.TextField(_("reason for cancelling"), blank=True, editable=False)
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True, editable=False)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    purged_at = models.DateTimeField(_("registrations deleted at"), null=True, blank=True, editable=False)
    is_example = models.BooleanField(_("example"), default=False, db_default=False, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = EventQuerySet.as_manager()
    history = HistoricalRecords(
        m2m_fields=[themes, regions, macro_regions, projects, centres, networks, needs],
        excluded_fields=["begins_at", "over_at", "closes_at"],
    )

    class Meta:
        ordering = ["-first_day", "pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        permissions = [
            ("publish_event", _("Can publish, cancel and archive events")),
            ("manage_people", _("Can see and decide registrations, and write to people")),
            ("see_access_needs", _("Can see the access needs of participants")),
        ]
        indexes = [
            models.Index(
                fields=["over_at"], condition=Q(state__in=["published", "cancelled"]), name="event_public_over"
            ),
            models.Index(
                fields=["-begins_at", "-id"],
                condition=Q(state__in=["published", "cancelled"]),
                name="event_public_begins",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state="draft",
                    published_at__isnull=True,
                    published_by__isnull=True,
                    cancelled_at__isnull=True,
                    cancelled_by__isnull=True,
                    cancel_reason="",
                    archived_at__isnull=True,
                    archived_by__isnull=True,
                )
                | Q(
                    state="published",
                    published_at__isnull=False,
                    published_by__isnull=False,
                    cancelled_at__isnull=True,
                    cancelled_by__isnull=True,
                    cancel_reason="",
                    archived_at__isnull=True,
                    archived_by__isnull=True,
                )
                | (
                    Q(
                        state="cancelled",
                        published_at__isnull=False,
                        published_by__isnull=False,
                        cancelled_at__isnull=False,
                        cancelled_by__isnull=False,
                        archived_at__isnull=True,
                        archived_by__isnull=True,
                    )
                    & ~Q(cancel_reason="")
                )
                | Q(
                    state="archived",
                    published_at__isnull=False,
                    published_by__isnull=False,
                    archived_at__isnull=False,
                    archived_by__isnull=False,
                ),
                name="event_state_who_and_when",
                violation_error_message=_(
                    "Each state needs its date and the person who decided; a cancelled one a reason."
                ),
            ),
            models.CheckConstraint(
                condition=Q(start_time__isnull=True) | Q(precision="day"),
                name="event_hour_needs_day",
                violation_error_message=_("An hour needs a day: choose that the date is known to the day."),
            ),
            models.CheckConstraint(
                condition=Q(end_time__isnull=True) | Q(start_time__isnull=False),
                name="event_end_needs_start",
                violation_error_message=_("Say when it begins, or leave the end empty too."),
            ),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gt=F("first_day")),
                name="event_last_day_after_first",
                violation_error_message=_("The last day comes after the first; leave it empty for a single day."),
            ),
            models.CheckConstraint(
                condition=Q(last_day__isnull=False)
                | Q(end_time__isnull=True)
                | Q(start_time__isnull=True)
                | Q(end_time__gt=F("start_time")),
                name="event_ends_after_start",
                violation_error_message=_(
                    "It ends before it begins. For an end on the next day, fill in the last day."
                ),
            ),
            models.CheckConstraint(
                condition=Q(precision="day") | Q(first_day__day=1),
                name="event_month_begins_on_first",
                violation_error_message=_("For a date known only by month or year, give its first day."),
            ),
            models.CheckConstraint(
                condition=ClockShows(F("first_day"), F("start_time"), F("zone")),
                name="event_start_exists",
                violation_error_message=_("The clocks of this zone skip the hour at which it begins; choose another."),
            ),
            models.CheckConstraint(
                condition=ClockShows(Coalesce(F("last_day"), F("first_day")), F("end_time"), F("zone")),
                name="event_end_exists",
                violation_error_message=_("The clocks of this zone skip the hour at which it ends; choose another."),
            ),
            models.CheckConstraint(
                condition=ClockShows(F("deadline_day"), F("deadline_time"), F("zone")),
                name="event_deadline_exists",
                violation_error_message=_("The clocks of this zone skip the hour of the deadline; choose another."),
            ),
            models.CheckConstraint(
                condition=Q(zone__in=[name for name, _label in zones()]),
                name="event_zone_known",
                violation_error_message=_("Choose a time zone from the list."),
            ),
            models.CheckConstraint(
                condition=Q(begins_at__lt=F("over_at")),
                name="event_lasts_a_while",
                violation_error_message=_("It ends before it begins in real time; look at the change of the clocks."),
            ),
            models.CheckConstraint(
                condition=Q(series__isnull=False) | Q(number__isnull=True),
                name="event_number_needs_series",
                violation_error_message=_("A number needs a series."),
            ),
            models.UniqueConstraint(
                fields=["series", "number"],
                name="event_number_once_in_series",
                violation_error_message=_("This number of the series is taken."),
            ),
            models.CheckConstraint(
                condition=(Q(registration="elsewhere") & ~Q(registration_url=""))
                | (~Q(registration="elsewhere") & Q(registration_url="")),
                name="event_registration_elsewhere_has_address",
                violation_error_message=_("Registration at another address needs that address, and only that."),
            ),
            models.CheckConstraint(
                condition=~Q(registration="here") | Q(start_time__isnull=False),
                name="event_registration_here_needs_hour",
                violation_error_message=_("Say when the event begins before people can register for it here."),
            ),
            models.CheckConstraint(
                condition=Q(deadline_time__isnull=True) | Q(deadline_day__isnull=False),
                name="event_deadline_hour_needs_day",
                violation_error_message=_("Give the day of the deadline, or leave its hour empty."),
            ),
            models.CheckConstraint(
                condition=Q(deadline_day__isnull=True) | ~Q(registration="none"),
                name="event_deadline_needs_registration",
                violation_error_message=_("A deadline needs a registration."),
            ),
            models.CheckConstraint(
                condition=Q(deadline_day__isnull=True) | Q(deadline_day__lte=Coalesce(F("last_day"), F("first_day"))),
                name="event_deadline_before_end",
                violation_error_message=_("The deadline is later than the event."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1),
                name="event_capacity_at_least_one",
                violation_error_message=_("Give at least one place, or leave it empty for no limit."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "cancelled"]) | ~Q(source="") | Q(registration="here"),
                name="event_public_has_source",
                violation_error_message=_("Name a source, unless people register for the event here."),
            ),
        ]

    def __str__(self) -> str:
        text = self.text_for(get_language() or settings.LANGUAGE_CODE)
        return text.title if text else self.slug

    def get_absolute_url(self) -> str:
        return reverse("events:detail", args=[self.slug])

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC

    @property
    def is_timed(self) -> bool:
        """Whether its source gives the hour."""
        return self.start_time is not None

    def text_for(self, language: str) -> "EventText | None":
        """Its words in `language`, else in the original language, else in any; the row says which."""
        found = {text.language: text for text in self.texts.all()}
        for code in (language, self.original_language, *sorted(found)):
            if code in found:
                return found[code]
        return None
