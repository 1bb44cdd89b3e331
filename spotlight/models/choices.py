"""The closed lists of the Spotlight."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a submission stands. A resubmitted one is `submitted` with a later round."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    CHANGES_REQUESTED = "changes_requested", _("changes requested")
    APPROVED = "approved", _("waits for sign-off")
    SIGNED_OFF = "signed_off", _("signed off")
    PUBLISHED = "published", _("published")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Verb(models.TextChoices):
    """What can be done with a submission; `spotlight.transitions` says when and by whom."""

    SUBMIT = "submit", _("hand in")
    RESUBMIT = "resubmit", _("hand in again")
    REQUEST_CHANGES = "request_changes", _("ask for changes")
    APPROVE = "approve", _("approve and ask for sign-off")
    SIGN_OFF = "sign_off", _("sign off")
    OBJECT = "object", _("ask for something different")
    OVERRIDE = "override", _("go on without sign-off")
    REOPEN = "reopen", _("take back to reading")
    PUBLISH = "publish", _("publish")
    DECLINE = "decline", _("decline")
    WITHDRAW = "withdraw", _("withdraw")


class ActorKind(models.TextChoices):
    """Who did a step."""

    STAFF = "staff", _("staff")
    CONTRIBUTOR = "contributor", _("the team")
    SECOND = "second", _("the person asked to sign off")
    CLOCK = "clock", _("the portal, by the clock")


class Speaker(models.TextChoices):
    """Who speaks in a story."""

    PERSON = "person", _("a person")
    PROJECT = "project", _("the project as such")


class PeopleShown(models.TextChoices):
    """What the contributor declares about people in the photograph."""

    NONE = "none", _("nobody can be recognised")
    CONSENTED = "consented", _("everybody who can be recognised has agreed")


class Question(models.TextChoices):
    """The campaign's three questions, word for word (source: the Social Innovation Spotlight of #socialinterreg)."""

    MEANING = "meaning", _("What does Social Innovation mean to you?")
    ACHIEVEMENT = "achievement", _("What did your project achieve through social innovation?")
    WHY_FUND = "why_fund", _("Why is it worth to systematically fund projects working with social innovation?")


class Purpose(models.TextChoices):
    """What a consent is for; each is asked apart."""

    STORY = "story", _("publish the story")
    PHOTOGRAPH = "photograph", _("publish the photograph")
    CONTACT = "contact", _("contact")


class StoryKind(models.TextChoices):
    """Whether the people speak themselves or the editors report."""

    ANSWERS = "answers", _("answers in their own words")
    REPORT = "report", _("report by the editors")


class StoryState(models.TextChoices):
    """Publication states, as everywhere; an archived story answers 410."""

    DRAFT = "draft", _("draft")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")
