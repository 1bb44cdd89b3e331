"""What the public reads: stories, and their words per language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from pictures.models import Picture
from projects.models import Project
from spotlight.models.choices import Question, StoryKind, StoryState
from spotlight.models.submission import Submission


class StoryQuerySet(models.QuerySet["Story"]):
    def published(self) -> "StoryQuerySet":
        """What the public may see. The one rule for pages, feeds, sitemap, pictures and everything else."""
        return self.filter(state=StoryState.PUBLISHED)

    def due(self, *, at: datetime) -> "StoryQuerySet":
        """Scheduled ones whose moment has come."""
        return self.filter(state=StoryState.SCHEDULED, scheduled_for__lte=at)


class StoryTextQuerySet(models.QuerySet["StoryText"]):
    def shown(self) -> "StoryTextQuerySet":
        """Versions the public may see: originals, signed-off and labelled translations of published stories."""
        return self.filter(story__state=StoryState.PUBLISHED).filter(
            Q(language=F("story__original_language")) | Q(signed_off_at__isnull=False) | Q(labelled=True)
        )


class Story(models.Model):
    """One story. `answers` come from a submission and are signed off; `report`s are written by the editors.

    With a submission, its state and this one change together (`spotlight.curation`); a trigger refuses anything else.
    Its address never holds a person's name.
    """

    submission = models.OneToOneField(
        Submission, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="story"
    )
    kind = models.CharField(
        _("kind"), max_length=7, choices=StoryKind.choices, default=StoryKind.REPORT, editable=False
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    project = models.ForeignKey(
        Project, on_delete=models.SET_NULL, null=True, blank=True, related_name="stories", verbose_name=_("project")
    )
    project_name = models.CharField(
        _("name of the project"), max_length=200, help_text=_("Shown while the project has no public profile.")
    )
    original_language = models.CharField(_("original language"), max_length=3, choices=settings.CONTENT_LANGUAGES)
    person_name = models.CharField(_("name of the person"), max_length=120, blank=True)
    person_role = models.CharField(_("role of the person"), max_length=200, blank=True)
    picture = models.ForeignKey(
        Picture,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="story_rows",
        verbose_name=_("photograph"),
    )
    video_url = models.URLField(_("video"), blank=True)
    source = models.TextField(_("source"), blank=True, help_text=_("For reports: one address or reference per line."))
    featured = models.BooleanField(_("featured"), default=False)
    is_example = models.BooleanField(_("example"), default=False, db_default=False, editable=False)

    state = models.CharField(
        _("state"),
        max_length=9,
        choices=StoryState.choices,
        default=StoryState.DRAFT,
        db_default=StoryState.DRAFT,
        editable=False,
    )
    scheduled_for = models.DateTimeField(_("scheduled for"), null=True, blank=True, editable=False)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = StoryQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        indexes = [models.Index(fields=["state", "-published_at"], name="story_by_publication")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state="draft", scheduled_for__isnull=True, scheduled_by__isnull=True, archived_at__isnull=True
                )
                | Q(
                    state="scheduled",
                    scheduled_for__isnull=False,
                    scheduled_by__isnull=False,
                    archived_at__isnull=True,
                )
                | Q(
                    state="published",
                    scheduled_for__isnull=True,
                    scheduled_by__isnull=True,
                    published_at__isnull=False,
                    archived_at__isnull=True,
                )
                | Q(state="archived", scheduled_for__isnull=True, scheduled_by__isnull=True, archived_at__isnull=False),
                name="story_state_has_its_moment",
                violation_error_message=_(
                    "Each publication state needs its date, and a schedule the person who set it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(project__isnull=False) | ~Q(project_name=""),
                name="story_names_its_project",
                violation_error_message=_("A story is about a project: choose one, or write its name."),
            ),
            models.CheckConstraint(
                condition=Q(kind="answers") | Q(submission__isnull=True),
                name="story_report_has_no_submission",
                violation_error_message=_("A report is written by the editors and has no submission."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="report") | ~Q(state="published") | ~Q(source=""),
                name="story_report_names_its_source",
                violation_error_message=_("A report names its source before it is published."),
            ),
        ]

    def __str__(self) -> str:
        """Never a person's name: admin logs keep this line for ever."""
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("spotlight:story", args=[self.slug])

    @property
    def is_public(self) -> bool:
        return self.state == StoryState.PUBLISHED

    def text_for(self, language: str) -> "StoryChoice | None":
        """The best shown text for a reader of `language`: that language, else the original, else any."""
        return choose_text(
            [text for text in self.texts.all() if text.may_be_shown(self.original_language)],
            wanted=language,
            original=self.original_language,
        )

    def original_text(self) -> "StoryText | None":
        return next((text for text in self.texts.all() if text.language == self.original_language), None)


class StoryText(models.Model):
    """The words of a story in one language."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="texts", verbose_name=_("story"))
    language = models.CharField(_("language"), max_length=3, choices=settings.CONTENT_LANGUAGES)
    headline = models.CharField(_("headline"), max_length=160, blank=True)
    teaser = models.CharField(
        _("one or two sentences for cards"),
        max_length=320,
        blank=True,
        help_text=_("The editors’ words, not a quotation."),
    )
    meaning = models.TextField(Question.MEANING.label, blank=True)
    achievement = models.TextField(Question.ACHIEVEMENT.label, blank=True)
    why_fund = models.TextField(Question.WHY_FUND.label, blank=True)
    report = models.TextField(
        _("report"),
        blank=True,
        help_text=_("The editors’ own words; quotation marks only around what the source gives word for word."),
    )
    transcript = models.TextField(_("transcript of the video"), blank=True)
    signed_off_at = models.DateTimeField(_("signed off at"), null=True, editable=False)
    labelled = models.BooleanField(
        _("show as a translation by the editors"),
        default=False,
        help_text=_("A translation that was not signed off is shown only with this label."),
    )

    objects = StoryTextQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["story", "language"]
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = [
            models.UniqueConstraint(
                fields=["story", "language"],
                name="story_text_once_per_language",
                violation_error_message=_("There is already a text in this language."),
            ),
            models.CheckConstraint(
                condition=Q(language__regex=r"^[a-z]{2,3}$"),
                name="story_text_language_is_code",
                violation_error_message=_("Choose a language from the list."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_language_display()

    @property
    def answers(self) -> list[tuple[Question, str]]:
        """(question, answer) of every question that has one, in the order of the form."""
        return [(question, answer) for question in Question if (answer := getattr(self, question.value))]

    def may_be_shown(self, original_language: str) -> bool:
        """The rule of `StoryTextQuerySet.shown` for one loaded text."""
        return self.language == original_language or self.signed_off_at is not None or self.labelled


@dataclass(frozen=True, slots=True)
class StoryChoice:
    """A text chosen for a reader; `is_fallback` when it is not in the language asked for."""

    text: StoryText
    is_fallback: bool

    @property
    def language(self) -> str:
        return self.text.language


def choose_text(texts: Iterable[StoryText], *, wanted: str, original: str) -> StoryChoice | None:
    """The text in `wanted`, else in `original`, else the first by language code; None without any."""
    by_language = {text.language: text for text in texts}
    for language in (wanted, original, *sorted(by_language)):
        if language in by_language:
            return StoryChoice(by_language[language], is_fallback=language != wanted)
    return None
