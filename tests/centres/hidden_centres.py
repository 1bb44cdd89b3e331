"""Hidden centres and the like with a marker word in everything that could show: for the search for leaks."""

from centres.models import CentreConsortium, CentreOrganisation, ConsortiumItem, NetworkMilestone, State
from tests.factories import (
    CentreFactory,
    ConsortiumFactory,
    NeedFactory,
    NetworkFactory,
    OrganisationFactory,
    answered,
)
from vocabulary.models import MacroRegion, Organisation, Region

HIDDEN = (State.DRAFT, State.ARCHIVED)


def plant_centres(marker: str, shared: Organisation) -> None:
    """One public centre, consortium, network and need, each beside a draft and an archived one of the same things."""
    centre = CentreFactory(
        slug="shared",
        country="SE",
        name_en="Shared Centre",
        languages=["fi"],
        contact_email=f"{marker}@example.org",
        notes=marker,
    )
    need = NeedFactory(slug="shared-need", label="Shared need")
    consortium = ConsortiumFactory(acronym="SHARED", slug="shared", members=[shared], countries=["SE"])
    NetworkFactory(slug="shared", members=[shared])
    CentreConsortium.objects.create(centre=centre, consortium=consortium)
    answered(centre, need, "yes")
    sea = MacroRegion.objects.create(slug="shared-sea", acronym="SHS")
    sea.countries.add(Region.objects.get(code="SE"), Region.objects.get(code="IT"))
    for state in HIDDEN:
        _plant(marker, state, shared)
        gone = NeedFactory(slug=f"{marker}-need-{state}", label=f"{marker} need", state=state)
        answered(centre, gone, "yes", statement=marker, said_by=marker)
        hidden = CentreFactory(slug=f"{marker}-of-{state}", name_en=f"{marker} of", state=state)
        CentreConsortium.objects.create(centre=hidden, consortium=consortium)
        answered(hidden, need, "yes", statement=marker)


def _plant(marker: str, state: str, shared: Organisation) -> None:
    """A hidden centre in a country of its own, with a hidden consortium and a hidden network."""
    centre = CentreFactory(
        slug=f"{marker}-{state}",
        country="IT",
        name=f"{marker} centro",
        name_language="it",
        name_en=f"{marker} centre",
        host_stated=marker,
        website=f"https://{marker}.example.org",
        languages=["it"],
        texts={"en": marker},
        state=state,
    )
    body = OrganisationFactory(name=f"{marker} body {state}", slug=f"{marker}-body-{state}")
    consortium = ConsortiumFactory(
        acronym=f"{marker.upper()} {state}", slug=f"{marker}-{state}", members=[shared, body], state=state
    )
    network = NetworkFactory(slug=f"{marker}-{state}", name=f"{marker} network", members=[shared, body], state=state)
    CentreOrganisation.objects.create(centre=centre, organisation=shared, note=marker)
    CentreOrganisation.objects.create(centre=centre, organisation=body)
    CentreConsortium.objects.create(centre=centre, consortium=consortium)
    ConsortiumItem.objects.create(consortium=consortium, kind="output", title=marker)
    NetworkMilestone.objects.create(network=network, title=marker)
