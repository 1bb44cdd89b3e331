"""Each step: right, wrong, half and empty answers; what is right is kept."""

import pytest

from spotlight.models import Submission
from tests.factories import ANSWERS, ProjectFactory, PublishedProjectFactory
from tests.spotlight.form_tools import problems, with_photograph, writing

pytestmark = pytest.mark.django_db

STEPS = [
    "project", "speaker", "language", "meaning", "achievement", "why-fund", "photograph", "people", "video", "contact",
    "consent", "check",
]  # fmt: skip
GOOD = [
    ("project", {"project": "+", "new_project": " Lake \n Neighbours ", "new_website": "lake.example.org"},
     {"project": None, "new_project": "Lake Neighbours", "new_website": "https://lake.example.org"}),
    ("project", {"new_project": "Lake"}, {"project": None, "new_project": "Lake"}),
    ("speaker", {"speaker": "person", "person_name": "Ansa"}, {"speaker": "person", "person_name": "Ansa"}),
    ("speaker", {"speaker": "project", "person_name": "Ansa"}, {"speaker": "project", "person_name": ""}),
    ("language", {"language": "mt"}, {"language": "mt"}),
    ("meaning", {"meaning": "One\r\n\r\nTwo"}, {"meaning": "One\n\nTwo"}),
    ("achievement", {"achievement": "x" * 3000}, {"achievement": "x" * 3000}),
    ("why-fund", {"why_fund": "Ļoti īsi."}, {"why_fund": "Ļoti īsi."}),
    ("video", {"video_url": "youtu.be/abcdefghijk", "video_transcript": "Hello"},
     {"video_url": "https://www.youtube.com/watch?v=abcdefghijk", "video_transcript": "Hello"}),
    ("contact", {"email": " ansa@example.org "}, {"email": "ansa@example.org", "mail_language": "en"}),
]  # fmt: skip
BAD = [
    ("project", {"project": "no-such-project"}, "id_project"),
    ("project", {"project": "+"}, "id_new_project"),
    ("project", {"project": "+", "new_project": "L", "new_website": "ftp://lake.example.org"}, "id_new_website"),
    ("project", {"project": "+", "new_project": "x" * 201}, "id_new_project"),
    ("speaker", {"speaker": "person", "person_name": " "}, "id_person_name"),
    ("speaker", {"speaker": "robot"}, "id_speaker"),
    ("speaker", {"person_name": "Ansa"}, "id_speaker"),
    ("speaker", {"speaker": "person", "person_name": "x" * 121}, "id_person_name"),
    ("language", {"language": "xx"}, "id_language"),
    ("meaning", {"meaning": "x" * 3001}, "id_meaning"),
    ("achievement", {"achievement": "a\0b"}, "id_achievement"),
    ("video", {"video_url": "https://example.org/film"}, "id_video_url"),
    ("video", {"video_url": "http://youtu.be/abcdefghijk"}, "id_video_url"),
    ("video", {"video_url": "", "video_transcript": "Hello"}, "id_video_url"),
    ("contact", {"email": "ansa@"}, "id_email"),
]  # fmt: skip


@pytest.mark.parametrize(("step", "sent", "kept"), GOOD)
def test_right_answer_is_kept_and_leads_on(step: str, sent: dict[str, str], kept: dict[str, object]) -> None:
    visitor = writing()
    response = visitor.post(step, **sent)
    following = STEPS[STEPS.index(step) + 1]
    assert (response.status_code, response["Location"]) == (302, visitor.address(following))
    draft = visitor.draft
    assert {name: getattr(draft, name) for name in kept} == kept


@pytest.mark.parametrize(("step", "sent", "target"), BAD)
def test_wrong_answer_is_named_with_a_link_to_its_field(step: str, sent: dict[str, str], target: str) -> None:
    visitor = writing()
    response = visitor.post(step, **sent)
    html = response.content.decode()
    assert response.status_code == 422
    leads_to = {"id_project": "id_project_new", "id_speaker": "id_speaker_0"}.get(target, target)
    assert [where for where, _sentence in problems(response)] == [leads_to]
    assert f'id="{leads_to}"' in html
    assert "<title>Error: " in html
    assert f'id="{target}_error"' in html
    for text in sent.values():
        if text.strip() and text not in ("robot", "no-such-project", "xx"):
            assert text in html  # nothing typed is lost


@pytest.mark.parametrize("step", [step for step in STEPS if step not in ("people", "check")])
def test_empty_answer_leads_on(step: str) -> None:
    visitor = writing()
    assert visitor.post(step).status_code == 302
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("step", [step for step in STEPS if step != "people"])
def test_every_step_opens_in_any_order_and_is_kept_by_nobody(step: str) -> None:
    visitor = writing()
    response = visitor.get(step)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    html = response.content.decode()
    assert '<meta name="robots" content="noindex">' in html
    place = STEPS.index(step) + 1 - (STEPS.index(step) > STEPS.index("people"))
    assert f"Step {place} of 11" in html


def test_project_of_the_directory_is_chosen_and_a_hidden_one_is_not() -> None:
    visitor = writing()
    lake = PublishedProjectFactory(acronym="LAKE")
    ProjectFactory(acronym="POND")
    assert visitor.post("project", project="pond").status_code == 422
    assert visitor.post("project", project="lake", new_website="no site").status_code == 302
    assert (visitor.draft.project, visitor.draft.new_project) == (lake, "")
    assert 'value="lake" checked' in visitor.text("project")


def test_naming_a_new_project_takes_the_place_of_the_chosen_one() -> None:
    visitor = writing()
    PublishedProjectFactory(acronym="LAKE")
    visitor.post("project", project="lake")
    assert visitor.post("project", project="+", new_project="").status_code == 422
    assert visitor.draft.project is not None
    visitor.post("project", project="+", new_project="Pond")
    assert (visitor.draft.project, visitor.draft.new_project) == (None, "Pond")


def test_right_part_of_a_half_answer_is_kept() -> None:
    visitor = writing()
    assert visitor.post("speaker", speaker="person", person_name="", person_role="baker").status_code == 422
    assert (visitor.draft.speaker, visitor.draft.person_role) == ("person", "baker")


def test_field_that_was_not_sent_is_left_alone() -> None:
    visitor = writing()
    visitor.post("speaker", speaker="person", person_name="Ansa", person_role="baker")
    visitor.post("speaker", speaker="person", person_name="Ansa")
    assert visitor.draft.person_role == "baker"


def test_answers_are_shown_again_on_the_way_back() -> None:
    visitor = writing()
    visitor.post("language", language="ga")
    visitor.post("meaning", meaning=ANSWERS["meaning"])
    html = visitor.text("meaning")
    assert ANSWERS["meaning"] in html
    assert 'lang="ga"' in html
    assert f'href="{visitor.address("language")}"' in html


def test_change_from_the_overview_leads_back_to_it_and_nowhere_else() -> None:
    visitor = writing()
    assert visitor.post("video", **{"return": "check"})["Location"] == visitor.address("check")
    assert visitor.post("video", **{"return": "https://example.org/"})["Location"] == visitor.address("contact")
    assert 'name="return" value="check"' in visitor.get("video", "?return=check").content.decode()
    assert 'name="return"' not in visitor.get("video", "?return=//example.org").content.decode()


def test_people_are_asked_about_only_with_a_photograph() -> None:
    visitor = writing()
    assert visitor.get("people")["Location"] == visitor.address("photograph")
    with_photograph(visitor)
    assert "Step 8 of 12" in visitor.text("people")
    assert visitor.post("people", people_shown="consented", people_names=" ").status_code == 422
    assert visitor.post("people", people_shown="", shows_minors="on").status_code == 422
    visitor.post("people", people_shown="consented", people_names="Bodil", shows_minors="on")
    assert (visitor.draft.people_names, visitor.draft.shows_minors) == ("Bodil", True)
    visitor.post("people", people_shown="none", people_names="Bodil", shows_minors="on")
    assert (visitor.draft.people_names, visitor.draft.shows_minors) == ("", False)


def test_half_of_a_character_is_replaced_and_breaks_nothing() -> None:
    visitor = writing()
    body = b'--x\r\nContent-Disposition: form-data; name="meaning"\r\n\r\na+2AA-b\r\n--x--\r\n'
    response = visitor.client.generic(
        "POST", visitor.address("meaning"), body, content_type="multipart/form-data; boundary=x; charset=utf-7"
    )
    assert response.status_code == 302
    assert visitor.draft.meaning == "a\ufffdb"


@pytest.mark.parametrize("step", ["nonsense", "Project", "people%00", "x" * 300])
def test_unknown_step_is_not_found(step: str) -> None:
    assert writing().get(step).status_code in (400, 404)


@pytest.mark.parametrize("step", STEPS)
def test_step_refuses_other_methods(step: str) -> None:
    visitor = writing()
    assert visitor.client.put(visitor.address(step)).status_code == 405


def test_every_step_asks_the_database_equally_often(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    """The session, the submission and the settings of the site; whatever was answered."""
    visitor = writing()
    for answered in (False, True):
        if answered:
            visitor.answer_all(project={"project": PublishedProjectFactory(acronym="LAKE").slug})
        for step in STEPS:
            if step not in ("people", "project"):
                with django_assert_num_queries(3):
                    visitor.get(step)
        with django_assert_num_queries(4 if answered else 3):  # the words of the chosen project
            visitor.get("project")
