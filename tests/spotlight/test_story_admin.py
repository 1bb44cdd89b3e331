"""Stories in the admin: reports from one screen, translations of all stories, and words that were signed off."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone

from projects.models import State
from spotlight import urls
from spotlight.admin import story_forms
from spotlight.admin.story_forms import RESERVED, propose_slug
from spotlight.models import Story, StoryKind, StoryState, StoryText
from tests.factories import ProjectFactory, PublishedProjectFactory, ReportFactory, submission_in
from tests.pictures.photographs import stored_picture
from tests.projects.staff import form_data, signed_in

pytestmark = pytest.mark.django_db
LIST, ADD, TEXTS = "/admin/spotlight/story/", "/admin/spotlight/story/add/", "/admin/spotlight/storytext/"
SIGNED = str(story_forms.SIGNED)
REPORT = {
    "project_name": "Lake Neighbours",
    "original_language": "en",
    "headline": "Three cars for forty households",
    "teaser": "A valley shares its cars.",
    "report": "Forty households share three cars.",
    "source": "https://example.org/lake",
}


def page_of(story, *more):
    return f"{LIST}{story.pk}/{'/'.join(more or ('change',))}/"


def said(answer):
    return [str(message) for message in answer.context["messages"]]


@pytest.fixture
def curator():
    return signed_in("Curator")


def draft(**fields):
    return ReportFactory(state=StoryState.DRAFT, published_at=None, **fields)


def sent(client, story, **changes):
    return client.post(page_of(story), form_data(client, page_of(story)) | changes, follow=True)


def one_more_text(data, **words):
    number = data["texts-TOTAL_FORMS"]
    return {"texts-TOTAL_FORMS": str(int(number) + 1)} | {
        f"texts-{number}-{name}": value for name, value in words.items()
    }


# --- reports


def test_report_is_published_from_one_screen(curator):
    project, picture = PublishedProjectFactory(acronym="LAKE"), stored_picture()
    data = REPORT | {
        "project": project.pk,
        "project_name": "",
        "picture": picture.pk,
        "video_url": "https://youtu.be/abcdefghijk",
        "transcript": "We share cars.",
        "featured": "on",
        "_publish": "1",
    }
    answer = curator.post(ADD, data, follow=True)
    story = Story.objects.get()
    assert said(answer)[0] == "“lake” is online."
    assert (story.slug, story.kind, story.state) == ("lake", StoryKind.REPORT, StoryState.PUBLISHED)
    assert (story.project, story.project_name, story.picture, story.featured) == (project, "LAKE", picture, True)
    assert story.video_url == "https://www.youtube.com/watch?v=abcdefghijk"
    text = story.texts.get()
    assert (text.language, text.headline, text.transcript) == ("en", REPORT["headline"], "We share cars.")
    assert 'href="/en/spotlight/lake/" class="viewsitelink"' in curator.get(page_of(story)).content.decode()


def test_report_that_lacks_something_stays_a_draft_and_says_why(curator):
    answer = curator.post(ADD, REPORT | {"report": "", "source": "", "_publish": "1"}, follow=True)
    assert said(answer)[:2] == ["Write the report in the original language.", "Name a source."]
    assert Story.objects.get().state == StoryState.DRAFT
    assert answer.context["missing"] == ["Write the report in the original language.", "Name a source."]


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"project_name": ""}, "project", "A story is about a project: choose one, or write its name."),
        (
            {"original_language": "xx"},
            "original_language",
            "Select a valid choice. xx is not one of the available choices.",
        ),
        (
            {"video_url": "https://films.example.org/1"},
            "video_url",
            "Videos can come from YouTube or Vimeo. Give an address that begins there, or leave this empty.",
        ),
        ({"headline": "x" * 161}, "headline", "Ensure this value has at most 160 characters (it has 161)."),
    ],
)
def test_form_says_beside_the_field_what_is_wrong(curator, change, field, sentence):
    answer = curator.post(ADD, REPORT | change)
    assert answer.context["adminform"].form.errors == {field: [sentence]}
    assert Story.objects.count() == 0


def test_editor_writes_but_does_not_publish():
    client = signed_in("Editor")
    client.post(ADD, REPORT | {"_publish": "1"})
    story = Story.objects.get()
    assert story.state == StoryState.DRAFT
    page = client.get(page_of(story))
    assert page.context["steps"] == []
    assert "Save and publish" not in page.content.decode()
    assert client.post(page_of(story, "step", "publish")).status_code == 403


def test_public_report_keeps_what_it_needed(curator):
    story = ReportFactory()
    answer = sent(curator, story, source="", headline="")
    assert answer.context["adminform"].form.non_field_errors() == [
        "Write a headline in the original language.",
        "Name a source.",
    ]
    story.refresh_from_db()
    assert story.source == "https://example.org/lake"


def test_steps_of_a_report(curator):
    story = draft()
    offered = [step.name for step in curator.get(page_of(story)).context["steps"]]
    assert offered == ["publish", "schedule"]
    answer = curator.post(page_of(story, "step", "schedule"), {"at": "2090-07-01T09:30"}, follow=True)
    assert said(answer) == [f"“{story.slug}” is scheduled."]
    answer = curator.post(page_of(story, "step", "schedule"), {"at": "soon"}, follow=True)
    assert said(answer) == ["Write the moment as 2027-01-31 09:00."]
    for name, words in (("unschedule", "is a draft again."), ("publish", "is online."), ("archive", "is archived.")):
        assert said(curator.post(page_of(story, "step", name), follow=True)) == [f"“{story.slug}” {words}"]
    assert [step.name for step in curator.get(page_of(story)).context["steps"]] == ["restore"]
    assert curator.get(page_of(story, "step", "restore")).status_code == 405
    assert curator.post(page_of(story, "step", "delete")).status_code == 404


def test_words_and_language_of_a_report_change_together(curator):
    story = draft()
    sent(curator, story, original_language="sv", headline="Tre bilar", report="Grannar delar bilar.")
    assert list(StoryText.objects.values_list("language", "headline")) == [("sv", "Tre bilar")]
    StoryText.objects.create(story=story, language="de", headline="Drei Autos")
    answer = sent(curator, story, original_language="de")
    assert answer.context["adminform"].form.errors == {
        "original_language": ["There is already a text in this language; remove it below first."]
    }


def test_address_comes_from_the_project_and_is_never_a_page_of_its_own():
    assert propose_slug("Überlandbus Å") == "uberlandbus-a"
    assert propose_slug("Questions") == "questions-2"
    assert propose_slug("…") == "story"
    ReportFactory(slug="lake")
    assert propose_slug("LAKE") == "lake-2"
    single = {str(each.pattern).split("/")[1] for each in urls.urlpatterns if str(each.pattern).count("/") == 2}
    assert single - {"", "<slug:slug>"} == RESERVED
    assert get_resolver().resolve("/en/spotlight/lake/").kwargs == {"slug": "lake"}


def test_history_tells_and_takes_back(curator):
    story = draft()
    sent(curator, story, headline="Four cars", source="https://example.org/other")
    first = curator.get(page_of(story, "history")).context["moments"][-1].stamp
    shown = curator.get(page_of(story, "history", str(first)))
    assert {(change.field_name, change.new) for change in shown.context["changes"]} == {
        ("headline", "Three cars for forty households"),
        ("source", "https://example.org/lake"),
    }
    answer = curator.post(page_of(story, "history", str(first)), follow=True)
    assert said(answer) == ["The story is as it was at that moment. You can take this back in the history."]
    story.refresh_from_db()
    assert (story.source, story.texts.get().headline) == ("https://example.org/lake", "Three cars for forty households")
    assert curator.post(page_of(story, "history", "1"), follow=True).status_code == 200
    assert curator.get(page_of(story, "history", "9" * 30)).status_code == 404


def test_taking_back_keeps_a_public_report_complete(curator):
    story = draft(words={"headline": "", "report": "Neighbours."})
    sent(curator, story, headline="Three cars")
    first = curator.get(page_of(story, "history")).context["moments"][-1].stamp
    curator.post(page_of(story, "step", "publish"), follow=True)
    answer = curator.post(page_of(story, "history", str(first)), follow=True)
    assert said(answer) == ["Write a headline in the original language."]
    assert story.texts.get().headline == "Three cars"


# --- stories in people's own words


def test_answers_are_read_here_and_changed_where_they_were_handed_in(curator):
    row = submission_in("submitted")
    page = curator.get(page_of(row.story))
    assert list(page.context["adminform"].form.fields) == ["featured"]
    assert page.context["steps"] == []
    assert f'href="/admin/spotlight/submission/{row.pk}/change/"' in page.content.decode()
    assert f'href="/en/spotlight/{row.story.slug}/preview/"' in page.content.decode()
    data = form_data(curator, page_of(row.story))
    data |= {"person_name": "Somebody", "project_name": "X", "featured": "on"}
    curator.post(page_of(row.story), data, follow=True)
    row.story.refresh_from_db()
    assert (row.story.person_name, row.story.project_name, row.story.featured) == ("Ansa", "Lake Neighbours", True)
    answer = curator.post(page_of(row.story, "step", "publish"), follow=True)
    assert said(answer) == [
        "This story is in somebody’s own words: its steps are taken on the page of what was handed in."
    ]


def test_labelled_translation_is_added_and_shown(curator):
    story = submission_in("published").story
    words = {"language": "sv", "headline": "Tre bilar", "meaning": "Grannar.", "labelled": "on"}
    answer = curator.post(
        page_of(story), (data := form_data(curator, page_of(story))) | one_more_text(data, **words), follow=True
    )
    assert answer.status_code == 200
    assert list(StoryText.objects.shown().filter(story=story).values_list("language", "labelled")) == [
        ("en", False),
        ("sv", True),
    ]
    data = form_data(curator, page_of(story))
    curator.post(page_of(story), data | {"texts-0-labelled": ""})
    assert list(StoryText.objects.shown().values_list("language", flat=True)) == ["en"]


def test_text_in_the_original_language_is_not_added_below(curator):
    story = submission_in("submitted").story
    data = form_data(curator, page_of(story))
    answer = curator.post(page_of(story), data | one_more_text(data, language="en", headline="Again"))
    assert answer.context["inline_admin_formsets"][0].formset.errors == [
        {"language": ["This is the original language of the story; choose the language you translate into."]}
    ]
    assert story.texts.count() == 1


def signed_translation():
    story = submission_in("published").story
    return StoryText.objects.create(story=story, language="sv", headline="Tre bilar", signed_off_at=timezone.now())


def test_signed_translation_cannot_be_changed_or_removed(curator):
    text = signed_translation()
    data = form_data(curator, page_of(text.story))
    for change in ({"texts-0-headline": "Fyra bilar"}, {"texts-0-language": "de"}):
        answer = curator.post(page_of(text.story), data | change)
        assert answer.context["inline_admin_formsets"][0].formset.errors == [{"__all__": [SIGNED]}]
    answer = curator.post(page_of(text.story), data | {"texts-0-DELETE": "on"})
    assert answer.context["inline_admin_formsets"][0].formset.non_form_errors() == [SIGNED]
    own = f"{TEXTS}{text.pk}/change/"
    answer = curator.post(own, form_data(curator, own) | {"headline": "Fyra bilar"})
    assert answer.context["adminform"].form.non_field_errors() == [SIGNED]
    assert curator.get(f"{TEXTS}{text.pk}/delete/").status_code == 403
    text.refresh_from_db()
    assert text.headline == "Tre bilar"


@pytest.mark.parametrize("place", ["story", "text"])
def test_word_of_the_database_is_shown_when_somebody_signed_off_meanwhile(curator, monkeypatch, place):
    text = signed_translation()
    url = page_of(text.story) if place == "story" else f"{TEXTS}{text.pk}/change/"
    data = form_data(curator, url) | {("texts-0-headline" if place == "story" else "headline"): "Fyra bilar"}
    monkeypatch.setattr(story_forms.WordsForm, "clean", lambda self: self.cleaned_data)
    answer = curator.post(url, data, follow=True)
    assert said(answer) == [SIGNED]
    text.refresh_from_db()
    assert text.headline == "Tre bilar"


def test_what_was_public_or_handed_in_is_never_deleted(curator):
    boss = signed_in(None, is_superuser=True)
    kept = [ReportFactory(), submission_in("submitted").story]
    gone = draft()
    for story in kept:
        assert boss.post(page_of(story, "delete"), {"post": "yes"}).status_code == 403
    selected = {"action": "delete_selected", "_selected_action": [story.pk for story in (*kept, gone)], "post": "yes"}
    boss.post(LIST, selected)
    assert Story.objects.count() == 3
    assert boss.post(page_of(gone, "delete"), {"post": "yes"}).status_code == 302
    assert set(Story.objects.all()) == set(kept)
    assert curator.post(page_of(draft(), "delete"), {"post": "yes"}).status_code == 403


# --- people who translate


def test_translator_translates_and_changes_nothing_else():
    client, row = signed_in("Translator"), submission_in("approved")
    page = client.get(page_of(row.story))
    assert page.status_code == 200
    assert f"/admin/spotlight/submission/{row.pk}/" not in page.content.decode()
    assert client.post(page_of(row.story), {"featured": "on"}).status_code == 403
    assert client.get(ADD).status_code == 403
    original = row.story.texts.get()
    url = f"{TEXTS}{original.pk}/change/"
    assert client.post(url, {"headline": "Mine"}).status_code == 403
    data = {"story": row.story.pk, "language": "sv", "headline": "Tre bilar", "labelled": "on"}
    assert client.post(f"{TEXTS}add/", data).status_code == 302
    added = StoryText.objects.get(language="sv")
    shown = client.get(f"{TEXTS}{added.pk}/change/").content.decode()
    assert "Forty households share three cars" in shown
    refused = client.post(f"{TEXTS}add/", data | {"language": "en"})
    assert "language" in refused.context["adminform"].form.errors


def test_list_of_texts_names_their_kind():
    story = ReportFactory()
    StoryText.objects.create(story=story, language="de", labelled=True)
    StoryText.objects.create(story=story, language="fi")
    rows = signed_in("Translator").get(TEXTS).context["cl"]
    kinds = [rows.model_admin.kind(text) for text in rows.result_list]
    assert kinds == ["translation, labelled", "original", "translation, not shown yet"]


# --- the list


def test_list_filters_and_finds(curator):
    project = ProjectFactory(acronym="LAKE", state=State.DRAFT)
    film = ReportFactory(project=project, video_url="https://vimeo.com/123456789", featured=True)
    words = submission_in("submitted", new_project="Pond").story
    StoryText.objects.create(story=words, language="sv", headline="Grannar")

    def found(query):
        return list(curator.get(f"{LIST}?{query}").context["cl"].result_list)

    assert found("kind=report") == [film]
    assert found("kind=answers") == [words]
    assert found("state=draft") == [words]
    assert found("featured=yes") == [film]
    assert found("video=no") == [words]
    assert found("profile=no") == [words]
    assert found("language=sv") == [words]
    assert found("q=LAKE") == [film]
    assert found("q=grannar") == [words]
    assert len(found("state=nonsense")) == 2


def test_list_shows_languages_and_asks_the_same_for_one_and_for_three(curator):
    story = ReportFactory()
    StoryText.objects.create(story=story, language="de", labelled=True)
    StoryText.objects.create(story=story, language="cs")
    cl = curator.get(LIST).context["cl"]
    assert cl.model_admin.languages(cl.result_list[0]) == "en, (cs), de"
    with CaptureQueriesContext(connection) as one:
        curator.get(LIST)
    for _n in range(2):
        ReportFactory(project=ProjectFactory())
    with CaptureQueriesContext(connection) as three:
        assert len(curator.get(LIST).context["cl"].result_list) == 3
    assert len(three) == len(one)


def test_featuring_selected_stories_reports_the_count(curator):
    one, other, rest = ReportFactory(), ReportFactory(featured=True), ReportFactory()
    picked = {"_selected_action": [one.pk, other.pk]}
    answer = curator.post(LIST, {"action": "feature", **picked}, follow=True)
    assert said(answer) == ["1 story is featured now."]
    assert set(Story.objects.filter(featured=True)) == {one, other}
    answer = curator.post(LIST, {"action": "unfeature", **picked}, follow=True)
    assert said(answer) == ["2 stories are no longer featured."]
    assert not Story.objects.filter(featured=True).exists()
    assert rest.history.count() == 1


def test_many_reports_are_archived_and_answers_refused_with_a_sentence(curator):
    report, words = ReportFactory(), submission_in("published").story
    picked = {"action": "archive_selected", "_selected_action": [report.pk, words.pk]}
    answer = curator.post(LIST, picked, follow=True)
    assert sorted(said(answer)) == sorted(
        [
            f"“{report.slug}” is archived.",
            "This story is in somebody’s own words: its steps are taken on the page of what was handed in.",
            "1 story was archived.",
        ]
    )
    words.refresh_from_db()
    assert words.state == StoryState.PUBLISHED


def test_list_links_to_entering_and_to_the_questions(curator):
    page = curator.get(LIST).content.decode()
    assert 'href="/admin/spotlight/story/enter/"' in page
    assert 'href="/en/spotlight/questions/"' in page
