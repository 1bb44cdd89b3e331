"""What a submission lacks before it may be handed in or published, in sentences."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from spotlight import consents, drafting, snapshots
from spotlight.models import Purpose, Story, Submission
from spotlight.steps import Actor, require, story_of


class Missing(str):
    """A sentence, with the `field` where it is mended: of the page, of the submission, or `consents`, `sign_off`."""

    field: str

    def __new__(cls, sentence: str, field: str) -> "Missing":
        made = super().__new__(cls, sentence)
        made.field = field
        return made


def missing_for_publication(submission: Submission, *, consents_too: bool = True) -> list[Missing]:
    """Sentences that say what a story still lacks before it may go out; empty when ready."""
    story = story_of(submission)
    text = story.original_text()
    found = []
    if text is None or not (text.meaning and text.achievement and text.why_fund):
        found.append(Missing(_("The page must answer all three questions in its original language."), "meaning"))
    if text is not None and not text.headline:
        found.append(Missing(_("Write a headline in the original language."), "headline"))
    if story.video_url and not (text and text.transcript):
        found.append(Missing(_("The video needs a transcript."), "transcript"))
    if story.picture and story.picture.pending:
        found.append(Missing(_("Describe the photograph, or take it out."), "photograph"))
    if not submission.sensitive_checked:
        found.append(Missing(_("Check the story for sensitive details and tick the box."), "sensitive_checked"))
    if consents_too:
        found += missing_consents(submission, story)
        if submission.signed_fingerprint and submission.signed_fingerprint != snapshots.fingerprint(story):
            found.append(
                Missing(
                    _("The page changed after it was signed off: take it back to reading and ask again."), "sign_off"
                )
            )
    return found


def missing_consents(submission: Submission, story: Story) -> list[Missing]:
    """Sentences for the consents that the page needs and that do not stand."""
    standing = consents.standing(submission)
    found = []
    if Purpose.STORY not in standing:
        found.append(Missing(_("The person has not agreed to the publication of the story."), "consents"))
    if story.picture and Purpose.PHOTOGRAPH not in standing:
        found.append(Missing(_("The person has not agreed to the publication of the photograph."), "consents"))
    return found


def require_answers(submission: Submission, agreed: Collection[Purpose], by: Actor) -> None:
    """Raise NotReady for what is missing for handing in; staff may leave consents for the sign-off."""
    found = [sentence for _step, sentence in drafting.missing(submission)]
    if not isinstance(by, User):
        given = {*agreed, *(consents.standing(submission) if submission.reference else [])}
        if Purpose.STORY not in given:
            found.append(_("Agree that the story may be published, or delete it."))
        if submission.picture and Purpose.PHOTOGRAPH not in given:
            found.append(_("Agree that the photograph may be published, or remove it."))
    require(found)
