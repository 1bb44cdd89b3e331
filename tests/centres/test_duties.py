"""Addresses of people go when they are no longer needed, and nothing else goes with them."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from centres import column, proposing
from centres.duties import forget_addresses
from centres.models import ColumnLink, Proposal
from tests.factories import CentreFactory, CountryFactory, superuser
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.django_db


def proposal(title: str, decided: int | None) -> Proposal:
    """Decided so many days ago, or still waiting."""
    found = Proposal.objects.create(
        kind="centre",
        key=uuid.uuid4(),
        language="en",
        title=title,
        country=CountryFactory(code="LV"),
        email="ada@example.org",
    )
    if decided is not None:
        proposing.refuse(found, by=superuser(), reason="No.")
        Proposal.objects.filter(pk=found.pk).update(decided_at=timezone.now() - timedelta(days=decided))
    return found


def test_address_of_a_decided_proposal_goes_after_ninety_days() -> None:
    SiteSettings.load()
    for title, decided in (("old", 91), ("young", 89), ("waiting", None)):
        proposal(title, decided)
    Proposal.objects.filter(title="waiting").update(created_at=timezone.now() - timedelta(days=200))
    assert forget_addresses() == "1 address forgotten"
    assert dict(Proposal.objects.values_list("title", "email")) == {
        "old": "",
        "young": "ada@example.org",
        "waiting": "ada@example.org",
    }
    assert Proposal.objects.get(title="old").reason == "No."
    assert forget_addresses() == "0 addresses forgotten"


def test_address_of_a_link_goes_ninety_days_after_its_end() -> None:
    SiteSettings.load()
    links = [column.invite(CentreFactory(), by=superuser(), email="house@example.org") for _number in range(2)]
    ended = timezone.now() - timedelta(days=91)
    ColumnLink.objects.filter(pk=links[0].pk).update(created_at=ended - timedelta(days=1), expires_at=ended)
    assert forget_addresses() == "1 address forgotten"
    assert [ColumnLink.objects.get(pk=link.pk).email for link in links] == ["", "house@example.org"]
