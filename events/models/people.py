"""Who comes: registrations with their answers and consents, invitations, and messages to people.

Everything here is private and goes with the retention days after the event; nothing of it is kept in a history.
"""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from centres.models import Centre
from events.models.choices import ALIVE, HOLDING, Audience, Place, Purpose, Reply
from events.models.event import Event
from events.models.programme import Question
from outbox.links import new_nonce
from vocabulary.models import Organisation, Region


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def holding(self) -> Self:
        """Those that take up a place: confirmed, or offered and not lapsed yet."""
        return self.filter(place__in=HOLDING)

    def in_line(self) -> Self:
        """The waiting list in order of arrival."""
        return self.filter(place=Place.WAITING).order_by("line")

    def to_write_to(self, audience: Audience) -> Self:
        """The people a message to this audience reaches."""
        return self.filter(
            place__in={
                Audience.ALL: (Place.REQUESTED, Place.WAITING, *HOLDING),
                Audience.CONFIRMED: (Place.CONFIRMED,),
                Audience.WAITING: (Place.WAITING,),
            }[audience]
        )


class Registration(models.Model):
    """A person who wants to come. The doors of `events.registering` alone change `place`, under the event's lock.

    `line` is the order of arrival, given when the e-mail address is confirmed.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="registrations", verbose_name=_("event"))
    key = models.UUIDField(_("key of the form"), unique=True, editable=False)
    nonce = models.CharField(max_length=22, default=new_nonce, editable=False)
    place = models.CharField(
        pgettext_lazy("of a registration", "place"),
        max_length=11,
        choices=Place.choices,
        default=Place.UNCONFIRMED,
        editable=False,
    )
    line = models.PositiveIntegerField(_("order of arrival"), null=True, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"))
    country = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"level": 0},
        related_name="+",
        verbose_name=_("country"),
    )
    access_needs = models.TextField(_("access needs"), blank=True, max_length=1000)
    language = models.CharField(_("language of e-mails"), max_length=3, choices=settings.LANGUAGES, default="en")
    by_staff = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("added by"),
    )
    created_at = models.DateTimeField(_("received at"), editable=False)
    confirmed_at = models.DateTimeField(_("e-mail confirmed at"), null=True, blank=True, editable=False)
    accept_until = models.DateTimeField(_("offer holds until"), null=True, blank=True, editable=False)
    placed_at = models.DateTimeField(_("so since"), editable=False)
    reason = models.TextField(_("reason"), blank=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["line", "pk"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        indexes = [
            models.Index(fields=["event", "place", "line"], name="registration_event_place"),
            models.Index(fields=["accept_until"], condition=Q(place="offered"), name="registration_offer_ends"),
            models.Index(fields=["created_at"], condition=Q(place="unconfirmed"), name="registration_unconfirmed"),
        ]
        constraints = [
            models.UniqueConstraint(
                "event",
                Lower("email"),
                condition=Q(place__in=ALIVE),
                name="registration_once_per_address",
                violation_error_message=_("This address is already registered for the event."),
            ),
            models.UniqueConstraint(
                fields=["event", "line"],
                name="registration_line_once",
                violation_error_message=_("This place in the line is taken."),
            ),
            models.CheckConstraint(
                condition=Q(place="unconfirmed", confirmed_at__isnull=True, line__isnull=True)
                | Q(place__in=["cancelled", "refused"])
                | (
                    Q(confirmed_at__isnull=False, line__isnull=False)
                    & ~Q(place__in=["unconfirmed", "cancelled", "refused"])
                ),
                name="registration_line_from_confirming",
                violation_error_message=_("A place in the line comes with the confirmed address, and not before."),
            ),
            models.CheckConstraint(
                condition=Q(place="offered", accept_until__isnull=False)
                | (~Q(place="offered") & Q(accept_until__isnull=True)),
                name="registration_offer_has_an_end",
                violation_error_message=_("An offered place, and nothing else, has a time until which it is held."),
            ),
            models.CheckConstraint(
                condition=~Q(place="refused") | ~Q(reason=""),
                name="registration_refusal_has_reason",
                violation_error_message=_("Say why the person is not admitted."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_alive(self) -> bool:
        return self.place in ALIVE


class RegistrationAnswer(models.Model):
    """What a person answered to one question of the event; several choices one per line."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(_("answer"), max_length=2000)

    class Meta:
        ordering = ["question__position", "question"]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "question"],
                name="registration_answer_once",
                violation_error_message=_("This question is already answered."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class RegistrationConsent(models.Model):
    """What a person agreed to, word for word, in the language shown."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=7, choices=Purpose.choices)
    text = models.TextField(_("words"))
    version = models.CharField(_("version"), max_length=10)
    language = models.CharField(_("language"), max_length=3)
    given_at = models.DateTimeField(_("given at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="registration_consent_once",
                violation_error_message=_("This consent was already given."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_purpose_display())


class Invitation(models.Model):
    """An invitation of one address to one event, and what came of it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("event"))
    nonce = models.CharField(max_length=22, default=new_nonce, editable=False)
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    centre = models.ForeignKey(
        Centre, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("competence centre")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    language = models.CharField(_("language of e-mails"), max_length=3, choices=settings.LANGUAGES, default="en")
    created_at = models.DateTimeField(_("made at"), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name=_("made by")
    )
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True, editable=False)
    reply = models.CharField(_("answer"), max_length=10, choices=Reply.choices, default=Reply.NONE, editable=False)
    replied_at = models.DateTimeField(_("answered at"), null=True, blank=True, editable=False)
    registration = models.OneToOneField(
        Registration, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="invitation"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                "event",
                Lower("email"),
                name="invitation_once_per_address",
                violation_error_message=_("This address is already invited."),
            ),
            models.CheckConstraint(
                condition=Q(reply="none", replied_at__isnull=True) | (~Q(reply="none") & Q(replied_at__isnull=False)),
                name="invitation_answer_has_moment",
                violation_error_message=_("An answer has its moment."),
            ),
            models.CheckConstraint(
                condition=Q(reminded_at__isnull=True) | Q(sent_at__isnull=False),
                name="invitation_reminded_after_sent",
                violation_error_message=_("A reminder follows an invitation that was sent."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.centre or self.organisation or self.pk)

    def may_be_reminded(self, *, at: datetime) -> bool:
        """Whether its one reminder is left: it was sent, nobody answered, and the event is to come."""
        return bool(self.sent_at and not self.reminded_at and self.reply == Reply.NONE and self.event.begins_at > at)


class PeopleMessage(models.Model):
    """A message staff sent to people of an event; how many it reached."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="people_messages")
    audience = models.CharField(_("to whom"), max_length=9, choices=Audience.choices)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("message"), max_length=5000)
    reached = models.PositiveIntegerField(_("people reached"))
    key = models.UUIDField(unique=True, editable=False)
    sent_at = models.DateTimeField(_("sent at"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("sent by")
    )

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")

    def __str__(self) -> str:
        return self.subject
