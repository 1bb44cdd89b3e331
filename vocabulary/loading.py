"""Loads the controlled lists that come with the portal, `vocabulary/data/*.json`, into the database.

Only rows this database has never had are made. What staff changed, renamed, merged or deleted stays as they left it,
because the history of a list remembers every key it ever held.
"""

import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from django.db import models, transaction
from simple_history.utils import bulk_create_with_history

from vocabulary.models import (
    FundingPeriod,
    MacroRegion,
    MacroRegionLabel,
    Programme,
    ProgrammeAlias,
    Region,
    SiteSettings,
    TargetGroup,
    TargetGroupLabel,
    Theme,
    ThemeLabel,
)

DATA = Path(__file__).resolve().parent / "data"
REASON = "Loaded with the lists that come with the portal"
# Eurostat writes EL and UK where ISO 3166-1 has GR and GB.
ISO_CODE = {"EL": "GR", "UK": "GB"}

Row = TypeVar("Row", bound=models.Model)


def read_json(path: Path) -> Any:
    """The content of a shipped file; decimal numbers stay exact."""
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def load_vocabulary() -> dict[str, int]:
    """Make what is missing, in one transaction; returns how many entries of each list were made."""
    with transaction.atomic():
        SiteSettings.load()
        return {
            "funding periods": _load_periods(),
            "regions": _load_regions(),
            "macro-regions": _load_macro_regions(),
            "programmes": _load_programmes(),
            "themes": _load_themes(),
            "target groups": _load_target_groups(),
        }


def never_had(rows: Iterable[Row], *keys: tuple[str, ...]) -> list[Row]:
    """The rows none of whose `keys` (attributes that together name a row) their table holds or ever held."""
    found = list(rows)
    for key in keys:
        if found:
            model: Any = type(found[0])
            known = set(model.objects.values_list(*key)) | set(model.history.values_list(*key))
            found = [row for row in found if tuple(getattr(row, name) for name in key) not in known]
    return found


def create(rows: list[Row], *, reason: str = REASON, by: Any = None) -> int:
    """Insert rows of one model with their first history records; returns how many."""
    if rows:
        bulk_create_with_history(rows, type(rows[0]), default_change_reason=reason, default_user=by)
    return len(rows)


def _load_periods() -> int:
    rows = [FundingPeriod(**row) for row in read_json(DATA / "funding_periods.json")]
    return create(never_had(rows, ("slug",)))


def _load_regions() -> int:
    lists = read_json(DATA / "regions.json")
    made = create(
        never_had([Region(code=code, name=name, level=0) for code, name in lists["countries"].items()], ("code",))
    )
    for level in (1, 2, 3):
        above = dict(Region.objects.filter(level=level - 1).values_list("code", "pk"))
        rows = []
        for code, name in lists[f"nuts{level}"].items():
            parent = ISO_CODE.get(code[:-1], code[:-1])
            if parent in above:
                rows.append(Region(code=code, name=name, level=level, parent_id=above[parent]))
        made += create(never_had(rows, ("code",)))
    return made


def _countries(codes: list[str]) -> list[Region]:
    return list(Region.objects.filter(code__in=codes, level=0))


def _load_macro_regions() -> int:
    entries = read_json(DATA / "macro_regions.json")
    rows = [MacroRegion(slug=e["slug"], acronym=e["acronym"], source="\n".join(e["source"])) for e in entries]
    new = {row.slug: row for row in never_had(rows, ("slug",), ("acronym",))}
    for entry in entries:
        if entry["slug"] in new:
            # Saved one by one: the history of their countries is only written this way.
            _save(new[entry["slug"]])
            new[entry["slug"]].countries.set(_countries(entry["countries"]))
    known = dict(MacroRegion.objects.values_list("slug", "pk"))
    labels = [
        MacroRegionLabel(macro_region_id=known[entry["slug"]], language=language, label=label)
        for entry in entries
        for language, label in entry["labels"].items()
        if entry["slug"] in known
    ]
    create(never_had(labels, ("macro_region_id", "language")))
    return len(new)


def _load_programmes() -> int:
    entries = read_json(DATA / "programmes.json")
    periods = dict(FundingPeriod.objects.values_list("slug", "pk"))
    plain = ("slug", "name", "strand", "fund", "palette", "website")
    rows = [
        Programme(
            period_id=periods[entry["period"]],
            source="\n".join(entry["source"]),
            **{name: entry[name] for name in plain},
        )
        for entry in entries
        if entry["period"] in periods
    ]
    new = {row.slug: row for row in never_had(rows, ("slug",), ("name", "period_id"))}
    countries = {region.code: region for region in Region.objects.filter(level=0)}
    macro_regions = {row.slug: row for row in MacroRegion.objects.all()}
    for entry in entries:
        if row := new.get(entry["slug"]):
            _save(row)
            row.countries.set(countries[code] for code in entry["countries"] if code in countries)
            row.macro_regions.set(macro_regions[slug] for slug in entry["macro_regions"] if slug in macro_regions)
    known = dict(Programme.objects.values_list("slug", "pk"))
    aliases = [
        ProgrammeAlias(programme_id=known[entry["slug"]], name=name)
        for entry in entries
        for name in entry["aliases"]
        if entry["slug"] in known
    ]
    create(never_had(aliases, ("programme_id", "name")))
    return len(new)


def _load_themes() -> int:
    entries = read_json(DATA / "themes.json")
    rows = [Theme(slug=e["slug"], name=e["name"], keep_themes=e["keep_themes"]) for e in entries]
    made = create(never_had(rows, ("slug",), ("name",)))
    known = dict(Theme.objects.values_list("slug", "pk"))
    labels = [
        ThemeLabel(theme_id=known[entry["slug"]], language=language, **words)
        for entry in entries
        for language, words in entry["labels"].items()
        if entry["slug"] in known
    ]
    create(never_had(labels, ("theme_id", "language")))
    return made


def _load_target_groups() -> int:
    entries = read_json(DATA / "target_groups.json")
    made = create(never_had([TargetGroup(slug=entry["slug"]) for entry in entries], ("slug",)))
    known = dict(TargetGroup.objects.values_list("slug", "pk"))
    labels = [
        TargetGroupLabel(group_id=known[entry["slug"]], language=language, label=label)
        for entry in entries
        for language, label in entry["labels"].items()
        if entry["slug"] in known
    ]
    create(never_had(labels, ("group_id", "language")))
    return made


def _save(row: Any) -> None:
    row._change_reason = REASON  # simple-history reads it when it records the change
    row.save()
