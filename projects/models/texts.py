"""The words of a profile, one row per language."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

SECTIONS = ("why", "target_group", "expected_results", "results", "effect", "reusable", "not_worked")


class ProjectText(models.Model):
    """Title, summary and sections of a project in one language. Any of them may be unknown."""

    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, related_name="texts", verbose_name=_("project")
    )
    language = models.CharField(_("language"), max_length=3, choices=settings.CONTENT_LANGUAGES)
    title = models.CharField(_("full title"), max_length=400, blank=True)
    summary = models.TextField(_("summary"), blank=True, help_text=_("Two or three sentences, plain words."))
    why = models.TextField(_("why we do this"), blank=True)
    target_group = models.TextField(_("target group"), blank=True)
    expected_results = models.TextField(_("expected results"), blank=True)
    results = models.TextField(_("what came of it"), blank=True)
    effect = models.TextField(_("effect on the region"), blank=True)
    reusable = models.TextField(_("what others can reuse"), blank=True)
    not_worked = models.TextField(_("what did not work"), blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["project", "language"]
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "language"],
                name="text_once_per_language",
                violation_error_message=_("There is already a text in this language."),
            ),
            models.CheckConstraint(
                condition=Q(language__regex=r"^[a-z]{2,3}$"),
                name="text_language_is_code",
                violation_error_message=_("Choose a language from the list."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_language_display()}: {self.title or self.summary[:60]}"

    @property
    def sections(self) -> list[tuple[str, str, str]]:
        """(field name, heading, text) of every section that says something, in reading order."""
        return [
            (name, str(self._meta.get_field(name).verbose_name), value)  # type: ignore[union-attr]
            for name in SECTIONS
            if (value := getattr(self, name))
        ]


@dataclass(frozen=True, slots=True)
class TextChoice:
    """A text chosen for a reader; `is_fallback` when it is not in the language asked for."""

    text: ProjectText
    is_fallback: bool

    @property
    def language(self) -> str:
        return self.text.language


def choose_text(texts: Iterable[ProjectText], *, wanted: str, original: str) -> TextChoice | None:
    """The text in `wanted`, else in `original`, else the first by language code; None without any."""
    by_language = {text.language: text for text in texts}
    for language in (wanted, original, *sorted(by_language)):
        if language in by_language:
            return TextChoice(by_language[language], is_fallback=language != wanted)
    return None
