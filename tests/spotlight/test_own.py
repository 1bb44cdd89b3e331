"""The page behind the personal link, in every state: what it says, what it offers, and that each offer works."""

import io
import json
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from outbox.models import Message
from spotlight import corrections, curation, links, waiting_time
from spotlight.actors import CONTRIBUTOR
from spotlight.letters import Letter
from spotlight.models import Purpose, State, Story, StoryState, Submission
from tests.factories import draft_submission, make_ready, submission_in
from tests.spotlight.photographs import with_photograph
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.django_db

HANDED_IN = [state for state in State if state != State.DRAFT]


@pytest.fixture
def boss(db: None) -> User:
    return User.objects.create_superuser("boss", first_name="Stella", last_name="Staffdottir")


def own(row: Submission, more: str = "") -> str:
    return links.path(links.OWN, row) + more


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode().split("<main")[1].split("</main>")[0]).split())


def photographed(state: str, boss: User) -> Submission:
    """A story with photograph and every consent, in `submitted` or `published`."""
    row = curation.submit(with_photograph(draft_submission()), by=CONTRIBUTOR, agreed=set(Purpose), language="en")
    if state == State.PUBLISHED:
        make_ready(row)
        row = curation.approve(Submission.objects.get(pk=row.pk), by=boss)
        row = curation.override_sign_off(row, by=boss, reason="By telephone.")
        row = curation.publish(row, by=boss)
    return row


WAYS = {
    "Change the answers": {State.CHANGES_REQUESTED},
    "Look at the page and agree": {State.APPROVED},
    "Read the published story": {State.PUBLISHED},
    "Correct the story": {State.PUBLISHED},
    "Something should be different": {State.SUBMITTED, State.SIGNED_OFF},
    "Withdraw the story": set(State) - {State.DRAFT, State.DECLINED, State.WITHDRAWN},
    "Download everything": set(HANDED_IN),
    "Erase me": set(HANDED_IN),
    "Read before yours": {State.SUBMITTED},
    "It is your turn": {State.CHANGES_REQUESTED, State.APPROVED},
    "It is our turn": {State.SUBMITTED, State.SIGNED_OFF},
}


@pytest.mark.parametrize("state", HANDED_IN)
def test_overview_offers_what_the_state_allows_and_nothing_else(client: Client, boss: User, state: State) -> None:
    row = submission_in(state, by=boss)
    page = text(client.get(own(row)))
    assert {way for way in WAYS if way in page} == {way for way, states in WAYS.items() if state in states}
    assert str(row.reference) in page
    assert "boss" not in page
    assert "Staffdottir" not in page


def test_overview_shows_nothing_of_other_stories_of_the_address(client: Client, boss: User) -> None:
    row = submission_in(State.SUBMITTED, by=boss)
    other = submission_in(State.SUBMITTED, by=boss, new_project="Other Pond")
    page = client.get(own(row)).content.decode()
    assert "Other Pond" not in page
    assert str(other.reference) not in page


def test_timeline_tells_steps_actors_and_words_to_the_team(client: Client, boss: User) -> None:
    row = submission_in(State.CHANGES_REQUESTED, by=boss)
    row = curation.submit(row, by=CONTRIBUTOR, agreed=[], language="en", note="The neighbours are bakers.")
    page = text(client.get(own(row)))
    order = ["Handed in again by you", "The neighbours are bakers.", "Changes requested by the editors"]
    places = [page.index(words) for words in [*order, "Who are the neighbours?", "Handed in by you"]]
    assert places == sorted(places)


def test_declined_story_shows_the_e_mail_and_never_an_internal_reason(client: Client, boss: User) -> None:
    row = submission_in(State.SUBMITTED, by=boss)
    curation.decline(row, by=boss, reason="Rubbish.", letter=Letter("Your story", "It is not about a project.", True))
    page = text(client.get(own(row)))
    assert "It is not about a project." in page
    assert "Rubbish" not in page
    held = submission_in(State.DECLINED, by=boss)
    assert "advertisement" not in text(client.get(own(held)))


def test_queue_counts_what_came_before_and_is_still_to_read(client: Client, boss: User) -> None:
    rows = [submission_in(State.SUBMITTED, by=boss) for _each in range(3)]
    submission_in(State.APPROVED, by=boss)
    Submission.objects.filter(pk=rows[0].pk).update(is_example=True)
    assert [waiting_time.ahead_of(row) for row in rows[1:]] == [0, 1]
    assert "None: yours is the next one." in text(client.get(own(rows[1])))
    assert "1 story came before yours and waits to be read." in text(client.get(own(rows[2])))


def test_usual_time_is_the_median_of_published_stories_once_there_are_five(client: Client, boss: User) -> None:
    for place, days in enumerate((1, 4, 9, 30, 90)):
        assert waiting_time.usual_days() is None
        row = submission_in(State.PUBLISHED, by=boss, new_project=f"Pond {place}")
        sent = timezone.now() - timedelta(days=days, minutes=1)
        Submission.objects.filter(pk=row.pk).update(submitted_at=sent)
    assert waiting_time.usual_days() == 9
    waits = submission_in(State.SUBMITTED, by=boss)
    assert "About 9 days from handing in to publication." in text(client.get(own(waits)))
    Submission.objects.filter(state=State.PUBLISHED).update(is_example=True)
    Story.objects.update(is_example=True)
    assert waiting_time.usual_days() is None
    assert "Too few stories were published yet to say." in text(client.get(own(waits)))


def test_page_costs_the_same_with_one_and_three_rounds(
    client: Client, boss: User, django_assert_num_queries: Any
) -> None:
    SiteSettings.load()
    row = submission_in(State.SUBMITTED, by=boss)
    path = own(row)
    client.get(path)
    for _each in range(2):
        with django_assert_num_queries(8):
            client.get(path)
        row.refresh_from_db()
        curation.request_changes(row, by=boss, comments={"meaning": "Who?"})
        row.refresh_from_db()
        curation.submit(row, by=CONTRIBUTOR, agreed=[], language="en")


def test_change_answers_takes_the_story_into_this_browser(client: Client, boss: User) -> None:
    row = submission_in(State.CHANGES_REQUESTED, by=boss)
    assert "Who are the neighbours?" in text(client.get(own(row)))
    response = client.post(own(row, "answers/"))
    assert (response.status_code, response["Location"]) == (302, "/en/spotlight/submit/check/")
    assert client.session["spotlight_draft"] == row.pk
    other = submission_in(State.SUBMITTED, by=boss)
    assert client.post(own(other, "answers/"))["Location"].startswith("/en/spotlight/own/")
    assert client.session["spotlight_draft"] == row.pk


def test_withdraw_asks_on_get_and_takes_down_at_once_on_post(client: Client, boss: User) -> None:
    row = photographed(State.PUBLISHED, boss)
    address = row.story.get_absolute_url()
    assert "Withdraw the story?" in text(client.get(own(row, "withdraw/")))
    assert client.get(address).status_code == 200
    page = client.post(own(row, "withdraw/"), follow=True)
    assert "Your story is withdrawn" in text(page)
    assert client.get(address).status_code == 410
    row.refresh_from_db()
    assert row.state == State.WITHDRAWN
    assert not row.consents.filter(withdrawn_at=None).exists()
    client.post(own(row, "withdraw/"))  # a double click
    assert Message.objects.filter(kind="spotlight.withdrawn").count() == 1


def test_photograph_is_taken_out_of_a_published_story(
    client: Client, boss: User, django_capture_on_commit_callbacks: Any
) -> None:
    row = photographed(State.PUBLISHED, boss)
    public = client.get(row.story.get_absolute_url()).content.decode()
    assert "A landing stage" in public
    assert "Take the photograph out?" in text(client.get(own(row, "photograph/")))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(own(row, "photograph/"))
    public = client.get(row.story.get_absolute_url())
    assert public.status_code == 200
    assert "A landing stage" not in public.content.decode()
    assert list(configured.MEDIA_ROOT.rglob("*.jpg")) == []
    assert client.get(own(row, "photograph/")).status_code == 302
    assert "Take the photograph out" not in text(client.get(own(row)))


def test_consent_to_contact_is_taken_back_alone(client: Client, boss: User) -> None:
    row = photographed(State.SUBMITTED, boss)
    assert "Do not write to me" in text(client.get(own(row)))
    assert "Do not write to me" not in text(client.post(own(row, "contact/"), follow=True))
    standing = row.consents.filter(withdrawn_at=None).values_list("purpose", flat=True)
    assert sorted(standing) == ["photograph", "story"]


def test_correction_shows_the_page_and_changes_nothing_public(client: Client, boss: User) -> None:
    row = submission_in(State.PUBLISHED, by=boss)
    form = client.get(own(row, "correct/")).content.decode()
    assert 'value="Ansa"' in form
    now = corrections.current(row)
    response = client.post(own(row, "correct/"), now | {"person_role": "master baker"}, follow=True)
    assert "We are reading the correction you asked for." in text(response)
    row.refresh_from_db()
    assert row.correction == {"person_role": "master baker"}
    assert "master baker" not in client.get(row.story.get_absolute_url()).content.decode()
    again = client.get(own(row, "correct/")).content.decode()
    assert 'value="master baker"' in again
    assert "what you send now takes its place" in again


def test_correction_that_cannot_be_keeps_what_was_typed(client: Client, boss: User) -> None:
    row = submission_in(State.PUBLISHED, by=boss)
    now = corrections.current(row)
    nothing = client.post(own(row, "correct/"), now)
    assert "Nothing differs from the page." in text(nothing)
    empty = client.post(own(row, "correct/"), now | {"meaning": "", "achievement": "Quite other words, kept."})
    assert "cannot become empty" in text(empty)
    assert "Quite other words, kept." in empty.content.decode()
    long = client.post(own(row, "correct/"), now | {"why_fund": "x" * 3001})
    assert "at most 3000 characters" in text(long)
    row.refresh_from_db()
    assert row.correction is None


def test_project_that_speaks_has_no_name_to_correct(client: Client, boss: User) -> None:
    row = submission_in(State.PUBLISHED, by=boss, speaker="project")
    assert 'name="person_name"' not in client.get(own(row, "correct/")).content.decode()


def test_still_true_is_asked_and_answered_by_one_button(client: Client, boss: User) -> None:
    row = submission_in(State.PUBLISHED, by=boss)
    assert "Is your story still true?" not in text(client.get(own(row)))
    Submission.objects.filter(pk=row.pk).update(asked_still_true_at=timezone.now())
    assert "Is your story still true?" in text(client.get(own(row)))
    client.get(own(row, "still-true/"))
    row.refresh_from_db()
    assert row.still_true_at is None
    assert "Is your story still true?" not in text(client.post(own(row, "still-true/"), follow=True))
    row.refresh_from_db()
    assert row.still_true_at is not None


def test_download_holds_everything_and_of_staff_only_that_it_was_staff(client: Client, boss: User) -> None:
    row = photographed(State.PUBLISHED, boss)
    Submission.objects.filter(pk=row.pk).update(notes="A nice one.", assignee=boss)
    response = client.get(own(row, "download/"))
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == f'attachment; filename="{row.reference}.zip"'
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert sorted(archive.namelist()) == ["data.json", f"photograph-{row.reference}.jpg"]
        assert archive.read(f"photograph-{row.reference}.jpg")[:3] == b"\xff\xd8\xff"
        words = archive.read("data.json").decode()
    (data,) = json.loads(words)["stories"]
    assert data["story"]["meaning"] == row.meaning
    assert data["story"]["email"] == "ansa@example.org"
    assert [consent["purpose"] for consent in data["consents"]] == ["contact", "photograph", "story"]
    assert all(len(consent["text"]) > 80 for consent in data["consents"])
    assert [(step["step"], step["by"]) for step in data["steps"]] == [
        ("submit", "contributor"),
        ("approve", "staff"),
        ("override", "staff"),
        ("publish", "staff"),
    ]
    assert [mail["kind"] for mail in data["emails"]] == ["spotlight.receipt"]
    assert data["page"]["address"] == row.story.get_absolute_url()
    assert [round_["content"]["meaning"] for round_ in data["handed_in"]] == [row.meaning]
    for hidden in ("boss", "Staffdottir", "A nice one.", "By telephone."):
        assert hidden not in words


def test_erase_needs_a_choice_and_a_tick(client: Client, boss: User) -> None:
    row = submission_in(State.PUBLISHED, by=boss)
    page = text(client.get(own(row, "erase/")))
    assert "Me and the story" in page
    assert "Me, but not the story" in page
    for given in ({}, {"what": "all"}, {"sure": "on"}, {"what": "half", "sure": "on"}):
        assert client.post(own(row, "erase/"), given).status_code == 200
    assert Submission.objects.filter(pk=row.pk).exists()


def test_erase_all_ends_the_link_and_the_page(client: Client, boss: User) -> None:
    row = submission_in(State.PUBLISHED, by=boss)
    path, public = own(row), row.story.get_absolute_url()
    client.post(own(submission_in(State.CHANGES_REQUESTED, by=boss), "answers/"))
    response = client.post(path + "erase/", {"what": "all", "sure": "on"})
    assert "You and your story are erased" in text(response)
    assert [client.get(each).status_code for each in (path, public)] == [410, 410]
    assert client.session["spotlight_draft"]  # that of another story stays


def test_erase_in_the_browser_that_writes_on_it(client: Client, boss: User) -> None:
    row = submission_in(State.CHANGES_REQUESTED, by=boss)
    client.post(own(row, "answers/"))
    client.post(own(row, "erase/"), {"what": "all", "sure": "on"})
    assert "spotlight_draft" not in client.session


def test_erase_the_person_keeps_the_published_story_without_name(client: Client, boss: User) -> None:
    row = submission_in(State.PUBLISHED, by=boss)
    path, public = own(row), row.story.get_absolute_url()
    response = client.post(path + "erase/", {"what": "person", "sure": "on"})
    assert "The story stays without you." in text(response)
    assert client.get(path).status_code == 410
    page = client.get(public)
    assert page.status_code == 200
    assert "neighbours find answers" in page.content.decode()
    assert "Ansa" not in page.content.decode()


@pytest.mark.parametrize("state", [State.SUBMITTED, State.WITHDRAWN])
def test_story_that_is_not_public_cannot_be_kept(client: Client, boss: User, state: str) -> None:
    row = submission_in(state, by=boss)
    assert "Me, but not the story" not in text(client.get(own(row, "erase/")))
    response = client.post(own(row, "erase/"), {"what": "person", "sure": "on"})
    assert "Only a published story can stay when you go." in text(response)
    assert Submission.objects.filter(pk=row.pk).exists()


def test_story_that_says_the_name_is_explained_and_not_kept(client: Client, boss: User) -> None:
    row = submission_in(
        State.PUBLISHED,
        by=boss,
        person_name="Ansa Lehto",
        meaning="Lehto is what they call me on this shore, and always did.",
    )
    page = text(client.get(own(row, "erase/")))
    assert "Me, but not the story" not in page
    assert "Your name stands in the words of the story." in page


def test_scheduled_story_says_when(client: Client, boss: User) -> None:
    row = submission_in(State.SIGNED_OFF, by=boss)
    curation.schedule(row, at=timezone.now() + timedelta(days=3), by=boss)
    assert Story.objects.get(submission=row).state == StoryState.SCHEDULED
    page = text(client.get(own(row)))
    assert "It will be published on" in page
    assert "It is our turn" not in page


@pytest.mark.parametrize("language", ["de", "sv"])
def test_pages_stand_in_every_language(client: Client, boss: User, language: str) -> None:
    row = submission_in(State.PUBLISHED, by=boss)
    for more in ("", "correct/", "withdraw/", "erase/"):
        response = client.get(own(row, more).replace("/en/", f"/{language}/", 1))
        assert response.status_code == 200
        assert f'<html lang="{language}"' in response.content.decode()


@pytest.mark.parametrize("state", [State.SUBMITTED, State.SIGNED_OFF])
def test_team_says_what_should_be_different_before_publication(client: Client, boss: User, state: State) -> None:
    row = submission_in(state, by=boss)
    empty = client.post(own(row, "note/"), {"note": " "})
    assert "Say what should be different." in text(empty)
    client.post(own(row, "note/"), {"note": "Six, not five."})
    shown = client.get(own(row))
    assert "Six, not five." in text(shown)
    row.refresh_from_db()
    assert (row.state, row.comments.get(text="Six, not five.").about) == (state, "other")
    client.force_login(boss)
    head = client.get(f"/admin/spotlight/submission/{row.pk}/change/").content.decode().split("spot-columns")[0]
    assert "Six, not five." in head


@pytest.mark.parametrize("state", [State.APPROVED, State.PUBLISHED, State.WITHDRAWN])
def test_team_is_led_elsewhere_where_its_words_count_more(client: Client, boss: User, state: State) -> None:
    row = submission_in(state, by=boss)
    assert client.post(own(row, "note/"), {"note": "Six, not five."}).status_code == 302
    assert not row.comments.filter(text="Six, not five.").exists()


def test_moments_name_their_zone_and_the_link_for_colleagues_ends_with_the_story(client: Client, boss: User) -> None:
    row = submission_in(State.SUBMITTED, by=boss)
    assert re.search(r"\d\d:\d\d CES?T", text(client.get(own(row))))
    assert "Link to show a colleague" in text(client.get(own(row)))
    curation.withdraw(row, by=CONTRIBUTOR)
    assert "Link to show a colleague" not in text(client.get(own(row)))
