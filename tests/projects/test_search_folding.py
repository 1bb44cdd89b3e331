"""Database and Python fold, cut and sort words alike."""

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.search.folding import fold, squeeze, words
from vocabulary.labels import sort_key

# The letters of the content languages with their signs; newer Unicode than the server's would only test the server.
LETTERS = st.text(
    st.characters(min_codepoint=1, max_codepoint=0x17F)
    | st.characters(min_codepoint=0x370, max_codepoint=0x45F, categories=("Lu", "Ll"))
    | st.sampled_from("“”„–—…€™ﬁẞ№½ﾠ日本ȘșȚț"),
    max_size=30,
).filter(lambda text: all(text.count(odd) == 0 for odd in "ϴƺȺȾɃɄɅΫ́"))


def database(function: str, *arguments: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(arguments))})", arguments)
        found: str = cursor.fetchone()[0]
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ÄLDRE", "aldre"),
        ("Łódź", "lodz"),
        ("STRASSE Straße", "strasse strasse"),
        ("Ærø Œuvre Þing", "aero oeuvre thing"),
        ("İstanbul ısı", "istanbul isi"),
        ("ΟΔΥΣΣΕΎΣ", "οδυσσευσ"),
        ("Ђорђе Йод", "ђорђе иод"),
        ("ﬁne", "fine"),
    ],
)
def test_fold_of_letters(text: str, expected: str) -> None:
    assert fold(text) == expected
    assert database("si_fold", text) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BaltSe@nioR 2.0", "baltse nior 2 0"),
        ("W-POWER’s “best” …", "w power s best"),
        ("+Resilient", "resilient"),
        ("a_b\\c%d", "a b c d"),
        ("!?", ""),
    ],
)
def test_words_are_cut_at_signs(text: str, expected: str) -> None:
    assert " ".join(words(text)) == expected
    assert database("si_words", text).split() == expected.split()


@pytest.mark.django_db
@settings(max_examples=150, deadline=None)
@given(LETTERS)
def test_database_and_python_agree(text: str) -> None:
    assert database("si_words", text).split() == words(text)
    assert database("si_squeeze", text) == squeeze(text)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "de", "sv"])
def test_sort_keys_agree(language: str) -> None:
    names = ["Zon", "Ångström", "Äpple", "Öl", "Apfel", "ÆRA", "ørsted", "Łódź", "Straße", "Émile"]
    assert [database("si_sort_key", name, language) for name in names] == [sort_key(name, language) for name in names]


@pytest.mark.django_db
def test_stems_carry_their_language() -> None:
    assert database("si_stems", "en", "Caring") == "':en:care':1"
    assert database("si_stems", "de", "care") == "':de:car':1"
    assert database("si_stems", "xx", "care") == ""
    assert database("si_stem_query", "en", "the") == ""
