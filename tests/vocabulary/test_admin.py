"""The controlled lists in the admin."""

import pytest

from tests.factories import (
    CountryFactory,
    OrganisationFactory,
    ProgrammeFactory,
    ProjectFactory,
    RegionFactory,
    TargetGroupFactory,
    ThemeFactory,
)
from tests.projects.staff import form_data, signed_in
from vocabulary.models import MacroRegion, Organisation, Programme, Region, SiteSettings, Theme, ThemeLabel

pytestmark = pytest.mark.django_db
AT = "/admin/vocabulary/"
LISTS = {
    "fundingperiod": 7,
    "programme": 8,
    "region": 7,
    "macroregion": 8,
    "theme": 8,
    "targetgroup": 8,
    "organisation": 8,
}
"""Queries of each list."""


@pytest.fixture
def curator():
    return signed_in("Curator")


def fill(rows):
    for number in range(rows):
        country = CountryFactory(code=("SE", "FI", "DE")[number])
        RegionFactory(code="SE211" if number == 0 else "SE212")
        ProgrammeFactory(name=f"Lakes {number}").countries.add(country)
        ThemeFactory(name=f"Theme {number}", labels={"en": (f"Theme {number}", []), "sv": (f"Tema {number}", [])})
        TargetGroupFactory(slug=f"group-{number}")
        OrganisationFactory(country=country)
        MacroRegion.objects.get_or_create(slug=f"m-{number}", acronym=f"M{number}")[0].countries.add(country)


@pytest.mark.parametrize("name", LISTS)
def test_lists_ask_the_same_number_of_queries_with_1_and_3_rows(curator, django_assert_num_queries, name):
    fill(1)
    curator.get(f"{AT}{name}/")
    with django_assert_num_queries(LISTS[name]):
        curator.get(f"{AT}{name}/")
    fill(3)
    with django_assert_num_queries(LISTS[name]):
        curator.get(f"{AT}{name}/")


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("query", ["lake", "%27%22", "äö", "a" * 300])
def test_every_list_can_be_searched(curator, name, query):
    fill(1)
    assert curator.get(f"{AT}{name}/?q={query}").status_code == 200


def test_theme_has_a_table_of_three_languages(curator):
    theme = ThemeFactory(name="Ageing", labels={"en": ("Ageing", ["older people"])})
    formset = curator.get(f"{AT}theme/{theme.pk}/change/").context["inline_admin_formsets"][0].formset
    assert [form["language"].value() for form in formset.forms] == ["en", "de", "sv"]
    assert formset.forms[0]["synonyms"].value() == "older people"


def test_theme_names_and_synonyms_are_saved_as_words(curator):
    theme = ThemeFactory(name="Ageing", labels={"en": ("Ageing", ["older people"])})
    address = f"{AT}theme/{theme.pk}/change/"
    data = form_data(curator, address)
    data |= {"labels-1-label": "Alter", "labels-1-synonyms": "Senioren, alte Menschen;Senioren,,\n Hochaltrige "}
    assert curator.post(address, data).status_code == 302
    labels = {label.language: (label.label, label.synonyms) for label in theme.labels.all()}
    assert labels == {"en": ("Ageing", ["older people"]), "de": ("Alter", ["Senioren", "alte Menschen", "Hochaltrige"])}


def test_new_theme_gets_an_address_in_latin_letters(curator):
    empty = {f"labels-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    curator.post(f"{AT}theme/add/", {"name": "Γειτονιά", "slug": "", "keep_themes": "", **empty})
    curator.post(f"{AT}theme/add/", {"name": "Geitonia", "slug": "", "keep_themes": "", **empty})
    assert sorted(Theme.objects.values_list("slug", flat=True)) == ["geitonia", "geitonia-2"]


def test_translator_names_a_theme_but_changes_nothing_else():
    theme = ThemeFactory(name="Ageing", slug="ageing", labels={"en": ("Ageing", [])})
    theme.keep_themes = ["Demographic change"]
    theme.save()
    client = signed_in("Translator")
    address = f"{AT}theme/{theme.pk}/change/"
    data = form_data(client, address)
    data |= {
        "labels-2-label": "Åldrande",
        "labels-2-language": "sv",
        "name": "Hacked",
        "slug": "hacked",
        "keep_themes": "",
    }
    assert client.post(address, data).status_code == 302
    theme.refresh_from_db()
    assert (theme.name, theme.slug, theme.keep_themes) == ("Ageing", "ageing", ["Demographic change"])
    assert ThemeLabel.objects.get(theme=theme, language="sv").label == "Åldrande"


def test_editor_looks_at_a_theme_only():
    theme = ThemeFactory(name="Ageing")
    client = signed_in("Editor")
    address = f"{AT}theme/{theme.pk}/change/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"name": "Hacked"}).status_code == 403


def test_organisation_keeps_names_with_commas(curator):
    body = OrganisationFactory(name="Lake Town")
    address = f"{AT}organisation/{body.pk}/change/"
    data = form_data(curator, address) | {"other_names": "Town of Lake, social services; Laketown"}
    assert curator.post(address, data).status_code == 302
    body.refresh_from_db()
    assert body.other_names == ["Town of Lake, social services", "Laketown"]
    assert curator.post(address, form_data(curator, address)).status_code == 302
    body.refresh_from_db()
    assert body.other_names == ["Town of Lake, social services", "Laketown"]


def test_used_rows_are_not_deleted_and_the_page_says_why(curator):
    project = ProjectFactory()
    address = f"{AT}programme/{project.programme_id}/delete/"
    assert "protected" in curator.get(address).content.decode()
    curator.post(address, {"post": "yes"})
    assert Programme.objects.count() == 1


def test_history_page_tells_of_labels_too(curator):
    theme = ThemeFactory(name="Ageing", labels={"en": ("Ageing", ["older people"])})
    page = curator.get(f"{AT}theme/{theme.pk}/history/").content.decode()
    assert "Name and synonyms: en" in page
    assert "Take the profile back" not in page


@pytest.mark.parametrize(
    ("term", "codes"), [("SE2", ["SE2", "SE21", "SE211"]), ("se211", ["SE211"]), ("Region SE21", ["SE21", "SE211"])]
)
def test_regions_are_found_by_code_and_name(curator, term, codes):
    RegionFactory(code="SE211")
    query = {"app_label": "projects", "model_name": "projectplace", "field_name": "region", "term": term}
    found = curator.get("/admin/autocomplete/", query).json()["results"]
    assert sorted(Region.objects.get(pk=row["id"]).code for row in found) == codes


def test_site_settings_open_directly_and_cannot_be_added_or_deleted(curator):
    answer = curator.get(f"{AT}sitesettings/")
    assert (answer.status_code, answer.url) == (302, f"{AT}sitesettings/1/change/")
    assert curator.get(answer.url).status_code == 200
    assert curator.get(f"{AT}sitesettings/add/").status_code == 403
    assert curator.post(f"{AT}sitesettings/1/delete/", {"post": "yes"}).status_code == 403
    assert SiteSettings.objects.count() == 1


def test_site_settings_are_saved_and_keep_a_language(curator):
    SiteSettings.load()
    address = f"{AT}sitesettings/1/change/"
    assert curator.post(address, form_data(curator, address) | {"languages": ["en", "sv"]}).status_code == 302
    assert SiteSettings.load().languages == ["en", "sv"]
    assert curator.post(address, form_data(curator, address) | {"languages": []}).status_code == 200
    assert SiteSettings.load().languages == ["en", "sv"]
    assert signed_in("Editor").get(f"{AT}sitesettings/").status_code == 403


def test_words_too_long_are_named(curator):
    theme = ThemeFactory(name="Ageing", labels={"en": ("Ageing", [])})
    address = f"{AT}theme/{theme.pk}/change/"
    answer = curator.post(address, form_data(curator, address) | {"labels-0-synonyms": "x" * 81})
    assert "is too long; write at most 80 characters for one entry." in answer.content.decode()


def test_lists_of_organisations_are_sorted_by_name(curator):
    for name in ("Sea", "Lake"):
        OrganisationFactory(name=name)
    rows = curator.get(f"{AT}organisation/").context["cl"].result_list
    assert [body.name for body in rows] == ["Lake", "Sea"]
    assert Organisation.objects.count() == 2


def test_every_setting_stands_on_the_page_of_settings(admin_client):
    SiteSettings.load()
    page = admin_client.get(f"{AT}sitesettings/1/change/").content.decode()
    editable = [field.name for field in SiteSettings._meta.fields if field.editable and not field.primary_key]
    assert [name for name in editable if f'name="{name}"' not in page] == []
