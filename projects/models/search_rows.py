"""What the search reads. The database's triggers write every row here; Python never does.

`ProjectDocument` is narrow, for counting; `ProjectVector` holds the words, for finding; `SearchWord` the spellings;
`SearchChange` tells every process what changed since it looked (decision 5).
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from projects.models.project import Project
from vocabulary.models import MacroRegion


class Xid8Field(models.Field):
    """PostgreSQL's 64-bit transaction number; psycopg2 gives it as text."""

    def db_type(self, connection: object) -> str:
        return "xid8"


class ProjectMacroRegion(models.Model):
    """A macro-region a project belongs to by a curator's choice, beside those of its programme."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="macro_region_rows")
    macro_region = models.ForeignKey(
        MacroRegion, on_delete=models.PROTECT, related_name="project_rows", verbose_name=_("macro-region")
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("macro-region")
        verbose_name_plural = _("macro-regions")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "macro_region"],
                name="macro_region_once_per_project",
                violation_error_message=_("This macro-region is already listed."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.macro_region)


class ProjectDocument(models.Model):
    """A project as the facets and the sorting see it, drafts included (`is_public` tells).

    Keys of other tables are plain numbers: the row is rebuilt whenever what they point at changes. `regions` holds
    every region of a country, place or partner with all above it; `sort_keys` follow the order of `settings.LANGUAGES`.
    """

    project = models.OneToOneField(Project, on_delete=models.CASCADE, primary_key=True, related_name="document")
    is_public = models.BooleanField()
    published_at = models.DateTimeField(null=True)
    acronym_key = models.CharField(max_length=400, db_collation="C", db_index=True)
    languages = ArrayField(models.CharField(max_length=3))
    regions = ArrayField(models.BigIntegerField())
    macros = ArrayField(models.BigIntegerField())
    themes = ArrayField(models.BigIntegerField())
    period = models.BigIntegerField(null=True)
    programme = models.BigIntegerField(null=True)
    strand = models.CharField(max_length=8)
    targets = ArrayField(models.BigIntegerField())
    kinds = ArrayField(models.CharField(max_length=8))
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    budget = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    sort_keys = ArrayField(models.TextField())

    class Meta:
        verbose_name = _("search row")
        verbose_name_plural = _("search rows")

    def __str__(self) -> str:
        return f"#{self.pk}"


class ProjectVector(models.Model):
    """The words of a project. `head`: acronym and titles (A), theme and programme (B); `vector`: those and all else.

    Themes, programme and places stand as marks (`:theme_3`); `SearchName` knows their names.

    Stems carry their language (`:en:care`), because a German stemmer turns "care" into "car"; folded words stand plain.
    """

    project = models.OneToOneField(Project, on_delete=models.CASCADE, primary_key=True, related_name="search_vector")
    head = SearchVectorField()
    vector = SearchVectorField()

    class Meta:
        verbose_name = _("search words")
        verbose_name_plural = _("search words")
        indexes = [
            GinIndex(fields=["head"], name="project_words_head"),
            GinIndex(fields=["vector"], name="project_words_all"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class SearchName(models.Model):
    """The names of a theme, programme, region or macro-region in all languages, and the mark projects carry for it.

    A search for a name is widened by its mark; so names are kept once, not in every project, and renaming is cheap.
    """

    mark = models.CharField(max_length=40, primary_key=True)
    words = SearchVectorField()

    class Meta:
        verbose_name = _("search name")
        verbose_name_plural = _("search names")
        indexes = [GinIndex(fields=["words"], name="search_names")]

    def __str__(self) -> str:
        return self.mark


class SearchWord(models.Model):
    """A folded word that some profile, perhaps a draft, has used. A suggestion is checked against public profiles."""

    word = models.CharField(max_length=40, db_collation="C", db_index=True)
    xid = Xid8Field(db_default=Func(function="pg_current_xact_id"))

    class Meta:
        verbose_name = _("spelling")
        verbose_name_plural = _("spellings")
        indexes = [models.Index(fields=["xid"], name="search_word_by_transaction")]

    def __str__(self) -> str:
        return self.word


class SearchChange(models.Model):
    """One line of the change log. Without a project: the vocabulary (`everything` false) or all of it changed."""

    project_id = models.BigIntegerField(null=True)
    everything = models.BooleanField(db_default=False)
    xid = Xid8Field(db_default=Func(function="pg_current_xact_id"))

    class Meta:
        verbose_name = _("search change")
        verbose_name_plural = _("search changes")
        indexes = [models.Index(fields=["xid", "project_id"], name="search_change_by_transaction")]

    def __str__(self) -> str:
        return f"#{self.project_id}"


class SearchPending(models.Model):
    """Projects touched while a bulk load holds rebuilding back; settled at its end, at the latest on commit."""

    project_ids = ArrayField(models.BigIntegerField())
    xid = Xid8Field(db_default=Func(function="pg_current_xact_id"))

    class Meta:
        verbose_name = _("pending search rows")
        verbose_name_plural = _("pending search rows")
        indexes = [models.Index(fields=["xid"], name="search_pending_by_transaction")]

    def __str__(self) -> str:
        return f"{len(self.project_ids)}"


class SearchLog(models.Model):
    """How far the change log has been pruned. At most one row; no row: nothing was ever pruned."""

    pruned_before = Xid8Field()
    next_cut = Xid8Field()
    marked_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("search log")
        verbose_name_plural = _("search log")

    def __str__(self) -> str:
        return str(self.pruned_before)
