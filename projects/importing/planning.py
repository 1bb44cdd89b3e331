"""What each row would change: rows are recognised by their key and compared with the profiles before any writing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from projects.curation import missing_facts
from projects.importing.existing import (
    NEW,
    PARTS,
    PROJECT_COLUMNS,
    TEXT_FIELDS,
    Directory,
    Organisations,
    PartRow,
    Snapshot,
)
from projects.importing.headings import Headings, normalise
from projects.importing.messages import FileRefused, Message
from projects.importing.rows import ParsedRow
from projects.models import Project, Rank, Role, State
from vocabulary.latin import latin, shorten

KEYS = {"keep_id": ("keep_id",), "slug": ("slug",), "acronym+programme": ("acronym", "programme")}
_BLANK_TEXT = ("",) * len(TEXT_FIELDS)


@dataclass(slots=True)
class PartChange:
    """Rows of one part to add (key, values), to change (id, values) and to remove (id)."""

    add: list[tuple[Any, tuple[Any, ...]]] = field(default_factory=list)
    change: list[tuple[int, tuple[Any, ...]]] = field(default_factory=list)
    remove: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.add or self.change or self.remove)


@dataclass(slots=True)
class Plan:
    """One row's effect. `values` are all columns of the project after it; `changed` names those that differ."""

    row: ParsedRow
    project_id: int | None
    values: dict[str, Any]
    old: dict[str, Any] | None = None
    changed: list[str] = field(default_factory=list)
    parts: dict[str, PartChange] = field(default_factory=dict)
    wanted: dict[str, dict[Any, tuple[Any, ...]]] = field(default_factory=dict)
    kept: dict[str, dict[Any, PartRow]] = field(default_factory=dict)

    @property
    def line(self) -> int:
        return self.row.line

    @property
    def is_new(self) -> bool:
        return self.old is None

    @property
    def is_change(self) -> bool:
        return bool(self.changed or self.parts)


def choose_key(wanted: str | None, headings: Headings) -> str:
    """The key rows are recognised by: the one asked for, else the first the file has columns for."""
    names = [wanted] if wanted else list(KEYS)
    for name in names:
        if name not in KEYS:
            raise FileRefused(
                _("“%(key)s” is no key. Choose one of %(keys)s.") % {"key": name, "keys": ", ".join(KEYS)}
            )
        if headings.fields.issuperset(KEYS[name]):
            return name
    if wanted:
        raise FileRefused(
            _("The file has no column for the key “%(key)s”. Add it: %(columns)s.")
            % {"key": wanted, "columns": ", ".join(f"“{headings.written(name)}”" for name in KEYS[wanted])}
        )
    raise FileRefused(
        _(
            "Nothing tells which profile a row belongs to. Add the column “keep.eu ID”, or “Address”, "
            "or both “Project acronym” and “Programme”."
        )
    )


class Planner:
    """Plans the rows of one file. `lines` remembers keys, so that the same profile is not changed twice."""

    def __init__(self, headings: Headings, key: str) -> None:
        self.headings = headings
        self.key = key
        self.directory = Directory.load()
        self.organisations = Organisations.load()
        fields = headings.fields
        # Texts are always needed: a project without acronym needs a title, a public one a summary.
        self.needed = [name for name, part in PARTS.items() if name == "texts" or fields & part.fields]
        self._public_needed = list(dict.fromkeys([*self.needed, "themes"]))
        self._lines: dict[Any, int] = {}

    def plan(self, rows: Sequence[ParsedRow], *, lock: bool) -> tuple[list[Plan], list[Message]]:
        """Plans for the rows that can be taken, and messages for the others."""
        messages: list[Message] = []
        targets: list[tuple[ParsedRow, int | None]] = []
        for row in rows:
            target = self._recognise(row)
            if isinstance(target, Message):
                messages.append(target)
            else:
                targets.append((row, target))
        snapshot = Snapshot.take([pk for _row, pk in targets if pk], self._public_needed, lock=lock)
        plans = []
        for row, pk in targets:
            plan = self._merge(row, pk, snapshot)
            problems = self._problems(plan, snapshot)
            messages += problems
            if not problems:
                plans.append(plan)
        return plans, messages

    def _recognise(self, row: ParsedRow) -> int | Message | None:
        """The project the row belongs to, None for a new one, or why that cannot be told."""
        column = self.headings.written(*KEYS[self.key])
        facts = row.facts
        found: int | None
        if self.key == "acronym+programme":
            acronym, programme = facts.get("acronym"), facts.get("programme_id")
            if not acronym or not programme:
                return Message(row.line, column, _("rows are recognised by acronym and programme; write both."))
            key: Any = (normalise(acronym), programme)
            same = self.directory.by_name.get(key, [])
            if len(same) > 1:
                return Message(
                    row.line, column, _("several profiles have this acronym in this programme; use another key.")
                )
            found = same[0] if same else None
        else:
            key = facts.get(self.key)
            if not key:
                return Message(row.line, column, _("rows are recognised by this column; write its value."))
            known = self.directory.by_keep_id if self.key == "keep_id" else self.directory.by_slug
            found = known.get(key) or None
        if key in self._lines:
            first = {"line": self._lines[key]}
            return Message(
                row.line, column, _("the same profile already stands in line %(line)d; only that row is taken.") % first
            )
        self._lines[key] = row.line
        return found

    def _merge(self, row: ParsedRow, pk: int | None, snapshot: Snapshot) -> Plan:
        old = snapshot.projects.get(pk) if pk else None
        values = dict(old) if old else new_values()
        plan = Plan(row, pk if old else None, values, old)
        for name, value in row.facts.items():
            if name == "slug" and self.key == "slug" and old:
                continue  # a former address also leads to its profile, and does not come back into use
            if values[name] != value:
                values[name] = value
                plan.changed.append(name)
        for name in self.needed:
            kept = snapshot.part(name, plan.project_id)
            wanted = getattr(self, f"_want_{name}")(plan, kept)
            plan.wanted[name], plan.kept[name] = wanted, kept
            if change := _difference(kept, wanted):
                plan.parts[name] = change
        return plan

    def _want_texts(self, plan: Plan, kept: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
        original = plan.values["original_language"]
        wanted = {language: values for language, (_pk, values) in kept.items()}
        for language, words in plan.row.texts.items():
            code = language or original
            merged = dict(zip(TEXT_FIELDS, wanted.get(code, _BLANK_TEXT), strict=True)) | words
            wanted[code] = tuple(merged.values())
            if not any(wanted[code]) and code != original:
                del wanted[code]
        wanted.setdefault(original, _BLANK_TEXT)
        return wanted

    def _want_countries(self, plan: Plan, kept: dict[int, Any]) -> dict[int, tuple[Any, ...]]:
        return dict.fromkeys(plan.row.lists.get("countries", kept), ())

    def _want_themes(self, plan: Plan, kept: dict[int, Any]) -> dict[int, tuple[Any, ...]]:
        return dict.fromkeys(plan.row.lists.get("themes", kept), ())

    def _want_places(self, plan: Plan, kept: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
        places = plan.row.lists.get("places")
        if places is None:
            return {name: values for name, (_pk, values) in kept.items()}
        # A region that staff chose stays when the file names the place without a code.
        return {name: (region,) if region or name not in kept else kept[name][1] for name, region in places.items()}

    def _want_targets(self, plan: Plan, kept: dict[int, Any]) -> dict[int, tuple[Any, ...]]:
        lists = {Rank(rank): plan.row.lists[rank] for rank in ("secondary", "primary") if rank in plan.row.lists}
        wanted = {group: values for group, (_pk, values) in kept.items() if values[0] not in lists}
        for rank, groups in lists.items():
            for group in groups:
                if rank == Rank.PRIMARY or group not in wanted:
                    wanted[group] = (rank.value,)
        return wanted

    def _want_partners(self, plan: Plan, kept: dict[int, Any]) -> dict[int, tuple[Any, ...]]:
        given = plan.row.partners
        wanted = {body: values for body, (_pk, values) in kept.items() if values[0] not in given}
        lead = {body for body, values in wanted.items() if values[0] == Role.LEAD}
        for role in (Role.ASSOCIATED, Role.PARTNER, Role.LEAD):
            for named in given.get(role, []):
                body = self.organisations.find(named, kept)
                if body not in lead:
                    wanted[body] = (role.value,)
        return wanted

    def _problems(self, plan: Plan, snapshot: Snapshot) -> list[Message]:
        """Rules over several rows of the directory; those inside one row of a table the database tells."""
        if not plan.is_new and not plan.is_change:
            return []
        messages = [*self._taken_elsewhere(plan)]
        texts = plan.wanted["texts"]
        if not plan.values["acronym"] and not any(words[0] for words in texts.values()):
            column = self.headings.written("acronym", "title")
            messages.append(Message(plan.line, column, _("a project needs an acronym or a name.")))
        if plan.values["state"] in (State.PUBLISHED, State.SCHEDULED):
            messages += [
                Message(plan.line, "", _("the profile is public or about to be: %(reason)s") % {"reason": reason})
                for reason in missing(plan, snapshot)
            ]
        if plan.is_new and not messages and not plan.values["slug"]:
            plan.values["slug"] = self.directory.free_slug(self._slug(plan))
        return messages

    def _taken_elsewhere(self, plan: Plan) -> Iterable[Message]:
        for name, known in (("keep_id", self.directory.by_keep_id), ("slug", self.directory.by_slug)):
            value = plan.values[name]
            if name not in plan.changed or not value:
                continue
            if known.get(value, plan.project_id) != plan.project_id:
                yield Message(plan.line, self.headings.written(name), _("another profile already has this value."))
            else:
                known[value] = plan.project_id or NEW

    def _slug(self, plan: Plan) -> str:
        titles = plan.wanted["texts"]
        title = titles[plan.values["original_language"]][0] or next((words[0] for words in titles.values()), "")
        for name in (plan.values["acronym"], title):
            if slug := shorten(latin(name), 100):
                return slug
        return f"project-{plan.values['keep_id']}" if plan.values["keep_id"] else "project"


def missing(plan: Plan, snapshot: Snapshot) -> list[str]:
    """What the profile would lack before the public may see it, by the rule of curation."""
    themes = plan.wanted.get("themes")
    return missing_facts(
        summary=plan.wanted["texts"][plan.values["original_language"]][TEXT_FIELDS.index("summary")],
        programme=plan.values["programme_id"] is not None,
        themes=bool(snapshot.part("themes", plan.project_id) if themes is None else themes),
        source=plan.values["source"],
    )


def new_values() -> dict[str, Any]:
    """The columns of a project that nothing is known of."""
    project = Project(created_at=timezone.now(), updated_at=timezone.now())
    values = {name: getattr(project, name) for name in PROJECT_COLUMNS}
    return values | {"innovation_kinds": [], "state": State.DRAFT.value}


def _difference(kept: dict[Any, Any], wanted: dict[Any, tuple[Any, ...]]) -> PartChange:
    change = PartChange()
    for key, values in wanted.items():
        if key not in kept:
            change.add.append((key, values))
        elif kept[key][1] != values:
            change.change.append((kept[key][0], values))
    change.remove = [pk for key, (pk, _values) in kept.items() if key not in wanted]
    return change
