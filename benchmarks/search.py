"""The search page over HTTP beside the textbook statement, query by query in turn, in one run."""

import http.client
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection

from benchmarks import textbook

ROOT = Path(__file__).resolve().parent.parent
PORT = int(os.environ.get("PORT", "8765"))
WARM = 3
"""Rounds before the measurement, for both sides."""

# Words by how many public projects hold them; found in the directory itself.
_WORDS = """
SELECT word, ndoc FROM ts_stat('SELECT words FROM bench_textbook')
WHERE word ~ '^[a-z]{4,}$' ORDER BY ndoc DESC, word
"""


@dataclass(frozen=True)
class Asked:
    """One search of some kind."""

    kind: str
    words: str = ""
    filters: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    page: int = 1

    @property
    def address(self) -> str:
        pairs = [("q", self.words)] if self.words else []
        pairs += [(name, slug) for name, chosen in self.filters.items() for slug, _key in chosen]
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return f"/en/projects/?{urlencode(pairs)}"

    def textbook(self) -> tuple[str, dict[str, object]]:
        keys = {name: [key for _slug, key in chosen] for name, chosen in self.filters.items()}
        return textbook.statement(self.words, keys, self.page)


def searches(rounds: int, seed: int) -> list[Asked]:
    """`rounds` searches of each kind, the same for the same seed and directory."""
    chance = random.Random(seed)
    with connection.cursor() as cursor:
        cursor.execute(_WORDS)
        found = [(word, number) for word, number in cursor.fetchall()]
        lists = {name: _slugs(cursor, name) for name in ("region", "theme", "period", "programme")}
        cursor.execute("SELECT count(*) FROM bench_textbook")
        total = cursor.fetchone()[0]
    common = [word for word, number in found if number > total / 10]
    middling = [word for word, number in found if total / 200 < number <= total / 10]
    rare = [word for word, number in found if 3 <= number <= max(20, total / 1000)]

    def some(*names: str) -> dict[str, list[tuple[str, int]]]:
        return {name: chance.sample(lists[name], chance.choice((1, 1, 2))) for name in names}

    made: list[Asked] = []
    for _round in range(rounds):
        made += [
            Asked("browse all"),
            Asked("common word", chance.choice(common)),
            Asked("middling word", chance.choice(middling)),
            Asked("rare word", chance.choice(rare)),
            Asked("two words", f"{chance.choice(common)} {chance.choice(middling)}"),
            Asked("one filter", filters=some(chance.choice(list(lists)))),
            Asked("three filters", filters=some("region", "theme", "period")),
            Asked("word and filters", chance.choice(common), some("region", "period")),
            Asked("deep page", page=chance.randint(max(1, total // 40), max(1, total // 20))),
        ]
        word = chance.choice(common)
        made.append(Asked("deep page of a word", word, page=chance.randint(2, max(2, dict(found)[word] // 40))))
    return made


def _slugs(cursor: object, name: str) -> list[tuple[str, int]]:
    table, slug, where = {
        "region": ("vocabulary_region", "code", "level = 0 AND id IN (SELECT unnest(regions) FROM bench_textbook)"),
        "theme": ("vocabulary_theme", "slug", "id IN (SELECT unnest(themes) FROM bench_textbook)"),
        "period": ("vocabulary_fundingperiod", "slug", "id IN (SELECT period FROM bench_textbook)"),
        "programme": ("vocabulary_programme", "slug", "id IN (SELECT programme FROM bench_textbook)"),
    }[name]
    cursor.execute(f"SELECT {slug}, id FROM {table} WHERE {where} ORDER BY {slug}")  # type: ignore[attr-defined]
    return list(cursor.fetchall())  # type: ignore[attr-defined]


@contextmanager
def server(workers: int) -> Iterator[None]:
    """The production server on a port of its own."""
    environment = {
        **os.environ,
        "HOST": "127.0.0.1",
        "PORT": str(PORT),
        "WEB_WORKERS": str(workers),
        "WEB_THREADS": "1",
        "SI_RATE_LIMITS": "0",
        "SI_HTTPS": "0",
        "SI_LOG_INFO": "0",
        "SI_HOSTS": "127.0.0.1",
    }
    process = subprocess.Popen([sys.executable, "-m", "siportal.serve"], cwd=ROOT, env=environment)
    try:
        for _attempt in range(300):
            try:
                if _get(http.client.HTTPConnection("127.0.0.1", PORT, timeout=60), "/healthz")[0] == 200:
                    break
            except OSError:
                time.sleep(0.1)
        else:
            raise SystemExit("The server did not answer within 30 seconds.")
        yield
    finally:
        process.terminate()
        process.wait(15)


def _get(web: http.client.HTTPConnection, address: str) -> tuple[int, int]:
    web.request("GET", address, headers={"Accept-Encoding": "gzip"})
    answer = web.getresponse()
    return answer.status, len(answer.read())


def measure(asked: list[Asked], workers: int) -> dict[str, tuple[list[float], list[float]]]:
    """Kind → milliseconds of the page and of the statement, one pair per search, taken in turn."""
    taken: dict[str, tuple[list[float], list[float]]] = {}
    kinds = len({one.kind for one in asked})
    with server(workers), connection.cursor() as cursor:
        # As many connections as workers, used in turn, so that each worker is measured.
        webs = [http.client.HTTPConnection("127.0.0.1", PORT, timeout=120) for _worker in range(workers)]
        for place, one in enumerate([*asked[: WARM * kinds], *asked]):
            sql, parameters = one.textbook()
            begin = time.perf_counter()
            cursor.execute(sql, parameters)
            cursor.fetchone()
            middle = time.perf_counter()
            status, _size = _get(webs[place % workers], one.address)
            end = time.perf_counter()
            if status not in (200, 404):
                raise SystemExit(f"{one.address} answered {status}.")
            if place >= WARM * kinds and status == 200:
                pages, statements = taken.setdefault(one.kind, ([], []))
                pages.append((end - middle) * 1000)
                statements.append((middle - begin) * 1000)
    return taken


def requests_per_second(asked: list[Asked], workers: int, clients: int, seconds: float = 8) -> float:
    """What the server answers to several clients at once; each asks in its own order."""
    script = (
        "import http.client, random, sys, time\n"
        "addresses = sys.stdin.read().split()\n"
        "random.Random(int(sys.argv[2])).shuffle(addresses)\n"
        f"web = http.client.HTTPConnection('127.0.0.1', {PORT}, timeout=60)\n"
        "for address in addresses[:5]:\n"
        "    web.request('GET', address)\n"
        "    web.getresponse().read()\n"
        "end, done = time.perf_counter() + float(sys.argv[1]), 0\n"
        "while time.perf_counter() < end:\n"
        "    web.request('GET', addresses[done % len(addresses)])\n"
        "    web.getresponse().read()\n"
        "    done += 1\n"
        "print(done)\n"
    )
    addresses = "\n".join(one.address for one in asked)
    with server(workers):
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", script, str(seconds), str(number)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for number in range(clients)
        ]
        for process in processes:
            assert process.stdin is not None
            process.stdin.write(addresses)
            process.stdin.close()
        answered = 0
        for process in processes:
            assert process.stdout is not None
            answered += int(process.stdout.read())
            process.wait(60)
    return answered / seconds


def table(taken: dict[str, tuple[list[float], list[float]]]) -> str:
    """p50 and p95 of both sides and their ratio, per kind and for all together."""
    lines = [f"{'kind of search':<22}{'page p50':>10}{'p95':>8}{'textbook p50':>15}{'p95':>8}{'p95 ratio':>11}"]
    both = ([ms for pages, _ in taken.values() for ms in pages], [ms for _, sql in taken.values() for ms in sql])
    for kind, (pages, statements) in [*taken.items(), ("all", both)]:
        page, sql = quantile(pages, 95), quantile(statements, 95)
        lines.append(
            f"{kind:<22}{statistics.median(pages):>10.1f}{page:>8.1f}"
            f"{statistics.median(statements):>15.1f}{sql:>8.1f}{page / sql:>11.2f}"
        )
    return "\n".join(lines)


def quantile(values: list[float], percent: int) -> float:
    """The value that `percent` of all do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
