"""The house keeps its shape: who may import whom, how large a room is, what never stands in a tracked file."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent

# What each app may import. An app that is not built yet has its place already.
_PROJECTS = {"vocabulary", "pictures", "outbox"}
_CENTRES = _PROJECTS | {"projects"}
_EVENTS = _CENTRES | {"centres"}
_NEWS = _EVENTS | {"events", "spotlight"}
_ALERTS = _NEWS | {"news"}
MAY_IMPORT = {
    "vocabulary": set(),
    "pictures": {"vocabulary"},
    "outbox": {"vocabulary"},
    "projects": _PROJECTS,
    "centres": _CENTRES,
    "spotlight": _CENTRES,
    "events": _EVENTS,
    "news": _NEWS,
    "alerts": _ALERTS,
    "siportal": _ALERTS | {"alerts"},
}
# Standard library only, so that dev.py and the test plugin can use them before Django is installed.
BARE = {"embedded.py", "local.py", "processes.py"}
LONGEST = {".py": 400, ".html": 150, ".css": 200}
NOT_OURS = re.compile(r"(^|/)(migrations|vendor|locale)/")


def tracked(*endings: str) -> list[Path]:
    """Files of ours that belong to the repository: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:  # an unpacked archive has no git
        names = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*") if path.is_file()]
        names = [name for name in names if not name.startswith((".venv/", "var/")) and "__pycache__" not in name]
    else:
        names = [name for name in listed.stdout.decode().split("\0") if name]
    return [ROOT / name for name in sorted(names) if name.endswith(endings) and (ROOT / name).is_file()]


def apps() -> list[str]:
    return [name for name in MAY_IMPORT if (ROOT / name / "__init__.py").exists()]


def imported(source: str, package: str) -> Iterator[str]:
    """Full names of the modules a module imports; relative ones are resolved against its package."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                above = package.split(".")
                yield ".".join([*above[: len(above) - node.level + 1], node.module or ""])
            else:
                yield node.module or ""


def trespasses(app: str, source: str, package: str) -> list[str]:
    """Imports of our own apps that the line forbids."""
    tops = {name.partition(".")[0] for name in imported(source, package)}
    return sorted(top for top in tops if top in MAY_IMPORT and top != app and top not in MAY_IMPORT[app])


@pytest.mark.parametrize("app", apps())
def test_app_imports_only_rooms_below(app):
    found = {}
    for path in (ROOT / app).rglob("*.py"):
        package = ".".join(path.parent.relative_to(ROOT).parts)
        if wrong := trespasses(app, path.read_text(), package):
            found[str(path.relative_to(ROOT))] = wrong
    assert found == {}


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("from projects.models import Project", ["projects"]),
        ("def late():\n    import siportal.urls", ["siportal"]),
        ("from ..projects import search", []),  # no such sibling below vocabulary: resolves inside
        ("from .models import Region\nimport django", []),
    ],
)
def test_trespass_is_seen_wherever_it_stands(source, wrong):
    assert trespasses("vocabulary", source, "vocabulary.models") == wrong


def test_import_line_has_no_circle():
    done: set[str] = set()
    while ready := {name for name, below in MAY_IMPORT.items() if name not in done and below <= done}:
        done |= ready
    assert done == set(MAY_IMPORT)


def test_wiring_has_no_models():
    assert not (ROOT / "siportal" / "models.py").exists()
    assert not (ROOT / "siportal" / "migrations").exists()


@pytest.mark.parametrize("name", [*sorted(BARE), "../dev.py"])
def test_module_needed_before_installation_imports_the_standard_library_only(name):
    import sys

    source = (ROOT / "siportal" / name).read_text()
    allowed = sys.stdlib_module_names | {"siportal"}
    assert {each.partition(".")[0] for each in imported(source, "siportal")} - allowed == set()
    ours = {each.partition(".")[2] for each in imported(source, "siportal") if each.startswith("siportal.")}
    assert {f"{each}.py" for each in ours} <= BARE


def test_no_room_is_too_large():
    lengths = {path: len(path.read_text().splitlines()) for path in tracked(*LONGEST)}
    large = {
        str(path.relative_to(ROOT)): length
        for path, length in lengths.items()
        if length > LONGEST[path.suffix] and not NOT_OURS.search(str(path.relative_to(ROOT)))
    }
    assert large == {}


def test_no_room_is_a_junk_drawer():
    drawers = {"utils.py", "helpers.py", "services.py", "common.py", "misc.py"}
    found = [path for path in tracked(".py") if path.name in drawers or {"utils", "common", "core"} & set(path.parts)]
    assert [str(path.relative_to(ROOT)) for path in found if "migrations" not in path.parts] == []


@pytest.mark.parametrize("name", ["base", "local", "dev"])
def test_lock_names_no_host_and_no_path_and_has_a_hash_for_each_package(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    assert re.findall(r"\S*://\S*|--(?:index|extra-index|find-links|trusted)\S*|\B/\w+\S*", text) == []
    packages = re.findall(
        r"^([a-z0-9][^\s=]*)==\S+(?: ;[^\\\n]*)? \\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE
    )
    assert len(packages) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE)) > 20


@pytest.mark.parametrize("name", ["base", "local", "dev"])
def test_requirement_has_a_reason_and_is_locked(name):
    locked = (ROOT / "requirements" / f"{name}.txt").read_text()
    lines = (ROOT / "requirements" / f"{name}.in").read_text().splitlines()
    wanted = [line for line in lines if line and not line.startswith(("#", "-r "))]
    assert [line for line in wanted if not re.search(r"  # \S.{4,}", line)] == []
    names = [re.split(r"[=\[<>~ ]", line)[0] for line in wanted]
    assert [each for each in names if not re.search(rf"^{re.escape(each)}==", locked, re.MULTILINE)] == []


INLINE = re.compile(
    r"<script(?![^>]*\b(?:src=|type=[\"']application/(?:ld\+)?json))[^>]*>|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']"
    r"|javascript:|https?://(?:fonts\.|cdn\.|unpkg)",
    re.IGNORECASE,
)


def test_no_template_holds_inline_script_or_style():
    found = {}
    for path in tracked(".html"):
        if hits := INLINE.findall(
            re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.S)
        ):
            found[str(path.relative_to(ROOT))] = hits
    assert found == {}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("<script>alert(1)</script>", True),
        ('<p style="color:red">', True),
        ('<a onclick="x()">', True),
        ('<a href="javascript:x()">', True),
        ('<script src="/static/js/x.js" defer></script>', False),
        ('<script type="application/ld+json">{}</script>', False),
        ('<p class="style">once="one"</p>', False),
    ],
)
def test_inline_script_or_style_is_seen(text, seen):
    assert bool(INLINE.search(text)) is seen


@pytest.mark.parametrize("path", sorted((ROOT / "locale").rglob("*.po")), ids=lambda path: path.parent.parent.name)
def test_compiled_catalogue_equals_its_source(path):
    assert path.with_suffix(".mo").exists(), "compile it: python3 dev.py manage compilemessages"
    source = polib.pofile(str(path))
    compiled = polib.mofile(str(path.with_suffix(".mo")))

    def content(entries: list) -> dict:
        return {(e.msgctxt, e.msgid, e.msgid_plural): (e.msgstr, dict(e.msgstr_plural)) for e in entries}

    assert content(compiled) == content(source.translated_entries())


def test_no_tracked_file_names_a_machine_or_a_registry():
    # Assembled, so that this file does not hold what it looks for.
    patterns = [
        "index" + "-url",
        "find" + "-links",
        "/work/" + r"(?:main|shared)",
        "/tmp/" + "bash_jobs",
        "/root/" + r"\.",
    ]
    wanted = re.compile("|".join(patterns))
    text_files = tracked(
        ".py", ".html", ".css", ".js", ".md", ".txt", ".in", ".toml", ".json", ".yml", ".example", "run"
    )
    found = {
        str(path.relative_to(ROOT)): wanted.findall(path.read_text(errors="replace"))
        for path in text_files
        if path != Path(__file__) and wanted.search(path.read_text(errors="replace"))
    }
    assert found == {}
