"""The catalogues: whatever the house says, it says in every language, with the same placeholders and tags."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent.parent
NOT_SPOKEN = {"tests", "benchmarks", "docs", "locale", "static", "tools", "var"}
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
# Quotation marks of other languages: „Deutsch“, ”svenska”.
FOREIGN_MARKS = {"de": "”«»", "sv": "“„«»"}

# Function: where its context, its message and its plural stand.
SPOKEN_BY = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
LITERAL = r"u?(?:'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")"
CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[a-z%]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")

Message = tuple[str | None, str]  # its context, its text


def places(ending: str) -> list[Path]:
    """Files of the house that speak to people."""
    rooms = [path for path in ROOT.iterdir() if path.is_dir() and path.name[0] != "." and path.name not in NOT_SPOKEN]
    return sorted(file for room in rooms for file in room.rglob(f"*{ending}"))


def said(function: str, arguments: list[str | None]) -> tuple[Message, str | None]:
    context, message, plural = SPOKEN_BY[function]
    text = arguments[message]
    assert text is not None, f"{function}() with a message that is no plain text: {arguments}"
    return (None if context is None else arguments[context], text), None if plural is None else arguments[plural]


def said_in_code(source: str) -> Iterator[tuple[Message, str | None]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in SPOKEN_BY and node.args:
                yield said(name, [each.value if isinstance(each, ast.Constant) else None for each in node.args])


def said_in_template(source: str) -> Iterator[tuple[Message, str | None]]:
    for function, literals in CALL.findall(templatize(source)):
        yield said(function, list(ast.literal_eval(f"({literals},)")))


@cache
def everything_said() -> dict[Message, str | None]:
    """Every message of code and templates, with its plural where it has one."""
    messages: dict[Message, str | None] = {}
    for ending, reader in ((".py", said_in_code), (".html", said_in_template), (".txt", said_in_template)):
        for path in places(ending):
            for message, plural in reader(path.read_text(encoding="utf-8")):
                messages[message] = plural or messages.get(message)
    return messages


@cache
def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def kept_parts(text: str) -> tuple[set[str], list[str]]:
    """What a translation may move, but not change; a placeholder may come twice."""
    return set(PLACEHOLDER.findall(text)), sorted(TAG.findall(text))


def test_messages_are_found_where_they_stand():
    code = "a = _('One')\nb = ngettext('%d two', '%d twos', n)\nc = t.pgettext_lazy('verb', 'Three')\nd = print('No')"
    assert list(said_in_code(code)) == [
        ((None, "One"), None),
        ((None, "%d two"), "%d twos"),
        (("verb", "Three"), None),
    ]
    template = (
        "{% load i18n %}No {% translate \"It's 4 %\" %}{% translate 'May' context 'month' %}"
        "<i title=\"{% translate 'X' %}\">"
        "{% blocktranslate trimmed count n=n %}\n  {{ n }} five\n{% plural %}\n  {{ n }} fives\n{% endblocktranslate %}"
    )
    assert list(said_in_template(template)) == [
        ((None, "It's 4 %%"), None),
        (("month", "May"), None),
        ((None, "X"), None),
        ((None, "%(n)s five"), "%(n)s fives"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_said_is_translated(language):
    translated = {
        (entry.msgctxt, entry.msgid)
        for entry in catalogue(language)
        if not entry.obsolete and not entry.fuzzy and all(text.strip() for text in translations(entry))
    }
    assert sorted(map(str, everything_said().keys() - translated)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_translated_that_nobody_says(language):
    kept = {(entry.msgctxt, entry.msgid) for entry in catalogue(language)}
    assert sorted(map(str, kept - everything_said().keys())) == []
    assert len(kept) > 900


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_are_translated_as_plurals(language):
    plurals = {message: plural for message, plural in everything_said().items() if plural}
    kept = {(e.msgctxt, e.msgid): e.msgid_plural for e in catalogue(language) if e.msgid_plural}
    assert kept == plurals
    assert {len(translations(e)) for e in catalogue(language) if e.msgid_plural} == {2}


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_keeps_placeholders_and_tags(language):
    wrong = []
    for entry in catalogue(language):
        sources = [entry.msgid, entry.msgid_plural] if entry.msgid_plural else [entry.msgid]
        for source, text in zip(sources, translations(entry), strict=True):
            if kept_parts(text) != kept_parts(source):
                wrong.append((source, text))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_uses_the_quotation_marks_of_its_language(language):
    wrong = [
        text
        for entry in catalogue(language)
        for text in translations(entry)
        if set(TAG.sub("", text)) & {'"', *FOREIGN_MARKS[language]}
    ]
    assert wrong == []
    assert sum("“" in entry.msgid for entry in catalogue(language)) > 50
