"""The three questions: word for word as the campaign asks them, then plainer, then an example that is made up."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spotlight import drafting
from spotlight.forms.base import StepForm, Words
from spotlight.models import Question, Submission
from spotlight.models.submission import LONGEST_ANSWER


@dataclass(frozen=True)
class Help:
    """The question in plainer words, and an invented answer to it."""

    plainer: Promise
    example: Promise


HELP = {
    Question.MEANING: Help(
        plainer=_("What is the first thing that comes to your mind? Say it as you would to a neighbour."),
        example=_(
            "To me it begins where a form ends. In our valley nobody was entitled to a lift to the doctor, so nobody "
            "got one. Then the people with cars and the people without sat down at one table. That is all it is: "
            "asking those concerned first, and the offices second."
        ),
    ),
    Question.ACHIEVEMENT: Help(
        plainer=_(
            "What is different now, and for whom? One change you have seen yourself is worth more than ten aims."
        ),
        example=_(
            "Sixty households in four villages now share five cars. Last winter not one appointment at the dialysis "
            "was missed. The town has taken the coordinator onto its own payroll."
        ),
    ),
    Question.WHY_FUND: Help(
        plainer=_(
            "Imagine you stand before those who decide about money. Why should they support work like yours for "
            "years, and not just once?"
        ),
        example=_(
            "A trial costs money for three years, and its lessons are lost in the fourth. Because somebody paid for "
            "our second round, two other regions could begin where we had ended. That saved them our mistakes."
        ),
    ),
}
"""The place, people and figures of the examples are invented; the page says so."""


class AnswerStep(StepForm):
    """One question. Too short is said on the check page; longer than advised is taken."""

    question: ClassVar[Question]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = Words(rows=9, label=self.question.label, max_length=LONGEST_ANSWER)
        field.widget.attrs |= {"data-count": "", "spellcheck": "true"}
        if self.submission.language:
            field.widget.attrs["lang"] = self.submission.language
        self.fields[self.question.value] = field

    def initial_of(self, submission: Submission) -> dict[str, Any]:
        return {self.question.value: getattr(submission, self.question.value)}

    @property
    def field(self) -> Any:
        return self[self.question.value]

    @property
    def help(self) -> Help:
        return HELP[self.question]

    @property
    def count(self) -> int:
        """Characters of what is shown."""
        return len(str(self.field.value() or ""))

    @property
    def limits(self) -> dict[str, int]:
        """The range advised, and what is refused beyond."""
        return {"shortest": drafting.SHORTEST, "longest": drafting.LONGEST, "most": LONGEST_ANSWER}


class MeaningStep(AnswerStep):
    question, writes = Question.MEANING, (Question.MEANING.value,)


class AchievementStep(AnswerStep):
    question, writes = Question.ACHIEVEMENT, (Question.ACHIEVEMENT.value,)


class WhyFundStep(AnswerStep):
    question, writes = Question.WHY_FUND, (Question.WHY_FUND.value,)
