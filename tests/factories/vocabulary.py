"""The controlled lists."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from vocabulary.models import FundingPeriod, Organisation, Programme, Region, TargetGroup, Theme, ThemeLabel


class FundingPeriodFactory(DjangoModelFactory[FundingPeriod]):
    class Meta:
        model = FundingPeriod
        django_get_or_create = ("slug",)

    slug = "2014-2020"
    start_year = factory.LazyAttribute(lambda period: int(period.slug[:4]))
    end_year = factory.LazyAttribute(lambda period: int(period.slug[5:]))


class ProgrammeFactory(DjangoModelFactory[Programme]):
    class Meta:
        model = Programme
        django_get_or_create = ("slug",)

    name = "Lakes Programme"
    slug = factory.LazyAttribute(
        lambda programme: f"{programme.name.lower().replace(' ', '-')}-{programme.period.slug}"
    )
    period = factory.SubFactory(FundingPeriodFactory)
    strand = "B"


class CountryFactory(DjangoModelFactory[Region]):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "SE"
    name = factory.LazyAttribute(lambda region: region.code)
    level = 0


class RegionFactory(DjangoModelFactory[Region]):
    """A NUTS region; missing parents up to the country are made as well."""

    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "SE211"
    name = factory.LazyAttribute(lambda region: f"Region {region.code}")
    level = factory.LazyAttribute(lambda region: len(region.code) - 2)

    @factory.lazy_attribute
    def parent(self) -> Region:
        above = self.code[:-1]
        if len(above) == 2:
            return CountryFactory(code={"EL": "GR", "UK": "GB"}.get(above, above))
        return RegionFactory(code=above)


class ThemeFactory(DjangoModelFactory[Theme]):
    class Meta:
        model = Theme
        django_get_or_create = ("slug",)
        skip_postgeneration_save = True

    name = "Ageing"
    slug = factory.LazyAttribute(lambda theme: theme.name.lower().replace(" ", "-"))

    @factory.post_generation
    def labels(self: Theme, create: bool, extracted: dict[str, Any] | None, **kwargs: Any) -> None:
        """`labels={"en": ("Ageing", ["older people"])}`; an English label by default."""
        for language, (label, synonyms) in (extracted or {"en": (self.name, [])}).items():
            ThemeLabel.objects.get_or_create(
                theme=self, language=language, defaults={"label": label, "synonyms": synonyms}
            )


class TargetGroupFactory(DjangoModelFactory[TargetGroup]):
    class Meta:
        model = TargetGroup
        django_get_or_create = ("slug",)

    slug = "older-people"


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Lakeside Association {n}")
    slug = factory.LazyAttribute(lambda body: body.name.lower().replace(" ", "-"))
