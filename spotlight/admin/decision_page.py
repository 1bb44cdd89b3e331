"""The page of one decision: type, see the e-mail, decide. It keeps everything typed, whichever way one goes."""

import hashlib
import json
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from spotlight import pages, readiness
from spotlight.admin.decision_forms import LetterForm, TypedForm
from spotlight.admin.decisions import Decision
from spotlight.letters import Letter
from spotlight.models import State, Submission, Verb

FINAL = ("_send", "_later", "_save")
TYPING, LETTER = "typing", "letter"
_DOUBLE_CLICK = timedelta(minutes=1)


class DecisionPage:
    """One look at a decision. `data` is what was posted; nothing changes before a FINAL button.

    `stage` says what is shown: TYPING (what the e-mail will be made of), then LETTER (the e-mail and the final buttons,
    also for decisions without an e-mail).
    """

    def __init__(self, decision: Decision, submission: Submission, user: User, data: Any = None) -> None:
        self.decision, self.submission, self.user, self.data = decision, submission, user, data
        self.writes = decision.kind is not None and bool(submission.email)
        self.two_steps = self.writes and decision.form.shapes_letter
        self.stage = TYPING if self.two_steps else LETTER
        self.typed: TypedForm = decision.form(data, submission)
        self.letter: LetterForm | None = None
        self.errors: list[str] = []
        self.words_differ = False
        self.anew: tuple[str, str] | None = None
        self.seen = _seen(submission)
        if data is None and self.writes and not self.two_steps:
            self.letter = self._fresh()

    @property
    def missing(self) -> list[readiness.Missing]:
        """What must be mended first; the buttons are not shown before."""
        if not self.decision.needs_ready:
            return []
        agreed = self.decision.verb != Verb.APPROVE
        return readiness.missing_for_publication(self.submission, consents_too=agreed)

    def take(self) -> bool:
        """Go where the pressed button leads; True when the decision was taken."""
        final = next((name for name in FINAL if name in self.data), None)
        if final and self._already_taken():
            return True
        if refused := self.decision.refusal(self.submission, self.user):
            self.errors.append(refused)
        if not self.typed.is_valid():
            self._carry()
            return False
        self._show_letter()
        return bool(final) and not self.errors and self._decide(final == "_send")

    def _show_letter(self) -> None:
        if "_back" in self.data:
            self._carry()
            return
        self.stage = LETTER
        if not self.writes:
            return
        given = self._given()
        if given is None or "_anew" in self.data:
            self.letter = self._fresh()
            return
        made_of_this = given.data.get("made_of") == self._made_of()
        untouched = given.is_valid() and _digest(given.cleaned_data) == given.data.get("composed")
        if made_of_this or not untouched:
            self.letter, self.words_differ = given, not made_of_this
            self.anew = self._compose() if self.words_differ else None
        else:
            self.letter = self._fresh()
        if any(name in self.data for name in FINAL) and self.letter is not given:
            self.errors.append(_("What you typed has changed, so the e-mail was written anew: look at it once more."))

    def _carry(self) -> None:
        """Back to the typing; the e-mail, if it was changed, goes along."""
        self.stage = TYPING if self.two_steps else LETTER
        self.letter = self._given() if self.writes else None

    def _decide(self, send: bool) -> bool:
        letter = None
        if self.letter is not None:
            if not self.letter.is_valid():
                return False
            words = self.letter.cleaned_data
            letter = Letter(words["subject"], words["body"] + "\n", send)
        if self.data.get("seen_state") != self.seen:
            sentence = _("Something changed here since you opened this page. Look at it once more, then decide.")
            self.errors.append(sentence)
            return False
        try:
            self.decision.door(self.submission, self.user, self.typed.cleaned_data, letter)
        except ValidationError as refusal:
            self.errors += refusal.messages
            return False
        return True

    def _already_taken(self) -> bool:
        """Whether this very person took this very decision just now: a double click."""
        last = self.submission.steps.order_by("-at", "-pk").first()
        return (
            last is not None
            and self.decision.verb is not None
            and last.verb == self.decision.verb
            and last.after == State(self.submission.state)
            and last.by == self.user
            and last.at > timezone.now() - _DOUBLE_CLICK
            and self.decision.name not in ("schedule", "unschedule")
        )

    def _given(self) -> LetterForm | None:
        assert self.decision.kind is not None
        if "body" not in self.data:
            return None
        return LetterForm(self.data, self.submission, self.decision.kind)

    def _compose(self) -> tuple[str, str]:
        typed = self.typed.cleaned_data if self.typed.is_bound else {}
        subject, body = self.decision.compose(self.submission, typed)
        return subject, body.strip()

    def _fresh(self) -> LetterForm:
        assert self.decision.kind is not None
        subject, body = self._compose()
        words = {"subject": subject, "body": body}
        form = LetterForm(None, self.submission, self.decision.kind)
        form.initial = {**words, "composed": _digest(words), "made_of": self._made_of()}
        return form

    def _made_of(self) -> str:
        typed = self.typed.cleaned_data if self.typed.is_bound and self.decision.form.shapes_letter else {}
        return _digest(typed)


def _seen(submission: Submission) -> str:
    """Stands for the submission as the person saw it: its state, its page, and a correction that waits."""
    state = [submission.state, submission.state_since, submission.correction_at, pages.fingerprint(submission)]
    return _digest({"state": state})


def _digest(words: Any) -> str:
    kept = {name: value for name, value in words.items() if name not in ("composed", "made_of")}
    return hashlib.sha256(json.dumps(kept, sort_keys=True, default=str).encode()).hexdigest()
