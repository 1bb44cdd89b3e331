"""What a team sent: answers, photograph, contact. Private; nothing public reads this table."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outbox.links import new_nonce
from pictures.models import Picture
from projects.models import Project
from spotlight.models.choices import PeopleShown, Question, Speaker, State

LONGEST_ANSWER = 3000
"""Characters an answer may have. The form advises far less."""

_MAY_LACK = ["draft", "changes_requested", "declined", "withdrawn"]
"""States in which something may be missing: the team is writing, or nobody will read it."""


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def handed_in(self) -> "SubmissionQuerySet":
        """Everything but unfinished drafts: what staff may see at all."""
        return self.exclude(state=State.DRAFT)

    def our_turn(self) -> "SubmissionQuerySet":
        """Those on which staff must act next; a correction somebody asked for counts as well."""
        return self.filter(
            Q(state__in=[State.SUBMITTED, State.SIGNED_OFF], story__scheduled_for__isnull=True)
            | Q(correction__isnull=False)
        )

    def their_turn(self) -> "SubmissionQuerySet":
        """Those on which the team must act next."""
        return self.filter(state__in=[State.CHANGES_REQUESTED, State.APPROVED])

    def abandoned(self, *, before: datetime) -> "SubmissionQuerySet":
        """Drafts nobody touched since that moment."""
        return self.filter(state=State.DRAFT, touched_at__lt=before)

    def closed(self, *, before: datetime) -> "SubmissionQuerySet":
        """Declined or withdrawn before that moment."""
        return self.filter(state__in=[State.DECLINED, State.WITHDRAWN], state_since__lt=before)

    def unanswered(self, *, at: datetime, after: timedelta) -> "SubmissionQuerySet":
        """Those whose team has neither acted nor been reminded for `after`."""
        return self.their_turn().filter(
            Q(reminded_at__isnull=True, state_since__lte=at - after) | Q(reminded_at__lte=at - after)
        )


class Submission(models.Model):
    """One story on its way. Only the doors of `spotlight.drafting` and `spotlight.curation` change it.

    What the contributor wrote is never edited by staff: they edit the `Story` made from it.
    """

    state = models.CharField(
        _("state"), max_length=17, choices=State.choices, default=State.DRAFT, db_default=State.DRAFT, editable=False
    )
    state_since = models.DateTimeField(_("since"), editable=False)
    round = models.PositiveSmallIntegerField(_("times handed in"), default=0, db_default=0, editable=False)
    reference = models.CharField(_("reference"), max_length=12, unique=True, null=True, editable=False)
    start_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    nonce = models.CharField(max_length=22, default=new_nonce, editable=False)
    is_example = models.BooleanField(_("example"), default=False, db_default=False, editable=False)

    project = models.ForeignKey(
        Project,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="submissions",
        verbose_name=_("project in the directory"),
    )
    new_project = models.CharField(_("project not in the directory"), max_length=200, blank=True)
    new_programme = models.CharField(_("its programme"), max_length=200, blank=True)
    new_website = models.URLField(_("its website"), blank=True)

    speaker = models.CharField(_("who speaks"), max_length=7, choices=Speaker.choices, blank=True)
    person_name = models.CharField(_("name"), max_length=120, blank=True)
    person_role = models.CharField(_("role"), max_length=200, blank=True)
    language = models.CharField(_("language of the answers"), max_length=3, blank=True)
    meaning = models.TextField(Question.MEANING.label, max_length=LONGEST_ANSWER, blank=True)
    achievement = models.TextField(Question.ACHIEVEMENT.label, max_length=LONGEST_ANSWER, blank=True)
    why_fund = models.TextField(Question.WHY_FUND.label, max_length=LONGEST_ANSWER, blank=True)

    picture = models.ForeignKey(
        Picture,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="submission_rows",
        verbose_name=_("photograph"),
    )
    people_shown = models.CharField(
        _("people in the photograph"), max_length=9, choices=PeopleShown.choices, blank=True
    )
    people_names = models.TextField(_("who agreed"), max_length=1000, blank=True)
    shows_minors = models.BooleanField(_("somebody under 18 is shown"), default=False, db_default=False)
    video_url = models.URLField(_("video"), blank=True)
    video_transcript = models.TextField(_("transcript"), max_length=20_000, blank=True)

    email = models.EmailField(_("e-mail"), blank=True)
    mail_language = models.CharField(_("language of e-mails"), max_length=3, choices=settings.LANGUAGES, default="en")
    second_email = models.EmailField(_("e-mail of the person who signs off"), blank=True)

    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_submissions",
        verbose_name=_("assigned to"),
    )
    notes = models.TextField(_("internal notes"), blank=True)
    sensitive_checked = models.BooleanField(
        _("checked for sensitive details"),
        default=False,
        db_default=False,
        help_text=_("Health, origin, belief, political views: only with the person’s clear will (Article 9 GDPR)."),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    signed_fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    correction = models.JSONField(_("correction asked for"), null=True, blank=True, editable=False)
    correction_at = models.DateTimeField(_("correction asked for at"), null=True, blank=True, editable=False)

    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    touched_at = models.DateTimeField(_("last changed by the team"), editable=False)
    submitted_at = models.DateTimeField(_("first handed in"), null=True, editable=False)
    reminded_at = models.DateTimeField(_("last reminded"), null=True, editable=False)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0, db_default=0, editable=False)
    asked_still_true_at = models.DateTimeField(_("asked “still true?”"), null=True, editable=False)
    still_true_at = models.DateTimeField(_("said “still true”"), null=True, editable=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-state_since", "-pk"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        permissions = [
            ("review_submission", _("Can ask for changes, remind and assign")),
            ("decide_submission", _("Can approve, decline, publish and take down")),
        ]
        indexes = [models.Index(fields=["state", "state_since"], name="submission_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values),
                name="submission_state_known",
                violation_error_message=_("Choose a state from the list."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft", reference__isnull=True, submitted_at__isnull=True, round=0)
                | (~Q(state="draft") & Q(reference__isnull=False, submitted_at__isnull=False, round__gte=1)),
                name="submission_handed_in_has_reference",
                violation_error_message=_("What was handed in has a reference and the moment of it; a draft neither."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=_MAY_LACK)
                | (~Q(meaning="") & ~Q(achievement="") & ~Q(why_fund="") & ~Q(language="") & ~Q(speaker="")),
                name="submission_answers_three_questions",
                violation_error_message=_("A story answers all three questions, in a language, and says who speaks."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=_MAY_LACK) | Q(project__isnull=False) | ~Q(new_project=""),
                name="submission_has_project",
                violation_error_message=_("A story is about a project: choose one, or name a new one."),
            ),
            models.CheckConstraint(
                condition=~Q(speaker="project") | Q(person_name="", person_role=""),
                name="submission_project_speaks_without_person",
                violation_error_message=_("When the project speaks as such, no person is named."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=_MAY_LACK) | ~Q(speaker="person") | ~Q(person_name=""),
                name="submission_person_has_name",
                violation_error_message=_("When a person speaks, give a name; a first name is enough."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=_MAY_LACK)
                | Q(picture__isnull=True)
                | Q(people_shown="none")
                | (Q(people_shown="consented") & ~Q(people_names="")),
                name="submission_photograph_declared",
                violation_error_message=_("Say who can be recognised in the photograph and has agreed, or nobody."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | ~Q(email="") | Q(entered_by__isnull=False),
                name="submission_can_be_answered",
                violation_error_message=_("We need an e-mail address to tell you what becomes of the story."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["signed_off", "published"]) | ~Q(signed_fingerprint=""),
                name="submission_signed_page_is_known",
                violation_error_message=_("A sign-off is for one exact page."),
            ),
            models.CheckConstraint(
                condition=Q(correction__isnull=True, correction_at__isnull=True)
                | Q(correction__isnull=False, correction_at__isnull=False, state="published"),
                name="submission_correction_of_published",
                violation_error_message=_("Only a published story is corrected; before, it is changed."),
            ),
            models.CheckConstraint(
                condition=Q(reminders=0, reminded_at__isnull=True) | Q(reminders__gte=1, reminded_at__isnull=False),
                name="submission_reminders_have_moment",
                violation_error_message=_("A reminder has the moment of it."),
            ),
        ]

    def __str__(self) -> str:
        """Never a person's name: admin logs keep this line for ever."""
        return self.reference or str(_("unfinished story"))

    @property
    def topic(self) -> str:
        """How the outbox names what an e-mail is about."""
        return f"spotlight.submission:{self.pk}"

    @property
    def project_name(self) -> str:
        """The project's name as the contributor knows it."""
        return self.project.display_name if self.project else self.new_project

    @property
    def answers(self) -> list[tuple[Question, str]]:
        """(question, answer) in the order of the form; unanswered ones are empty."""
        return [(question, getattr(self, question.value)) for question in Question]
