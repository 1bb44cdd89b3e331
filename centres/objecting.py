"""An organisation from which a consortium has one of its countries does not move away from there."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from centres.models import ConsortiumCountry, ConsortiumMember
from vocabulary.models import Organisation
from vocabulary.objecting import objects


@objects
def countries_of_consortia(body: Organisation) -> Iterator[str]:
    """The countries of its consortia that would have no member left; the database refuses the same. One query."""
    members = ConsortiumMember.objects.filter(consortium=OuterRef("consortium"))
    others = members.filter(organisation__country=OuterRef("country")).exclude(organisation=body)
    rows = ConsortiumCountry.objects.filter(~Exists(others), claimed=False, consortium__member_rows__organisation=body)
    if body.country_id:
        rows = rows.exclude(country=body.country_id)
    for row in rows.select_related("consortium", "country").order_by("consortium__acronym", "country__code"):
        yield _(
            "No member of the consortium %(consortium)s would be from %(country)s any more. "
            "List another one there, or mark the country as only claimed, then come back."
        ) % {"consortium": row.consortium, "country": row.country.label()}
