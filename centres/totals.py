"""The totals of a generation of consortia: computed from what is published, beside what others have published."""

from dataclasses import dataclass

from django.db.models import Count

from centres.models import Claim, Consortium, ConsortiumCountry, ConsortiumMember


@dataclass(frozen=True)
class Total:
    """One figure. `label` names it in the active language; `claimed` carries its source and explanation, if any."""

    figure: str
    label: str
    computed: int
    claimed: Claim | None

    @property
    def differs(self) -> bool:
        """Whether the computed number is not the claimed one, so that a reader needs the explanation."""
        return self.claimed is not None and self.claimed.value != self.computed


def totals(generation: int) -> list[Total]:
    """Consortia, country entries, different countries and organisations of one generation, in that order."""
    shown = Consortium.objects.published().filter(generation=generation)
    of_shown = {"consortium__in": shown.values("pk")}
    countries = ConsortiumCountry.objects.filter(**of_shown).aggregate(
        country_entries=Count("pk"), countries=Count("country", distinct=True)
    )
    members = ConsortiumMember.objects.filter(**of_shown).aggregate(organisations=Count("organisation", distinct=True))
    computed = {"consortia": shown.count()} | countries | members
    claims = {claim.figure: claim for claim in Claim.objects.filter(generation=generation)}
    labels = dict(Claim._meta.get_field("figure").flatchoices)
    return [Total(figure, str(labels[figure]), number, claims.get(figure)) for figure, number in computed.items()]


def generations() -> list[int]:
    """The generations that have something published, first one first."""
    return sorted(set(Consortium.objects.published().values_list("generation", flat=True)))
