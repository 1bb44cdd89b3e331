"""Write a made-up directory as a file for `manage.py import_projects`. The same seed gives the same file.

    python -m benchmarks.generate 30000 projects.csv --seed 1
    python manage.py import_projects projects.csv --publish --by USERNAME

Programmes, themes, countries and regions are the portal's own lists; every name and text is invented.
"""

import argparse
import csv
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.words import LANGUAGES, Words, made_up

_LISTS = Path(__file__).resolve().parent.parent / "vocabulary" / "data"
_FIRST_KEEP_ID = 1_000_000  # far beyond the numbers keep.eu has given
_BODIES = (
    "Town Council", "Regional Council", "University", "Care School", "House of Neighbours", "Development Agency",
    "Cooperative", "Foundation", "Chamber of Trades", "Health Centre", "Adult Education Centre", "Village Association",
    "Institute", "Employment Service", "Social Fund",
)  # fmt: skip
_ENDINGS = ("", "", "", "", " 2.0", " II", "-NET", "@WORK", "+")
_TRANSLATED = tuple(language for language in LANGUAGES if language != "en")
COLUMNS = (
    "keep.eu ID", "Project acronym", "Project name", "Original language", "Programme", "Programme period", "Start date",
    "End date", "Total budget", "EU funding", "Number of partners", "Countries partial", "Lead partner",
    "Lead partner country", "Partners", "Countries", "Places", "Thematics", "Target groups", "Kinds of innovation",
    "Summary", "Results", *(f"{name} ({code})" for code in _TRANSLATED for name in ("Project name", "Summary")),
    "Website", "Source",
)  # fmt: skip


def _load(name: str) -> Any:
    return json.loads((_LISTS / f"{name}.json").read_text(encoding="utf-8"))


class Generator:
    """Rows of made-up projects, in the import's own columns."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.words = {language: Words(language, seed) for language in LANGUAGES}
        self.programmes = _load("programmes")
        self.themes = _load("themes")
        self.groups = [group["labels"]["en"] for group in _load("target_groups")]
        self.regions = self._regions()
        self.countries = sorted(self.regions)
        self.bodies = {country: [self._body() for _ in range(200)] for country in self.countries}

    def _regions(self) -> dict[str, list[str]]:
        """NUTS codes by ISO country, for the countries that have any."""
        regions = _load("regions")
        found: dict[str, list[str]] = {}
        for code in (*regions["nuts2"], *regions["nuts3"]):
            country = {"UK": "GB", "EL": "GR"}.get(code[:2], code[:2])
            found.setdefault(country, []).append(code)
        return found

    def _body(self) -> str:
        return f"{made_up(self.random)} {self.random.choice(_BODIES)}"

    def rows(self, count: int) -> Iterator[dict[str, str]]:
        return (self._row(number) for number in range(count))

    def _row(self, number: int) -> dict[str, str]:
        random = self.random
        programme = random.choice(self.programmes)
        themes = self._themes()
        countries = self._countries(programme["countries"])
        row = {
            "keep.eu ID": str(_FIRST_KEEP_ID + number),
            "Project acronym": made_up(random).upper() + random.choice(_ENDINGS) if random.random() < 0.95 else "",
            "Programme": programme["name"],
            "Programme period": programme["period"],
            "Countries": "; ".join(countries),
            "Countries partial": "yes" if random.random() < 0.1 else "no",
            "Places": "; ".join(self._place(code) for code in countries[: random.randint(1, 3)]),
            "Thematics": "; ".join(theme["name"] for theme in themes),
            "Target groups": "; ".join(random.sample(self.groups, random.randint(0, 3))),
            "Kinds of innovation": "; ".join(random.sample(("product", "service", "process", "method", "model"), 2)),
            "Website": f"https://project-{number}.example.org/" if random.random() < 0.6 else "",
            "Source": f"https://example.org/projects/{number}",
        }
        return row | self._dates(programme["period"]) | self._money() | self._partners(countries) | self._texts(themes)

    def _themes(self) -> list[dict[str, Any]]:
        weights = [1 / (rank + 2) for rank in range(len(self.themes))]
        chosen = self.random.choices(self.themes, weights=weights, k=self.random.randint(1, 5))
        return list({theme["slug"]: theme for theme in chosen}.values())

    def _countries(self, area: list[str]) -> list[str]:
        pool = [code for code in area if code in self.regions]
        pool = pool if len(pool) > 1 else self.countries
        return self.random.sample(pool, min(len(pool), self.random.randint(2, 8)))

    def _place(self, country: str) -> str:
        return f"{made_up(self.random)} ({self.random.choice(self.regions[country])})"

    def _dates(self, period: str) -> dict[str, str]:
        if self.random.random() < 0.05:
            return {}
        first = date(int(period[:4]) + 1, 1, 1) + timedelta(days=self.random.randrange(5 * 365))
        last = first + timedelta(days=self.random.randint(500, 1400))
        length = self.random.choices((10, 7, 4), (6, 3, 1))[0]
        return {"Start date": first.isoformat()[:length], "End date": last.isoformat()[:length]}

    def _money(self) -> dict[str, str]:
        random = self.random
        if random.random() < 0.1:
            return {}
        total = min(max(random.lognormvariate(14.3, 0.7), 50_000), 60_000_000)
        share = random.uniform(0.5, 0.85)
        if random.random() < 0.2:
            return {
                "Total budget": f"about {round(total, -5):.0f}",
                "EU funding": f"about {round(total * share, -5) or 50_000:.0f}",
            }
        return {"Total budget": f"{total:.2f}", "EU funding": f"{total * share:.2f}"}

    def _partners(self, countries: list[str]) -> dict[str, str]:
        random = self.random
        lead, *others = [
            (random.choice(self.bodies[code]), code) for code in countries for _ in range(random.randint(1, 2))
        ]
        named = dict.fromkeys(f"{name} ({code})" for name, code in others)
        stated = len(named) + 1 + (random.randint(1, 6) if random.random() < 0.3 else 0)
        return {
            "Lead partner": lead[0],
            "Lead partner country": lead[1],
            "Partners": "; ".join(named),
            "Number of partners": str(stated),
        }

    def _texts(self, themes: list[dict[str, Any]]) -> dict[str, str]:
        """Most projects speak English, every fifth something else first; some are translated."""
        random = self.random
        original = random.choices(LANGUAGES, [80, 6, 4, 3, 2, 2, 2, 1])[0]
        found = {"Original language": original, **self._text("", original, themes)}
        for language in random.sample(_TRANSLATED, random.choices((0, 1, 2), (7, 2, 1))[0]):
            if language != original:
                found |= self._text(f" ({language})", language, themes)
        if random.random() < 0.2:
            found["Results"] = self.words[original].sentences(random, random.randint(30, 80), [])
        return found

    def _text(self, suffix: str, language: str, themes: list[dict[str, Any]]) -> dict[str, str]:
        topics = [
            word for theme in themes for word in theme["labels"].get(language, {"synonyms": []})["synonyms"][:6]
        ] or [made_up(self.random, language)]
        chosen = self.random.sample(topics, min(len(topics), 3))
        words = self.words[language]
        return {
            f"Project name{suffix}": words.title(self.random, chosen[0]),
            f"Summary{suffix}": words.sentences(self.random, self.random.randint(60, 150), chosen),
        }


def write(path: Path, count: int, seed: int) -> None:
    """Write `count` made-up projects to `path` as CSV."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(Generator(seed).rows(count))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=30_000)
    parser.add_argument("file", type=Path, nargs="?", default=Path("projects.csv"))
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write(given.file, given.count, given.seed)
    print(f"{given.count:,} made-up projects in {given.file} ({given.file.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
