"""The page of one story: who speaks, what is a quotation, what is not, and what stands there when it is hidden."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from projects import curation as profiles
from spotlight.models import Story
from tests.factories import ANSWERS, ProjectFactory, PublishedProjectFactory, ReportFactory, submission_in
from tests.pictures.photographs import stored_picture
from tests.spotlight.public_stories import main, published_story, withdraw

pytestmark = pytest.mark.django_db


def page(client: Client, story: Story, language: str = "en", status: int = 200) -> str:
    response = client.get(f"/{language}/spotlight/{story.slug}/")
    assert response.status_code == status
    return response.content.decode()


def structured(html: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)[0])
    return found


def test_story_shows_the_three_answers_and_who_speaks(client: Client) -> None:
    html = page(client, published_story())
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", html) == ["Three cars for forty households"]
    questions = re.findall(r'<section class="block"><h2>(.*?)</h2>', html)
    assert questions == [
        "What does Social Innovation mean to you?",
        "What did your project achieve through social innovation?",
        "Why is it worth to systematically fund projects working with social innovation?",
    ]
    assert [answer in html for answer in ANSWERS.values()] == [True, True, True]
    assert '<p class="speaker"><b>Ansa</b><span>baker</span><span>Lake Neighbours</span></p>' in html


def test_answer_is_set_as_a_quotation_in_the_marks_of_its_language(client: Client) -> None:
    english, german = published_story(), published_story(language="de")
    quote = r'<blockquote class="quote large"><p([^>]*)>(.*?)</p></blockquote>'
    assert re.findall(quote, page(client, english)) == [("", f"“{ANSWERS['achievement']}”")]
    assert re.findall(quote, page(client, german)) == [(' lang="de"', f"„{ANSWERS['achievement']}“")]


def test_report_is_told_by_the_editors_and_never_a_quotation(client: Client) -> None:
    report = ReportFactory(person_name="Renata", words={"headline": "Ideas", "report": "She gathers ideas."})
    html = page(client, report)
    assert "Retold by the editors" in html
    assert "<blockquote" not in html
    assert re.findall("[“”„«»]", main(html)) == []
    assert 'class="quote' not in html
    assert "She gathers ideas." in html
    assert 'href="https://example.org/lake"' in html
    data = structured(html)
    assert (data["@type"], data["author"]["@type"], "hasPart" in data) == ("Article", "Organization", False)


def test_structured_data_quotes_the_person(client: Client) -> None:
    story = published_story()
    data = structured(page(client, story))
    assert data["hasPart"]["@type"] == "Quotation"
    assert data["hasPart"]["text"] == ANSWERS["achievement"]
    assert data["author"] == {"@type": "Person", "name": "Ansa", "jobTitle": "baker"}
    assert data["url"] == f"http://testserver/en/spotlight/{story.slug}/"


def test_structured_data_cannot_be_broken_out_of(client: Client) -> None:
    html = page(client, published_story(headline="</script><b>x", person_name="</script>"))
    assert structured(html)["headline"] == "</script><b>x"
    assert "<b>x" not in html


def test_example_is_labelled_and_kept_from_search_engines(client: Client) -> None:
    example, real = published_story(facts={"is_example": True}), published_story()
    html = page(client, example)
    assert '<span class="label">Example</span>' in html
    assert '<meta name="robots" content="noindex">' in html
    assert "ld+json" not in html
    html = page(client, real).split("More stories")[0]
    assert "Example" not in html
    assert "noindex" not in html


def test_text_in_another_language_is_announced_and_marked(client: Client) -> None:
    html = page(client, published_story(language="sv"))
    assert "This story is in Swedish." in html
    assert '<h1 class="headline" lang="sv">' in html
    assert html.count('<div class="flow measure text-lead" lang="sv">') == 3
    assert '<b lang="sv">Ansa</b><span lang="sv">baker</span>' in html


def test_labelled_translation_says_who_translated(client: Client) -> None:
    words = {"headline": "Drei Autos", "meaning": "Nachbarn helfen.", "labelled": True}
    html = page(client, published_story(texts={"de": words}), "de")
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", html) == ["Drei Autos"]
    notice = re.findall(r'<div class="notice language"><p>(.*?)</p></div>', html)
    assert len(notice) == 1
    assert '<h1 lang="de">' not in html


def test_translation_that_nobody_agreed_to_is_not_shown(client: Client) -> None:
    html = page(client, published_story(texts={"de": {"headline": "Quoxfrabble", "meaning": "Quoxfrabble"}}), "de")
    assert "Quoxfrabble" not in html
    assert ANSWERS["meaning"] in html


def test_page_names_itself_and_its_other_languages(client: Client) -> None:
    story = published_story()
    html = page(client, story)
    assert f'<link rel="canonical" href="http://testserver/en/spotlight/{story.slug}/">' in html
    assert f'hreflang="sv" href="http://testserver/sv/spotlight/{story.slug}/"' in html
    assert '<meta property="og:title" content="Three cars for forty households">' in html
    assert '<meta property="og:type" content="article">' in html
    assert 'type="application/atom+xml"' in html


def test_links_for_passing_on_are_plain_addresses(client: Client) -> None:
    story = published_story(headline='Cars & "buses"')
    part = page(client, story).split('<ul class="share-ways">')[1].split("</ul>")[0]
    links = re.findall(r'<a class="button quiet" href="([^"]*)" rel="noopener nofollow">(.*?)</a>', part)
    assert [label for _url, label in links] == ["By e-mail", "Bluesky", "LinkedIn", "Facebook"]
    address = f"http%3A%2F%2Ftestserver%2Fen%2Fspotlight%2F{story.slug}%2F"
    assert [address in url for url, _label in links] == [True, True, True, True]
    assert links[0][0].startswith("mailto:?subject=Cars%20%26%20%22buses%22%20")
    assert part.count("<") == part.count("<li>") * 4 == 16


def test_photograph_is_shown_with_its_credit(client: Client) -> None:
    picture = stored_picture(credit="Made-up Photographer")
    html = page(client, published_story(picture=picture))
    assert f"/media/pictures/{picture.key}/" in html
    assert "Photograph: Made-up Photographer" in html
    assert 'alt="Two halves, red and blue"' in html


def test_story_and_profile_lead_to_each_other(client: Client) -> None:
    project = PublishedProjectFactory(acronym="LAKE", countries=["SE"], themes=["Ageing"])
    story = published_story(project=project)
    withdrawn = published_story(project=project, headline="Gone")
    withdraw(withdrawn)
    html = page(client, story)
    assert 'href="/en/projects/lake/">Learn more about LAKE</a>' in html
    profile = client.get("/en/projects/lake/").content.decode()
    part = profile.split('aria-labelledby="stories-head"')[1].split("</section>")[0]
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", part) == ["Stories from LAKE"]
    assert re.findall(r'<h3><a href="([^"]*)">', part) == [f"/en/spotlight/{story.slug}/"]


def test_profile_without_stories_has_no_such_section(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE")
    submission_in("signed_off", project=PublishedProjectFactory(acronym="POND"))
    for slug in ("lake", "pond"):
        assert "Stories from" not in client.get(f"/en/projects/{slug}/").content.decode()


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_facts_of_a_hidden_profile_do_not_leak(client: Client, state: str) -> None:
    project = PublishedProjectFactory(acronym="LAKE", title="Quoxfrabble", countries=["SE"], themes=["Hidden Theme"])
    story = published_story(project=project)
    if state == "archived":
        profiles.archive(project, by=User.objects.get(username="boss"))
    else:
        hidden = ProjectFactory(acronym="QUOX", title="Quoxfrabble", countries=["SE"], themes=["Hidden Theme"])
        Story.objects.filter(pk=story.pk).update(project=hidden)
    for path in (f"/en/spotlight/{story.slug}/", "/en/spotlight/"):
        html = main(client.get(path).content.decode())
        assert "LAKE" in html  # the story's own name for it
        assert re.findall("Quox|QUOX|Hidden Theme|Sweden|Learn more about", html) == []


def test_withdrawn_story_says_so_and_nothing_of_itself(client: Client) -> None:
    story = published_story(headline="Quoxfrabble")
    withdraw(story)
    html = page(client, story, status=410)
    assert "This story was withdrawn" in html
    assert "Quoxfrabble" not in html
    assert story.project_name not in html


def test_draft_and_missing_look_the_same(client: Client) -> None:
    draft = submission_in("signed_off").story
    assert page(client, draft, status=404) == client.get("/en/spotlight/nothing-here/").content.decode()


def test_withdrawing_removes_the_quote_everywhere_at_once(client: Client) -> None:
    project = PublishedProjectFactory(acronym="LAKE")
    story = published_story(project=project, why_fund="Because quoxfrabble pays for itself within a few years.")
    published_story(headline="Another one")
    addresses = ["/en/", "/en/spotlight/", "/en/spotlight/why-fund/", "/en/projects/lake/", "/feeds/stories.atom"]
    address = f"/en/spotlight/{story.slug}/"
    before = [address in client.get(path).content.decode() for path in addresses]
    assert before == [True] * 5
    assert "quoxfrabble" in client.get("/en/spotlight/why-fund/").content.decode()
    withdraw(story)
    after = [story.slug in client.get(path).content.decode() for path in addresses]
    assert after == [False] * 5
    assert "quoxfrabble" not in client.get("/en/spotlight/why-fund/").content.decode()


@pytest.mark.parametrize("permission", ["view_story", "view_submission"])
@pytest.mark.parametrize("state", ["submitted", "approved", "published", "withdrawn"])
def test_preview_is_exactly_the_page_in_any_state(client: Client, state: str, permission: str) -> None:
    story = submission_in(state).story
    path = f"/en/spotlight/{story.slug}/preview/"
    assert client.get(path).status_code == 404
    user = User.objects.create_user("reader", is_staff=True)
    client.force_login(user)
    assert client.get(path).status_code == 404
    user.user_permissions.add(Permission.objects.get(codename=permission))
    response = client.get(path)
    html = response.content.decode()
    assert response.status_code == 200
    assert "Preview – this is how the page looks to readers." in html
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert set(response.headers["Cache-Control"].split(", ")) >= {"no-store", "private"}
    if state == "published":
        article = r'<article class="story">.*?</article>'
        assert re.findall(article, html, re.S) == re.findall(article, page(client, story), re.S)


def test_number_of_queries_does_not_grow(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    project = PublishedProjectFactory(acronym="LAKE", countries=["SE", "DE"], themes=["Ageing", "Youth"])
    first = published_story(project=project, picture=stored_picture())
    published_story(project=project, picture=stored_picture())
    for _round in range(2):
        page(client, first)  # caches of the process
        with django_assert_num_queries(14):
            page(client, first)
        published_story(project=project, picture=stored_picture())
        published_story(project=PublishedProjectFactory(countries=["LV"]), picture=stored_picture())


def test_queries_of_a_profile_do_not_grow_with_its_stories(client: Client) -> None:
    project = PublishedProjectFactory(acronym="LAKE", countries=["SE"])
    counts = []
    for more in (1, 2):
        for _story in range(more):
            published_story(project=project, picture=stored_picture())
        client.get("/en/projects/lake/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/en/projects/lake/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_page_only_answers_reading(client: Client, method: str) -> None:
    story = published_story()
    assert getattr(client, method)(f"/en/spotlight/{story.slug}/").status_code == 405


def test_day_of_publication_is_that_of_the_portal(client: Client) -> None:
    row = submission_in("published")
    Story.objects.filter(submission=row).update(published_at=datetime(2026, 11, 20, 23, 30, tzinfo=UTC))
    assert "Published on 21 November 2026" in client.get(row.story.get_absolute_url()).content.decode()
