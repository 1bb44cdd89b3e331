"""What is not published appears nowhere: a marker word planted in hidden profiles, looked for on every public page."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from projects.models import FigureSource, Partnership, Project, ProjectLink, ProjectPlace, State
from tests.factories import (
    OrganisationFactory,
    ProgrammeFactory,
    ProjectFactory,
    PublishedProjectFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

MARKER = "quoxfrabble"
HIDDEN = (State.DRAFT, State.SCHEDULED, State.ARCHIVED)

# Not for readers, or without anything of the directory: each with its reason.
NOT_LOOKED_AT = {
    "admin": "staff only",
    "staff": "staff only",
    "outbox": "staff only, on one's own machine",
    "outbox-mail": "staff only, on one's own machine",
    "healthz": "one word",
    "healthz-ready": "one word",
    "picture": "bytes of a photograph, tested with the photographs",
    "favicon": "a redirect",
    "styleguide": "while developing",
    "styleguide-page": "while developing",
}


def plant(state: str) -> Project:
    """A hidden profile with the marker in every field a reader could see."""
    body = OrganisationFactory(name=f"{MARKER} club {state}", slug=f"{MARKER}-club-{state}")
    project: Project = ProjectFactory(
        acronym=f"{MARKER.upper()} {state}",
        slug=f"{MARKER}-{state}",
        title=f"{MARKER} title",
        summary=f"{MARKER} summary",
        texts={"sv": {"title": f"{MARKER} titel", "summary": f"{MARKER} text", "results": MARKER}},
        countries=["IT"],
        places=["ITH10"],
        themes=["Only Hidden", "Shared"],
        lead=body,
        programme=ProgrammeFactory(name="Hidden Programme"),
        state=state,
        source=MARKER,
        notes=MARKER,
        website=f"https://{MARKER}.example.org",
        featured=True,
    )
    project.texts.update(why=MARKER, results=MARKER, reusable=MARKER, not_worked=MARKER)
    shared = OrganisationFactory._meta.model.objects.get(slug="shared-club")
    Partnership.objects.create(project=project, organisation=shared, remark=MARKER)
    ProjectPlace.objects.create(project=project, name=MARKER)
    ProjectLink.objects.create(project=project, title=MARKER, url=f"https://example.org/{MARKER}")
    FigureSource.objects.create(project=project, figure="countries", source=MARKER)
    return project


@pytest.fixture
def directory() -> Project:
    """One public profile beside a draft, a scheduled and an archived one that share its theme and its partner."""
    OrganisationFactory(name="Shared Club", slug="shared-club")
    ThemeFactory(name="Only Hidden", slug="only-hidden")
    shared = OrganisationFactory._meta.model.objects.get(slug="shared-club")
    public: Project = PublishedProjectFactory(
        acronym="LAKE", countries=["SE"], themes=["Shared"], lead=shared, featured=True
    )
    for state in HIDDEN:
        hidden = plant(state)
        Project.objects.filter(pk=hidden.pk).update(continues=public)
    return public


def names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, list[str]]]:
    """(name, arguments) of every address the portal knows."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = pattern.namespace or ""
            if space in NOT_LOOKED_AT or str(pattern.pattern).startswith("staff/"):
                continue
            yield from names(pattern.url_patterns, f"{prefix}{space}:" if space else prefix)
        elif pattern.name and pattern.name not in NOT_LOOKED_AT:
            yield f"{prefix}{pattern.name}", list(pattern.pattern.converters)


ADDRESSES = {
    "home": ["/{}/"],
    "projects:list": [
        "/{}/projects/",
        "/{}/projects/?theme=shared",
        "/{}/projects/?region=IT",
        "/{}/projects/?theme=only-hidden",
        "/{}/projects/?size=100&sort=title",
    ],
    "projects:map": ["/{}/projects/map/", "/{}/projects/map/?region=IT"],
    "projects:suggest": ["/{}/projects/suggest/?q=shared", "/{}/projects/suggest/?q=hidden"],
    "projects:detail": ["/{}/projects/lake/", "/{}/projects/lake/?theme=shared"],
    "projects:preview": ["/{}/projects/lake/preview/"],
    "projects:organisation": ["/{}/organisations/shared-club/"],
    "projects:themes": ["/{}/themes/"],
    "projects:theme": ["/{}/themes/shared/", "/{}/themes/only-hidden/"],
    "about-data": ["/{}/about/data/"],
    "about-accessibility": ["/{}/about/accessibility/"],
    "about-privacy": ["/{}/about/privacy/"],
    "about-imprint": ["/{}/about/imprint/"],
    "robots": ["/robots.txt"],
    "security-txt": ["/.well-known/security.txt"],
    "sitemap": ["/sitemap.xml"],
    "sitemap-pages": ["/sitemap-pages.xml"],
    "sitemap-block": [],  # every file the index names, below
}


def pages() -> list[str]:
    found = [path.format(language) for paths in ADDRESSES.values() for path in paths for language in ("en", "de", "sv")]
    return list(dict.fromkeys(found))


def test_every_public_address_is_looked_at() -> None:
    known = {name for name, _arguments in names(get_resolver().url_patterns)}
    assert known == set(ADDRESSES)


def test_marker_is_nowhere(client: Client, directory: Project) -> None:
    listed = re.findall(r"<loc>http://testserver([^<]+)</loc>", client.get("/sitemap.xml").content.decode())
    assert listed
    for path in [*pages(), *listed]:
        response = client.get(path)
        assert response.status_code == (404 if path.endswith("/preview/") else 200), path
        assert MARKER not in unescape(response.content.decode()).lower(), path


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"Accept": "application/json"}])
def test_marker_is_in_no_part_and_no_data(client: Client, directory: Project, headers: dict[str, str]) -> None:
    for path in ("/en/projects/", "/en/projects/map/", "/en/projects/suggest/?q=hid", "/en/projects/suggest/?q=club"):
        response = client.get(path, headers=headers)
        assert response.status_code == 200
        assert MARKER not in response.content.decode().lower()


def answer(client: Client, words: str) -> tuple[str, list[str]]:
    """The results page without the words asked for, and the spellings it offers."""
    response = client.get("/en/projects/", {"q": words})
    assert response.status_code == 200
    html = response.content.decode().split("<main")[1].replace(words, "")
    nearest = re.search(r'<ul class="words">(.*?)</ul>', html, flags=re.DOTALL)
    offered = re.findall(r">([^<]+)</a>", nearest[1]) if nearest else []
    return html.replace(nearest[0], "") if nearest else html, offered


def test_hidden_word_is_answered_like_a_nonsense_word(client: Client, directory: Project) -> None:
    hidden, nonsense = answer(client, MARKER), answer(client, "zzyxqwvkj")
    assert hidden[0] == nonsense[0]
    public = {"lake", "lakes", "club", "shared", "meet", "neighbours", "programme", "neighbour", "at", "the"}
    assert set(hidden[1]) <= public


def test_hidden_word_suggests_nothing(client: Client, directory: Project) -> None:
    answer = client.get("/en/projects/suggest/", {"q": MARKER}, headers={"Accept": "application/json"}).json()
    assert answer["suggestions"] == []


def test_counts_know_only_what_is_published(client: Client, directory: Project) -> None:
    html = client.get("/en/projects/").content.decode()
    assert re.findall(r'id="theme-(\S+)" aria-label="[^"]*, (\d+)"', html) == [("only-hidden", "0"), ("shared", "1")]
    assert re.findall(r'id="region-(\S+)" aria-label="[^"]*, (\d+)"', html) == [("SE", "1")]
    assert "Hidden Programme" not in html
    themes = client.get("/en/themes/").content.decode()
    assert re.findall(r'class="name">(.*?)</span><span class="num soft">(.*?)<', themes) == [
        ("Only Hidden", "0"),
        ("Shared", "1"),
    ]


def test_hidden_profiles_have_no_neighbours_page_or_organisation(client: Client, directory: Project) -> None:
    assert client.get(f"/en/projects/{MARKER}-draft/").status_code == 404
    assert client.get(f"/en/projects/{MARKER}-scheduled/").status_code == 404
    assert client.get(f"/en/projects/{MARKER}-archived/").status_code == 410
    for state in HIDDEN:
        assert client.get(f"/en/organisations/{MARKER}-club-{state}/").status_code == 404


def test_sitemap_names_the_public_profile(client: Client, directory: Project) -> None:
    files = re.findall(r"<loc>http://testserver([^<]+)</loc>", client.get("/sitemap.xml").content.decode())
    everything = "".join(client.get(path).content.decode() for path in files)
    assert "http://testserver/sv/projects/lake/" in everything
    assert "shared-club" in everything or "organisations" not in everything
