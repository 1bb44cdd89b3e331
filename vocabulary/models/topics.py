"""Themes and target groups, named and explained in several languages."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from taggit.models import TagBase

from vocabulary.labels import pick_label


class Theme(TagBase):
    """What a project is about. Its labels and synonyms are the thesaurus of the search."""

    keep_themes = ArrayField(
        models.CharField(max_length=120),
        default=list,
        blank=True,
        verbose_name=_("keep.eu thematics"),
        help_text=_("Names keep.eu uses for this theme; imports translate them."),
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self) -> str:
        return self.name

    def label(self, language: str | None = None) -> str:
        """The theme's name in `language`, else in English, else its internal name."""
        return pick_label(self.labels.all(), language or translation.get_language() or "en", self.name)


class ThemeLabel(models.Model):
    """The name of a theme in one language, with words people use for the same thing."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="labels", verbose_name=_("theme"))
    language = models.CharField(_("language"), max_length=3)
    label = models.CharField(_("name"), max_length=120)
    synonyms = ArrayField(
        models.CharField(max_length=80),
        default=list,
        blank=True,
        verbose_name=_("synonyms"),
        help_text=_("Words that should lead to this theme, separated by commas."),
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["language"]
        verbose_name = _("name and synonyms")
        verbose_name_plural = _("names and synonyms")
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "language"],
                name="theme_label_once",
                violation_error_message=_("There is already a name in this language."),
            ),
            models.CheckConstraint(
                condition=~Q(label=""),
                name="theme_label_not_empty",
                violation_error_message=_("A theme needs a name in this language."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class TargetGroup(models.Model):
    """The people a project works for or with."""

    slug = models.SlugField(_("address"), unique=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")

    def __str__(self) -> str:
        return self.label()

    def label(self, language: str | None = None) -> str:
        """The group's name in `language`, else in English, else its address."""
        return pick_label(self.labels.all(), language or translation.get_language() or "en", self.slug)


class TargetGroupLabel(models.Model):
    """The name of a target group in one language."""

    group = models.ForeignKey(TargetGroup, on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(_("language"), max_length=3)
    label = models.CharField(_("name"), max_length=120)

    history = HistoricalRecords()

    class Meta:
        ordering = ["language"]
        verbose_name = _("name")
        verbose_name_plural = _("names")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "language"],
                name="target_label_once",
                violation_error_message=_("There is already a name in this language."),
            ),
        ]

    def __str__(self) -> str:
        return self.label
