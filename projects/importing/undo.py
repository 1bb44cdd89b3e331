"""Taking an import back: what it added goes, what it changed is as before. What people touched since stays.

The history of every row says which import wrote it (`ImportRun.reason`), and what the row said before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg2 import sql

from projects import bulk_history
from projects.importing.existing import PARTS
from projects.models import (
    FormerSlug,
    ImportRun,
    ImportState,
    Partnership,
    Project,
    ProjectDocument,
    ProjectVector,
    Role,
    State,
)
from projects.search import bulk_changes
from vocabulary.models import Organisation

_ALWAYS = sql.SQL("")


@dataclass(frozen=True, slots=True)
class Undone:
    """How many profiles were removed, taken back to draft, restored, and left alone because they changed since."""

    removed: int
    withdrawn: int
    restored: int
    left: int

    def sentence(self) -> str:
        return _(
            "Undone. New profiles removed: %(removed)d. Published ones taken back to draft: %(withdrawn)d. "
            "Changed ones restored: %(restored)d. Left as they are, because somebody changed or uses them: %(left)d."
        ) % {"removed": self.removed, "withdrawn": self.withdrawn, "restored": self.restored, "left": self.left}


def undo(run: ImportRun, *, by: User) -> Undone:
    """Take the import back in one transaction; refused for a run that is not imported or already undone."""
    with transaction.atomic(), bulk_changes():
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        if locked.state != ImportState.DONE:
            raise ValidationError(_("Only an import that was done can be undone, and only once."), code="wrong_state")
        result = _Undo(locked, by).run()
        locked.state, locked.undone_at, locked.undone_by = ImportState.UNDONE, timezone.now(), by
        locked.sentence = result.sentence()
        locked.save()
    return result


class _Undo:
    def __init__(self, run: ImportRun, by: User) -> None:
        self.import_run = run
        self.by = by
        self.reason = f"Undo of import {run.pk}"

    def run(self) -> Undone:
        history = Project.history.filter(history_change_reason=self.import_run.reason)
        created = set(history.filter(history_type="+").values_list("id", flat=True))
        updated = set(history.values_list("id", flat=True)) - created
        touched = created | updated
        present = set(
            Project.objects.filter(pk__in=touched).select_for_update().order_by("pk").values_list("pk", flat=True)
        )
        free = present - self._changed_since(touched)
        published = list(
            Project.objects.filter(pk__in=created & free, state=State.PUBLISHED).values_list("pk", flat=True)
        )
        removed = self._remove(sorted((created & free) - set(published)))
        self._withdraw(published)
        restored = sorted(updated & free)
        self._restore(restored)
        self._remove_organisations()
        done = len(removed) + len(published) + len(restored)
        return Undone(len(removed), len(published), len(restored), len(touched) - done)

    def _changed_since(self, ids: set[int]) -> set[int]:
        """Projects of which anything was changed after the import ended, by whatever hand."""
        found: set[int] = set()
        for relation in [None, *Project._meta.related_objects]:
            model: Any = relation.related_model if relation else Project
            if not hasattr(model, "history") or (relation and (model is Project or relation.many_to_many)):
                continue  # what only names a project (an event) is no part of it
            owner = f"{relation.field.name}_id" if relation else "id"
            later = model.history.filter(**{f"{owner}__in": ids}, history_date__gt=self.import_run.last_step_at)
            found.update(later.values_list(owner, flat=True))
        return found

    def _record(self, model: type[models.Model], ids: Sequence[int], kind: str) -> None:
        bulk_history.record(model, ids, kind, by_id=self.by.pk, reason=self.reason)

    def _remove(self, ids: Sequence[int]) -> list[int]:
        """Delete drafts with their parts; one that something else points at stays."""
        own = {part.model for part in PARTS.values()} | {FormerSlug, ProjectDocument, ProjectVector}
        rows = Project.objects.filter(pk__in=ids).exclude(_pointed_at(Project, own))
        going = list(rows.values_list("pk", flat=True))
        for part in PARTS.values():
            kept = part.model._default_manager.filter(**{f"{part.owner}__in": going})
            self._delete(part.model, list(kept.values_list("pk", flat=True)))
        FormerSlug.objects.filter(project_id__in=going).delete()
        self._delete(Project, going)
        return going

    def _delete(self, model: type[models.Model], ids: Sequence[int]) -> None:
        self._record(model, ids, bulk_history.DELETED)
        model._default_manager.filter(pk__in=ids)._raw_delete(using="default")

    def _withdraw(self, ids: Sequence[int]) -> None:
        Project.objects.filter(pk__in=ids).update(
            state=State.DRAFT, published_at=None, published_by=None, updated_at=timezone.now()
        )
        self._record(Project, ids, bulk_history.CHANGED)

    def _restore(self, ids: Sequence[int]) -> None:
        for part in PARTS.values():
            self._delete(part.model, self._rows(part.model, part.owner, ids, "+"))
            if part.model is Partnership:
                # At most one lead at any moment: who loses that role goes first.
                not_lead = sql.SQL("AND before.role <> {}").format(sql.Literal(Role.LEAD.value))
                self._put_back(part.model, part.owner, ids, not_lead)
            self._put_back(part.model, part.owner, ids)
            self._insert_again(part.model, part.owner, ids)
        self._put_back(Project, "id", ids)

    def _rows(self, model: type[models.Model], owner: str, ids: Sequence[int], kind: str) -> list[int]:
        history = model.history.filter(  # type: ignore[attr-defined]
            history_change_reason=self.import_run.reason, history_type=kind, **{f"{owner}__in": ids}
        )
        return list(history.values_list("id", flat=True))

    def _put_back(
        self, model: type[models.Model], owner: str, ids: Sequence[int], condition: sql.Composable = _ALWAYS
    ) -> None:
        """Give the rows the import changed the values of the history record before."""
        names = [name for name in _columns(model) if name not in ("id", "created_at", "updated_at")]
        pairs = [sql.SQL("{0} = before.{0}").format(sql.Identifier(name)) for name in names]
        if model is Project:
            pairs.append(sql.SQL("updated_at = clock_timestamp()"))
        statement = sql.SQL(
            "UPDATE {table} t SET {pairs} FROM ("
            "SELECT DISTINCT ON (h.id) h.* FROM {history} h JOIN ("
            "SELECT id, min(history_id) AS first FROM {history} WHERE history_change_reason = %s "
            "AND history_type = '~' AND {owner} = ANY (%s) GROUP BY id"
            ") own ON own.id = h.id AND h.history_id < own.first ORDER BY h.id, h.history_id DESC"
            ") before WHERE t.id = before.id {condition} RETURNING t.id"
        ).format(pairs=sql.SQL(", ").join(pairs), owner=sql.Identifier(owner), condition=condition, **_tables(model))
        self._record(model, self._execute(statement, ids), bulk_history.CHANGED)

    def _insert_again(self, model: type[models.Model], owner: str, ids: Sequence[int]) -> None:
        """Insert the rows the import removed, under their old numbers."""
        columns = sql.SQL(", ").join(map(sql.Identifier, _columns(model)))
        statement = sql.SQL(
            "INSERT INTO {table} ({columns}) SELECT {columns} FROM {history} WHERE history_change_reason = %s "
            "AND history_type = '-' AND {owner} = ANY (%s) RETURNING id"
        ).format(columns=columns, owner=sql.Identifier(owner), **_tables(model))
        self._record(model, self._execute(statement, ids), bulk_history.CREATED)

    def _execute(self, statement: sql.Composed, ids: Sequence[int]) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(statement, [self.import_run.reason, list(ids)])
            return [row[0] for row in cursor.fetchall()]

    def _remove_organisations(self) -> None:
        """Organisations the import added go when nothing points at them and nobody changed them."""
        history = Organisation.history
        added = history.filter(history_change_reason=self.import_run.reason, history_type="+").values_list(
            "id", flat=True
        )
        later = history.filter(id__in=added, history_date__gt=self.import_run.last_step_at).values_list("id", flat=True)
        rows = Organisation.objects.filter(pk__in=set(added) - set(later)).exclude(_pointed_at(Organisation, set()))
        self._delete(Organisation, list(rows.values_list("pk", flat=True)))


def _pointed_at(model: type[models.Model], own: set[type[models.Model]]) -> Q:
    """Whether a row of a table outside `own` refers to the row."""
    condition = Q(pk__in=[])
    for relation in model._meta.related_objects:
        other = relation.related_model
        if other in own or hasattr(other, "history_object"):
            continue
        condition |= Q(Exists(other._default_manager.filter(**{relation.field.name: OuterRef("pk")})))
    return condition


def _columns(model: type[models.Model]) -> list[str]:
    return [field.column for field in model.history.model.tracked_fields]  # type: ignore[attr-defined]


def _tables(model: type[models.Model]) -> dict[str, sql.Identifier]:
    history = model.history.model._meta.db_table  # type: ignore[attr-defined]
    return {"table": sql.Identifier(model._meta.db_table), "history": sql.Identifier(history)}
