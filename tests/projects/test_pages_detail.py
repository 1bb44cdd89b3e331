"""The page of one project: who sees it, what it says, and what stands at its address otherwise."""

import json
import re
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from projects import curation
from projects.models import FigureSource, Partnership, Project, ProjectLink, State
from tests.factories import OrganisationFactory, ProjectFactory, PublishedProjectFactory, UserFactory

pytestmark = pytest.mark.django_db

EXACT: dict[str, Any] = {
    "start_date": date(2016, 3, 1),
    "start_precision": "month",
    "end_date": date(2019, 2, 28),
    "end_precision": "month",
    "total_budget": Decimal("4860664.11"),
    "total_budget_precision": "exact",
    "eu_funding": Decimal("3827755.48"),
    "eu_funding_precision": "exact",
    "partners_stated": 16,
}


def text_of(html: str) -> str:
    """The words of a page, without tags, white space joined."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_profile_shows_figures_dates_and_sources(client: Client) -> None:
    lead = OrganisationFactory(name="Lakeside Diaconie", slug="lakeside-diaconie")
    project = PublishedProjectFactory(acronym="LAKE", countries=["SE", "DE"], lead=lead, **EXACT)
    FigureSource.objects.create(project=project, figure="total_budget", source="https://example.org/budget")
    html = page(client, "/en/projects/lake/")
    words = text_of(html)
    for part in (
        "€4.9 million",
        "4,860,664.11 EUR",
        "3,827,755.48 EUR",
        "78.7%",
        "March 2016 – February 2019",
        "16 stated, 1 named",
        "Germany, Sweden",
        "Lakeside Diaconie",
    ):
        assert part in words
    assert '<a href="https://example.org/budget" rel="external">example.org/budget</a>' in html
    assert "/en/organisations/lakeside-diaconie/" in html


def test_profile_shows_no_zero_for_what_is_unknown(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE")
    words = text_of(page(client, "/en/projects/lake/"))
    assert words.count("not published") >= 3
    assert not re.search(r"€0|\b0 EUR|0\.00", words)


def test_profile_never_shows_internal_notes(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE", notes="internal-marker")
    assert "internal-marker" not in page(client, "/en/projects/lake/")


def test_published_zero_budget_of_a_partner_is_shown_as_zero(client: Client) -> None:
    project = PublishedProjectFactory(acronym="LAKE")
    Partnership.objects.create(project=project, organisation=OrganisationFactory(name="Zero Club"), budget=0)
    Partnership.objects.create(project=project, organisation=OrganisationFactory(name="Silent Club"))
    words = text_of(page(client, "/en/projects/lake/"))
    assert "Zero Club partner partner 0 EUR" in words
    assert "Silent Club partner partner not published" in words


def test_checked_on_is_shown_only_when_somebody_checked(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE")
    PublishedProjectFactory(acronym="POND", checked_on=date(2026, 5, 3))
    assert "checked on" not in text_of(page(client, "/en/projects/lake/"))
    assert "checked on 3 May 2026" in text_of(page(client, "/en/projects/pond/"))


def test_text_in_another_language_is_named_and_marked(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE", original_language="sv", title="Grannar", summary="Grannar möts.")
    html = page(client, "/en/projects/lake/")
    assert "This text is in Swedish." in text_of(html)
    assert re.search(r'<div class="[^"]*" lang="sv"><p>Grannar möts\.</p>', html)
    assert re.search(r'<p class="full" lang="sv">Grannar</p>', html)


def test_text_in_the_reader_s_language_is_not_marked(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE", texts={"sv": {"title": "Grannar", "summary": "Grannar möts."}})
    html = page(client, "/sv/projects/lake/")
    assert "Grannar möts." in text_of(html)
    assert '<html lang="sv">' in html
    assert "Neighbours meet." not in html
    main = html.split("<main")[1].split("</main>")[0]
    assert ' lang="' not in main


def test_languages_are_linked_to_each_other(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE")
    html = page(client, "/de/projects/lake/?region=SE")
    assert '<link rel="canonical" href="http://testserver/de/projects/lake/">' in html
    assert '<link rel="alternate" hreflang="sv" href="http://testserver/sv/projects/lake/">' in html
    assert '<link rel="alternate" hreflang="x-default" href="http://testserver/en/projects/lake/">' in html


def test_profile_without_acronym_is_headed_by_its_title(client: Client) -> None:
    PublishedProjectFactory(acronym="", slug="neighbours", title="Neighbours at the lake")
    html = page(client, "/en/projects/neighbours/")
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", html) == ["Neighbours at the lake"]
    assert 'class="full"' not in html.split("</header>")[1]


def test_links_to_registers_and_documents(client: Client) -> None:
    project = PublishedProjectFactory(acronym="LAKE", website="https://lake.example.org", keep_id=12345)
    ProjectLink.objects.create(project=project, kind="document", title="Handbook", url="https://example.org/h.pdf")
    html = page(client, "/en/projects/lake/")
    for url in ("https://keep.eu/projects/12345", "https://example.org/h.pdf", "https://lake.example.org"):
        assert f'href="{url}"' in html


def test_structured_data_is_a_data_block_that_cannot_be_broken_out_of(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE", title="</script><script>alert(1)</script>", **EXACT)
    html = page(client, "/en/projects/lake/")
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, flags=re.DOTALL)
    assert len(blocks) == 1
    data = json.loads(blocks[0])
    assert data["alternateName"] == "</script><script>alert(1)</script>"
    assert (data["foundingDate"], data["dissolutionDate"]) == ("2016-03", "2019-02")
    assert data["funding"]["amount"]["value"] == "3827755.48"
    assert "<script>alert" not in html


def test_structured_data_claims_no_exact_amount_for_a_rounded_one(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE", eu_funding=Decimal(2000000), eu_funding_precision="rounded")
    html = page(client, "/en/projects/lake/")
    assert "MonetaryGrant" in html
    assert "MonetaryAmount" not in html


def test_draft_scheduled_and_missing_give_the_same_answer(client: Client) -> None:
    ProjectFactory(acronym="HIDDEN")
    ProjectFactory(acronym="LATER", state=State.SCHEDULED)
    answers = [client.get(f"/en/projects/{slug}/") for slug in ("hidden", "later", "missing")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_archived_answers_410_with_its_name_and_nothing_else(client: Client) -> None:
    ProjectFactory(acronym="OLD", state=State.ARCHIVED, summary="archived-marker")
    response = client.get("/de/projects/old/")
    assert response.status_code == 410
    html = response.content.decode()
    assert "OLD" in html
    assert "archived-marker" not in html


def test_former_address_leads_to_the_present_one_in_the_same_language(client: Client) -> None:
    project = PublishedProjectFactory(acronym="LAKE")
    Project.objects.filter(pk=project.pk).update(slug="lake-two")
    response = client.get("/sv/projects/lake/?q=lake")
    assert (response.status_code, response["Location"]) == (301, "/sv/projects/lake-two/?q=lake")


def test_former_address_of_a_draft_stays_hidden(client: Client) -> None:
    project = ProjectFactory(acronym="LAKE")
    Project.objects.filter(pk=project.pk).update(slug="lake-two")
    assert client.get("/en/projects/lake/").status_code == 404


def test_former_address_of_an_archived_profile_is_gone(client: Client) -> None:
    project = ProjectFactory(acronym="LAKE", state=State.ARCHIVED)
    Project.objects.filter(pk=project.pk).update(slug="lake-two")
    assert client.get("/en/projects/lake/").status_code == 410


def test_withdrawn_profile_is_hidden_again(client: Client) -> None:
    project = PublishedProjectFactory(acronym="LAKE")
    assert client.get("/en/projects/lake/").status_code == 200
    curation.withdraw(project, by=UserFactory())
    assert client.get("/en/projects/lake/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    PublishedProjectFactory(acronym="LAKE")
    assert getattr(client, method)("/en/projects/lake/").status_code == 405


def test_head_is_answered_like_get(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE")
    response = client.head("/en/projects/lake/")
    assert (response.status_code, response.content) == (200, b"")


def viewer(*, staff: bool, permitted: bool) -> Client:
    user = UserFactory(username="viewer", is_staff=staff)
    if permitted:
        user.user_permissions.add(Permission.objects.get(codename="view_project"))
    client = Client()
    client.force_login(user)
    return client


def test_preview_shows_a_draft_to_staff_who_may_see_it() -> None:
    ProjectFactory(acronym="HIDDEN", summary="draft-marker")
    response = viewer(staff=True, permitted=True).get("/en/projects/hidden/preview/")
    html = response.content.decode()
    assert response.status_code == 200
    assert "draft-marker" in html
    assert "Preview – not public" in text_of(html)
    assert '<meta name="robots" content="noindex">' in html
    assert "no-store" in response["Cache-Control"]
    assert "application/ld+json" not in html


@pytest.mark.parametrize(("staff", "permitted"), [(True, False), (False, True), (False, False)])
def test_preview_is_hidden_from_everybody_else(client: Client, staff: bool, permitted: bool) -> None:
    ProjectFactory(acronym="HIDDEN")
    response = viewer(staff=staff, permitted=permitted).get("/en/projects/hidden/preview/")
    assert response.status_code == 404
    assert response.content == client.get("/en/projects/missing/").content


def test_status_follows_the_dates(client: Client) -> None:
    today = timezone.localdate()
    running = {"start_date": date(today.year, 1, 1), "end_date": date(today.year + 1, 12, 31)}
    PublishedProjectFactory(acronym="LAKE", start_precision="year", end_precision="year", **running)
    words = text_of(page(client, "/en/projects/lake/"))
    assert f"still running, until {today.year + 1}" in words


def test_continuation_is_shown_only_between_public_profiles(client: Client) -> None:
    first = PublishedProjectFactory(acronym="LAKE")
    PublishedProjectFactory(acronym="LAKE TWO", slug="lake-two", continues=first)
    ProjectFactory(acronym="LAKE SECRET", slug="lake-secret", continues=first)
    hidden = ProjectFactory(acronym="OLD SECRET", slug="old-secret")
    PublishedProjectFactory(acronym="POND", continues=hidden)
    html = page(client, "/en/projects/lake/")
    assert "/en/projects/lake-two/" in html
    assert "SECRET" not in html
    assert "/en/projects/lake/" in page(client, "/en/projects/lake-two/")
    assert "SECRET" not in page(client, "/en/projects/pond/")


def test_sections_without_translation_stand_in_the_original_language_and_say_so(client: Client) -> None:
    project = PublishedProjectFactory(
        acronym="LAKE",
        original_language="sv",
        title="Grannar",
        summary="Grannar möts.",
        texts={"en": {"title": "Neighbours", "summary": "Neighbours meet.", "reusable": "The handbook."}},
    )
    project.texts.filter(language="sv").update(why="Många är ensamma.", effect="Fler möts. Och fler.")
    html = page(client, "/en/projects/lake/")
    assert re.search(r'<div class="[^"]*" lang="sv"><p>Många är ensamma\.</p>', html)
    assert text_of(html).count("This text is in Swedish.") == 2  # at a glance, and above the first such section
    assert re.search(r'<dd lang="sv">Fler möts\. <span class="small soft" lang="en">This text is in', html)
    assert "Neighbours meet." in html
    assert "Grannar" not in html
    swedish = page(client, "/sv/projects/lake/")
    assert re.search(r'<div class="[^"]*" lang="en"><p>The handbook\.</p>', swedish)


def test_source_and_remark_of_lead_and_programme_are_shown(client: Client) -> None:
    project = PublishedProjectFactory(acronym="LAKE", lead=OrganisationFactory(name="Lakeside Club"))
    FigureSource.objects.create(project=project, figure="lead_partner", source="Letter of 2 May", remark="inferred")
    FigureSource.objects.create(project=project, figure="programme", source="Call of 2015", remark="by its place")
    words = text_of(page(client, "/en/projects/lake/"))
    assert "Lead partner : inferred Letter of 2 May" in words.replace("partner:", "partner :")
    assert "by its place" in words
    assert "Call of 2015" in words
