"""How the public page of a story is made from what was handed in, and kept in step without undoing staff's edits."""

from django.utils.text import slugify

from spotlight import drafting, snapshots
from spotlight.models import Question, Story, StoryKind, StoryText, Submission

_FACTS = ("person_name", "person_role", "video_url")
_WORDS = tuple(question.value for question in Question)


def prepare(submission: Submission, before: dict[str, object] | None) -> Story:
    """Make the story of a submission, or bring over what the contributor changed since `before` (a snapshot).

    A field that staff have edited meanwhile keeps their words; `edited_by_both` names it for them.
    """
    story = Story.objects.filter(submission=submission).first()
    if story is None:
        return _make(submission)
    old = before or {}
    text = story.original_text()
    for name in _FACTS:
        if getattr(story, name) == old.get(name, ""):
            setattr(story, name, getattr(submission, name))
    story.project, story.project_name = submission.project, submission.project_name
    dropped = story.picture if story.picture_id != submission.picture_id else None
    story.picture = submission.picture
    story.save()
    drafting.drop(dropped)
    if text is None or story.original_language != submission.language:
        _change_language(story, text, submission)
    else:
        _bring_over(text, submission, old)
    return story


def edited_by_both(submission: Submission) -> list[str]:
    """Fields that staff edited on the page and the contributor then changed: somebody must look at both."""
    versions = list(submission.versions.order_by("-round")[:2])
    story = Story.objects.filter(submission=submission).first()
    text = story.original_text() if story else None
    if len(versions) < 2 or story is None or text is None:
        return []
    new, old = versions[0].content, versions[1].content
    shown = {name: getattr(story, name) for name in _FACTS} | {name: getattr(text, name) for name in _WORDS}
    both = [*_FACTS, *_WORDS]
    return [name for name in both if new.get(name) != old.get(name) and shown[name] != new.get(name)]


def edited_by_staff(submission: Submission) -> list[str]:
    """Fields in which the page differs from what was handed in; the contributor sees them at sign-off."""
    story = submission.story
    text = story.original_text()
    if text is None:
        return []
    facts = [name for name in _FACTS if getattr(story, name) != getattr(submission, name)]
    return facts + [name for name in _WORDS if getattr(text, name) != getattr(submission, name)]


def empty(story: Story) -> None:
    """Take everything out of a story that is gone for good; its number and address stay, for those who harvested it."""
    picture, story.picture = story.picture, None
    story.person_name = story.person_role = story.video_url = story.source = ""
    story.project, story.project_name = None, "–"
    story.save()
    story.texts.all().delete()
    StoryText.history.filter(story_id=story.pk).delete()
    Story.history.filter(id=story.pk).delete()
    drafting.drop(picture)


def _make(submission: Submission) -> Story:
    assert submission.reference is not None  # a submission that is handed in has one
    stem = slugify(submission.project_name)[:50].strip("-") or "story"
    story = Story.objects.create(
        submission=submission,
        kind=StoryKind.ANSWERS,
        slug=f"{stem}-{submission.reference[3:].lower()}",
        project=submission.project,
        project_name=submission.project_name,
        original_language=submission.language,
        person_name=submission.person_name,
        person_role=submission.person_role,
        picture=submission.picture,
        video_url=submission.video_url,
        is_example=submission.is_example,
    )
    _write_original(story, submission)
    return story


def _bring_over(text: StoryText, submission: Submission, old: dict[str, object]) -> None:
    """Write the words the contributor changed, and no history when there are none."""
    given = {name: (name, getattr(submission, name)) for name in _WORDS}
    given["transcript"] = ("video_transcript", submission.video_transcript)
    new = {name: words for name, (key, words) in given.items() if getattr(text, name) == old.get(key, "") != words}
    for name, words in new.items():
        setattr(text, name, words)
    if new:
        text.save()


def _change_language(story: Story, text: StoryText | None, submission: Submission) -> None:
    """The answers are in another language now: the page begins anew in it."""
    if text is not None:
        text.delete()
    story.original_language = submission.language
    story.save()
    StoryText.objects.filter(story=story, language=submission.language).delete()
    _write_original(story, submission)


def _write_original(story: Story, submission: Submission) -> None:
    StoryText.objects.create(
        story=story,
        language=submission.language,
        transcript=submission.video_transcript,
        **dict(zip(_WORDS, (answer for _question, answer in submission.answers), strict=True)),
    )


def fingerprint(submission: Submission) -> str:
    """What `curation.sign_off` must be shown: it stands for the page exactly as it is now."""
    return snapshots.whole(_fresh(submission))


def _fresh(submission: Submission) -> Story:
    return Story.objects.select_related("picture").prefetch_related("texts").get(submission=submission)
