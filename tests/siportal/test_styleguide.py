"""Every page of the gallery renders in every language, with every variable known and nothing inline."""

import re
from itertools import pairwise

import pytest
from django.conf import settings
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from siportal import styleguide

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.siportal.styleguide_urls")]


@pytest.fixture(autouse=True)
def _strict(monkeypatch: pytest.MonkeyPatch) -> None:
    class Unknown(str):
        def __mod__(self, name: object) -> str:
            raise AssertionError(f"The template asks for {name}, which the page does not give.")

        def __contains__(self, part: object) -> bool:
            return part == "%s"

    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", Unknown("%s"))


def rendered(name: str, language: str) -> str:
    with translation.override(language):
        request = RequestFactory().get(f"/{language}/styleguide/")
        return styleguide.page(request, name).content.decode()


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("name", styleguide.PAGES)
def test_page_is_whole_and_keeps_the_policy(name: str, language: str):
    html = rendered(name, language)
    assert html.startswith("<!doctype html>")
    assert f'<html lang="{language}">' in html
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert len(re.findall(r"<main[ >]", html)) == 1
    assert re.search(r"\sstyle=|<style|\son\w+=|javascript:", html) is None
    assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//(?!testserver|example\.org|keep\.eu)', html) == []


@pytest.mark.parametrize("name", styleguide.PAGES)
def test_page_has_no_id_twice_and_every_label_finds_its_field(name: str):
    html = rendered(name, "en")
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))
    assert set(re.findall(r'\s(?:for|form|aria-labelledby)="([^"]+)"', html)) <= set(ids)


def test_index_shows_the_parts(rf: RequestFactory):
    html = styleguide.index(rf.get("/styleguide/")).content.decode()
    assert html.count('class="cover') >= 6
    assert 'class="notice error"' in html


def test_heading_levels_are_never_skipped():
    for name in styleguide.PAGES:
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", rendered(name, "en"))]
        jumps = [(before, after) for before, after in pairwise(levels) if after > before + 1]
        assert jumps == [], name


def test_unknown_variable_is_noticed():
    template = engines["django"].from_string("{{ nobody.gives_this }}")
    with pytest.raises(AssertionError, match=r"nobody\.gives_this"):
        template.render({})
