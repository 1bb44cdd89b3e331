"""The Spotlight's demonstration: retold with sources, alive in every state, marked as made up, and silent."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from post_office.models import Email
from pytest_django import DjangoDbBlocker, Settings

from outbox.models import Message
from pictures.models import Picture
from projects.demo import contents, is_complete, load_demo, start_fresh
from projects.demo.loading import USER_NAME
from projects.demo.parts import parts
from projects.models import Project
from spotlight import corrections, curation
from spotlight.demo.drawing import hills
from spotlight.models import Consent, Story, StoryText, Submission
from tests.factories import submission_in
from tests.spotlight.people import settle

pytestmark = pytest.mark.django_db

RETOLD = {
    "arrival-regions": "",
    "asis": "",
    "mamba": "Jakob",
    "empaci": "Renata",
    "siforref": "",
    "excellence-in-resti": "Gabor",
}


@pytest.fixture(scope="class")
def _loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
            load_demo()
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("_loaded")
class TestRetold:
    def test_six_reports_stand_beside_their_projects(self) -> None:
        reports = Story.objects.published().filter(kind="report")
        assert dict(reports.values_list("slug", "person_name")) == RETOLD
        for story in reports:
            assert (story.project.slug, story.is_example, story.submission) == (story.slug, False, None)  # type: ignore[union-attr]
            assert list(Project.objects.get(slug=story.slug).stories.published()) == [story]

    def test_each_names_its_sources_and_no_video(self) -> None:
        for story in Story.objects.filter(kind="report"):
            lines = story.source.splitlines()
            assert "Social Innovation Spotlight page of #socialinterreg (archived copy)" in lines
            assert "https://socialinterreg.rem-consult.eu/voices/" in lines
            assert len(lines) >= 3
            assert story.video_url == ""

    def test_each_is_told_in_three_languages_and_translations_say_so(self) -> None:
        shown = StoryText.objects.shown().filter(story__kind="report")
        for slug in RETOLD:
            texts = {text.language: text for text in shown.filter(story__slug=slug)}
            assert set(texts) == {"en", "de", "sv"}
            assert [texts[code].labelled for code in ("en", "de", "sv")] == [False, True, True]
            assert len({text.report for text in texts.values()}) == 3

    def test_nobody_is_quoted_and_facts_about_the_project_stand_apart(self) -> None:
        beginnings = {"en": "About the project, ", "de": "Über das Projekt, ", "sv": "Om projektet, "}
        for text in StoryText.objects.filter(story__kind="report"):
            assert not re.search(r"[\"“”„«»]", text.report + text.teaser + text.headline)
            _said, about = text.report.split("\n\n")
            assert about.startswith(beginnings[text.language])
            assert text.answers == []  # answers would be somebody's own words


@pytest.mark.usefixtures("_loaded")
class TestExamples:
    def test_there_is_one_in_every_state(self) -> None:
        states = list(Submission.objects.values_list("state", flat=True))
        assert {state: states.count(state) for state in set(states)} == {
            "draft": 2,
            "submitted": 4,
            "changes_requested": 2,
            "approved": 3,
            "signed_off": 2,
            "published": 2,
            "declined": 1,
            "withdrawn": 1,
        }

    def test_everything_made_up_says_so_and_leads_nowhere(self) -> None:
        for row in Submission.objects.all():
            assert row.is_example
            assert row.project is None
            assert row.new_project.startswith("Example: ")
            assert row.person_name == "" or row.person_name.startswith("Example: ")
            assert row.email.endswith("@example.org")
        assert not Story.objects.filter(kind="answers", is_example=False).exists()
        assert set(Picture.objects.values_list("credit", flat=True)) == {"Generated example"}

    def test_nothing_is_mailed_and_something_waits(self) -> None:
        assert Email.objects.count() == 0
        assert sorted(Message.objects.values_list("kind", "state")) == [
            ("spotlight.changes", "held"),
            ("spotlight.declined", "held"),
            ("spotlight.sign_off", "held"),
        ]

    def test_clock_publishes_the_scheduled_one_and_writes_to_nobody(self) -> None:
        with transaction.atomic():
            assert curation.publish_due(at=timezone.now() + timedelta(days=4)) == 1
            assert Email.objects.count() == 0
            transaction.set_rollback(True)

    def test_past_is_true_to_the_steps(self) -> None:
        now = timezone.now()
        for row in Submission.objects.all():
            steps = list(row.steps.all())
            assert [step.at for step in steps] == sorted(step.at for step in steps)
            assert row.created_at <= row.state_since <= now
            if steps:
                assert row.state_since == steps[-1].at
                assert row.created_at < steps[0].at
                assert row.submitted_at == steps[0].at
            assert all(row.created_at <= version.at <= now for version in row.versions.all())
            assert all(row.created_at <= comment.at <= now for comment in row.comments.all())
        oldest = Submission.objects.earliest("created_at").created_at
        assert timedelta(days=90) < now - oldest < timedelta(days=150)

    def test_special_cases_are_there(self) -> None:
        rows = Submission.objects.all()
        assert rows.filter(round=2, comments__by=None, versions__round=2).distinct().count() == 1
        assert rows.exclude(correction=None).get().language == "sv"
        assert rows.filter(state="approved", reminders=2).count() == 1
        assert rows.exclude(second_email="").count() == 1
        assert rows.exclude(video_url="").count() == 1
        assert rows.exclude(picture=None).count() == 2
        assert rows.exclude(new_website="").count() == 1
        assert set(rows.values_list("language", flat=True)) == {"", "en", "de", "sv"}
        assert Story.objects.filter(state="scheduled").count() == 1
        assert Consent.objects.filter(submission__state="published", withdrawn_at=None).count() == 3

    def test_doors_go_on_working(self) -> None:
        boss = User.objects.create_superuser("boss")
        with transaction.atomic():
            row = corrections.accept(Submission.objects.exclude(correction=None).get(), by=boss)
            assert "1 450 människor" in StoryText.objects.get(story__submission=row).achievement
            settle()
            transaction.set_rollback(True)

    def test_account_behind_it_is_closed(self) -> None:
        user = User.objects.get(username=USER_NAME)
        assert (user.is_active, user.is_staff, user.is_superuser) == (False, False, False)


@pytest.mark.usefixtures("_loaded")
class TestAgain:
    def test_second_load_changes_nothing_of_staff(self, settings: Settings) -> None:
        settings.DEMO = True
        StoryText.objects.filter(story__slug="mamba", language="en").update(headline="Our own headline")
        before = Story.objects.count(), Submission.objects.count(), StoryText.history.count()
        call_command("load_demo", stdout=StringIO())
        assert (Story.objects.count(), Submission.objects.count(), StoryText.history.count()) == before
        assert StoryText.objects.get(story__slug="mamba", language="en").headline == "Our own headline"
        assert is_complete()

    def test_directory_of_an_older_version_gets_the_stories(self, monkeypatch: pytest.MonkeyPatch) -> None:
        loaded: list[str] = []
        without = replace(parts()[0], is_loaded=lambda: bool(loaded), load=lambda by: loaded.append(by.username))
        monkeypatch.setattr("projects.demo.loading.parts", lambda: [without])
        assert not is_complete()
        assert load_demo() == 0
        assert (loaded, is_complete()) == ([USER_NAME], True)


class TestStartFresh:
    def test_removes_examples_stories_photographs_and_mails(self) -> None:
        load_demo()
        submission_in("published")
        sentence = next(each for each in contents().others if "stories" in each)
        assert sentence.startswith("It also removes all 22 stories and all 18 submissions (1 of them no examples), ")
        start_fresh()
        for model in (Story, StoryText, Story.history, Submission, Consent, Picture, Message):
            assert getattr(model, "objects", model).count() == 0
        assert is_complete()  # it is not loaded again by itself
        load = StringIO()
        with override_settings(DEMO=True):
            call_command("load_demo", stdout=load)
        assert load.getvalue().startswith("Nothing to do")
        assert not Story.objects.exists()


def test_drawing_is_always_the_same_and_large_enough() -> None:
    first, second, other = hills(1), hills(1), hills(2)
    assert first.sha256 == second.sha256 != other.sha256
    assert (first.image.size, first.image.mode) == ((1600, 1067), "RGB")
