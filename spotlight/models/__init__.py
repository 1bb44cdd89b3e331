"""What a team sends (private) and what the public reads. Two tables: a person can be erased and the text kept."""

from .choices import ActorKind, PeopleShown, Purpose, Question, Speaker, State, StoryKind, StoryState, Verb
from .records import Comment, Consent, Erasure, Step, Version
from .stories import Story, StoryText
from .submission import Submission

__all__ = [
    "ActorKind",
    "Comment",
    "Consent",
    "Erasure",
    "PeopleShown",
    "Purpose",
    "Question",
    "Speaker",
    "State",
    "Step",
    "Story",
    "StoryKind",
    "StoryState",
    "StoryText",
    "Submission",
    "Verb",
    "Version",
]
