"""The feed of stories: what is in it, what was withdrawn, and that nothing is sent twice."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from spotlight.models import Story
from tests.factories import ANSWERS, PublishedProjectFactory, ReportFactory, submission_in
from tests.pictures.photographs import stored_picture
from tests.spotlight.public_stories import published_story, withdraw

pytestmark = pytest.mark.django_db
PATH = "/feeds/stories.atom"
ATOM, TOMBSTONES = "{http://www.w3.org/2005/Atom}", "{http://purl.org/atompub/tombstones/1.0}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def feed(client: Client, query: str = "") -> ElementTree.Element:
    response = client.get(PATH + query)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def entries(root: ElementTree.Element) -> list[dict[str, str]]:
    return [
        {
            "id": entry.findtext(f"{ATOM}id", ""),
            "title": entry.findtext(f"{ATOM}title", ""),
            "summary": entry.findtext(f"{ATOM}summary", ""),
            "author": entry.findtext(f"{ATOM}author/{ATOM}name", ""),
            "url": entry.find(f"{ATOM}link").attrib["href"],  # type: ignore[union-attr]
            "language": entry.attrib[LANGUAGE],
        }
        for entry in root.findall(f"{ATOM}entry")
    ]


def test_feed_holds_published_stories_newest_first(client: Client) -> None:
    said = published_story(headline="Said & done")
    ReportFactory(slug="told", words={"headline": "Told", "teaser": "It is told.", "report": "At length."})
    submission_in("signed_off")
    published_story(facts={"is_example": True})
    found = entries(feed(client))
    assert [entry["title"] for entry in found] == ["Told", "Said & done"]
    assert found[0]["summary"] == "It is told."
    assert found[0]["author"] == "Lake Neighbours"
    assert found[1] == {
        "id": f"tag:testserver,2026:story-{said.pk}",
        "title": "Said & done",
        "summary": f"“{ANSWERS['achievement']}”",
        "author": "Ansa",
        "url": f"http://testserver/en/spotlight/{said.slug}/",
        "language": "en",
    }


def test_feed_without_stories_is_valid(client: Client) -> None:
    root = feed(client)
    assert entries(root) == []
    assert root.findtext(f"{ATOM}id") == "tag:testserver,2026:stories"
    assert root.findtext(f"{ATOM}updated") == "2021-01-01T01:00:00+01:00"


def test_language_chooses_the_words(client: Client) -> None:
    story = published_story(texts={"de": {"headline": "Drei Autos", "achievement": "Sie teilen.", "labelled": True}})
    swedish = published_story(language="sv", headline="Tre bilar")
    german = entries(feed(client, "?language=de"))
    assert [(entry["title"], entry["language"]) for entry in german] == [("Tre bilar", "sv"), ("Drei Autos", "de")]
    assert german[1]["url"] == f"http://testserver/de/spotlight/{story.slug}/"
    assert german[1]["summary"] == "„Sie teilen.“"
    own = entries(feed(client))
    assert own[0]["url"] == f"http://testserver/sv/spotlight/{swedish.slug}/"
    assert (own[1]["title"], own[1]["language"]) == ("Three cars for forty households", "en")


@pytest.mark.parametrize("value", ["xx", "fi", "EN", "de,en", "%00", "<b>"])
def test_unknown_language_is_refused_with_those_that_are_known(client: Client, value: str) -> None:
    response = client.get(PATH, {"language": value})
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content == b"language must be one of: en, de, sv\n"


def test_withdrawn_story_becomes_a_tombstone_for_ninety_days(client: Client) -> None:
    story = published_story(headline="Quoxfrabble")
    before = client.get(PATH)
    withdraw(story)
    after = client.get(PATH)
    root = ElementTree.fromstring(after.content)
    assert entries(root) == []
    assert b"Quoxfrabble" not in after.content
    gone = [dict(stone.attrib) for stone in root.findall(f"{TOMBSTONES}deleted-entry")]
    story.refresh_from_db()
    assert [stone["ref"] for stone in gone] == [f"tag:testserver,2026:story-{story.pk}"]
    assert story.archived_at is not None
    assert gone[0]["when"][:19] == f"{timezone.localtime(story.archived_at):%Y-%m-%dT%H:%M:%S}"
    assert before.headers["ETag"] != after.headers["ETag"]
    Story.objects.filter(pk=story.pk).update(archived_at=timezone.now() - timedelta(days=91))
    assert feed(client).findall(f"{TOMBSTONES}deleted-entry") == []


def test_what_was_never_public_leaves_no_tombstone(client: Client) -> None:
    submission_in("withdrawn")
    submission_in("declined")
    assert feed(client).findall(f"{TOMBSTONES}deleted-entry") == []


def test_unchanged_feed_is_not_sent_again(client: Client) -> None:
    story = published_story()
    first = client.get(PATH)
    again = client.get(PATH, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    withdraw(story)
    assert client.get(PATH, headers={"if-none-match": first.headers["ETag"]}).status_code == 200


def test_feed_is_announced_by_list_and_story(client: Client) -> None:
    story = published_story()
    for path in ("/en/spotlight/", f"/en/spotlight/{story.slug}/"):
        html = client.get(path).content.decode()
        assert f'<link rel="alternate" type="application/atom+xml" title="Stories" href="{PATH}">' in html


def test_number_of_queries_does_not_grow(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    project = PublishedProjectFactory(countries=["SE"], themes=["Ageing"])
    published_story(project=project, picture=stored_picture())
    for _round in range(2):
        feed(client)
        with django_assert_num_queries(9):
            feed(client)
        for _more in range(2):
            published_story(project=project, picture=stored_picture())
