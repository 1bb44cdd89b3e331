"""The history of a profile with everything that belongs to it, and the door that takes all of it back to a moment."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ForeignKey, Model
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from projects.curation import NotReady, missing_for_publication
from projects.models import (
    FigureSource,
    Partnership,
    Project,
    ProjectCountry,
    ProjectLink,
    ProjectMacroRegion,
    ProjectPicture,
    ProjectPlace,
    ProjectTargetGroup,
    ProjectText,
    ProjectTheme,
    State,
)
from vocabulary.timeline import Part

PARTS = (
    Part(Project),
    Part(ProjectText, "project", ("language",)),
    Part(ProjectCountry, "project", ("country",)),
    Part(ProjectTheme, "content_object", ("tag",)),
    Part(Partnership, "project", ("organisation",)),
    Part(ProjectPlace, "project", ("name",)),
    Part(ProjectTargetGroup, "project", ("group",)),
    Part(ProjectMacroRegion, "project", ("macro_region",)),
    Part(ProjectLink, "project", ("title",)),
    Part(FigureSource, "project", ("figure",)),
    Part(ProjectPicture, "project", ("picture",)),
)
"""The profile itself and every table that belongs to it."""

_STATE = ("state", "scheduled_for", "scheduled_by", "published_at", "published_by", "archived_at", "archived_by")
STAYS = frozenset({"id", "slug", "created_at", "updated_at", *_STATE})
"""Never restored: the address, and the publication state, which changes through its own doors only."""


@dataclass(slots=True)
class Restored:
    """What a restoration did: rows written or removed, and what could not come back, in sentences."""

    rows: int = 0
    left_out: list[str] = field(default_factory=list)


def restore_to(project: Project, *, at: datetime, by: User) -> Restored:
    """Take facts, texts, partners, countries, places, themes, target groups, links and sources back to the moment `at`.

    What the profile points at may have been deleted since: such rows are left out and named in the result.
    Raises `ValidationError` when the moment lies before the first record, or a public profile would become incomplete.
    """
    done = Restored()
    with transaction.atomic():
        locked = Project.objects.select_for_update().get(pk=project.pk)
        past = {part.model: rows_at(part, locked, at) for part in PARTS}
        if locked.pk not in past[Project]:
            raise ValidationError(_("The history of this profile begins later than that."), code="before_history")
        moment = formats.date_format(timezone.localtime(at), "DATETIME_FORMAT")
        mark = {"_history_user": by, "_change_reason": _("Restored as it was on %(moment)s") % {"moment": moment}}
        _restore_facts(locked, past[Project][locked.pk], mark, done)
        for part in PARTS[1:]:
            restore_rows(part, locked, past[part.model], mark, done)
        fresh = Project.objects.get(pk=locked.pk)
        _require_words(fresh)
        public = fresh.state in (State.SCHEDULED, State.PUBLISHED)
        if public and (missing := missing_for_publication(fresh)):
            raise NotReady([ValidationError(sentence, code="not_ready") for sentence in missing])
    return done


def rows_at(part: Part, thing: Model, at: datetime) -> dict[Any, Any]:
    """By primary key: the last record until `at`, or None for a row that was not there then but has a record."""
    rows: dict[Any, Any] = {}
    for record in part.records(thing):
        key = getattr(record, part.model._meta.pk.attname)
        if record.history_date <= at:
            rows[key] = None if record.history_type == "-" else record
        else:
            rows.setdefault(key, None)
    return rows


def _restore_facts(project: Project, record: Any, mark: dict[str, Any], done: Restored) -> None:
    if record is None:
        raise ValidationError(_("The history of this profile begins later than that."), code="before_history")
    taken = set()
    if Project.objects.filter(keep_id=record.keep_id).exclude(pk=project.pk).exclude(keep_id=None).exists():
        done.left_out.append(_("The keep.eu number now belongs to another profile."))
        taken = {"keep_id"}
    restore_fields(project, record, mark, done, stays=STAYS | taken)


def restore_fields(thing: Any, record: Any, mark: dict[str, Any], done: Restored, *, stays: AbstractSet[str]) -> None:
    """Write the recorded values back to the row itself, all but those of the fields `stays`."""
    changed = False
    for one in record.tracked_fields:
        value = getattr(record, one.attname)
        if one.name in stays or value == getattr(thing, one.attname):
            continue
        if isinstance(one, ForeignKey) and not _exists(one, value):
            done.left_out.append(_("“%(field)s” points at something that was deleted.") % {"field": one.verbose_name})
            continue
        setattr(thing, one.attname, value)
        changed = True
    if changed:
        _sign([thing], mark)
        thing.save()
        done.rows += 1


def restore_rows(part: Part, thing: Model, past: dict[Any, Any], mark: dict[str, Any], done: Restored) -> None:
    """Rows that differ are removed and written anew under their old key, so that no two of them clash on the way."""
    owned = part.model._default_manager.filter(**{part.owner: thing})
    present = {row.pk: row for row in owned}
    # A row without any record was written past the history; nobody can say whether it was there.
    outdated = [row for key, row in present.items() if key in past and _differs(part, row, past[key])]
    wanted = [record for key, record in past.items() if record and (key not in present or present[key] in outdated)]
    _sign(outdated, mark)
    for row in outdated:
        row.delete()
    done.rows += len({row.pk for row in outdated})
    gone = {key for key in past if key not in present}
    for record in wanted:
        row = record.instance
        if missing := _missing_target(part, row):
            done.left_out.append(
                _("A row of “%(part)s” was left out: its “%(field)s” was deleted.")
                % {"part": part.model._meta.verbose_name_plural, "field": missing}
            )
            continue
        key = getattr(record, part.model._meta.pk.attname)
        row.pk = key
        _sign([row], mark)
        row.save(force_insert=True)
        done.rows += key in gone


def _differs(part: Part, row: Model, record: Any) -> bool:
    return record is None or any(getattr(row, one.attname) != getattr(record, one.attname) for one in part.fields)


def _missing_target(part: Part, row: Model) -> str:
    """The name of the first field that points at a deleted row; empty keys that may be empty are emptied."""
    for one in part.fields:
        if isinstance(one, ForeignKey) and not _exists(one, getattr(row, one.attname)):
            if not one.null:
                return str(one.verbose_name)
            setattr(row, one.attname, None)
    return ""


def _exists(key: ForeignKey[Any, Any], value: Any) -> bool:
    return value is None or key.related_model._default_manager.filter(pk=value).exists()


def _sign(rows: Iterable[Model], mark: dict[str, Any]) -> None:
    """simple-history reads person and reason from the instance."""
    for row in rows:
        for name, value in mark.items():
            setattr(row, name, value)


def _require_words(project: Project) -> None:
    """The database checks the same at commit; here it is a sentence."""
    original = project.original_text()
    if original is None:
        raise ValidationError(
            _("At that moment no text in the original language is on record; choose a later moment."),
            code="no_original_text",
        )
    if not project.acronym and not any(text.title for text in project.texts.all()):
        raise ValidationError(
            _("At that moment neither an acronym nor a title is on record; choose a later moment."), code="no_name"
        )
