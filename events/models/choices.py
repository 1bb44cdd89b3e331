"""The closed lists of the events."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Publication states. `published` and `cancelled` are public, `archived` answers 410."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    CANCELLED = "cancelled", _("cancelled")
    ARCHIVED = "archived", _("archived")


PUBLIC = (State.PUBLISHED, State.CANCELLED)


class EventKind(models.TextChoices):
    """What kind of meeting it is. A call for proposals is none: it has a deadline, but nobody meets."""

    WORKSHOP = "workshop", _("workshop")
    CONFERENCE = "conference", _("conference")
    MEETING = "meeting", _("meeting")
    KICK_OFF = "kick_off", _("kick-off")
    WEBINAR = "webinar", _("webinar")
    TRAINING = "training", _("training")
    SESSION = "session", _("session at a larger event")


class Attendance(models.TextChoices):
    """How one takes part, as far as it is known."""

    IN_PERSON = "in_person", _("on site")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("on site and online")
    UNKNOWN = "unknown", _("not known")


class OrganiserRole(models.TextChoices):
    """What an organisation is to an event."""

    ORGANISER = "organiser", _("organiser")
    HOST = "host", pgettext_lazy("of an event", "host")
    PARTNER = "partner", _("partner")
    FUNDER = "funder", _("funder")


class FileKind(models.TextChoices):
    """What a file or link of an event holds."""

    PROGRAMME = "programme", _("programme")
    SLIDES = "slides", _("presentation")
    NOTES = "notes", _("notes")
    RECORDING = "recording", _("recording")
    OTHER = "other", _("other material")


class RegistrationMode(models.TextChoices):
    """Where one registers, if at all."""

    NONE = "none", _("no registration")
    HERE = "here", _("here, with a form")
    ELSEWHERE = "elsewhere", _("at another address")


class QuestionKind(models.TextChoices):
    """How a question of the form is answered."""

    LINE = "line", _("one line")
    TEXT = "text", _("several lines")
    CHOICE = "choice", _("one of several")
    CHOICES = "choices", _("some of several")
    TICK = "tick", _("a tick")


class Place(models.TextChoices):
    """Where a registration stands. `offered` and `confirmed` hold a place; `waiting` has a number in the line."""

    UNCONFIRMED = "unconfirmed", _("e-mail not confirmed")
    REQUESTED = "requested", _("to be admitted")
    WAITING = "waiting", _("on the waiting list")
    OFFERED = "offered", _("place offered")
    CONFIRMED = "confirmed", _("confirmed")
    CANCELLED = "cancelled", pgettext_lazy("registration", "cancelled")
    LAPSED = "lapsed", _("offer not taken")
    REFUSED = "refused", _("not admitted")


HOLDING = (Place.OFFERED, Place.CONFIRMED)
ALIVE = (Place.UNCONFIRMED, Place.REQUESTED, Place.WAITING, *HOLDING)


class Purpose(models.TextChoices):
    """What a person who registers agrees to, each apart."""

    DATA = "data", _("use of the data for the event")
    LISTED = "listed", _("name in the public list of participants")
    CONTACT = "contact", _("news about later events")


class Reply(models.TextChoices):
    """What an invited person answered; who registered answered with that."""

    NONE = "none", _("no answer yet")
    COMING = "coming", _("is coming")
    NOT_COMING = "not_coming", _("is not coming")


class Audience(models.TextChoices):
    """To whom a message about an event goes."""

    ALL = "all", _("everybody registered")
    CONFIRMED = "confirmed", _("people with a place")
    WAITING = "waiting", _("people on the waiting list")
