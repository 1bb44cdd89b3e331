"""Every rule of a profile, with the case the database must refuse."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from projects.models import (
    DatePrecision,
    FigureSource,
    Partnership,
    Project,
    ProjectCountry,
    ProjectLink,
    ProjectPlace,
    ProjectTargetGroup,
    ProjectText,
    ProjectTheme,
    Role,
    State,
)
from tests.factories import (
    CountryFactory,
    OrganisationFactory,
    ProjectFactory,
    PublishedProjectFactory,
    RegionFactory,
    TargetGroupFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def refuse_update(constraint: str, sentence: str, **values: Any) -> None:
    """The form is told the sentence, and a writer who asks no form is stopped by the database."""
    project = ProjectFactory()
    for name, value in values.items():
        setattr(project, name, value)
    with pytest.raises(ValidationError) as refused:
        project.validate_constraints()
    assert sentence in refused.value.messages
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(**values)


@pytest.mark.parametrize(
    ("constraint", "sentence", "values"),
    [
        (
            "project_start_with_precision",
            "Say how exactly the start is known, or leave both empty.",
            {"start_date": date(2016, 3, 1), "start_precision": ""},
        ),
        (
            "project_start_with_precision",
            "Say how exactly the start is known, or leave both empty.",
            {"start_date": None, "start_precision": "day"},
        ),
        (
            "project_end_with_precision",
            "Say how exactly the end is known, or leave both empty.",
            {"end_date": date(2016, 3, 31), "end_precision": ""},
        ),
        (
            "project_start_no_false_day",
            "A start known to the month or year must hold its first day.",
            {"start_date": date(2016, 3, 2), "start_precision": "month"},
        ),
        (
            "project_start_no_false_day",
            "A start known to the month or year must hold its first day.",
            {"start_date": date(2016, 3, 1), "start_precision": "year"},
        ),
        (
            "project_end_no_false_day",
            "An end known to the month or year must hold its last day.",
            {"end_date": date(2019, 2, 27), "end_precision": "month"},
        ),
        (
            "project_end_no_false_day",
            "An end known to the month or year must hold its last day.",
            {"end_date": date(2019, 2, 28), "end_precision": "year"},
        ),
        (
            "project_ends_after_start",
            "The end must not come before the start.",
            {
                "start_date": date(2016, 3, 2),
                "start_precision": "day",
                "end_date": date(2016, 3, 1),
                "end_precision": "day",
            },
        ),
        (
            "project_budget_with_precision",
            "Say whether the total budget is exact or rounded, or leave both empty.",
            {"total_budget": Decimal("1.00"), "total_budget_precision": ""},
        ),
        (
            "project_eu_funding_with_precision",
            "Say whether the EU funding is exact or rounded, or leave both empty.",
            {"eu_funding": None, "eu_funding_precision": "exact"},
        ),
        (
            "project_amounts_positive",
            "An amount must be more than 0; leave it empty when it is not published.",
            {"total_budget": Decimal(0), "total_budget_precision": "exact"},
        ),
        (
            "project_eu_share_within_total",
            "The EU funding cannot be larger than the total budget.",
            {
                "total_budget": Decimal(10),
                "total_budget_precision": "exact",
                "eu_funding": Decimal("10.01"),
                "eu_funding_precision": "exact",
            },
        ),
        (
            "project_stated_numbers_positive",
            "A stated number is at least 1; leave it empty when it is not published.",
            {"partners_stated": 0},
        ),
        (
            "project_innovation_kinds_known",
            "Choose kinds of innovation from the list.",
            {"innovation_kinds": ["service", "magic"]},
        ),
        (
            "project_state_who_and_when",
            "Each publication state needs its date and the person who decided.",
            {"state": State.PUBLISHED},
        ),
    ],
)
def test_profile_rule_refused(constraint: str, sentence: str, values: dict[str, Any]) -> None:
    refuse_update(constraint, sentence, **values)


@pytest.mark.parametrize(
    "values",
    [
        {"start_date": date(2016, 3, 1), "start_precision": "month"},
        {"end_date": date(2016, 2, 29), "end_precision": "month"},
        {"end_date": date(2019, 12, 31), "end_precision": "year"},
        {
            "start_date": date(2016, 3, 1),
            "end_date": date(2016, 3, 1),
            "start_precision": "day",
            "end_precision": "day",
        },
        {"total_budget": Decimal("4860664.11"), "total_budget_precision": "exact"},
        {"innovation_kinds": ["service", "method"]},
    ],
)
def test_profile_rule_good_case_kept(values: dict[str, Any]) -> None:
    project = ProjectFactory(**values)
    project.validate_constraints()
    project.refresh_from_db()
    assert {name: getattr(project, name) for name in values} == values


def test_project_cannot_continue_itself() -> None:
    project = ProjectFactory()
    with pytest.raises(IntegrityError, match="project_continues_another"), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(continues=project)


def test_public_project_without_programme_refused() -> None:
    project = PublishedProjectFactory()
    with pytest.raises(IntegrityError, match="project_public_needs_programme"), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(programme=None)


def check_deferred() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_project_without_original_text_refused() -> None:
    project = ProjectFactory()
    check_deferred()
    with pytest.raises(IntegrityError, match="project_has_original_text"), transaction.atomic():
        ProjectText.objects.filter(project=project).delete()
        check_deferred()


def test_project_without_acronym_and_title_refused() -> None:
    project = ProjectFactory()
    check_deferred()
    with pytest.raises(IntegrityError, match="needs an acronym or a full title"), transaction.atomic():
        ProjectText.objects.filter(project=project).update(title="")
        Project.objects.filter(pk=project.pk).update(acronym="")
        check_deferred()


def test_project_with_title_alone_accepted() -> None:
    project = ProjectFactory(acronym="", slug="rural", title="Rural Neighbours")
    check_deferred()
    assert project.display_name == "Rural Neighbours"


@pytest.mark.parametrize(("before", "after"), [("scheduled", "archived"), ("draft", "archived")])
def test_state_step_not_allowed_refused(before: str, after: str) -> None:
    project = ProjectFactory(state=before)
    who = {"published_at": timezone.now(), "published_by": UserFactory()}
    with pytest.raises(IntegrityError, match=f"cannot go from {before} to {after}"), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(
            state=after,
            scheduled_for=None,
            scheduled_by=None,
            archived_at=timezone.now(),
            archived_by=UserFactory(),
            **who,
        )


@pytest.mark.parametrize("state", ["published", "archived"])
def test_public_project_not_deleted(state: str) -> None:
    project = ProjectFactory(state=state)
    with pytest.raises(IntegrityError, match="is archived, not deleted"), transaction.atomic():
        project.delete()
    assert Project.objects.filter(pk=project.pk).exists()


def test_draft_deleted() -> None:
    project = ProjectFactory()
    project.delete()
    check_deferred()
    assert Project.objects.count() == 0


def test_slug_change_keeps_former_address_on_any_path() -> None:
    project = ProjectFactory(slug="first")
    Project.objects.filter(pk=project.pk).update(slug="second")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE projects_project SET slug = 'third' WHERE id = %s", [project.pk])
    assert sorted(project.former_slugs.values_list("slug", flat=True)) == ["first", "second"]


def test_slug_taken_again_leaves_no_former_address() -> None:
    project = ProjectFactory(slug="first")
    Project.objects.filter(pk=project.pk).update(slug="second")
    ProjectFactory(slug="first")
    assert list(project.former_slugs.all()) == []


def test_second_lead_partner_refused() -> None:
    project = ProjectFactory(lead=OrganisationFactory())
    with pytest.raises(IntegrityError, match="one_lead_per_project"), transaction.atomic():
        Partnership.objects.create(project=project, organisation=OrganisationFactory(), role=Role.LEAD)
    Partnership.objects.create(project=project, organisation=OrganisationFactory(), role=Role.PARTNER)
    assert project.partnerships.count() == 2


def test_partner_budget_zero_is_not_unpublished() -> None:
    project = ProjectFactory(lead=OrganisationFactory())
    lead = project.partnerships.get()
    assert lead.budget is None
    Partnership.objects.filter(pk=lead.pk).update(budget=Decimal(0))
    lead.refresh_from_db()
    assert lead.budget == Decimal(0)
    with pytest.raises(IntegrityError, match="partner_budget_not_negative"), transaction.atomic():
        Partnership.objects.filter(pk=lead.pk).update(budget=Decimal(-1))


def test_region_as_country_refused() -> None:
    project = ProjectFactory()
    with pytest.raises(IntegrityError, match="Choose a country here"), transaction.atomic():
        ProjectCountry.objects.create(project=project, country=RegionFactory(code="SE211"))


def test_parts_listed_twice_refused() -> None:
    project = ProjectFactory(countries=["SE"], themes=["Ageing"])
    group = TargetGroupFactory()
    ProjectTargetGroup.objects.create(project=project, group=group)
    ProjectPlace.objects.create(project=project, name="Lake district")
    ProjectLink.objects.create(project=project, title="Report", url="https://example.org/report")
    FigureSource.objects.create(project=project, figure="total_budget", source="https://example.org")
    again = [
        lambda: ProjectCountry.objects.create(project=project, country=CountryFactory(code="SE")),
        lambda: ProjectTheme.objects.create(content_object=project, tag=ThemeFactory(name="Ageing")),
        lambda: ProjectTargetGroup.objects.create(project=project, group=group, rank="secondary"),
        lambda: ProjectPlace.objects.create(project=project, name="Lake district"),
        lambda: ProjectLink.objects.create(project=project, title="Again", url="https://example.org/report"),
        lambda: FigureSource.objects.create(project=project, figure="total_budget", source="Report"),
        lambda: ProjectText.objects.create(project=project, language="en", title="Again"),
    ]
    for write in again:
        with pytest.raises(IntegrityError, match="once"), transaction.atomic():
            write()


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        (lambda project: ProjectPlace(project=project, name=""), "place_has_name"),
        (lambda project: ProjectLink(project=project, title="x", url="javascript:alert(1)"), "link_is_web_address"),
        (lambda project: FigureSource(project=project, figure="countries", source=""), "figure_source_not_empty"),
        (lambda project: ProjectText(project=project, language="English", title="x"), "text_language_is_code|too long"),
    ],
)
def test_half_filled_part_refused(row: Any, constraint: str) -> None:
    project = ProjectFactory()
    with pytest.raises(Exception, match=constraint), transaction.atomic():
        row(project).save()


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2020, 1, 1), date(2020, 12, 31), "running"),
        (date(2020, 1, 1), date(2020, 5, 31), "finished"),
        (date(2020, 6, 1), date(2020, 6, 1), "running"),
        (date(2020, 6, 2), None, "planned"),
        (None, date(2020, 5, 31), "finished"),
        (date(2020, 1, 1), None, "unknown"),
        (None, date(2020, 6, 1), "unknown"),
        (None, None, "unknown"),
    ],
)
def test_status_on_first_of_june(start: date | None, end: date | None, expected: str) -> None:
    project = Project(
        start_date=start,
        start_precision=DatePrecision.DAY if start else "",
        end_date=end,
        end_precision=DatePrecision.DAY if end else "",
    )
    assert project.status(on=date(2020, 6, 1)) == expected


def test_text_for_prefers_wanted_then_original_then_any() -> None:
    project = ProjectFactory(
        original_language="sv", title="Grannar", texts={"en": {"title": "Neighbours"}, "de": {"title": "Nachbarn"}}
    )

    def chosen(language: str) -> tuple[str, bool]:
        choice = project.text_for(language)
        assert choice is not None
        return choice.text.title, choice.is_fallback

    assert chosen("de") == ("Nachbarn", False)
    assert chosen("fi") == ("Grannar", True)


@pytest.mark.parametrize(
    ("total", "share", "precision", "rate"),
    [("4860664.11", "3827755.48", "exact", Decimal("78.7")), ("4860664.11", "3827755.48", "rounded", None)],
)
def test_cofinancing_rate_only_from_exact_amounts(total: str, share: str, precision: str, rate: Decimal | None) -> None:
    project = Project(
        total_budget=Decimal(total),
        total_budget_precision="exact",
        eu_funding=Decimal(share),
        eu_funding_precision=precision,
    )
    assert project.cofinancing_rate == rate
