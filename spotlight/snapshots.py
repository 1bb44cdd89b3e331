"""What a submission said at a moment, what of it changed since, and the fingerprint of the page that is signed off."""

import hashlib
import json
from collections.abc import Sequence

from spotlight.models import Question, Story, StoryText, Submission

FIELDS = (
    "project_name",
    "speaker",
    "person_name",
    "person_role",
    "language",
    *(question.value for question in Question),
    "photograph",
    "people_shown",
    "people_names",
    "shows_minors",
    "video_url",
    "video_transcript",
)

CORRECTABLE = ("person_name", "person_role", *(question.value for question in Question))
"""What the contributor may ask to correct in a published story."""


def take(submission: Submission) -> dict[str, object]:
    """The contents as they are now, ready for JSON."""
    picture = submission.picture
    described = f"{picture.key} {picture.credit} {picture.alt}" if picture else ""
    return {name: described if name == "photograph" else getattr(submission, name) for name in FIELDS}


def changed(old: dict[str, object], new: dict[str, object]) -> list[str]:
    """Names of the fields in which two snapshots differ."""
    return [name for name in FIELDS if old.get(name, "") != new.get(name, "")]


def whole(story: Story) -> str:
    """64 letters that stand for the page in every language it has; what is shown at sign-off."""
    others = [text for text in story.texts.all() if text.language != story.original_language]
    seen = [fingerprint(story), *([text.language, *_words(text)] for text in sorted(others, key=_language))]
    return _digest(seen)


def fingerprint(story: Story) -> str:
    """64 letters that stand for exactly what a reader of the original language would see."""
    text = story.original_text()
    picture = story.picture
    seen = [
        story.project_name,
        story.project_id,
        story.person_name,
        story.person_role,
        story.original_language,
        story.video_url,
        [str(picture.key), picture.credit, picture.alt, picture.decorative] if picture else None,
        _words(text) if text else None,
    ]
    return _digest(seen)


def _words(text: StoryText) -> list[str]:
    return [text.headline, text.teaser, *(getattr(text, question.value) for question in Question), text.transcript]


def _language(text: StoryText) -> str:
    return text.language


def _digest(seen: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()
