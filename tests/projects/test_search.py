"""What a reader gets: words in any spelling and language, honest numbers, ways on where nothing is found."""

from datetime import date

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from projects.models import Project, ProjectMacroRegion, ProjectTargetGroup, State
from projects.search import suggest
from projects.search.sync import forget
from tests.factories import (
    OrganisationFactory,
    ProgrammeFactory,
    ProjectFactory,
    PublishedProjectFactory,
    TargetGroupFactory,
    ThemeFactory,
)
from tests.projects.search_tools import counts, found, search
from vocabulary.models import MacroRegion, MacroRegionLabel

pytestmark = pytest.mark.django_db


class TestWords:
    @pytest.mark.parametrize("q", ["baltsenior", "BALTSE%40NIOR", "baltse+nior", "balts", "BaltSenior+2.0"])
    def test_acronym_without_its_signs(self, q: str) -> None:
        PublishedProjectFactory(acronym="Other", summary="Seniors of the Baltic nior baltse 2 0.")
        PublishedProjectFactory(acronym="BaltSe@nioR 2.0", slug="second")
        assert found(f"q={q}")[0] == "BaltSe@nioR 2.0"

    def test_plain_acronym_comes_before_its_sequel(self) -> None:
        PublishedProjectFactory(acronym="BaltSe@nioR", slug="first")
        PublishedProjectFactory(acronym="BaltSe@nioR 2.0", slug="second")
        assert found("q=baltsenior") == ["BaltSe@nioR", "BaltSe@nioR 2.0"]

    @pytest.mark.parametrize(
        ("asked", "used", "acronym"),
        [
            ("exelence resti", "excellence resti", "Excellence-in-ReSTI"),
            ("empaki", "empaci", "EmPaci"),
            ("neigbours", "neighbours", "EmPaci"),
        ],
    )
    def test_slip_is_corrected_and_said(self, asked: str, used: str, acronym: str) -> None:
        PublishedProjectFactory(acronym="Excellence-in-ReSTI", slug="resti", title="Research", summary="Managers.")
        PublishedProjectFactory(acronym="EmPaci", title="Budgets", summary="Neighbours decide.")
        result = search(f"q={asked}")
        assert [hit.project.acronym for hit in result.hits] == [acronym]
        assert result.correction is not None
        assert (result.correction.asked, result.correction.used) == (asked, used)
        insisted = search(result.correction.query_string)
        assert (insisted.total, insisted.correction) == (0, None)

    def test_accents_and_case_do_not_matter(self) -> None:
        PublishedProjectFactory(acronym="A", title="ÄLDRE i Łódź", original_language="sv")
        PublishedProjectFactory(acronym="B", title="Yngre i Lund", original_language="sv")
        assert found("q=aldre+lodz") == found("q=%C3%A4ldre+%C5%81%C3%93D%C5%B9") == ["A"]

    def test_stem_is_that_of_the_texts_own_language(self) -> None:
        PublishedProjectFactory(acronym="EN", summary="Caring for neighbours.")
        PublishedProjectFactory(acronym="CAR", summary="A car for all.")
        assert found("q=care") == ["EN"]
        assert found("q=cares", "sv") == ["EN"]

    @pytest.mark.parametrize("q", ["%C3%A4ldre", "aldre", "Senioren", "older+people", "seniors"])
    def test_theme_is_found_in_every_language(self, q: str) -> None:
        theme = ThemeFactory(
            name="Ageing", labels={"en": ("Older people", ["seniors"]), "sv": ("Äldre", []), "de": ("Senioren", [])}
        )
        PublishedProjectFactory(acronym="TOLD", themes=[theme])
        PublishedProjectFactory(acronym="NOT", themes=["Youth"])
        assert found(f"q={q}") == ["TOLD"]

    @pytest.mark.parametrize("q", ["Sweden", "Schweden", "sverige"])
    def test_country_is_found_by_its_name_in_every_interface_language(self, q: str) -> None:
        PublishedProjectFactory(acronym="SE", countries=["SE"])
        PublishedProjectFactory(acronym="LV", countries=["LV"])
        assert found(f"q={q}") == ["SE"]
        assert search(f"q={q}").hits[0].matched_in == ("country",)

    def test_stop_word_is_not_asked_for_beside_others(self) -> None:
        PublishedProjectFactory(acronym="CARE", title="Homecare", summary="Homecare now.")
        assert found("q=the+homecare") == ["CARE"]
        assert found("q=the") == []
        assert found("q=%22the%22+homecare") == []

    def test_phrase_exclusion_and_beginning(self) -> None:
        PublishedProjectFactory(acronym="ONE", title="Social innovation")
        PublishedProjectFactory(acronym="TWO", title="Innovation of social kind")
        assert found('q="social+innovation"') == ["ONE"]
        assert found("q=social+-kind") == ["ONE"]
        assert sorted(found("q=innov*")) == ["ONE", "TWO"]

    @pytest.mark.parametrize("q", ["en*", "theme*", "reg*", "macro*"])
    def test_beginning_never_meets_what_the_index_adds(self, q: str) -> None:
        PublishedProjectFactory(acronym="ONE", title="Kites", summary="Kites.", countries=["LV"])
        assert found(f"q={q}") == []

    def test_beginning_of_a_word_helps_where_nothing_else_matches(self) -> None:
        PublishedProjectFactory(acronym="ONE", title="Zwischenraum")
        assert found("q=zwisch") == ["ONE"]

    def test_title_ranks_above_summary(self) -> None:
        PublishedProjectFactory(acronym="TITLE", title="Dementia at the lake", summary="Something else.")
        PublishedProjectFactory(acronym="BODY", summary="Also on dementia, dementia and dementia.")
        assert found("q=dementia") == ["TITLE", "BODY"]

    def test_matches_are_marked_and_texts_escaped(self) -> None:
        PublishedProjectFactory(acronym="X", title="Caring & <b>sharing</b>", summary="They care <i>a lot</i>.")
        hit = search("q=care").hits[0]
        assert hit.title_html == "<mark>Caring</mark> &amp; &lt;b&gt;sharing&lt;/b&gt;"
        assert hit.excerpt_html == "They <mark>care</mark> &lt;i&gt;a lot&lt;/i&gt;."
        assert hit.matched_in == ("title", "summary")

    def test_excerpt_shows_the_stretch_that_matches(self) -> None:
        summary = "Word after word. " * 40 + "Here stands a lighthouse at last. " + "More words. " * 20
        PublishedProjectFactory(acronym="X", summary=summary)
        excerpt = search("q=lighthouse").hits[0].excerpt_html
        assert "<mark>lighthouse</mark>" in excerpt
        assert (excerpt[:2], excerpt[-2:]) == ("… ", " …")
        assert len(excerpt) < 300

    def test_partner_is_named_as_the_reason(self) -> None:
        PublishedProjectFactory(acronym="X", lead=OrganisationFactory(name="Harbour Guild"))
        assert search("q=guild").hits[0].matched_in == ("partner",)


class TestNothingFound:
    def test_nearest_spellings_and_a_way_out_per_filter(self) -> None:
        PublishedProjectFactory(acronym="X", themes=["Ageing"], summary="Zoning plans.")
        result = search("q=zzqqxx&theme=ageing&period=2014-2020")
        assert (result.total, result.correction) == (0, None)
        assert "zoning" in [word for word, _query in result.nearest]
        assert [(query, count) for _sentence, query, count in result.relaxations] == [
            ("q=zzqqxx&period=2014-2020", 0),
            ("q=zzqqxx&theme=ageing", 0),
            ("theme=ageing&period=2014-2020", 1),
        ]

    def test_filter_that_excludes_all_is_named_with_its_count(self) -> None:
        PublishedProjectFactory(acronym="SE", countries=["SE"], themes=["Ageing"])
        PublishedProjectFactory(acronym="LV", countries=["LV"], themes=["Youth"])
        result = search("region=SE&theme=youth")
        assert [(query, count) for _sentence, query, count in result.relaxations] == [
            ("theme=youth", 1),
            ("region=SE", 1),
        ]

    def test_word_of_a_draft_behaves_like_nonsense(self) -> None:
        PublishedProjectFactory(acronym="PUBLIC", summary="Plain words.")
        ProjectFactory(acronym="SECRETIVE", title="Marzipantoffel", summary="Marzipantoffel.", themes=["Ageing"])
        for q in ("marzipantoffel", "marzipantofel", "secretive", "marzip*", "secret"):
            result = search(f"q={q}")
            assert (result.total, result.correction) == (0, None)
            assert not {"marzipantoffel", "secretive"} & {word for word, _query in result.nearest}
        assert suggest("marzip", language="en") == []
        assert suggest("secret", language="en") == []


class TestFacets:
    def test_or_inside_and_across(self) -> None:
        old = ProgrammeFactory(period__slug="2007-2013")
        PublishedProjectFactory(acronym="A", countries=["SE", "LV"], themes=["Ageing"])
        PublishedProjectFactory(acronym="B", countries=["LV"], themes=["Youth"])
        PublishedProjectFactory(acronym="C", countries=["SE"], themes=["Ageing"], programme=old)
        ProjectFactory(acronym="D", countries=["SE"], themes=["Ageing"])
        assert sorted(found("region=SE&region=LV&period=2014-2020")) == ["A", "B"]
        assert counts("region=SE&region=LV&period=2014-2020", "region") == {"SE": 1, "LV": 2}
        assert counts("region=SE&region=LV&period=2014-2020", "period") == {"2014-2020": 2, "2007-2013": 1}
        assert counts("region=SE&region=LV&period=2014-2020", "theme") == {"ageing": 1, "youth": 1}

    @pytest.mark.parametrize("query", ["", "region=SE", "region=SE&region=LV&theme=ageing", "q=lake&status=unknown"])
    def test_following_a_value_gives_its_number(self, query: str) -> None:
        PublishedProjectFactory(acronym="A", countries=["SE", "LV"], themes=["Ageing"], places=["SE211"])
        PublishedProjectFactory(acronym="B", countries=["LV"], themes=["Youth", "Ageing"])
        PublishedProjectFactory(acronym="C", themes=["Youth"], innovation_kinds=["model"])
        followed = 0
        for facet in search(query).facets:
            for value in facet.values:
                if value.count and not value.selected:
                    assert search(value.query_string).total == value.count
                    followed += 1
                elif not value.selected:
                    assert value.query_string is None
        assert followed > 5

    def test_country_includes_its_regions(self) -> None:
        PublishedProjectFactory(acronym="DEEP", places=["SE211"])
        PublishedProjectFactory(acronym="OTHER", places=["LV008"])
        assert found("region=SE") == found("region=SE21") == found("region=SE211") == ["DEEP"]
        assert counts("", "region") == dict.fromkeys(["SE", "SE2", "SE21", "SE211", "LV", "LV0", "LV00", "LV008"], 1)

    def test_not_stated_can_be_chosen(self) -> None:
        PublishedProjectFactory(acronym="A", countries=["SE"])
        PublishedProjectFactory(acronym="B")
        region = next(facet for facet in search().facets if facet.name == "region")
        assert (region.not_stated, region.values[-1].value, region.values[-1].count) == (1, "none", 1)
        assert found("region=none") == ["B"]
        assert sorted(found("region=none&region=SE")) == ["A", "B"]

    def test_facet_is_hidden_while_less_than_a_fifth_state_it(self) -> None:
        for number in range(5):
            PublishedProjectFactory(acronym=f"N{number}")
        shown = {facet.name: facet.shown for facet in search().facets}
        assert (shown["theme"], shown["status"], shown["kind"]) == (True, True, False)
        Project.objects.filter(acronym="N1").update(innovation_kinds=["model"])
        assert {facet.name: facet.shown for facet in search().facets}["kind"] is True
        PublishedProjectFactory(acronym="N5")
        assert {facet.name: facet.shown for facet in search().facets}["kind"] is False
        assert {facet.name: facet.shown for facet in search("kind=model").facets}["kind"] is True

    def test_macro_region_by_programme_or_by_choice(self) -> None:
        macro = MacroRegion.objects.create(slug="lakes", acronym="LKS")
        MacroRegionLabel.objects.create(macro_region=macro, language="en", label="Region of Lakes")
        by_programme = PublishedProjectFactory(acronym="A")
        by_programme.programme.macro_regions.add(macro)
        other = ProgrammeFactory(name="Hills")
        ProjectMacroRegion.objects.create(
            project=PublishedProjectFactory(acronym="B", programme=other), macro_region=macro
        )
        PublishedProjectFactory(acronym="C", programme=other)
        assert sorted(found("macro=lakes")) == ["A", "B"]
        assert [pill.label for pill in search("macro=lakes").pills] == ["Region of Lakes"]

    def test_status_depends_on_the_day(self) -> None:
        PublishedProjectFactory(
            acronym="A",
            start_date=date(2026, 6, 1),
            start_precision="day",
            end_date=date(2026, 6, 1),
            end_precision="day",
        )
        PublishedProjectFactory(acronym="B", end_date=date(2026, 5, 31), end_precision="day")
        PublishedProjectFactory(acronym="C", start_date=date(2026, 6, 2), start_precision="day")
        PublishedProjectFactory(acronym="D", start_date=date(2026, 5, 1), start_precision="day")
        assert {name: found(f"status={name}") for name in ("running", "finished", "planned", "unknown")} == {
            "running": ["A"],
            "finished": ["B"],
            "planned": ["C"],
            "unknown": ["D"],
        }

    def test_target_group(self) -> None:
        group = TargetGroupFactory(slug="older-people")
        ProjectTargetGroup.objects.create(project=PublishedProjectFactory(acronym="A"), group=group)
        PublishedProjectFactory(acronym="B")
        assert found("target=older-people") == ["A"]

    def test_regions_of_a_large_tree_open_when_their_country_is_chosen(self) -> None:
        for letter in "ABCDEFGHIJKLMNOPQRST":
            PublishedProjectFactory(acronym=f"P{letter}", places=[f"SE2{letter}1", f"DE2{letter}1"])
        assert set(counts("", "region")) == {"SE", "DE"}
        assert set(counts("region=SE", "region")) == {"SE", "SE2", "DE"}
        assert set(counts("region=SE2", "region")) == {
            "SE",
            "SE2",
            "DE",
            *(f"SE2{one}" for one in "ABCDEFGHIJKLMNOPQRST"),
        }

    def test_map_counts_and_what_has_no_place(self) -> None:
        PublishedProjectFactory(acronym="A", countries=["SE", "LV"])
        PublishedProjectFactory(acronym="B", places=["SE211"])
        PublishedProjectFactory(acronym="C")
        result = search()
        assert (result.country_counts, result.without_place, result.total) == ({"SE": 2, "LV": 1}, 1, 3)


class TestOrderAndPages:
    def test_sorting(self) -> None:
        PublishedProjectFactory(acronym="Zon", total_budget=5, total_budget_precision="exact")
        PublishedProjectFactory(acronym="Ängel", slug="angel")
        PublishedProjectFactory(acronym="Alm", total_budget=9, total_budget_precision="exact")
        assert found() == ["Alm", "Ängel", "Zon"]
        assert found("sort=budget") == ["Alm", "Zon", "Ängel"]
        assert found("sort=title") == ["Alm", "Ängel", "Zon"]
        assert found("sort=title", "sv") == ["Alm", "Zon", "Ängel"]

    def test_pages_hold_every_result_once(self) -> None:
        for number in range(23):
            PublishedProjectFactory(acronym=f"N{number}")
        pages = [found(f"q=neighbours&size=10&page={number}") for number in (1, 2, 3)]
        assert [len(page) for page in pages] == [10, 10, 3]
        assert len({acronym for page in pages for acronym in page}) == search("q=neighbours").total == 23
        with pytest.raises(Http404):
            found("q=neighbours&size=10&page=4")

    def test_neighbours_of_a_result(self) -> None:
        projects = [PublishedProjectFactory(acronym=name) for name in ("C", "B", "A")]
        beside = search("sort=title").neighbours(projects[1].pk)
        assert (beside.previous, beside.next, beside.position, beside.total) == ("a", "c", 2, 3)
        assert search("sort=title").neighbours(0).position is None

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow_with_results(self, number: int) -> None:
        for one in range(number):
            PublishedProjectFactory(acronym=f"N{one}", countries=["SE"], places=["SE211"], title="Neighbours meet")
        assert len(found("q=neighbours")) == number  # and the stems of the words are remembered
        forget()  # tests that committed may have left a copy, which spares a statement
        result = search("q=neighbours&region=SE")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert (len(result.hits), len(result.facets), len(result.pills)) == (number, 9, 1)
        # Log, vocabulary and index of this open transaction (3), words (1), ranking where there is an order, page (5).
        assert len(queries) == (9 if number == 1 else 10)


class TestVisibility:
    @pytest.mark.parametrize("state", [State.DRAFT, State.SCHEDULED, State.ARCHIVED])
    def test_only_published_profiles_count(self, state: State) -> None:
        ProjectFactory(acronym="HIDDEN", state=state, countries=["SE"], themes=["Ageing"])
        PublishedProjectFactory(acronym="SHOWN", countries=["LV"])
        assert found() == ["SHOWN"]
        assert found("q=hidden") == []
        assert counts("", "region") == {"LV": 1}
        assert (search().total, search().of_total) == (1, 1)


class TestSuggestions:
    def test_kinds_and_links(self) -> None:
        guild = OrganisationFactory(name="Harbour Guild", slug="harbour-guild")
        PublishedProjectFactory(acronym="HARBOUR", title="Harbour for all", lead=guild, themes=["Harbours"])
        ProjectFactory(acronym="HARBOURX", title="Hidden harbour")
        kinds = [(one.kind, one.label, bool(one.url), one.query_string) for one in suggest("harb", language="en")]
        assert kinds == [
            ("project", "HARBOUR", True, ""),
            ("theme", "Harbours", False, "theme=harbours"),
            ("organisation", "Harbour Guild", True, ""),
        ]

    @pytest.mark.parametrize("q", ["", "x", "'", '"', "\\", "a" * 5000, "( & | ! :*"])
    def test_any_text_is_taken(self, q: str) -> None:
        assert suggest(q, language="en") == []
