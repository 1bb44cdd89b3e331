"""Sign-off: the exact page, the editors' changes, translations, missing consents, objection, and passing it on."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from outbox.models import Message
from spotlight import consents, curation, links, pages
from spotlight.actors import CONTRIBUTOR
from spotlight.models import Purpose, State, StoryText, Submission
from tests.factories import draft_submission, make_ready, submission_in
from tests.spotlight.photographs import with_photograph

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(db: None) -> User:
    return User.objects.create_superuser("boss")


def path(row: Submission) -> str:
    return links.path(links.OWN, row) + "sign-off/"


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode().split("<main")[1].split("</main>")[0]).split())


def approved(boss: User, **fields: Any) -> Submission:
    return submission_in(State.APPROVED, by=boss, **fields)


def agree(client: Client, row: Submission, address: str = "", **more: Any) -> Any:
    given = {"do": "agree", "seen": pages.fingerprint(row)} | more
    return client.post(address or path(row), given, follow=True)


def test_page_is_shown_as_the_public_will_see_it(client: Client, boss: User) -> None:
    row = approved(boss)
    shown = client.get(path(row)).content.decode()
    article = re.search(r"<article class=\"story\">.*?</article>", shown, re.DOTALL)
    assert article is not None
    agree(client, row)
    row.refresh_from_db()
    curation.publish(row, by=boss)
    public = re.search(
        r"<article class=\"story\">.*?</article>", client.get(row.story.get_absolute_url()).content.decode(), re.DOTALL
    )
    assert public is not None
    inside = re.sub(r'<h2 class="headline"(.*?)</h2>', r'<h1 class="headline"\1</h1>', article[0])
    assert shown.count("<h1") == 1
    dated = re.compile(r'<p class="small soft">Published on .*?</p>')
    assert inside.split() == dated.sub("", public[0]).split()


def test_photograph_that_is_not_public_is_seen_at_sign_off_only(client: Client, boss: User) -> None:
    row = curation.submit(with_photograph(draft_submission()), by=CONTRIBUTOR, agreed=set(Purpose), language="en")
    make_ready(row)
    row = curation.approve(Submission.objects.get(pk=row.pk), by=boss)
    shown = client.get(path(row)).content.decode()
    address = re.search(r'<img src="([^"]+)"', shown)
    assert address is not None
    assert client.get(address[1]).status_code == 200
    assert row.picture is not None
    assert client.get(f"/media/pictures/{row.picture.key}/640.jpg").status_code == 404
    assert f"/media/pictures/{row.picture.key}" not in shown


def test_changes_by_the_editors_are_marked_word_by_word(client: Client, boss: User) -> None:
    row = submission_in(State.SUBMITTED, by=boss)
    page = row.story.original_text()
    page.meaning = page.meaning.replace("neighbours", "people next door")
    page.teaser = "A valley shares."
    page.save()
    row = curation.approve(row, by=boss)
    shown = client.get(path(row)).content.decode()
    assert re.search(r"<del[^>]*>.*?neighbours.*?</del>", shown, re.DOTALL)
    assert re.search(r"<ins[^>]*>.*?people next door.*?</ins>", shown, re.DOTALL)
    assert "A valley shares." in shown
    assert shown.count("<del") == 1
    assert "changed nothing" not in shown


def test_nothing_changed_is_said(client: Client, boss: User) -> None:
    assert "The editors changed nothing in the answers." in text(client.get(path(approved(boss))))


def test_agreeing_signs_off_once(client: Client, boss: User) -> None:
    row = approved(boss)
    client.get(path(row))
    row.refresh_from_db()
    assert row.state == State.APPROVED
    assert "Thank you, the page is signed off" in text(agree(client, row))
    row.refresh_from_db()
    assert row.state == State.SIGNED_OFF
    assert "Thank you" in text(agree(client, row))  # a double click
    assert row.steps.filter(verb="sign_off").count() == 1
    assert row.steps.get(verb="sign_off").actor == "contributor"


def test_page_changed_meanwhile_is_shown_again(client: Client, boss: User) -> None:
    row = approved(boss)
    seen = pages.fingerprint(row)
    page = row.story.original_text()
    page.headline = "Four cars"
    page.save()
    response = agree(client, row, seen=seen)
    assert "The page has changed since you opened it." in text(response)
    assert "Four cars" in response.content.decode()
    assert pages.fingerprint(row) in response.content.decode()
    row.refresh_from_db()
    assert row.state == State.APPROVED


@pytest.mark.parametrize("given", [{}, {"seen": ""}, {"seen": "x" * 65}, {"languages": "zz"}, {"agreed": "everything"}])
def test_broken_agreement_changes_nothing(client: Client, boss: User, given: dict[str, str]) -> None:
    row = approved(boss)
    base = {"do": "agree"} if not given or "seen" in given else {"do": "agree", "seen": pages.fingerprint(row)}
    response = client.post(path(row), base | given)
    assert response.status_code == 200
    row.refresh_from_db()
    assert row.state == State.APPROVED
    assert "There is a problem" in text(response)


def test_translations_are_agreed_to_one_by_one(client: Client, boss: User) -> None:
    row = submission_in(State.SUBMITTED, by=boss)
    for language, labelled in (("de", False), ("sv", True), ("fi", False)):
        StoryText.objects.create(story=row.story, language=language, meaning=f"In {language}", labelled=labelled)
    row = curation.approve(row, by=boss)
    shown = text(client.get(path(row)))
    assert shown.count("If you do not tick it, it is not shown.") == 2
    assert shown.count("translation by the editors") == 1
    assert "In fi" in shown
    assert "checked" not in client.get(path(row)).content.decode().split("decide")[1]
    agree(client, row, languages=["de"])
    signed = row.story.texts.exclude(signed_off_at=None).order_by("language").values_list("language", flat=True)
    assert list(signed) == ["de", "en"]
    row.refresh_from_db()
    curation.publish(row, by=boss)
    assert sorted(StoryText.objects.shown().values_list("language", flat=True)) == ["de", "en", "sv"]


def test_missing_consents_are_asked_for_word_for_word(client: Client, boss: User) -> None:
    row = approved(boss)
    consents.withdraw(row, [Purpose.STORY], at=timezone.now())
    words = str(consents.TEXTS[Purpose.STORY])
    shown = text(client.get(path(row)))
    assert words in shown
    assert str(consents.TEXTS[Purpose.PHOTOGRAPH]) not in shown
    refused = agree(client, row)
    assert "has not agreed to the publication of the story" in text(refused)
    row.refresh_from_db()
    assert row.state == State.APPROVED
    agree(client, row, agreed=["story"])
    row.refresh_from_db()
    assert row.state == State.SIGNED_OFF
    given = row.consents.get(withdrawn_at=None, purpose="story")
    assert (given.text, given.version, given.language) == (words, consents.VERSION, "en")


def test_objection_goes_to_the_editors_with_its_words(client: Client, boss: User) -> None:
    row = approved(boss)
    empty = client.post(path(row), {"do": "object", "note": " "})
    assert "Say what should be different." in text(empty)
    response = client.post(path(row), {"do": "object", "note": "It was four cars."}, follow=True)
    assert "The editors are reading the story" in text(response)
    row.refresh_from_db()
    assert row.state == State.SUBMITTED
    assert row.comments.get(by=None).text == "It was four cars."


def test_sign_off_is_passed_on_and_the_link_shows_this_page_only(client: Client, boss: User) -> None:
    row = approved(boss)
    wrong = client.post(path(row), {"do": "pass", "to": "nobody"})
    assert "Enter an e-mail address like" in text(wrong)
    client.post(path(row), {"do": "pass", "to": "second@example.org"})
    row.refresh_from_db()
    assert row.second_email == "second@example.org"
    message = Message.objects.get(to="second@example.org")
    link = re.search(r"https?://[^/]+(/en/spotlight/sign-off/\S+)", message.body)
    assert link is not None
    other = Client()
    shown = other.get(link[1]).content.decode()
    assert "ansa@example.org" not in shown
    assert "/spotlight/own/" not in shown
    assert "Somebody else should decide" not in shown
    assert other.post(link[1], {"do": "pass", "to": "third@example.org"}).status_code == 200
    row.refresh_from_db()
    assert row.second_email == "second@example.org"
    assert "Thank you, the page is signed off" in text(agree(other, row, link[1]))
    row.refresh_from_db()
    assert (row.state, row.steps.last().actor) == (State.SIGNED_OFF, "second")


def test_link_of_the_second_address_ends_when_passed_to_a_third(client: Client, boss: User) -> None:
    row = approved(boss)
    client.post(path(row), {"do": "pass", "to": "second@example.org"})
    row.refresh_from_db()
    second = links.path(links.SECOND, row)
    client.post(path(row), {"do": "pass", "to": "third@example.org"})
    row.refresh_from_db()
    assert client.get(second).status_code == 410
    assert client.get(links.path(links.SECOND, row)).status_code == 200


def test_too_many_mails_to_one_address_are_refused_in_words(client: Client, boss: User, settings: Any) -> None:
    settings.RATE_LIMITS = True
    row = approved(boss)
    for _each in range(5):
        client.post(path(row), {"do": "pass", "to": "second@example.org"})
    response = client.post(path(row), {"do": "pass", "to": "second@example.org"})
    assert "Too many e-mails went to this address today." in text(response)
    assert Message.objects.filter(to="second@example.org").count() == 5


@pytest.mark.parametrize("state", [State.SUBMITTED, State.SIGNED_OFF, State.PUBLISHED, State.WITHDRAWN])
def test_nothing_to_sign_off_says_where_it_stands(client: Client, boss: User, state: str) -> None:
    row = submission_in(state, by=boss)
    response = client.get(path(row))
    assert response.status_code == 200
    assert 'name="do"' not in response.content.decode()
    assert client.post(path(row), {"do": "agree", "seen": "x"}).status_code == 200
    row.refresh_from_db()
    assert row.state == state


def test_original_in_another_language_is_marked_as_such(client: Client, boss: User) -> None:
    row = submission_in(State.SUBMITTED, by=boss, language="sv")
    StoryText.objects.create(story=row.story, language="en", meaning="English words", labelled=True)
    row = curation.approve(row, by=boss)
    article = client.get(path(row)).content.decode().split("<article")[1].split("</article>")[0]
    assert 'lang="sv"' in article
    assert "English words" not in article
