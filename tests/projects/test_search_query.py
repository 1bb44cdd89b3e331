"""Addresses: what is unknown is named and dropped, what is known has one canonical form, nothing raises."""

import pytest
from django.core.exceptions import BadRequest
from django.http import Http404, QueryDict
from django.utils.datastructures import MultiValueDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.filters import ProjectFilter
from projects.models import Project
from projects.search import ProjectSearch, clean_query, suggest
from tests.factories import PublishedProjectFactory, ThemeFactory
from tests.projects.search_tools import TODAY, found

pytestmark = pytest.mark.django_db

NAMES = st.sampled_from([*ProjectFilter.base_filters, "utm_source"]) | st.text(max_size=5)
TEXTS = st.text(st.characters(exclude_characters="\0"), max_size=40) | st.sampled_from(
    ["'", '"', "(", "&", "|", "!", ":*", "<->", "\\", "%", "ageing", "none", "SE", "2", "-1", "a:*b", "-x", '-"', "*"]
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(NAMES, st.lists(TEXTS, max_size=3), max_size=4))
def test_no_query_raises(given_: dict[str, list[str]]) -> None:
    if any("\0" in name for name in given_):
        given_ = {}
    data = QueryDict(mutable=True)
    MultiValueDict.update(data, MultiValueDict(given_))
    query = clean_query(data, language="en")
    result = ProjectSearch(query, on=TODAY, language="en")
    if query.page == 1:
        assert len(result.hits) <= result.total
    assert (len(result.facets), len(result.relaxations) >= 0, len(result.nearest) >= 0) == (9, True, True)
    again = clean_query(QueryDict(query.urlencode()), language="en")
    assert (again.q, again.facets, again.sort, again.page, again.size) == (
        *(query.q, query.facets, query.sort),
        *(query.page, query.size),
    )


@pytest.mark.parametrize(
    "text", ["'", '"', "(", "&", "|", "!", ":*", "<->", "\\", "%", "a' b", "a:*", "!a", "(a", "a\\"]
)
def test_signs_are_only_signs(text: str) -> None:
    data = QueryDict(mutable=True)
    data["q"] = text
    result = ProjectSearch(clean_query(data, language="en"), on=TODAY)
    assert result.total == 0
    assert result.page.num_pages == 1
    assert suggest(text, language="en") == []


def test_nul_is_a_bad_request() -> None:
    for data in ("q=a%00b", "theme=%00", "%00=1", "x=%00"):
        with pytest.raises(BadRequest):
            clean_query(QueryDict(data), language="en")


def test_long_text_is_cut_with_a_sentence() -> None:
    query = clean_query(QueryDict(f"q={'word+' * 2000}"), language="en")
    assert len(query.q) <= 200
    assert [dropped.sentence for dropped in query.dropped] == [
        "Only the first 200 characters of the search text are used.",
        "Only the first 16 words are searched for.",
    ]
    assert ProjectSearch(query, on=TODAY).total == 0


def test_unknown_things_are_named_and_dropped() -> None:
    ThemeFactory(name="Ageing")
    query = clean_query(
        QueryDict("programm=BSR&theme=agein&theme=ageing&sort=best&size=7&page=abc&status=none&kind=x"), language="en"
    )
    assert [dropped.sentence for dropped in query.dropped] == [
        "“programm” is not a filter of this search.",
        "Theme has no value “agein”.",
        "Status has no value “none”.",
        "Kind of innovation has no value “x”.",
        "Results cannot be sorted by “best”.",
        "“abc” is not the number of a page.",
        "A page shows 10, 20, 50, 100 results, not “7”.",
    ]
    assert (query.facets, query.sort, query.page, query.size) == ({"theme": ("ageing",)}, "newest", 1, 20)
    assert query.urlencode() == "theme=ageing"


def test_page_beyond_the_end_is_not_found() -> None:
    PublishedProjectFactory(acronym="A")
    with pytest.raises(Http404):
        found("page=2")
    with pytest.raises(Http404):
        found("page=999999999")


class TestAddresses:
    def test_canonical_order_and_defaults(self) -> None:
        ThemeFactory(name="Ageing")
        query = clean_query(QueryDict("size=20&page=2&sort=relevance&theme=ageing&q=a+b&status=running"), language="en")
        assert query.urlencode() == "q=a+b&theme=ageing&status=running&page=2"

    def test_changing_a_filter_leads_to_the_first_page(self) -> None:
        ThemeFactory(name="Ageing")
        query = clean_query(QueryDict("q=a&theme=ageing&page=3&sort=title"), language="en")
        assert query.without("theme", "ageing").urlencode() == "q=a&sort=title"
        assert query.with_("theme", "youth").urlencode() == "q=a&theme=ageing&theme=youth&sort=title"
        assert query.only("theme", "youth").urlencode() == "q=a&theme=youth&sort=title"
        assert query.urlencode(page=4) == "q=a&theme=ageing&sort=title&page=4"
        assert query.urlencode(size=50) == "q=a&theme=ageing&sort=title&size=50"
        assert query.urlencode(theme=None, sort=None) == "q=a"
        assert query.without("q").urlencode() == "theme=ageing&sort=title"

    def test_relevance_goes_with_the_words(self) -> None:
        query = clean_query(QueryDict("q=a"), language="en")
        assert (query.sort, query.without("q").sort, query.without("q").with_("q", "b").sort) == (
            *("relevance", "newest"),
            "relevance",
        )
        newest = clean_query(QueryDict("q=a&sort=newest"), language="en")
        assert newest.urlencode() == "q=a&sort=newest"
        assert clean_query(QueryDict("sort=relevance"), language="en").sort == "newest"


def test_filterset_gives_the_projects_of_the_search() -> None:
    PublishedProjectFactory(acronym="A", countries=["SE"])
    PublishedProjectFactory(acronym="B", countries=["LV"])
    chosen = ProjectFilter(QueryDict("region=SE"), queryset=Project.objects.all()).qs
    assert [project.acronym for project in chosen] == ["A"]
