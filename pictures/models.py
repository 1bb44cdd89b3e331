"""A photograph with all that must be known before it is shown: whose it is and what it shows."""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial

from django.conf import settings
from django.contrib.auth.models import User
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _
from PIL import UnidentifiedImageError
from simple_history.models import HistoricalRecords

from pictures import renditions

logger = logging.getLogger(__name__)

_HALF = Decimal("0.5")
_SHARE = [MinValueValidator(0), MaxValueValidator(1)]


@dataclass(frozen=True)
class Description:
    """What a picture shows, and in which language that is said; empty for a decorative picture."""

    text: str
    language: str


class Shelf(models.TextChoices):
    """Who among the staff may see a photograph that is not public."""

    LIBRARY = "library", _("the library")
    RECEIVED = "received", _("a story that was handed in")
    DRAFT = "draft", _("an unfinished story")


class PictureQuerySet(models.QuerySet["Picture"]):
    def seen_by(self, user: User) -> "PictureQuerySet":
        """What this member of staff may see: never what a visitor has not handed in yet."""
        shelves = [Shelf.LIBRARY] + [Shelf.RECEIVED] * user.has_perm("pictures.view_received")
        return self.filter(shelf__in=shelves) if user.has_perm("pictures.view_picture") else self.none()


class Picture(models.Model):
    """One photograph; its files lie under `key` in the sizes of `pictures.renditions`, all without metadata.

    A `pending` one was handed in by a visitor who has yet to say what it shows; nothing shows it to the public.
    """

    key = models.UUIDField(unique=True, editable=False)
    width = models.PositiveIntegerField(_("width (pixels)"), editable=False)
    height = models.PositiveIntegerField(_("height (pixels)"), editable=False)
    sha256 = models.CharField(max_length=64, db_index=True, editable=False)
    complete = models.BooleanField(_("all sizes made"), default=False, db_default=False, editable=False)

    shelf = models.CharField(
        _("belongs to"),
        max_length=8,
        choices=Shelf.choices,
        default=Shelf.LIBRARY,
        db_default=Shelf.LIBRARY,
        editable=False,
    )
    pending = models.BooleanField(_("still being described"), default=False, db_default=False, editable=False)
    credit = models.CharField(
        _("credit"), max_length=200, help_text=_("Who took the photograph or holds the rights; shown beside it.")
    )
    licence = models.CharField(
        _("licence or permission"),
        max_length=200,
        blank=True,
        help_text=_("For example “CC BY 4.0” or “permission by e-mail, 3 May 2024”."),
    )
    source = models.TextField(_("source"), blank=True, help_text=_("One address or reference per line."))

    alt = models.CharField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("What the photograph shows, in one sentence, for people who cannot see it."),
    )
    alt_language = models.CharField(
        _("language of the description"), max_length=3, default="en", choices=settings.CONTENT_LANGUAGES
    )
    decorative = models.BooleanField(
        _("only decorative"), default=False, help_text=_("It shows nothing that a reader would miss.")
    )
    focus_x = models.DecimalField(
        _("focal point, from the left"),
        max_digits=3,
        decimal_places=2,
        default=_HALF,
        validators=_SHARE,
        help_text=_("0 is the left edge, 1 the right edge; this point stays visible when the picture is cropped."),
    )
    focus_y = models.DecimalField(
        _("focal point, from the top"),
        max_digits=3,
        decimal_places=2,
        default=_HALF,
        validators=_SHARE,
        help_text=_("0 is the upper edge, 1 the lower edge."),
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    objects = PictureQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["complete"])

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        permissions = [("view_received", _("Can see photographs of stories that were handed in"))]
        indexes = [models.Index(fields=["id"], condition=Q(complete=False), name="picture_without_sizes")]
        constraints = [
            models.CheckConstraint(
                condition=Q(pending=True) | Q(decorative=True, alt="") | (Q(decorative=False) & ~Q(alt="")),
                name="picture_described_or_decorative",
                violation_error_message=_("Describe what the photograph shows, or mark it as only decorative."),
            ),
            models.CheckConstraint(
                condition=Q(pending=True) | ~Q(credit=""),
                name="picture_credited",
                violation_error_message=_("Name who took the photograph or holds the rights."),
            ),
            models.CheckConstraint(
                condition=Q(focus_x__gte=0, focus_x__lte=1, focus_y__gte=0, focus_y__lte=1),
                name="picture_focus_inside",
                violation_error_message=_("The focal point lies within the picture, from 0 to 1."),
            ),
            models.CheckConstraint(
                condition=Q(width__gt=0, height__gt=0),
                name="picture_has_size",
                violation_error_message=_("A photograph has a width and a height."),
            ),
        ]

    def __str__(self) -> str:
        shown = self.alt or str(_("decorative picture"))
        return f"{shown} ({self.credit})"

    def description(self, language: str) -> Description:
        """What the picture shows: in `language`, else in the language it was first written in."""
        translated = next((row for row in self.descriptions.all() if row.language == language), None)
        if translated and not self.decorative and language != self.alt_language:
            return Description(translated.alt, language)
        return Description(self.alt, self.alt_language)

    @property
    def focus(self) -> str:
        """The ninth of the picture in which the focal point lies; `focus-<it>` is a class of the style sheet."""
        row = ("top", "middle", "bottom")[min(int(self.focus_y * 3), 2)]
        column = ("left", "centre", "right")[min(int(self.focus_x * 3), 2)]
        return f"{row}-{column}"

    @property
    def widths(self) -> list[int]:
        """The widths in pixels in which its files exist, ascending."""
        return renditions.widths_for(self.width) if self.complete else [self.width]

    @property
    def endings(self) -> list[str]:
        """The formats in which its files exist, as endings of their names; JPEG is always there."""
        return list(renditions.FORMATS) if self.complete else ["jpg"]


class PictureAlt(models.Model):
    """The description of a photograph in another language."""

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="descriptions")
    language = models.CharField(_("language"), max_length=3, choices=settings.CONTENT_LANGUAGES)
    alt = models.CharField(_("description"), max_length=300)

    history = HistoricalRecords()

    class Meta:
        ordering = ["language"]
        verbose_name = _("description in another language")
        verbose_name_plural = _("descriptions in other languages")
        constraints = [
            models.UniqueConstraint(
                fields=["picture", "language"],
                name="picture_alt_once",
                violation_error_message=_("There is already a description in this language."),
            ),
            models.CheckConstraint(
                condition=~Q(alt=""),
                name="picture_alt_not_empty",
                violation_error_message=_("Write what the photograph shows, or remove the row."),
            ),
        ]

    def __str__(self) -> str:
        return self.alt


def sizes_wait() -> bool:
    """Whether a photograph still lacks its sizes."""
    return Picture.objects.filter(complete=False).exists()


def complete_sizes() -> int:
    """Make the sizes of new photographs, oldest first; returns of how many. A duty of the worker.

    A photograph whose master is gone or broken can be shown in no size: it is marked as done and logged.
    """
    done = 0
    for picture in Picture.objects.filter(complete=False).order_by("pk"):
        try:
            renditions.complete(picture.key, picture.width)
        except (FileNotFoundError, UnidentifiedImageError):
            logger.error("The master of photograph %s cannot be read", picture.pk)
        if not Picture.objects.filter(pk=picture.pk).update(complete=True):
            renditions.delete(picture.key)  # its row went meanwhile
        done += 1
    return done


def remove_orphans(*, older_than: datetime) -> int:
    """The nightly duty: remove files without a row that are older than the moment given; returns how many pictures."""
    known = {key.hex for key in Picture.objects.values_list("key", flat=True)}
    return renditions.remove_orphans(known=known, older_than=older_than)


def _delete_files(sender: type[Picture], instance: Picture, **kwargs: object) -> None:
    """Files go when the row's end is certain, by whatever way the row was deleted through the ORM."""
    key: uuid.UUID = instance.key
    transaction.on_commit(partial(renditions.delete, key))


post_delete.connect(_delete_files, sender=Picture, dispatch_uid="pictures.delete_files")
