"""Competence centres, consortia, networks, needs and answers."""

from typing import Any

import factory
from django.db import transaction
from django.utils import timezone
from factory.django import DjangoModelFactory

from centres import answering
from centres import models as room
from tests.factories.people import UserFactory, superuser
from tests.factories.vocabulary import CountryFactory


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
