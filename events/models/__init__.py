"""Events with their programme, and the people who come."""

from .choices import (
    ALIVE,
    HOLDING,
    PUBLIC,
    Attendance,
    Audience,
    EventKind,
    FileKind,
    OrganiserRole,
    Place,
    Purpose,
    QuestionKind,
    RegistrationMode,
    Reply,
    State,
)
from .event import Event
from .people import (
    Invitation,
    PeopleMessage,
    Registration,
    RegistrationAnswer,
    RegistrationConsent,
)
from .programme import Contact, EventFile, EventLink, Organiser, Question, Session, Speaker
from .texts import EventText, Series

__all__ = [
    "ALIVE",
    "HOLDING",
    "PUBLIC",
    "Attendance",
    "Audience",
    "Contact",
    "Event",
    "EventFile",
    "EventKind",
    "EventLink",
    "EventText",
    "FileKind",
    "Invitation",
    "Organiser",
    "OrganiserRole",
    "PeopleMessage",
    "Place",
    "Purpose",
    "Question",
    "QuestionKind",
    "Registration",
    "RegistrationAnswer",
    "RegistrationConsent",
    "RegistrationMode",
    "Reply",
    "Series",
    "Session",
    "Speaker",
    "State",
]
