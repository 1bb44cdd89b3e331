"""What is not published appears nowhere: a marker word planted in hidden profiles and stories is looked for."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from projects.models import FigureSource, Partnership, Project, ProjectLink, ProjectPlace, State
from spotlight.models import Story
from tests.centres.hidden_centres import plant_centres
from tests.events.hidden_events import CONTACT, plant_events
from tests.factories import (
    OrganisationFactory,
    ProgrammeFactory,
    ProjectFactory,
    PublishedProjectFactory,
    ReportFactory,
    ThemeFactory,
    draft_submission,
)
from tests.spotlight.hidden_stories import (
    assert_planted,
    hidden_pictures,
    plant_private_parts_of_a_public_story,
    plant_stories,
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
    "return": "behind a personal link: shows one team its own draft",
    "colleague": "behind a personal link",
    "photograph": "behind a personal link",
    "own": "behind a personal link",
    "own-answers": "behind a personal link",
    "own-sign-off": "behind a personal link",
    "own-correct": "behind a personal link",
    "own-note": "behind a personal link",
    "own-still-true": "behind a personal link",
    "own-picture": "behind a personal link",
    "own-contact": "behind a personal link",
    "own-download": "behind a personal link",
    "own-withdraw": "behind a personal link",
    "own-erase": "behind a personal link",
    "second": "behind a personal link",
    "own-confirm": "behind a personal link",
    "own-accept": "behind a personal link",
    "own-change": "behind a personal link",
    "own-cancel": "behind a personal link",
    "invitation": "behind a personal link",
    "event-file": "bytes of a file, tested with the files",
    "column": "behind a personal link: shows one centre its own answers",
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
    plant_private_parts_of_a_public_story(MARKER, public)
    Story.objects.filter(submission__notes=MARKER).update(slug="told")
    plant_stories(MARKER, public)
    plant_centres(MARKER, shared)
    plant_events(MARKER, shared, public)
    ReportFactory(slug="elsewhere", project=Project.objects.get(slug=f"{MARKER}-draft"), project_name="Elsewhere")
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
    "spotlight:list": [
        "/{}/spotlight/",
        "/{}/spotlight/?theme=shared&video=1",
        "/{}/spotlight/?theme=only-hidden&region=IT&language=de",
    ],
    "spotlight:why": ["/{}/spotlight/why-fund/"],
    "spotlight:questions": ["/{}/spotlight/questions/"],
    "spotlight:story": ["/{}/spotlight/told/", "/{}/spotlight/elsewhere/"],
    "spotlight:preview": ["/{}/spotlight/told/preview/"],
    "spotlight:start": ["/{}/spotlight/submit/"],
    "spotlight:save": ["/{}/spotlight/submit/save/"],
    "spotlight:delete": ["/{}/spotlight/submit/delete/"],
    "spotlight:lost": ["/{}/spotlight/lost-link/"],
    # Without a draft of one's own in the session; with one, below.
    "spotlight:step": ["/{}/spotlight/submit/project/", "/{}/spotlight/submit/check/"],
    "spotlight:received": ["/{}/spotlight/submit/received/"],
    "spotlight:find-project": ["/{}/spotlight/submit/find-project/?q=shared"],
    "spotlight:own-photograph": ["/{}/spotlight/submit/own-photograph/320/"],
    "centres:list": [
        "/{}/centres/",
        "/{}/centres/?macro=shared-sea&language=fi",
        "/{}/centres/?service=shared-need",
        "/{}/centres/?consortium=shared&generation=1",
    ],
    "centres:country": ["/{}/centres/countries/SE/", "/{}/centres/countries/IT/"],
    "centres:consortia": ["/{}/centres/consortia/"],
    "centres:consortium": ["/{}/centres/consortia/shared/"],
    "centres:networks": ["/{}/centres/networks/"],
    "centres:network": ["/{}/centres/networks/shared/"],
    "centres:detail": ["/{}/centres/shared/"],
    "centres:contact": ["/{}/centres/shared/contact/"],
    "centres:matrix": ["/{}/centres/matrix/", "/{}/centres/matrix/?macro=shared-sea"],
    "centres:matrix-csv": ["/{}/centres/matrix.csv", "/{}/centres/matrix.csv?macro=shared-sea"],
    "centres:matrix-compare": ["/{}/centres/matrix/compare/", "/{}/centres/matrix/compare/?macro=shared-sea"],
    "centres:propose-need": ["/{}/centres/propose-need/"],
    "centres:report-service": ["/{}/centres/report-service/?centre=shared&need=shared-need"],
    "centres:tell-us": ["/{}/centres/tell-us/?country=IT"],
    "centres:thanks": ["/{}/centres/thanks/"],
    "events:list": [
        "/{}/events/",
        "/{}/events/?theme=shared&region=SE&macro=shared-sea&kind=workshop",
        "/{}/events/?q=meeting",
        "/{}/events/?theme=only-hidden&region=IT",
    ],
    "events:past": ["/{}/events/past/", "/{}/events/past/?year=2022"],
    "events:series": ["/{}/events/series/shared-series/"],
    "events:detail": ["/{}/events/shared/", "/{}/events/shared-past/"],
    "events:register": ["/{}/events/shared/register/"],
    "events:registered": ["/{}/events/shared/registered/"],
    "events:contact": [f"/{{}}/events/shared/contact/{CONTACT}/"],
    "events:forward": ["/{}/events/shared/forward/"],
    "ics": ["/events/shared.ics", "/events/shared-past.ics?language=sv"],
    "feed-events": ["/feeds/events.atom", "/feeds/events.atom?theme=shared&language=de"],
    "feed-events-ics": ["/feeds/events.ics", "/feeds/events.ics?region=SE&macro=shared-sea"],
    "feed-stories": ["/feeds/stories.atom", "/feeds/stories.atom?language=de"],
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


NOT_FOUND = re.compile(r"/preview/$|/spotlight/submit/(?:project|check|received|find-project|own-photograph)/")
"""Addresses that answer nobody who has nothing to do there."""


def pages() -> list[str]:
    found = [path.format(language) for paths in ADDRESSES.values() for path in paths for language in ("en", "de", "sv")]
    return list(dict.fromkeys(found))


def test_every_public_address_is_looked_at() -> None:
    known = {name for name, _arguments in names(get_resolver().url_patterns)}
    assert known == set(ADDRESSES)


def test_marker_is_nowhere(client: Client, directory: Project) -> None:
    listed = re.findall(r"<loc>http://testserver([^<]+)</loc>", client.get("/sitemap.xml").content.decode())
    assert listed
    assert_planted(MARKER)
    for path in [*pages(), *listed]:
        response = client.get(path)
        assert response.status_code == (404 if NOT_FOUND.search(path) else 200), path
        assert MARKER not in unescape(response.content.decode()).lower(), path


def test_what_a_published_story_keeps_to_itself_is_nowhere(client: Client, directory: Project) -> None:
    """The story is there on all its pages, so the search for the marker looked at the right place."""
    for path in ("/en/spotlight/", "/en/spotlight/told/", "/en/projects/lake/", "/feeds/stories.atom"):
        html = client.get(path).content.decode()
        assert "Told in public" in html, path
        assert re.findall(r"[\w.+-]+@[\w.-]+", html.split("<footer")[0]) == [], path


def test_no_address_of_a_hidden_story_answers(client: Client, directory: Project) -> None:
    for story in Story.objects.exclude(state="published"):
        response = client.get(f"/en/spotlight/{story.slug}/")
        assert response.status_code == (410 if story.state == "archived" else 404), story.state
        assert MARKER not in response.content.decode().lower()
        assert client.get(f"/en/spotlight/{story.slug}/preview/").status_code == 404


def test_no_photograph_of_a_hidden_story_answers(client: Client, directory: Project) -> None:
    hidden = hidden_pictures(MARKER)
    assert len(hidden) == 9
    for picture in hidden:
        for width in picture.widths:
            for ending in picture.endings:
                assert client.get(f"/media/pictures/{picture.key}/{width}.{ending}").status_code == 404


def test_form_shows_nothing_but_ones_own_draft(client: Client, directory: Project) -> None:
    draft = draft_submission()
    session = client.session
    session["spotlight_draft"] = draft.pk
    session.save()
    finding = "/en/spotlight/submit/find-project/?q="
    for path in [f"{finding}{MARKER[:8]}", f"{finding}shared", f"{finding}hid", "/en/spotlight/submit/check/"]:
        for headers in ({}, {"Accept": "application/json"}):
            response = client.get(path, headers=headers)
            assert response.status_code == 200, path
            assert MARKER not in response.content.decode().lower(), path


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
