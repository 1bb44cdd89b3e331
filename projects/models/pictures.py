"""Photographs of a project."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from pictures.models import Picture
from projects.models.project import Project


class ProjectPictureQuerySet(models.QuerySet["ProjectPicture"]):
    def published(self) -> "ProjectPictureQuerySet":
        """Those the public may see: of profiles the public may see. The one rule for pages and files alike."""
        return self.filter(project__in=Project.objects.published())


class ProjectPicture(models.Model):
    """A photograph on a profile; the one marked as cover stands in place of the generated cover."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="picture_rows")
    picture = models.ForeignKey(
        Picture, on_delete=models.CASCADE, related_name="project_rows", verbose_name=_("photograph")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_cover = models.BooleanField(_("cover"), default=False)

    objects = ProjectPictureQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-is_cover", "order", "pk"]
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "picture"],
                name="picture_once_per_project",
                violation_error_message=_("This photograph is already on the profile."),
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(is_cover=True),
                name="one_cover_per_project",
                violation_error_message=_("A profile has at most one cover."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.picture)
