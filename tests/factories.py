"""Rows for tests, with defaults in one place. Every name here is made up."""

from typing import Any

import factory
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from factory.django import DjangoModelFactory

from projects.models import Partnership, Project, ProjectCountry, ProjectPlace, ProjectText, ProjectTheme, Role, State
from vocabulary.models import FundingPeriod, Organisation, Programme, Region, TargetGroup, Theme, ThemeLabel


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        django_get_or_create = ("username",)
        skip_postgeneration_save = True

    username = "curator"
    is_staff = True


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


class ProjectFactory(DjangoModelFactory[Project]):
    """A draft with an English text. Also takes `title`, `summary`, `texts`, `countries`, `themes`, `places`, `lead`."""

    class Meta:
        model = Project
        skip_postgeneration_save = True

    acronym = factory.Sequence(lambda n: f"LAKE{n}")
    slug = factory.LazyAttribute(lambda project: project.acronym.lower().replace(" ", "-") or "no-acronym")
    programme = factory.SubFactory(ProgrammeFactory)
    source = "https://example.org/lakes"

    @classmethod
    def _create(cls, model_class: type[Project], *args: Any, **kwargs: Any) -> Project:
        countries = kwargs.pop("countries", [])
        themes = kwargs.pop("themes", [])
        places = kwargs.pop("places", [])
        lead = kwargs.pop("lead", None)
        texts = kwargs.pop("texts", {})
        title, summary = kwargs.pop("title", "Neighbours at the lake"), kwargs.pop("summary", "Neighbours meet.")
        language = kwargs.setdefault("original_language", "en")
        state = kwargs.get("state", State.DRAFT)
        now = timezone.now()
        if state in (State.PUBLISHED, State.ARCHIVED):
            kwargs.setdefault("published_at", now)
            kwargs.setdefault("published_by", UserFactory())
        if state == State.ARCHIVED:
            kwargs.setdefault("archived_at", now)
            kwargs.setdefault("archived_by", UserFactory())
        if state == State.SCHEDULED:
            kwargs.setdefault("scheduled_for", now)
            kwargs.setdefault("scheduled_by", UserFactory())
        with transaction.atomic():
            project: Project = super()._create(model_class, *args, **kwargs)
            ProjectText.objects.create(project=project, language=language, title=title, summary=summary)
            for code, words in texts.items():
                ProjectText.objects.create(project=project, language=code, **words)
            for code in countries:
                ProjectCountry.objects.create(project=project, country=CountryFactory(code=code))
            for name in themes:
                theme = name if isinstance(name, Theme) else ThemeFactory(name=name)
                ProjectTheme.objects.create(content_object=project, tag=theme)
            for code in places:
                ProjectPlace.objects.create(project=project, name=code, region=RegionFactory(code=code))
            if lead:
                Partnership.objects.create(project=project, organisation=lead, role=Role.LEAD)
        return project


class PublishedProjectFactory(ProjectFactory):
    """A public profile."""

    state = State.PUBLISHED
    themes = ["Ageing"]  # factory-boy copies declarations
