"""Finding the project one writes about, with and without script."""

import pytest

from outbox.limits import Rate
from siportal.limits import RATES
from tests.factories import ProjectFactory, PublishedProjectFactory
from tests.spotlight.form_tools import Visitor, writing

pytestmark = pytest.mark.django_db

FIND = "find-project"
JSON = {"Accept": "application/json"}


@pytest.fixture
def lakes() -> None:
    PublishedProjectFactory(acronym="LAKELAND", title="Help around the lakes", themes=["Ageing"])
    PublishedProjectFactory(acronym="POND", title="Neighbours at the pond", themes=["Ageing"])
    ProjectFactory(acronym="LAKESECRET", title="Not to be seen")


@pytest.mark.usefixtures("lakes")
def test_script_gets_public_projects_that_begin_so() -> None:
    answer = Visitor().client.get("/en/spotlight/submit/find-project/?q=lak", headers=JSON)
    assert answer.json() == {
        "projects": [{"value": "lakeland", "label": "LAKELAND", "detail": "Help around the lakes"}],
        "message": "1 project found",
    }
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.usefixtures("lakes")
def test_page_without_script_offers_what_was_found_as_choices() -> None:
    visitor = writing()
    html = visitor.get(FIND, "?q=neighbours").content.decode()
    assert 'value="pond"' in html
    assert 'value="lakeland"' not in html
    assert 'value="lakesecret"' not in html
    assert f'action="{visitor.address("project")}"' in html
    visitor.post("project", project="pond")
    html = visitor.get(FIND, "?q=lake").content.decode()
    assert 'value="pond" checked' in html
    assert 'value="lakeland">' in html


@pytest.mark.usefixtures("lakes")
@pytest.mark.parametrize("query", ["?q=zzz", "?q=", "?q=%27%3B--", "?q=" + "x" * 500, "?q=%F0%9F%98%80"])
def test_nothing_found_is_said_and_the_other_way_stays_open(query: str) -> None:
    html = writing().get(FIND, query).content.decode()
    assert "No project in the directory begins like that" in html
    assert "It is not in the directory yet" in html


@pytest.mark.usefixtures("lakes")
def test_parameter_nobody_knows_is_named() -> None:
    html = writing().get(FIND, "?q=lake&colour=red&%3Cb%3E=1").content.decode()
    assert "held “colour”" in html
    assert "held “&lt;b&gt;”" in html
    assert "held “" not in writing().get(FIND, "?q=lake&return=check").content.decode()


def test_page_without_a_draft_helps_and_nul_is_refused() -> None:
    assert Visitor().get(FIND, "?q=lake").status_code == 404
    assert writing().get(FIND, "?q=a%00b").status_code == 400


@pytest.mark.parametrize("number", [1, 3])
def test_search_asks_the_database_equally_often(number: int, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for each in range(number):
        PublishedProjectFactory(acronym=f"LAKE{each}", themes=["Ageing"])
    visitor = writing()
    with django_assert_num_queries(6):
        visitor.get(FIND, "?q=lake")
    with django_assert_num_queries(3):
        Visitor().client.get("/en/spotlight/submit/find-project/?q=lake", headers=JSON)


def test_search_is_counted(settings, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    assert RATES["spotlight:find-project"] == Rate(600, 60)
    monkeypatch.setitem(RATES, "spotlight:find-project", Rate(3, 60))
    settings.RATE_LIMITS = True
    visitor = Visitor()
    codes = [visitor.client.get(f"/en/spotlight/submit/{FIND}/?q=l", headers=JSON).status_code for _time in range(4)]
    assert codes == [200, 200, 200, 429]
