"""The map colours what is counted, links it, loses nothing, and says it in words."""

import json
from pathlib import Path

from django.utils import translation

from projects import mapping

NAMES = {"SE": "Sweden", "DE": "Germany", "MT": "Malta", "CA": "Canada", "LV": "Latvia"}
REGIONS = Path(__file__).parents[2] / "vocabulary" / "data" / "regions.json"


def draw(counts: dict[str, int], **more: object) -> mapping.MapPicture:
    return mapping.draw(counts, urls={code: f"?region={code}" for code in counts}, names=NAMES, **more)  # type: ignore[arg-type]


def shape(picture: mapping.MapPicture, code: str) -> mapping.Shape:
    return next(shape for shape in picture.shapes if shape.code == code)


def test_counted_country_is_a_link_with_a_sentence():
    found = shape(draw({"SE": 1, "DE": 12}), "SE")
    assert (found.url, found.text, found.dot) == ("?region=SE", "Sweden: 1 project", False)
    assert shape(draw({"DE": 1200}), "DE").text == "Germany: 1,200 projects"


def test_country_without_projects_is_no_link():
    found = shape(draw({"SE": 0, "DE": 1}), "SE")
    assert (found.url, found.level) == ("", 0)


def test_tiny_state_is_a_dot_on_top_of_its_neighbours():
    picture = draw({"MT": 2})
    assert shape(picture, "MT").dot
    kinds = [shape.dot for shape in picture.shapes]
    assert kinds == sorted(kinds)


def test_chosen_country_lies_above_other_borders():
    picture = draw({"SE": 2, "DE": 2}, selected=["DE"])
    assert [shape.code for shape in picture.shapes if not shape.dot][-1] == "DE"


def test_country_outside_the_frame_is_listed_and_not_lost():
    picture = draw({"SE": 3, "CA": 2})
    assert [(row.label, row.url, row.count) for row in picture.outside] == [("Canada", "?region=CA", 2)]
    assert draw({"SE": 3, "CA": 0}).outside == []


def test_quiet_neighbours_are_listed_outside_when_they_are_counted():
    picture = draw({"MA": 1})
    assert shape(picture, "MA").url == ""
    assert [row.count for row in picture.outside] == [1]


def test_levels_grow_with_the_counts_and_the_legend_covers_them_without_gaps():
    picture = draw({"SE": 1, "LV": 4, "DE": 19, "MT": 9})
    levels = [shape(picture, code).level for code in ("SE", "LV", "MT", "DE")]
    assert levels == [1, 2, 3, 4]
    assert [step.label for step in picture.legend] == ["1–2", "3–6", "7–11", "12–19"]


def test_small_counts_have_one_step_each():
    assert [step.label for step in draw({"SE": 1, "DE": 3}).legend] == ["1", "2", "3"]
    assert [step.label for step in draw({"SE": 1}).legend] == ["1"]
    assert draw({}).legend == []


def test_sentence_follows_the_reader():
    with translation.override("de"):
        assert "1.200" in shape(draw({"DE": 1200}), "DE").text


def test_every_shape_lies_in_the_frame_and_small_enough_to_send():
    data = json.loads((Path(mapping.__file__).parent / "data" / "europe.json").read_text())
    assert len(json.dumps(data)) < 30_000
    width, height = (int(number) for number in data["view_box"].split()[2:])
    dots = [entry for entry in data["countries"].values() if "d" not in entry]
    assert all(0 <= dot["x"] <= width and 0 <= dot["y"] <= height for dot in dots)
    assert {"IS", "CY", "TR", "MT", "LI", "XK", "UA", "NO"} <= set(data["countries"])
    assert "CA" not in data["countries"]
