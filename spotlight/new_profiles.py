"""The door that makes a draft profile for a project that a story is about and the directory lacks.

Who belongs in the directory is said by the campaign (#socialinterreg): social innovation is “social both in its ends
and its means” (Murray et al., The Open Book of Social Innovation, 2010), found in territorial cooperation and in
regional programmes such as SIRU's.
"""

import re
from collections.abc import Collection, Mapping

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.addresses import propose_slug
from projects.importing.lookups import Lookups
from projects.importing.messages import CellRefused
from projects.models import Project, ProjectText
from spotlight import snapshots, steps
from spotlight.models import Submission
from spotlight.transitions import REVIEW
from vocabulary.models import Programme

ADD = "projects.add_project"

CRITERIA: Mapping[str, str | Promise] = {
    "funded": gettext_lazy(
        "It is a project of territorial cooperation (Interreg) or of a regional programme, with public funding."
    ),
    "need": gettext_lazy(
        "It names a social need, one of the larger challenges such as demographic change, migration or climate change."
    ),
    "new": gettext_lazy("It tries something new in its place: a product, a service, a process, a method or a model."),
    "means": gettext_lazy(
        "It is social in its means too: public, private and third sector, citizens or users work it out together."
    ),
    "source": gettext_lazy("There is a source that can be checked, such as the project’s or the programme’s website."),
    "once": gettext_lazy("It is not in the directory yet, not under another name either."),
}
"""Who is taken into the directory."""

_TITLE = re.compile(r"^(?P<acronym>[^():]{2,40}?)\s*(?:\((?P<inside>[^()]{8,})\)|(?::|\s[–—-])\s+(?P<after>.{8,}))$")


def missing_criteria(ticked: Collection[str]) -> list[str]:
    """Sentences of the criteria that are not ticked."""
    return [str(sentence) for name, sentence in CRITERIA.items() if name not in ticked]


def split_name(name: str) -> tuple[str, str]:
    """(acronym, title) of a project as a team names it: “LAKE (Neighbours at the lake)”, “LAKE – Neighbours …”, “LAKE”.

    Up to three words without more are taken for the acronym, longer names for the title.
    """
    plain = " ".join(name.split())
    if found := _TITLE.match(plain):
        return found["acronym"], found["inside"] or found["after"]
    return (plain, "") if len(plain) <= 40 and len(plain.split()) <= 3 else ("", plain)


def find_programme(name: str) -> Programme | None:
    """The programme a team means by that name; None where the name does not decide."""
    if not name.strip():
        return None
    try:
        return Programme.objects.get(pk=Lookups.load().programme(name, None))
    except CellRefused:
        return None


def make_profile(submission: Submission, *, by: User, criteria: Collection[str], reason: str = "") -> Project:
    """Make a draft of what the team said about its project, and link submission and story with it.

    Every criterion is ticked, or a `reason` says why the project is taken all the same; it goes into the notes.
    Nothing is invented: the summary stays empty. Raises ValidationError with a sentence and a `code`.
    """
    if not by.has_perms([ADD, REVIEW]):
        raise ValidationError(_("You are not allowed to do this."), code="not_allowed")
    with transaction.atomic():
        locked = steps.lock(submission)
        if locked.project is not None:
            sentence = _("This story already belongs to a profile: %(name)s.") % {"name": locked.project}
            raise ValidationError(sentence, code="has_project")
        if not locked.new_project.strip() or not locked.reference:
            raise ValidationError(_("The team has not named a project."), code="no_name")
        if missing_criteria(criteria) and not reason.strip():
            raise ValidationError(
                _("Tick every criterion, or say why the project is taken all the same."), code="criteria"
            )
        project = _draft(locked, by, criteria, reason)
        _link(locked, project, by)
    return project


def _draft(submission: Submission, by: User, criteria: Collection[str], reason: str) -> Project:
    acronym, title = split_name(submission.new_project)
    programme = find_programme(submission.new_programme)
    project = Project(
        acronym=acronym,
        slug=propose_slug(acronym, title),
        original_language=submission.language,
        programme=programme,
        website=submission.new_website,
        source=submission.new_website,
        notes=_notes(submission, programme, criteria, reason),
    )
    project._history_user = by  # type: ignore[attr-defined]  # simple-history reads it when it records the change
    project.save()
    text = ProjectText(project=project, language=submission.language, title=title)
    text._history_user = by  # type: ignore[attr-defined]
    text.save()
    return project


def _notes(submission: Submission, programme: Programme | None, criteria: Collection[str], reason: str) -> str:
    lines = [_("Made from what the team said in the story %(reference)s.") % {"reference": submission.reference}]
    if submission.new_programme and programme is None:
        lines.append(_("Programme, as the team wrote it: %(name)s") % {"name": submission.new_programme})
    if left := missing_criteria(criteria):
        lines += [_("Taken although not every criterion was ticked: %(reason)s") % {"reason": reason.strip()}, *left]
    else:
        lines.append(_("Every criterion for the directory was ticked."))
    return "\n".join(lines)


def _link(submission: Submission, project: Project, by: User) -> None:
    """The page says the same as before, so a sign-off given for it stays."""
    story = steps.story_of(submission)
    stands = submission.signed_fingerprint == snapshots.fingerprint(story)
    submission.project = story.project = project
    steps.save_story(story, by)
    if submission.signed_fingerprint and stands:
        submission.signed_fingerprint = snapshots.fingerprint(steps.story_of(submission))
    submission.save()
