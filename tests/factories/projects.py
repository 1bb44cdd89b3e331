"""Profiles of projects."""

from typing import Any

import factory
from django.db import transaction
from django.utils import timezone
from factory.django import DjangoModelFactory

from projects.models import Partnership, Project, ProjectCountry, ProjectPlace, ProjectText, ProjectTheme, Role, State
from tests.factories.people import UserFactory
from tests.factories.vocabulary import CountryFactory, ProgrammeFactory, RegionFactory, ThemeFactory
from vocabulary.models import Theme


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
