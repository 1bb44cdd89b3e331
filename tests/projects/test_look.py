"""How the templates sort and print what the search found."""

from typing import Any

from django.utils import translation

from projects.templatetags.look import LEADING_VALUES, any_selected, facet_rows, number


def value(name: str, count: int, *, selected: bool = False, children: list[Any] | None = None) -> dict[str, Any]:
    return {"value": name, "count": count, "selected": selected, "children": children or []}


def names(values: list[Any]) -> list[str]:
    return [entry["value"] for entry in values]


def test_short_facet_shows_every_value_also_those_without_projects():
    rows = facet_rows([value("a", 0), value("b", 3), value("c", 0)])
    assert (names(rows["first"]), rows["rest"], rows["unstated"]) == (["a", "b", "c"], [], [])


def test_long_facet_shows_the_most_frequent_values_in_their_own_order():
    values = [value(f"v{place}", count) for place, count in enumerate([0, 5, 1, 9, 2, 0, 7, 3, 4, 8, 6])]
    rows = facet_rows(values)
    assert names(rows["first"]) == ["v1", "v3", "v6", "v7", "v8", "v9", "v10"]
    assert len(rows["first"]) == LEADING_VALUES
    assert names(rows["rest"]) == ["v0", "v2", "v4", "v5"]


def test_chosen_values_and_parents_of_chosen_ones_are_never_folded_away():
    values = [value(f"v{place}", 20 - place) for place in range(12)]
    values.append(value("rare", 0, selected=True))
    values.append(value("parent", 0, children=[value("child", 1, selected=True)]))
    assert names(facet_rows(values)["first"])[-2:] == ["rare", "parent"]


def test_values_without_projects_wait_behind_the_fold():
    values = [value(f"v{place}", 1 if place < 2 else 0) for place in range(12)]
    assert names(facet_rows(values)["first"]) == ["v0", "v1"]


def test_not_stated_stands_apart():
    rows = facet_rows([value("none", 4), value("a", 1)])
    assert (names(rows["unstated"]), names(rows["first"])) == (["none"], ["a"])


def test_any_selected_looks_at_every_value():
    assert any_selected([value("a", 1), value("b", 1, selected=True)])
    assert not any_selected([value("a", 1)])
    assert not any_selected([])


def test_numbers_are_grouped_as_the_reader_writes_them():
    with translation.override("en"):
        assert number(30000) == "30,000"
    with translation.override("de"):
        assert number(30000) == "30.000"
    assert number(7) == "7"
    assert number(None) == ""
