"""The words of e-mails, and the e-mails themselves until they are handed to the sending queue and a while after."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from post_office.models import STATUS, Email
from simple_history.models import HistoricalRecords


class MailText(models.Model):
    """Subject and body of one kind of e-mail in one language, as staff edit it; made from the code's own words.

    Placeholders stand in braces, `{link}`; `outbox.kinds` says which ones a kind knows. Rows nobody edited follow the
    code when it changes, at the next migration.
    """

    kind = models.CharField(_("kind"), max_length=60, editable=False)
    language = models.CharField(_("language"), max_length=3, choices=settings.LANGUAGES, editable=False)
    subject = models.CharField(_("subject"), max_length=150)
    body = models.TextField(_("text"))
    edited = models.BooleanField(_("changed by staff"), default=False, editable=False)

    history = HistoricalRecords()

    class Meta:
        ordering = ["kind", "language"]
        verbose_name = _("e-mail text")
        verbose_name_plural = _("e-mail texts")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language"],
                name="mail_text_once_per_language",
                violation_error_message=_("There is already a text of this kind in this language."),
            ),
            models.CheckConstraint(
                condition=~Q(subject="") & ~Q(body=""),
                name="mail_text_says_something",
                violation_error_message=_("An e-mail needs a subject and a text."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.language})"


class MessageState(models.TextChoices):
    """Where an e-mail stands on our side; whether it then arrived, `Message.email` knows."""

    HELD = "held", _("waits for a person to send it")
    QUEUED = "queued", _("handed to the sending queue")
    DISCARDED = "discarded", _("not sent, on purpose")


class MessageQuerySet(models.QuerySet["Message"]):
    def held(self) -> "MessageQuerySet":
        """Those that leave only when a person says so."""
        return self.filter(state=MessageState.HELD)

    def about(self, topic: str) -> "MessageQuerySet":
        """Those about one thing, named as `app.model:id`."""
        return self.filter(topic=topic)

    def failed(self) -> "MessageQuerySet":
        """Those that were given up: the mail server refused them, or did not take them for days."""
        return self.filter(email__status=STATUS.failed)

    def leaving(self) -> "MessageQuerySet":
        """Those in the queue, also after tries that failed."""
        return self.filter(email__status__in=[STATUS.queued, STATUS.requeued])

    def over(self, *, before: datetime) -> "MessageQuerySet":
        """Those decided on before that moment with which nothing more happens; held ones are never over."""
        leaving = Exists(Email.objects.filter(pk=OuterRef("email"), status__in=[STATUS.queued, STATUS.requeued]))
        return self.filter(~leaving, decided_at__lt=before)


class Message(models.Model):
    """One e-mail to one person: held until somebody sends it, or handed to post-office's queue.

    It holds an address and names, so it goes with its retention days, and with the person's data (`outbox.sending`).
    """

    kind = models.CharField(_("kind"), max_length=60)
    language = models.CharField(_("language"), max_length=3, choices=settings.LANGUAGES)
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    topic = models.CharField(pgettext_lazy("topic", "about"), max_length=100, blank=True, db_index=True)
    state = models.CharField(_("state"), max_length=9, choices=MessageState.choices, editable=False)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("written for"),
    )
    decided_at = models.DateTimeField(_("sent or discarded at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("sent or discarded by"),
    )
    email = models.OneToOneField(
        "post_office.Email", on_delete=models.SET_NULL, null=True, editable=False, related_name="portal_message"
    )
    key = models.CharField(max_length=120, null=True, unique=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        permissions = [("send_message", _("Can send and discard e-mails that wait"))]
        indexes = [models.Index(fields=["created_at"], condition=Q(state="held"), name="message_held")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="held", decided_at__isnull=True, email__isnull=True)
                | Q(state="queued", decided_at__isnull=False)
                | Q(state="discarded", decided_at__isnull=False, email__isnull=True),
                name="message_decision_has_its_moment",
                violation_error_message=_(
                    "An e-mail that was sent or discarded has the moment of it; a held one none."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(to="") & ~Q(subject="") & ~Q(body=""),
                name="message_is_whole",
                violation_error_message=_("An e-mail needs an address, a subject and a text."),
            ),
        ]

    def __str__(self) -> str:
        """Without the address: admin logs keep this line for ever."""
        return f"{self.kind} {self.pk}"
