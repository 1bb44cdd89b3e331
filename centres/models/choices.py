"""The closed lists of the competence centres."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Publication states; only `published` is public, `archived` answers 410."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")


class CentreKind(models.TextChoices):
    """A national centre answers for one country, the European one for all."""

    NATIONAL = "national", _("national centre")
    EUROPEAN = "european", _("European centre")


class OrganisationRole(models.TextChoices):
    """What an organisation is to a centre."""

    HOST = "host", _("host")
    MEMBER = "member", _("takes part")


class MemberRole(models.TextChoices):
    """What an organisation is in a consortium."""

    LEAD = "lead", _("lead partner")
    PARTNER = "partner", _("partner")


class ItemKind(models.TextChoices):
    """What a consortium made or reached."""

    OUTPUT = "output", _("output")
    MILESTONE = "milestone", _("milestone")
    TOOL = "tool", _("tool or method")


class NetworkKind(models.TextChoices):
    """Forms in which centres and others work together."""

    WORKING_GROUP = "working_group", _("working group")
    FLAGSHIP = "flagship", _("flagship")
    COMMUNITY = "community", _("community of practice")
    NETWORK = "network", _("network")


class Answer(models.TextChoices):
    """What is known about a service; where nothing is known there is no row."""

    YES = "yes", _("yes")
    NO = "no", _("no")


class Level(models.TextChoices):
    """How far a service is. Planned: the source says it will be or is to be. Delivered: it says it is or was done."""

    PLANNED = "planned", _("planned")
    PARTIAL = "partial", _("in part")
    DELIVERED = "delivered", _("delivered")


class ProposalKind(models.TextChoices):
    """What somebody outside the staff tells us."""

    NEED = "need", _("a need")
    SERVICE = "service", _("a service")
    CENTRE = "centre", _("a centre")


class ProposalState(models.TextChoices):
    """A proposal changes nothing public until it is accepted."""

    NEW = "new", _("to read")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
