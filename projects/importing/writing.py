"""Writing planned rows in few large statements, with history; the search triggers run once per statement."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from django.utils import timezone
from psycopg2 import sql

from projects import bulk_history
from projects.importing.copying import copy_in, reserve_ids
from projects.importing.existing import PARTS, PROJECT_COLUMNS, Organisations, Part
from projects.importing.planning import Plan
from projects.models import Project, Role
from vocabulary.latin import free_slug, latin, shorten
from vocabulary.models import Organisation

_STAGING = "import_project"
# `other_names` has a default in the database that Django would write as an expression: empty on a new organisation.
_ORGANISATION_COLUMNS = [
    column.attname for column in Organisation._meta.concrete_fields if column.attname != "other_names"
]
_BASELINE = "State before the first import"


class Staging:
    """A temporary copy of the project table that holds a batch as it would become.

    The check constraints of the real table are asked about it, so each rule keeps its one definition.
    """

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TEMP TABLE IF NOT EXISTS {_STAGING} (LIKE projects_project, line integer) ON COMMIT DROP"
            )
            cursor.execute(
                "SELECT c.conname, pg_get_expr(c.conbin, c.conrelid), "
                "array(SELECT a.attname::text FROM pg_attribute a "
                "WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)) "
                "FROM pg_constraint c WHERE c.conrelid = 'projects_project'::regclass AND c.contype = 'c' ORDER BY 1"
            )
            self._rules: list[tuple[str, str, list[str]]] = cursor.fetchall()

    def fill(self, plans: Iterable[Plan]) -> None:
        """Replace the content by the projects of `plans`, which all have their number."""
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {_STAGING}")
        rows = ([*(plan.values[name] for name in PROJECT_COLUMNS), plan.line] for plan in plans)
        copy_in(_STAGING, [*PROJECT_COLUMNS, "line"], rows)

    def broken(self) -> list[tuple[int, str, list[str]]]:
        """(line, name of the broken constraint, its columns) of every row that the real table would refuse."""
        parts = [
            sql.SQL("SELECT line, {}::int FROM " + _STAGING + " WHERE NOT ({})").format(
                sql.Literal(number), sql.SQL(rule)
            )
            for number, (_name, rule, _columns_of) in enumerate(self._rules)
        ]
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL(" UNION ALL ").join(parts) + sql.SQL(" ORDER BY 1, 2"))
            return [(line, self._rules[number][0], self._rules[number][2]) for line, number in cursor.fetchall()]


class Writer:
    """Writes batches of plans in the current transaction, in the name of `by_id`, with `reason` in the history."""

    def __init__(self, organisations: Organisations, *, by_id: int | None, reason: str) -> None:
        self.organisations = organisations
        self.by_id = by_id
        self.reason = reason
        self._numbers: dict[int, int] = {}

    def write(self, plans: Sequence[Plan]) -> None:
        """Insert new profiles, update changed ones, and bring their parts in line. The staging table holds `plans`."""
        new = [plan for plan in plans if plan.is_new]
        changed = [plan for plan in plans if not plan.is_new]
        self._add_organisations(plans)
        self._insert(new)
        self._update(changed)
        for name, part in PARTS.items():
            self._write_part(part, [plan for plan in plans if name in plan.parts])

    def _record(self, model: type[models.Model], ids: Sequence[int], kind: str) -> None:
        bulk_history.record(model, ids, kind, by_id=self.by_id, reason=self.reason)

    def _insert(self, plans: Sequence[Plan]) -> None:
        ids = [plan.values["id"] for plan in plans]
        if not ids:
            return
        columns = sql.SQL(", ").join(map(sql.Identifier, PROJECT_COLUMNS))
        self._execute(
            "INSERT INTO projects_project ({columns}) SELECT {columns} FROM {staging} WHERE id = ANY (%s)", columns, ids
        )
        self._record(Project, ids, bulk_history.CREATED)

    def _update(self, plans: Sequence[Plan]) -> None:
        ids = [plan.values["id"] for plan in plans]
        if not ids:
            return
        bulk_history.record_missing(Project, ids, reason=_BASELINE)
        names = sorted({name for plan in plans for name in plan.changed} | {"updated_at"})
        pairs = sql.SQL(", ").join(sql.SQL("{0} = s.{0}").format(sql.Identifier(name)) for name in names)
        self._execute(
            "UPDATE projects_project p SET {columns} FROM {staging} s WHERE s.id = p.id AND p.id = ANY (%s)", pairs, ids
        )
        self._record(Project, ids, bulk_history.CHANGED)

    def _execute(self, statement: str, columns: sql.Composable, ids: Sequence[int]) -> None:
        composed = sql.SQL(statement).format(columns=columns, staging=sql.Identifier(_STAGING))
        with connection.cursor() as cursor:
            cursor.execute(composed, [list(ids)])

    def _write_part(self, part: Part, plans: Sequence[Plan]) -> None:
        removed = [pk for plan in plans for pk in plan.parts[part.name].remove]
        self._remove(part.model, removed)
        changes = [change for plan in plans for change in plan.parts[part.name].change]
        if part.model is PARTS["partners"].model:
            # At most one lead at any moment: who loses that role goes first.
            self._change(part, [change for change in changes if change[1][0] != Role.LEAD])
            changes = [change for change in changes if change[1][0] == Role.LEAD]
        self._change(part, changes)
        added = [
            (plan.values["id"], self._real(part, key), *values, *(default for _name, default in part.defaults))
            for plan in plans
            for key, values in plan.parts[part.name].add
        ]
        ids = reserve_ids(part.model, len(added))
        columns = ["id", part.owner, part.key, *part.compared, *(name for name, _default in part.defaults)]
        copy_in(part.model._meta.db_table, columns, [(pk, *row) for pk, row in zip(ids, added, strict=True)])
        self._record(part.model, ids, bulk_history.CREATED)

    def _real(self, part: Part, key: Any) -> Any:
        if part.name != "partners" or key > 0:
            return key
        return self._numbers[key]

    def _remove(self, model: type[models.Model], ids: Sequence[int]) -> None:
        if not ids:
            return
        bulk_history.record_missing(model, ids, reason=_BASELINE)
        self._record(model, ids, bulk_history.DELETED)
        model._default_manager.filter(pk__in=ids)._raw_delete(using="default")

    def _change(self, part: Part, changes: Sequence[tuple[int, tuple[Any, ...]]]) -> None:
        if not changes:
            return
        ids = [pk for pk, _values in changes]
        bulk_history.record_missing(part.model, ids, reason=_BASELINE)
        self._update_values(part, changes)
        self._record(part.model, ids, bulk_history.CHANGED)

    def _update_values(self, part: Part, changes: Sequence[tuple[int, tuple[Any, ...]]]) -> None:
        """One UPDATE from parallel arrays, one array a column."""
        fields = [part.model._meta.get_field(name.removesuffix("_id")) for name in part.compared]
        types = [sql.SQL("bigint[]" if field.is_relation else "text[]") for field in fields]
        names = [sql.Identifier(name) for name in part.compared]
        statement = sql.SQL(
            "UPDATE {table} t SET {pairs} FROM unnest(%s::bigint[], {arrays}) v(pk, {names}) WHERE t.id = v.pk"
        ).format(
            table=sql.Identifier(part.model._meta.db_table),
            pairs=sql.SQL(", ").join(sql.SQL("{0} = v.{0}").format(name) for name in names),
            arrays=sql.SQL(", ").join(sql.SQL("%s::{}").format(kind) for kind in types),
            names=sql.SQL(", ").join(names),
        )
        arrays = [[pk for pk, _values in changes]]
        arrays += [[values[index] for _pk, values in changes] for index in range(len(names))]
        with connection.cursor() as cursor:
            cursor.execute(statement, arrays)

    def _add_organisations(self, plans: Sequence[Plan]) -> None:
        """Write the organisations that accepted rows name for the first time."""
        wanted = sorted(
            {
                key
                for plan in plans
                if "partners" in plan.parts
                for key, _values in plan.parts["partners"].add
                if key < 0 and key not in self._numbers
            },
            reverse=True,
        )
        ids = reserve_ids(Organisation, len(wanted))
        rows = []
        for temporary, pk in zip(wanted, ids, strict=True):
            named = self.organisations.added[temporary]
            body = Organisation(
                id=pk, name=named.name, slug=self._organisation_slug(named.name), country_id=named.country
            )
            rows.append([getattr(body, name) for name in _ORGANISATION_COLUMNS])
            self._numbers[temporary] = pk
            self.organisations.written(temporary, pk)
        copy_in(Organisation._meta.db_table, _ORGANISATION_COLUMNS, rows)
        self._record(Organisation, ids, bulk_history.CREATED)

    def _organisation_slug(self, name: str) -> str:
        slug = free_slug(shorten(latin(name), 100) or "organisation", self.organisations.slugs)
        self.organisations.slugs.add(slug)
        return slug


def number(plans: Sequence[Plan]) -> None:
    """Give new profiles their number and every changed profile its moment."""
    new = [plan for plan in plans if plan.is_new]
    now = timezone.now()
    for plan in plans:
        plan.values["updated_at"] = now
    for plan, pk in zip(new, reserve_ids(Project, len(new)), strict=True):
        plan.values["id"], plan.values["created_at"] = pk, now
