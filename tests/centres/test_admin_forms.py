"""The forms of centres, consortia, networks and needs: made from little, complete while public, with history."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from centres.models import Cell, Centre, Consortium, ConsortiumCountry, Need, NeedGroup, Network
from tests.centres.admin_tools import CELLS, CENTRES, CONSORTIA, NEEDS, NETWORKS, opened
from tests.factories import (
    CentreFactory,
    ConsortiumFactory,
    CountryFactory,
    NeedFactory,
    NeedGroupFactory,
    NetworkFactory,
    OrganisationFactory,
    answered,
)
from tests.projects.staff import signed_in
from vocabulary.models import MacroRegion
from vocabulary.timeline import stamp_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return signed_in("Curator")


def errors(answer):
    found = {name: list(words) for name, words in answer.context["adminform"].form.errors.items()}
    for inline in answer.context["inline_admin_formsets"]:
        for number, rows in enumerate(inline.formset.errors):
            found |= {f"{inline.formset.prefix}-{number}-{name}": list(words) for name, words in rows.items()}
        if sentences := list(inline.formset.non_form_errors()):
            found[inline.formset.prefix] = sentences
    return found


def test_centre_is_made_with_texts_and_published(curator):
    country = CountryFactory(code="LV")
    url = f"{CENTRES}add/"
    data = opened(curator, url, country=country.pk, name_en="Lake Help Latvia", source="https://example.org/lv")
    data |= {"texts-0-description": "Helps neighbours.", "languages": ["lv", "en"]}
    assert curator.post(url, data).status_code == 302
    centre = Centre.objects.get()
    assert (centre.slug, centre.state, centre.languages, centre.country) == (
        "lake-help-latvia",
        "draft",
        ["lv", "en"],
        country,
    )
    assert list(centre.texts.values_list("language", "description")) == [("en", "Helps neighbours.")]
    assert curator.post(f"{CENTRES}{centre.pk}/step/publish/").status_code == 302
    centre.refresh_from_db()
    assert (centre.state, centre.published_by.username[:7]) == ("published", "Curator")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"country": ""}, "__all__"),
        ({"kind": "european"}, "__all__"),
        ({"name_en": ""}, "__all__"),
        ({"name": "Ezeru palīgs"}, "__all__"),
        ({"source": " "}, "source"),
        ({"languages": ["xx"]}, "languages"),
    ],
)
def test_wrong_centre_is_refused_with_a_sentence(curator, changes, field):
    url = f"{CENTRES}{CentreFactory().pk}/change/"
    answer = curator.post(url, opened(curator, url, **changes))
    assert answer.status_code == 200
    assert list(errors(answer)) == [field]


def test_address_of_a_page_of_the_directory_is_refused_and_public_addresses_stay(curator):
    draft, live = CentreFactory(state="draft"), CentreFactory()
    url = f"{CENTRES}{draft.pk}/change/"
    assert list(errors(curator.post(url, opened(curator, url, slug="matrix")))) == ["slug"]
    assert curator.post(url, opened(curator, url, slug="", name_en="Matrix")).status_code == 302
    draft.refresh_from_db()
    assert draft.slug == "matrix-2"
    url = f"{CENTRES}{live.pk}/change/"
    assert curator.post(url, opened(curator, url, slug="other")).status_code == 302
    assert Centre.objects.filter(slug=live.slug).exists()


def test_list_filters_by_macro_region_state_and_consortium(curator):
    sea = MacroRegion.objects.create(slug="small-sea", acronym="SSR")
    swedish, italian = CentreFactory(country="SE", slug="se"), CentreFactory(country="IT", slug="it", state="draft")
    sea.countries.add(swedish.country)
    italian.consortia.add(ConsortiumFactory(slug="lakes"))

    def listed(query):
        return [row.slug for row in curator.get(f"{CENTRES}?{query}").context["cl"].result_list]

    assert listed("") == ["it", "se"]
    assert listed("macro=small-sea") == ["se"]
    assert listed("state=draft") == ["it"]
    assert listed("consortium=lakes") == ["it"]
    assert listed("state=nonsense") == ["it", "se"]


def test_list_counts_current_answers_only(curator):
    centre, need, other = CentreFactory(), NeedFactory(), NeedFactory()
    answered(centre, need, "no")
    answered(centre, need, "yes")
    answered(centre, other, "no")
    assert [row.answer_count for row in curator.get(CENTRES).context["cl"].result_list] == [2]


@pytest.mark.parametrize("url", [CENTRES, CONSORTIA, NETWORKS, NEEDS, CELLS])
def test_list_asks_the_same_with_one_row_and_with_three(curator, url, django_assert_num_queries):
    def region():
        name = f"m{Network.objects.count()}"
        return MacroRegion.objects.create(slug=name, acronym=name)

    def more():
        answered(CentreFactory(), NeedFactory(group=NeedGroupFactory(slug=f"g{Need.objects.count()}")), "no")
        ConsortiumFactory()
        NetworkFactory(macro_region=region())

    more()
    curator.get(url)
    with CaptureQueriesContext(connection) as once:
        assert curator.get(url).status_code == 200
    more()
    more()
    with django_assert_num_queries(len(once)):
        assert len(curator.get(url).context["cl"].result_list) == 3


def test_history_tells_and_takes_back(curator):
    centre = CentreFactory(name_en="Before", texts={"en": "Old words."})
    stamp = stamp_of(timezone.now())
    url = f"{CENTRES}{centre.pk}/change/"
    changes = {"name_en": "After", "texts-0-description": "New words."}
    assert curator.post(url, opened(curator, url, **changes)).status_code == 302
    back = f"{CENTRES}{centre.pk}/history/{stamp}/"
    page = curator.get(back).content.decode()
    assert "Before" in page
    assert "Old words." in page
    assert curator.post(back).status_code == 302
    centre.refresh_from_db()
    assert (centre.name_en, centre.texts.get().description, centre.state) == ("Before", "Old words.", "published")


def test_history_refuses_what_would_leave_the_public_without_a_source(curator):
    centre = CentreFactory(state="draft", source="")
    stamp = stamp_of(timezone.now())
    centre.source = "https://example.org/now"
    centre.save()
    curator.post(f"{CENTRES}{centre.pk}/step/publish/")
    assert curator.post(f"{CENTRES}{centre.pk}/history/{stamp}/", follow=True).status_code == 200
    centre.refresh_from_db()
    assert (centre.state, centre.source) == ("published", "https://example.org/now")


def test_consortium_keeps_dates_and_amounts_as_exactly_as_known(curator):
    consortium = ConsortiumFactory(state="draft")
    url = f"{CONSORTIA}{consortium.pk}/change/"
    changes = {"start_date": "May 2021", "end_date": "2023", "total_budget": "about 1.2 million"}
    assert curator.post(url, opened(curator, url, **changes)).status_code == 302
    consortium.refresh_from_db()
    assert (consortium.start_date, consortium.start_precision) == (date(2021, 5, 1), "month")
    assert (consortium.end_date, consortium.end_precision) == (date(2023, 12, 31), "year")
    assert (consortium.total_budget, consortium.total_budget_precision) == (Decimal(1_200_000), "rounded")
    assert opened(curator, url)["start_date"] == "May 2021"
    assert list(errors(curator.post(url, opened(curator, url, end_date="2020")))) == ["__all__"]


def test_country_of_a_consortium_is_that_of_a_member_or_claimed(curator):
    consortium = ConsortiumFactory(state="draft", countries=[])
    country = CountryFactory(code="LV")
    member = OrganisationFactory(country=country)
    url = f"{CONSORTIA}{consortium.pk}/change/"
    row = {"country_rows-TOTAL_FORMS": "1", "country_rows-0-country": country.pk}
    assert list(errors(curator.post(url, opened(curator, url, **row)))) == ["country_rows-0-country"]
    claimed = opened(curator, url, **row, **{"country_rows-0-claimed": "on"})
    assert curator.post(url, claimed).status_code == 302
    assert ConsortiumCountry.objects.get().claimed is True
    listed = {"member_rows-TOTAL_FORMS": "1", "member_rows-0-organisation": member.pk, "member_rows-0-role": "lead"}
    assert curator.post(url, opened(curator, url, **listed, **{"country_rows-0-claimed": None})).status_code == 302
    assert ConsortiumCountry.objects.get().claimed is False
    gone = opened(curator, url, **{"member_rows-0-DELETE": "on"})
    assert list(errors(curator.post(url, gone))) == ["country_rows-0-country"]


def test_leads_swap_in_one_go_and_two_are_refused(curator):
    first, second = OrganisationFactory(), OrganisationFactory()
    consortium = ConsortiumFactory(members=[first, second])
    url = f"{CONSORTIA}{consortium.pk}/change/"
    assert list(errors(curator.post(url, opened(curator, url, **{"member_rows-1-role": "lead"})))) == [
        "member_rows-1-role"
    ]
    swapped = opened(curator, url, **{"member_rows-0-role": "partner", "member_rows-1-role": "lead"})
    assert curator.post(url, swapped).status_code == 302
    assert consortium.member_rows.get(role="lead").organisation == second


def test_public_consortium_keeps_a_country(curator):
    url = f"{CONSORTIA}{ConsortiumFactory().pk}/change/"
    assert list(errors(curator.post(url, opened(curator, url, **{"country_rows-0-DELETE": "on"})))) == ["country_rows"]
    assert Consortium.objects.get().country_rows.count() == 1


def test_need_is_named_in_its_languages_and_keeps_the_english_one(curator):
    url = f"{NEEDS}add/"
    data = opened(curator, url, group=NeedGroupFactory().pk, source="https://example.org/talk")
    data |= {"texts-0-label": "Boats for all", "texts-1-label": "Boote für alle"}
    assert curator.post(url, data).status_code == 302
    need = Need.objects.get()
    assert (need.slug, need.label("de")) == ("boats-for-all", "Boote für alle")
    curator.post(f"{NEEDS}{need.pk}/step/publish/")
    url = f"{NEEDS}{need.pk}/change/"
    rows = {form["label"].value(): form.prefix for form in formset(curator, url, "texts")}
    gone = opened(curator, url, **{f"{rows['Boats for all']}-DELETE": "on"})
    assert list(errors(curator.post(url, gone))) == ["texts"]
    assert need.texts.count() == 2


def formset(client, url, prefix):
    found = client.get(url).context["inline_admin_formsets"]
    return next(inline.formset for inline in found if inline.formset.prefix == prefix).forms


def test_group_and_claim_are_made(curator):
    url = "/admin/centres/needgroup/add/"
    data = opened(curator, url, slug="water", order="1") | {"labels-0-label": "On the water"}
    assert curator.post(url, data).status_code == 302
    assert NeedGroup.objects.get().label() == "On the water"
    url = "/admin/centres/claim/add/"
    data = opened(curator, url, generation="1", figure="organisations", value="148", source="https://example.org")
    assert curator.post(url, data).status_code == 302
    assert list(errors(curator.post(url, data))) == ["__all__"]


def test_network_keeps_its_aim_and_dates_its_milestones(curator):
    network = NetworkFactory()
    url = f"{NETWORKS}{network.pk}/change/"
    changes = {"milestones-TOTAL_FORMS": "1", "milestones-0-title": "First meeting", "milestones-0-on": "2024"}
    changes["milestones-0-language"] = "en"
    assert curator.post(url, opened(curator, url, **changes)).status_code == 302
    row = network.milestones.get()
    assert (row.on, row.precision) == (date(2024, 1, 1), "year")
    assert list(errors(curator.post(url, opened(curator, url, **{"texts-0-DELETE": "on"})))) == ["texts"]


def test_answers_nobody_looked_at_for_a_year_are_listed_and_confirmed(curator):
    centre, need, other = CentreFactory(), NeedFactory(slug="boats"), NeedFactory(slug="cars")
    long_ago = timezone.now() - timedelta(days=366)
    old, fresh = answered(centre, need, "no", at=long_ago), answered(centre, other, "no")

    def stale():
        return [cell.need.slug for cell in curator.get(f"{CELLS}?looked=stale").context["cl"].result_list]

    assert stale() == ["boats"]
    assert curator.post(f"{CELLS}{old.pk}/holds/").status_code == 302
    assert stale() == []
    old.refresh_from_db()
    assert (old.since, old.until) == (long_ago, None)
    Cell.objects.update(looked_at=long_ago)
    data = {"action": "still_holds", "_selected_action": [old.pk, fresh.pk]}
    assert "2 answers still hold." in curator.post(CELLS, data, follow=True).content.decode()
    assert stale() == []


def test_answers_are_filtered_by_centre_and_need(curator):
    need = NeedFactory(slug="boats")
    for slug in ("here", "there"):
        answered(CentreFactory(slug=slug), need, "no")
    answered(CentreFactory(slug="else"), NeedFactory(slug="cars"), "no")
    found = curator.get(f"{CELLS}?need=boats&centre=there").context["cl"].result_list
    assert [(cell.centre.slug, cell.need.slug) for cell in found] == [("there", "boats")]


def test_replaced_answer_is_not_confirmed(curator):
    centre, need = CentreFactory(), NeedFactory()
    old = answered(centre, need, "no")
    answered(centre, need, "yes")
    assert "replaced meanwhile" in curator.post(f"{CELLS}{old.pk}/holds/", follow=True).content.decode()
    assert "Still holds" in curator.get(f"{CELLS}{Cell.objects.current().get().pk}/change/").content.decode()
