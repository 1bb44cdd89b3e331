"""The three questions of the Spotlight in the 24 official languages of the European Union."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spotlight.models import Question

_DATA = Path(__file__).resolve().parent / "data" / "questions.json"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The questions in one language, in the order of the form; `name` is what the language calls itself."""

    lang: str
    name: str
    questions: tuple[str, ...]


@cache
def sheets() -> tuple[Sheet, ...]:
    """One per language, in the European Union's own order: by what the languages call themselves."""
    rows = json.loads(_DATA.read_text(encoding="utf-8"))
    return tuple(Sheet(row["lang"], row["name"], tuple(row[question] for question in Question)) for row in rows)
