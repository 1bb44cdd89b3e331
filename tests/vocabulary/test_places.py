"""Names of countries in the languages of the interface."""

import pytest

from vocabulary.models.places import country_name


@pytest.mark.parametrize(
    ("code", "english", "german", "swedish"),
    [
        ("AL", "Albania", "Albanien", "Albanien"),
        ("CA", "Canada", "Kanada", "Kanada"),
        ("LB", "Lebanon", "Libanon", "Libanon"),
        ("MK", "North Macedonia", "Nordmazedonien", "Nordmakedonien"),
        ("PS", "Palestine", "Palästina", "Palestina"),
        ("VA", "Vatican City", "Vatikanstadt", "Vatikanstaten"),
        ("SE", "Sweden", "Schweden", "Sverige"),
        ("ZZ", "", "", ""),
    ],
)
def test_country_is_named_in_the_language_asked_for(code, english, german, swedish):
    assert [country_name(code, each) for each in ("en", "de", "sv")] == [english, german, swedish]
