"""The counting half without a database: an index brought forward equals one built anew, and counts as sets do."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from projects.search.index import Document, apply, bits_of, build, order_names

START = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = st.none() | st.dates(date(2015, 1, 1), date(2016, 1, 1))


@st.composite
def documents(draw: st.DrawFn, number: int) -> Document:
    few = st.lists(st.integers(1, 4), unique=True, max_size=3)
    return Document(
        project_id=number,
        is_public=True,
        published_at=START + timedelta(minutes=draw(st.integers(0, 3))),
        languages=["en"],
        regions=draw(few),
        macros=draw(few),
        themes=draw(few),
        period=draw(st.none() | st.integers(1, 3)),
        programme=draw(st.none() | st.integers(1, 3)),
        strand=draw(st.sampled_from(["", "A", "B"])),
        targets=draw(few),
        kinds=draw(st.lists(st.sampled_from(["model", "method"]), unique=True)),
        starts=draw(DAYS),
        ends=draw(DAYS),
        budget=draw(st.none() | st.decimals(Decimal(1), Decimal(9), places=2)),
        sort_keys=[draw(st.text("abö", max_size=2)) for _language in range(3)],
    )


@st.composite
def histories(draw: st.DrawFn) -> list[dict[int, Document | None]]:
    """Steps of changes: number → its new state, None when it is gone."""
    numbers = st.lists(st.integers(1, 12), unique=True, max_size=8)
    return [
        {number: draw(st.none() | documents(number)) for number in draw(numbers)}
        for _step in range(draw(st.integers(1, 4)))
    ]


@given(histories())
def test_apply_gives_what_building_anew_gives(history: list[dict[int, Document | None]]) -> None:
    index, present = build([], horizon=0), {}
    for step, changed in enumerate(history):
        index = apply(index, changed, horizon=step)
        present.update(changed)
    fresh = build([one for one in present.values() if one], horizon=len(history) - 1)
    assert index == fresh


@given(histories(), st.dates(date(2015, 1, 1), date(2016, 1, 1)))
def test_status_divides_the_public_projects(history: list[dict[int, Document | None]], on: date) -> None:
    present: dict[int, Document | None] = {}
    for changed in history:
        present.update(changed)
    found = build([one for one in present.values() if one], horizon=0).status(on)
    for number, one in present.items():
        expected = set()
        if one:
            if one.ends and one.ends < on:
                expected = {"finished"}
            elif one.starts and one.starts > on:
                expected = {"planned"}
            else:
                expected = {"running"} if one.starts and one.ends else {"unknown"}
        assert {name for name, bits in found.items() if bits >> number & 1} == expected


@given(st.sets(st.integers(0, 3000)))
def test_bits_of_numbers(numbers: set[int]) -> None:
    bits = bits_of(numbers)
    assert bits.bit_count() == len(numbers)
    assert {number for number in range(3001) if bits >> number & 1} == numbers


@given(histories(), st.data())
def test_in_order_walks_every_number_once(history: list[dict[int, Document | None]], data: st.DataObject) -> None:
    present: dict[int, Document | None] = {}
    for changed in history:
        present.update(changed)
    index = build([one for one in present.values() if one], horizon=0)
    chosen = {number for number in present if index.public >> number & 1 and data.draw(st.booleans())}
    for order in order_names():
        assert sorted(index.in_order(bits_of(chosen), order)) == sorted(chosen)


def test_a_copy_never_changes() -> None:
    first = build([], horizon=1)
    second = apply(first, {3: None}, horizon=2)
    assert (first.public, second.public) == (0, 0)
    assert (first.horizon, second.horizon) == (1, 2)
