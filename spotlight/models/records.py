"""What happened to a submission: steps, what was said, what was handed in, what was agreed to, what was erased."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from spotlight.models.choices import ActorKind, Purpose, Question, State, Verb
from spotlight.models.submission import Submission


class Step(models.Model):
    """One change of state: from where to where, when, by whom, and what was said. Written by the door, then kept."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(_("step"), max_length=15, choices=Verb.choices)
    before = models.CharField(_("before"), max_length=17, choices=State.choices)
    after = models.CharField(_("after"), max_length=17, choices=State.choices)
    round = models.PositiveSmallIntegerField(_("round"))
    at = models.DateTimeField(_("at"))
    actor = models.CharField(_("by"), max_length=11, choices=ActorKind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("member of staff"),
    )
    said = models.TextField(_("what the team was told"), blank=True)
    reason = models.TextField(_("internal reason"), blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            models.CheckConstraint(
                condition=Q(actor="staff", by__isnull=False) | (~Q(actor="staff") & Q(by__isnull=True)),
                name="step_has_one_actor",
                violation_error_message=_("A step is done by a member of staff, who is named, or by somebody else."),
            ),
            models.CheckConstraint(
                condition=~Q(verb__in=["decline", "override"]) | ~Q(reason=""),
                name="step_decline_and_override_have_reason",
                violation_error_message=_("Declining, and going on without sign-off, need a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_before_display()} → {self.get_after_display()}"


class Comment(models.Model):
    """What staff ask about one answer, or what the contributor replies."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="comments")
    about = models.CharField(
        pgettext_lazy("topic", "about"),
        max_length=11,
        choices=[*Question.choices, ("photograph", _("the photograph")), ("other", _("the rest"))],
    )
    text = models.TextField(_("comment"), max_length=2000)
    round = models.PositiveSmallIntegerField(_("round"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("member of staff"),
        help_text=_("Empty: the team wrote it."),
    )

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="comment_not_empty", violation_error_message=_("Write something.")
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_about_display()}, {self.round}"


class Version(models.Model):
    """What was handed in, each time, as it was: the fields of `spotlight.snapshots.FIELDS`."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="versions")
    round = models.PositiveSmallIntegerField(_("round"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    content = models.JSONField(_("content"))

    class Meta:
        ordering = ["round"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "round"],
                name="version_once_per_round",
                violation_error_message=_("This round is already kept."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission} {self.round}"


class Consent(models.Model):
    """What somebody agreed to: the very words shown, their version and language, and when.

    A later text changes no old row: a trigger refuses any change but writing down the withdrawal.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(_("for"), max_length=10, choices=Purpose.choices)
    text = models.TextField(_("words shown"))
    version = models.CharField(_("version of the words"), max_length=20)
    language = models.CharField(_("language"), max_length=3)
    given_at = models.DateTimeField(_("given at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    class Meta:
        ordering = ["given_at", "pk"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_once_per_purpose",
                violation_error_message=_("This consent was already given."),
            ),
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(version="") & ~Q(language=""),
                name="consent_word_for_word",
                violation_error_message=_("A consent keeps the words, their version and their language."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_withdrawn_after_given",
                violation_error_message=_("A consent is withdrawn after it was given."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, {self.given_at:%Y-%m-%d}"


class Erasure(models.Model):
    """That somebody was erased: numbers only, so that a restored backup can be cleaned again."""

    submission = models.BigIntegerField(_("number of the submission"), unique=True)
    story = models.BigIntegerField(_("number of the story"), null=True)
    story_kept = models.BooleanField(_("story kept without the person"), default=False)
    consent_version = models.CharField(_("version of the consent to the story"), max_length=20, blank=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["-at"]
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
