"""Rows for tests, with defaults in one place. Every name here is made up."""

from tests.factories.centres import (
    CentreFactory,
    ConsortiumFactory,
    NeedFactory,
    NeedGroupFactory,
    NetworkFactory,
    answered,
)
from tests.factories.events import EventFactory, OpenEventFactory, RegistrationFactory, in_days
from tests.factories.people import UserFactory, superuser
from tests.factories.projects import ProjectFactory, PublishedProjectFactory
from tests.factories.spotlight import ANSWERS, ReportFactory, draft_submission, make_ready, submission_in
from tests.factories.vocabulary import (
    CountryFactory,
    FundingPeriodFactory,
    OrganisationFactory,
    ProgrammeFactory,
    RegionFactory,
    TargetGroupFactory,
    ThemeFactory,
)

__all__ = [
    "ANSWERS",
    "CentreFactory",
    "ConsortiumFactory",
    "CountryFactory",
    "EventFactory",
    "FundingPeriodFactory",
    "NeedFactory",
    "NeedGroupFactory",
    "NetworkFactory",
    "OpenEventFactory",
    "OrganisationFactory",
    "ProgrammeFactory",
    "ProjectFactory",
    "PublishedProjectFactory",
    "RegionFactory",
    "RegistrationFactory",
    "ReportFactory",
    "TargetGroupFactory",
    "ThemeFactory",
    "UserFactory",
    "answered",
    "draft_submission",
    "in_days",
    "make_ready",
    "submission_in",
    "superuser",
]
