"""What changed between two wordings."""

import time

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from spotlight.differences import Piece, changes, marked, marked_sides


def test_changes_word_exchanged_marks_that_word_alone() -> None:
    assert changes("We met on Mondays.", "We met on Tuesdays.") == [
        Piece("same", "We met on "),
        Piece("removed", "Mondays"),
        Piece("added", "Tuesdays"),
        Piece("same", "."),
    ]


def test_changes_words_beside_each_other_are_one_change() -> None:
    assert changes("a red house stands", "a large blue barn stands") == [
        Piece("same", "a "),
        Piece("removed", "red house"),
        Piece("added", "large blue barn"),
        Piece("same", " stands"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("same", "same", [Piece("same", "same")]),
        ("", "new", [Piece("added", "new")]),
        ("old", "", [Piece("removed", "old")]),
        ("one two", "one two three", [Piece("same", "one two"), Piece("added", " three")]),
        ("neighbour-led", "neighbour-run", [Piece("removed", "neighbour-led"), Piece("added", "neighbour-run")]),
        ("a\n\nb", "a\nb", [Piece("same", "a"), Piece("removed", "\n\n"), Piece("added", "\n"), Piece("same", "b")]),
    ],
)
def test_changes_of_special_cases(old: str, new: str, expected: list[Piece]) -> None:
    assert changes(old, new) == expected


@given(st.text("ab \n.é", max_size=40), st.text("ab \n.é", max_size=40))
def test_changes_both_wordings_can_be_put_together_again(old: str, new: str) -> None:
    pieces = changes(old, new)

    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


def test_changes_long_answers_are_compared_at_once() -> None:
    """3,000 letters, the most an answer holds, without one word in common; a naive comparison takes half a minute."""
    begin = time.perf_counter()

    assert changes("ab " * 999 + "ab", "cd " * 999 + "cd") == [
        Piece("removed", "ab " * 999 + "ab"),
        Piece("added", "cd " * 999 + "cd"),
    ]
    assert time.perf_counter() - begin < 2


def test_marked_escapes_and_says_the_change_in_words() -> None:
    hidden = '<span class="visually-hidden">{}</span>'
    before_removed, before_added, after = hidden.format("[removed: "), hidden.format("[added: "), hidden.format("]")

    assert marked("a <b> & c", "a <i> & c & <d>") == (
        "a &lt;"
        f'<del class="change">{before_removed}b{after}</del><ins class="change">{before_added}i{after}</ins>'
        "&gt; &amp; c"
        f' <ins class="change">{before_added}&amp; &lt;d&gt;{after}</ins>'
    )


def test_marked_nothing_changed_has_no_mark() -> None:
    with translation.override("en"):
        assert marked("as it was", "as it was") == "as it was"


def test_marked_sides_show_what_went_and_what_came() -> None:
    old, new = marked_sides("a red house", "a blue house\n")
    hidden = '<span class="visually-hidden">{}</span>'

    assert old == f'a <del class="change">{hidden.format("[removed: ")}red{hidden.format("]")}</del> house'
    assert new.startswith(f'a <ins class="change">{hidden.format("[added: ")}blue{hidden.format("]")}</ins> house')
    assert "red" not in new
    assert new.endswith(f"{hidden.format('[added: ')}\n{hidden.format(']')}</ins>")
