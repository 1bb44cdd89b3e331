"""Pages need one small stylesheet, those of some rooms a second one; the typefaces stay within their budget."""

import gzip
import os
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from siportal.stylesheet import NAME, StylesheetFinder, join, parts, sheets

ROOT = Path(__file__).parents[2]
CSS = ROOT / "static" / "css"
ROOMS = {name: files for name, files in sheets(CSS).items() if name != NAME}
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(|\boklch\(|:\s*(?:white|black|red)\b")


def test_site_stylesheet_is_found_once_and_holds_every_part():
    found = finders.find(NAME, find_all=True)
    assert len(found) == 1
    text = Path(found[0]).read_text()
    assert text == join(parts(CSS))
    assert text.startswith("@font-face")
    assert ".glance" in text
    assert "/*" not in text


def test_parts_come_in_the_order_of_their_layers():
    names = [file.name for file in parts(CSS)]
    assert names[:4] == ["fonts.css", "tokens.css", "base.css", "layout.css"]
    assert names[-1] == "print.css"
    assert "admin.css" not in names
    assert sorted(names[4:-1]) == sorted(file.name for file in (CSS / "components").glob("*.css"))


@pytest.mark.parametrize("name", sorted(ROOMS))
def test_room_has_a_stylesheet_of_its_own_that_its_pages_ask_for(name: str):
    room = Path(name).stem
    found = finders.find(name, find_all=True)
    assert [Path(path).read_text() for path in found] == [join(ROOMS[name])]
    asking = [page for page in (ROOT / "templates").rglob("*.html") if f"'{name}'" in page.read_text()]
    assert [str(page.relative_to(ROOT / "templates")) for page in asking] == [f"{room}/base.html"]
    assert not {file.name for file in ROOMS[name]} & {file.name for file in parts(CSS)}


@pytest.mark.parametrize("name", sorted(ROOMS))
def test_every_whole_page_of_a_room_has_its_stylesheet(name: str):
    room = ROOT / "templates" / Path(name).stem
    starts = {page.name: page.read_text().splitlines()[0] for page in sorted(room.rglob("*.html"))}
    whole = {name: start for name, start in starts.items() if name != "base.html" and name[0] != "_"}
    assert set(whole.values()) == {f'{{% extends "{room.name}/base.html" %}}'}


def test_changed_part_makes_a_new_stylesheet(settings, tmp_path: Path):
    settings.BASE_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "var" / "static"
    folder = tmp_path / "static" / "css" / "components"
    folder.mkdir(parents=True)
    for name in ("fonts", "tokens", "base", "layout", "print"):
        (folder.parent / f"{name}.css").write_text(f".{name} {{\n  margin: 0;\n}}\n")
    finder = StylesheetFinder()
    first = Path(str(finder.find(NAME))).read_text()
    assert (
        first == " ".join(f".{name} {{ margin: 0; }}" for name in ("fonts", "tokens", "base", "layout", "print")) + "\n"
    )
    changed = folder.parent / "base.css"
    changed.write_text(".base { margin: 1px; } /* said why */\n")
    later = changed.stat().st_mtime_ns + 10**9
    os.utime(changed, ns=(later, later))
    assert ".base { margin: 1px; } .layout" in Path(str(finder.find(NAME))).read_text()


def test_finder_knows_nothing_else():
    assert StylesheetFinder().find("css/base.css") == []
    assert StylesheetFinder().find("css/nothing.css") == []
    assert [name for name, _storage in StylesheetFinder().list([])] == [NAME, *sorted(ROOMS)]


def test_finder_lists_a_new_room(settings, tmp_path: Path):
    settings.BASE_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "var" / "static"
    css = tmp_path / "static" / "css"
    for folder in ("components", "rooms/lake", "rooms/empty"):
        (css / folder).mkdir(parents=True)
    for name in ("fonts", "tokens", "base", "layout", "print", "rooms/lake/boats", "rooms/lake/anchors"):
        (css / f"{name}.css").write_text(f".{Path(name).name} {{\n  margin: 0;\n}}\n")
    finder = StylesheetFinder()
    assert [name for name, _storage in finder.list([])] == [NAME, "css/lake.css"]
    joined = Path(str(finder.find("css/lake.css"))).read_text()
    assert joined == ".anchors { margin: 0; } .boats { margin: 0; }\n"
    assert "boats" not in Path(str(finder.find(NAME))).read_text()


@pytest.mark.parametrize("file", sorted(CSS.rglob("*.css")), ids=lambda file: file.name)
def test_literal_colours_stand_only_in_the_tokens(file: Path):
    text = re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)
    if file.name == "tokens.css":
        assert COLOUR.search(text)
    else:
        assert COLOUR.findall(text) == []


@pytest.mark.parametrize("file", sorted(CSS.rglob("*.css")), ids=lambda file: file.name)
def test_stylesheet_file_stays_short_and_asks_nobody_else(file: Path):
    text = file.read_text()
    assert len(text.splitlines()) <= 200
    assert "@import" not in text
    assert "//" not in re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def test_every_token_that_is_used_exists():
    text = "".join(file.read_text() for file in CSS.rglob("*.css") if not file.name.startswith("admin"))
    used, made = set(re.findall(r"var\(--([\w-]+)", text)), set(re.findall(r"--([\w-]+):", text))
    assert used - made == set()


def test_styles_and_scripts_of_a_result_page_leave_room_for_its_html():
    """A result page may weigh 60 kB compressed; its HTML takes 12 to 20 kB of them."""
    names = ("theme.js", "finder.js", "results.js", "vendor/htmx.min.js")
    scripts = [ROOT / "static" / "js" / name for name in names]
    weight = len(gzip.compress(join(parts(CSS)).encode())) + sum(len(gzip.compress(s.read_bytes())) for s in scripts)
    assert weight <= 37_000


@pytest.mark.parametrize("name", sorted(ROOMS))
def test_stylesheet_of_a_room_is_small(name: str):
    assert len(gzip.compress(join(ROOMS[name]).encode())) <= 6_000


def test_typefaces_stay_below_eighty_kilobytes_together():
    files = sorted((ROOT / "static" / "fonts").glob("*.woff2"))
    assert len(files) == 4
    assert sum(file.stat().st_size for file in files) <= 80_000
