"""Every rule of the centres' tables: the case the database refuses, in a sentence, and the twin it takes."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from centres.models import (
    Centre,
    CentreConsortium,
    CentreOrganisation,
    CentreText,
    Claim,
    ColumnLink,
    ConsortiumItem,
    Evidence,
    NetworkMilestone,
    Proposal,
)
from tests.factories import (
    CentreFactory,
    ConsortiumFactory,
    CountryFactory,
    NeedFactory,
    NeedGroupFactory,
    NetworkFactory,
    OrganisationFactory,
    answered,
    superuser,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LATER = NOW + timedelta(days=1)
DAY = date(2030, 5, 1)

Values = dict[str, Any]


def claim() -> Claim:
    return Claim.objects.create(generation=1, figure="consortia", value=2, source="https://example.org/claim")


def item() -> ConsortiumItem:
    return ConsortiumItem.objects.create(consortium=ConsortiumFactory(), kind="output", title="A map of lakes")


def milestone() -> NetworkMilestone:
    return NetworkMilestone.objects.create(network=NetworkFactory(), title="First meeting at the lake")


def evidence() -> Evidence:
    return answered(CentreFactory(), NeedFactory(), "yes").evidence.get()


def link() -> ColumnLink:
    return ColumnLink.objects.create(centre=CentreFactory(), created_by=superuser(), expires_at=LATER)


def proposal(**fields: Any) -> Proposal:
    given = {"kind": "need", "title": "A boat for everybody"} | fields
    return Proposal.objects.create(key=uuid.uuid4(), language="en", **given)


def proposed_service() -> Proposal:
    told = {"answer": "yes", "level": "delivered", "url": "https://example.org/boat", "title": ""}
    return proposal(kind="service", centre=CentreFactory(), need=NeedFactory(), **told)


def proposed_centre() -> Proposal:
    return proposal(kind="centre", country=CountryFactory(code="SE"), title="Lake Centre of the North")


def draft_centre() -> Centre:
    return CentreFactory(state="draft")


STATES: list[tuple[Callable[[], Any], str]] = [
    (CentreFactory, "centre_state_who_and_when"),
    (ConsortiumFactory, "consortium_state_who_and_when"),
    (NeedFactory, "need_state_who_and_when"),
    (NetworkFactory, "network_state_who_and_when"),
]
SOURCES: list[tuple[Callable[[], Any], str, str]] = [
    (CentreFactory, "centre_public_has_source", "Name a source before the centre is published."),
    (ConsortiumFactory, "consortium_public_has_source", "Name a source before the consortium is published."),
    (NeedFactory, "need_public_has_source", "Name a source before the need is published."),
    (NetworkFactory, "network_public_has_source", "Name a source before the network is published."),
]
DATED: list[tuple[Callable[[], Any], str]] = [
    (item, "consortium_item_date_with_precision"),
    (milestone, "milestone_date_with_precision"),
    (evidence, "evidence_date_with_precision"),
]
AMOUNT = "An amount is more than 0 and says whether it is exact; else leave both empty."
PROPOSES = "A need has a title; a service its centre, need, answer and evidence; a centre a country and name."
EVIDENCE = "Give a link, or a statement and who made it."
CHECKS: list[tuple[Callable[[], Any], str, str, Values, Values]] = [
    (
        CentreFactory,
        "centre_national_has_one_country",
        "A national centre has exactly one country, the European one none.",
        {"country": None},
        {"country": None, "kind": "european"},
    ),
    (
        CentreFactory,
        "centre_national_has_one_country",
        "A national centre has exactly one country, the European one none.",
        {"kind": "european"},
        {},
    ),
    (
        CentreFactory,
        "centre_has_a_name",
        "Give a name, in the centre’s own language or in English.",
        {"name_en": ""},
        {"name_en": "", "name": "Sjöcentrum", "name_language": "sv"},
    ),
    (
        CentreFactory,
        "centre_name_has_language",
        "Say in which language the name is, or leave both empty.",
        {"name": "Sjöcentrum"},
        {"name": "Sjöcentrum", "name_language": "sv"},
    ),
    (
        CentreFactory,
        "centre_name_has_language",
        "Say in which language the name is, or leave both empty.",
        {"name_language": "sv"},
        {},
    ),
    (
        ConsortiumFactory,
        "consortium_generation_counts_from_one",
        "Generations are counted from 1.",
        {"generation": 0},
        {"generation": 3},
    ),
    (
        ConsortiumFactory,
        "consortium_start_with_precision",
        "Say how exactly the start is known, or leave both empty.",
        {"start_date": DAY},
        {"start_date": DAY, "start_precision": "month"},
    ),
    (
        ConsortiumFactory,
        "consortium_end_with_precision",
        "Say how exactly the end is known, or leave both empty.",
        {"end_precision": "day"},
        {"end_date": DAY, "end_precision": "day"},
    ),
    (
        ConsortiumFactory,
        "consortium_ends_after_start",
        "The end must not come before the start.",
        {"start_date": DAY, "start_precision": "day", "end_date": date(2030, 4, 30), "end_precision": "day"},
        {"start_date": DAY, "start_precision": "day", "end_date": DAY, "end_precision": "day"},
    ),
    (
        ConsortiumFactory,
        "consortium_amounts_with_precision",
        AMOUNT,
        {"total_budget": 5},
        {"total_budget": 5, "total_budget_precision": "rounded"},
    ),
    (
        ConsortiumFactory,
        "consortium_amounts_with_precision",
        AMOUNT,
        {"eu_funding": 0, "eu_funding_precision": "exact"},
        {"eu_funding": 1, "eu_funding_precision": "exact"},
    ),
    (claim, "claim_has_source", "A claim names its source.", {"source": ""}, {"source": "Yearbook of lakes, page 3"}),
    (
        evidence,
        "evidence_is_link_or_statement",
        EVIDENCE,
        {"url": ""},
        {"url": "", "statement": "We lend boats.", "said_by": "Ansa, head of the centre"},
    ),
    (evidence, "evidence_is_link_or_statement", EVIDENCE, {"url": "", "statement": "We lend boats."}, {}),
    (evidence, "evidence_is_link_or_statement", EVIDENCE, {"url": "", "said_by": "Ansa"}, {"said_by": "Ansa"}),
    (
        link,
        "column_link_works_for_a_while",
        "The link must work for a while.",
        {"expires_at": NOW - timedelta(days=1)},
        {"expires_at": LATER + timedelta(days=1)},
    ),
    (proposal, "proposal_says_what_it_proposes", PROPOSES, {"title": ""}, {"title": "A jetty"}),
    (proposed_service, "proposal_says_what_it_proposes", PROPOSES, {"need": None}, {"title": "Boats"}),
    (proposed_service, "proposal_says_what_it_proposes", PROPOSES, {"level": ""}, {"answer": "no", "level": ""}),
    (
        proposed_service,
        "proposal_says_what_it_proposes",
        PROPOSES,
        {"url": "", "text": "They lend boats."},
        {"url": "", "text": "They lend boats.", "said_by": "Ansa"},
    ),
    (proposed_centre, "proposal_says_what_it_proposes", PROPOSES, {"country": None}, {"title": "Lake Centre"}),
    (
        proposal,
        "proposal_decision_has_person_and_moment",
        "A decision has its moment and the person who made it; a refusal a reason.",
        {"state": "accepted", "decided_at": NOW},
        {},
    ),
    (
        proposal,
        "proposal_decision_has_person_and_moment",
        "A decision has its moment and the person who made it; a refusal a reason.",
        {"decided_at": NOW},
        {"reason": "Not read yet."},
    ),
]


def refused(row: models.Model, constraint: str, sentence: str, **values: Any) -> None:
    """A form is told the sentence, and whoever asks no form is stopped by the database; nothing is changed."""
    for name, value in values.items():
        setattr(row, name, value)
    with pytest.raises(ValidationError) as told:
        row.validate_constraints()
    assert sentence in told.value.messages
    with pytest.raises(IntegrityError, match=f'"{constraint}"'), transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**values)


def taken(row: models.Model, **values: Any) -> None:
    if values:
        assert type(row)._base_manager.filter(pk=row.pk).update(**values) == 1
        row.refresh_from_db()
    row.validate_constraints()


class TestChecks:
    @pytest.mark.parametrize(("make", "constraint", "sentence", "bad", "good"), CHECKS)
    def test_half_state_is_refused_and_its_twin_taken(
        self, make: Callable[[], Any], constraint: str, sentence: str, bad: Values, good: Values
    ) -> None:
        row = make()
        refused(row, constraint, sentence, **bad)
        row.refresh_from_db()
        taken(row, **good)

    @pytest.mark.parametrize(("make", "constraint"), STATES)
    @pytest.mark.parametrize("lost", ["published_at", "published_by"])
    def test_public_state_without_date_or_person_is_refused(
        self, make: Callable[[], Any], constraint: str, lost: str
    ) -> None:
        row = make()
        refused(row, constraint, "Each publication state needs its date and the person who decided.", **{lost: None})
        row.refresh_from_db()
        taken(row, state="archived", archived_at=NOW, archived_by=superuser())

    @pytest.mark.parametrize(("make", "constraint", "sentence"), SOURCES)
    def test_public_without_source_is_refused(self, make: Callable[..., Any], constraint: str, sentence: str) -> None:
        refused(make(), constraint, sentence, source="")
        taken(make(state="draft"), source="")

    @pytest.mark.parametrize(("make", "constraint"), DATED)
    def test_date_without_precision_is_refused(self, make: Callable[[], Any], constraint: str) -> None:
        sentence = "Say how exactly the date is known, or leave both empty."
        row = make()
        refused(row, constraint, sentence, on=DAY)
        row.refresh_from_db()
        refused(row, constraint, sentence, precision="day")
        row.refresh_from_db()
        taken(row, on=DAY, precision="year")

    def test_refusal_of_a_proposal_needs_a_reason(self) -> None:
        decided = {"state": "refused", "decided_at": NOW, "decided_by": superuser()}
        sentence = "A decision has its moment and the person who made it; a refusal a reason."
        row = proposal()
        refused(row, "proposal_decision_has_person_and_moment", sentence, **decided)
        row.refresh_from_db()
        taken(row, **decided, reason="Boats are no need of innovators.")


def centre_text() -> tuple[Any, Values, Values]:
    row = CentreText.objects.create(centre=CentreFactory(), language="en", description="Boats.")
    return row, {"centre": row.centre, "language": "en"}, {"language": "sv"}


def centre_organisation() -> tuple[Any, Values, Values]:
    row = CentreOrganisation.objects.create(centre=CentreFactory(), organisation=OrganisationFactory(), role="host")
    return row, {"centre": row.centre, "organisation": row.organisation}, {"organisation": OrganisationFactory()}


def centre_consortium() -> tuple[Any, Values, Values]:
    row = CentreConsortium.objects.create(centre=CentreFactory(), consortium=ConsortiumFactory())
    return row, {"centre": row.centre, "consortium": row.consortium}, {"consortium": ConsortiumFactory()}


def consortium_text() -> tuple[Any, Values, Values]:
    row = ConsortiumFactory().texts.create(language="en", description="Boats.")
    return row, {"consortium": row.consortium, "language": "en", "description": "Oars."}, {"language": "de"}


def consortium_member() -> tuple[Any, Values, Values]:
    row = ConsortiumFactory(members=[OrganisationFactory()]).member_rows.get()
    same = {"consortium": row.consortium, "organisation": row.organisation, "role": "partner"}
    return row, same, {"organisation": OrganisationFactory()}


def lead_partner() -> tuple[Any, Values, Values]:
    row = ConsortiumFactory(members=[OrganisationFactory()]).member_rows.get()
    return (
        row,
        {"consortium": row.consortium, "organisation": OrganisationFactory(), "role": "lead"},
        {"role": "partner"},
    )


def consortium_country() -> tuple[Any, Values, Values]:
    row = ConsortiumFactory(countries=["SE"]).country_rows.get()
    same = {"consortium": row.consortium, "country": row.country, "claimed": True}
    return row, same, {"country": CountryFactory(code="FI")}


def one_claim() -> tuple[Any, Values, Values]:
    same = {"generation": 1, "figure": "consortia", "value": 9, "source": "https://example.org/other"}
    return claim(), same, {"figure": "countries"}


def group_label() -> tuple[Any, Values, Values]:
    row = NeedGroupFactory().labels.get()
    return row, {"group": row.group, "language": "en", "label": "Again"}, {"language": "sv"}


def need_text() -> tuple[Any, Values, Values]:
    row = NeedFactory().texts.get()
    return row, {"need": row.need, "language": "en", "label": "Again"}, {"language": "sv"}


def network_text() -> tuple[Any, Values, Values]:
    row = NetworkFactory().texts.get()
    return row, {"network": row.network, "language": "en", "aim": "Again"}, {"language": "sv"}


def network_member() -> tuple[Any, Values, Values]:
    row = NetworkFactory(members=[OrganisationFactory()]).member_rows.get()
    return row, {"network": row.network, "organisation": row.organisation}, {"organisation": OrganisationFactory()}


ONCE: list[tuple[Callable[[], tuple[Any, Values, Values]], str, str]] = [
    (centre_text, "centre_text_once_per_language", "There is already a description in this language."),
    (centre_organisation, "centre_organisation_once", "This organisation is already listed."),
    (centre_consortium, "centre_consortium_once", "This consortium is already listed."),
    (consortium_text, "consortium_text_once_per_language", "There is already a description in this language."),
    (consortium_member, "consortium_member_once", "This organisation is already listed."),
    (lead_partner, "consortium_one_lead", "A consortium has at most one lead partner."),
    (consortium_country, "consortium_country_once", "This country is already listed."),
    (one_claim, "claim_once_per_figure", "There is already a claim for this figure."),
    (group_label, "need_group_label_once", "There is already a heading in this language."),
    (need_text, "need_text_once_per_language", "There is already a text in this language."),
    (network_text, "network_text_once_per_language", "There is already a text in this language."),
    (network_member, "network_member_once", "This organisation is already listed."),
]


class TestOnlyOnce:
    @pytest.mark.parametrize(("make", "constraint", "sentence"), ONCE)
    def test_second_row_is_refused_and_its_twin_taken(
        self, make: Callable[[], tuple[Any, Values, Values]], constraint: str, sentence: str
    ) -> None:
        row, same, other = make()
        again = type(row)(**same)
        with pytest.raises(ValidationError) as told:
            again.validate_constraints()
        assert sentence in told.value.messages
        with pytest.raises(IntegrityError, match=f'"{constraint}"'), transaction.atomic():
            again.save()
        type(row)._base_manager.create(**same | other)
        assert type(row)._base_manager.count() == 2


def test_every_constraint_of_the_tables_is_tried() -> None:
    tried = {row[1] for rows in (CHECKS, STATES, SOURCES, DATED, ONCE) for row in rows}  # type: ignore[attr-defined]
    cells = {"cell_one_answer_at_a_time", "cell_yes_says_how_far", "cell_ends_after_it_began"}  # in test_rules_rows.py
    declared = {
        constraint.name
        for model in apps.get_app_config("centres").get_models()
        for constraint in model._meta.constraints
    }
    assert tried | cells == declared
