"""Names of countries in the languages of the interface."""

import pytest

from vocabulary.models.places import country_name


@pytest.mark.parametrize(
    ("code", "english", "swedish"),
    [
        ("AL", "Albania", "Albanien"),
        ("CA", "Canada", "Kanada"),
        ("LB", "Lebanon", "Libanon"),
        ("MK", "North Macedonia", "Nordmakedonien"),
        ("PS", "Palestine", "Palestina"),
        ("VA", "Vatican City", "Vatikanstaten"),
        ("SE", "Sweden", "Sverige"),
        ("ZZ", "", ""),
    ],
)
def test_country_is_named_in_the_language_asked_for(code, english, swedish):
    assert (country_name(code, "en"), country_name(code, "sv")) == (english, swedish)
