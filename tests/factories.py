"""Rows for tests, with defaults in one place. Every name here is made up."""

import uuid
from typing import Any

import factory
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from factory.django import DjangoModelFactory

from centres import answering
from centres import models as room
from projects.models import Partnership, Project, ProjectCountry, ProjectPlace, ProjectText, ProjectTheme, Role, State
from spotlight import curation, drafting, pages
from spotlight.actors import CONTRIBUTOR
from spotlight.models import Purpose, Story, StoryKind, StoryState, StoryText, Submission
from spotlight.models import State as SubmissionState
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


ANSWERS = {
    "meaning": "To us it means that neighbours find answers which no office had thought of.",
    "achievement": "Forty households share three cars, and the bus calls again on Saturdays.",
    "why_fund": "Because a trial in one valley shows twenty others what they can do without.",
}


def draft_submission(**fields: Any) -> Submission:
    """A complete draft about a project not in the directory; `fields` are those of `drafting.FIELDS`."""
    draft = drafting.begin(key=uuid.uuid4(), mail_language=fields.pop("mail_language", "en"))
    about = {} if fields.get("project") else {"new_project": "Lake Neighbours"}
    person = {"speaker": "person", "person_name": "Ansa", "person_role": "baker"}
    if fields.get("speaker") == "project":
        person = {}
    return drafting.save(draft, **(about | person | {"language": "en", "email": "ansa@example.org"} | ANSWERS | fields))


def submission_in(state: str, *, by: User | None = None, **fields: Any) -> Submission:
    """A submission brought into `state` through the doors; `by` is the superuser who decides."""
    boss = by or superuser()
    row = draft_submission(**fields)
    if state == SubmissionState.DRAFT:
        return row
    row = curation.submit(row, by=CONTRIBUTOR, agreed=set(Purpose) - {Purpose.CONTACT}, language="en")
    make_ready(row)
    row.refresh_from_db()
    if state == SubmissionState.CHANGES_REQUESTED:
        return curation.request_changes(row, by=boss, comments={"meaning": "Who are the neighbours?"})
    if state == SubmissionState.DECLINED:
        return curation.decline(row, by=boss, reason="It is an advertisement.")
    if state == SubmissionState.WITHDRAWN:
        return curation.withdraw(row, by=CONTRIBUTOR)
    if state in (SubmissionState.APPROVED, SubmissionState.SIGNED_OFF, SubmissionState.PUBLISHED):
        row = curation.approve(row, by=boss)
    if state in (SubmissionState.SIGNED_OFF, SubmissionState.PUBLISHED):
        row = curation.sign_off(row, by=CONTRIBUTOR, seen=pages.fingerprint(row))
    if state == SubmissionState.PUBLISHED:
        row = curation.publish(row, by=boss)
    return row


def make_ready(submission: Submission, headline: str = "Three cars for forty households") -> None:
    """What staff do before they approve: a headline, and a look for sensitive details."""
    text = submission.story.texts.get(language=submission.story.original_language)
    text.headline = headline
    text.save()
    Submission.objects.filter(pk=submission.pk).update(sensitive_checked=True)


class ReportFactory(DjangoModelFactory[Story]):
    """A published report of the editors; `words` are the fields of its English text."""

    class Meta:
        model = Story
        skip_postgeneration_save = True

    kind = StoryKind.REPORT
    slug = factory.Sequence(lambda n: f"lake-report-{n}")
    project_name = "Lake Neighbours"
    original_language = "en"
    source = "https://example.org/lake"
    state = StoryState.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class: type[Story], *args: Any, **kwargs: Any) -> Story:
        words = {"headline": "Three cars for forty households", "report": "Neighbours share cars."}
        words |= kwargs.pop("words", {})
        with transaction.atomic():
            story: Story = super()._create(model_class, *args, **kwargs)
            StoryText.objects.create(story=story, language=story.original_language, **words)
        return story


def superuser() -> User:
    """Somebody who may do everything."""
    return User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("boss")


def _who_and_when(kwargs: dict[str, Any]) -> None:
    """What the publication state `kwargs["state"]` of something of the competence centres requires."""
    now = timezone.now()
    if kwargs["state"] in (room.State.PUBLISHED, room.State.ARCHIVED):
        kwargs.setdefault("published_at", now)
        kwargs.setdefault("published_by", UserFactory())
    if kwargs["state"] == room.State.ARCHIVED:
        kwargs.setdefault("archived_at", now)
        kwargs.setdefault("archived_by", UserFactory())


class CentreFactory(DjangoModelFactory[room.Centre]):
    """A published national centre. `country` is a code; None makes the European one. Also takes `texts`."""

    class Meta:
        model = room.Centre
        skip_postgeneration_save = True

    country = "SE"
    slug = factory.Sequence(lambda n: f"lake-centre-{n}")
    name_en = factory.LazyAttribute(lambda centre: f"{centre.slug.replace('-', ' ').title()}")
    source = "https://example.org/lake-centre"
    state = room.State.PUBLISHED

    @classmethod
    def _create(cls, model_class: type[room.Centre], *args: Any, **kwargs: Any) -> room.Centre:
        code = kwargs.pop("country")
        texts = kwargs.pop("texts", {})
        kwargs["country"] = CountryFactory(code=code) if code else None
        kwargs.setdefault("kind", room.CentreKind.NATIONAL if code else room.CentreKind.EUROPEAN)
        _who_and_when(kwargs)
        centre: room.Centre = super()._create(model_class, *args, **kwargs)
        for language, description in texts.items():
            room.CentreText.objects.create(centre=centre, language=language, description=description)
        return centre


class ConsortiumFactory(DjangoModelFactory[room.Consortium]):
    """A published consortium. `members` are organisations, the first one leads; `countries` are codes.

    A country is claimed where no member is from there.
    """

    class Meta:
        model = room.Consortium
        skip_postgeneration_save = True

    acronym = factory.Sequence(lambda n: f"LAKES{n}")
    slug = factory.LazyAttribute(lambda consortium: consortium.acronym.lower())
    generation = 1
    source = "https://example.org/lakes"
    state = room.State.PUBLISHED

    @classmethod
    def _create(cls, model_class: type[room.Consortium], *args: Any, **kwargs: Any) -> room.Consortium:
        members, codes = kwargs.pop("members", []), kwargs.pop("countries", ["SE"])
        _who_and_when(kwargs)
        with transaction.atomic():
            consortium: room.Consortium = super()._create(model_class, *args, **kwargs)
            for place, body in enumerate(members):
                role = room.MemberRole.PARTNER if place else room.MemberRole.LEAD
                room.ConsortiumMember.objects.create(consortium=consortium, organisation=body, role=role)
            listed = {body.country_id for body in members}
            for code in codes:
                country = CountryFactory(code=code)
                room.ConsortiumCountry.objects.create(
                    consortium=consortium, country=country, claimed=country.pk not in listed
                )
        return consortium


class NeedGroupFactory(DjangoModelFactory[room.NeedGroup]):
    """A heading with its English label."""

    class Meta:
        model = room.NeedGroup
        django_get_or_create = ("slug",)
        skip_postgeneration_save = True

    slug = "at-the-lake"

    @factory.post_generation
    def label(self: room.NeedGroup, create: bool, extracted: str | None, **kwargs: Any) -> None:
        label = extracted or self.slug.replace("-", " ").capitalize()
        room.NeedGroupLabel.objects.get_or_create(group=self, language="en", defaults={"label": label})


class NeedFactory(DjangoModelFactory[room.Need]):
    """A published need with an English text; `texts` are labels in other languages."""

    class Meta:
        model = room.Need
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"lake-need-{n}")
    group = factory.SubFactory(NeedGroupFactory)
    source = "https://example.org/lake-needs"
    state = room.State.PUBLISHED

    @classmethod
    def _create(cls, model_class: type[room.Need], *args: Any, **kwargs: Any) -> room.Need:
        label = kwargs.pop("label", None) or kwargs["slug"].replace("-", " ").capitalize()
        texts = kwargs.pop("texts", {})
        _who_and_when(kwargs)
        need: room.Need = super()._create(model_class, *args, **kwargs)
        for language, words in ({"en": label} | texts).items():
            room.NeedText.objects.create(need=need, language=language, label=words)
        return need


class NetworkFactory(DjangoModelFactory[room.Network]):
    """A published network with an English aim. `members` are organisations."""

    class Meta:
        model = room.Network
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"lake-network-{n}")
    kind = room.NetworkKind.WORKING_GROUP
    name = factory.LazyAttribute(lambda network: network.slug.replace("-", " ").capitalize())
    name_language = "en"
    source = "https://example.org/lake-network"
    state = room.State.PUBLISHED

    @classmethod
    def _create(cls, model_class: type[room.Network], *args: Any, **kwargs: Any) -> room.Network:
        members, aim = kwargs.pop("members", []), kwargs.pop("aim", "Lakes learn from lakes.")
        _who_and_when(kwargs)
        network: room.Network = super()._create(model_class, *args, **kwargs)
        room.NetworkText.objects.create(network=network, language="en", aim=aim)
        for body in members:
            room.NetworkMember.objects.create(network=network, organisation=body)
        return network


def answered(
    centre: room.Centre, need: room.Need, answer: str, *, level: str = "", url: str = "", **proof: Any
) -> room.Cell:
    """What is known about a centre and a need, recorded through the door; a yes is delivered unless said otherwise.

    `proof` are further fields of the one piece of evidence; `at` and `by` go to the door.
    """
    at, by = proof.pop("at", None), proof.pop("by", None)
    wanted = (level or room.Level.DELIVERED) if answer == "yes" else ""
    proofs = [answering.Proof(url=url or "https://example.org/proof", **proof)]
    return answering.answer(centre, need, answer=answer, level=wanted, proofs=proofs, by=by or superuser(), at=at)
