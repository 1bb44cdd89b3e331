"""Addresses of the curation pages, and what a browser posts there."""

from typing import Any

from django.test import Client

from spotlight.models import Submission
from tests.projects.staff import member, signed_in

__all__ = ["LIST", "decide_url", "letter_data", "member", "messages_of", "page_data", "review_url", "signed_in"]
LIST = "/admin/spotlight/submission/"


def review_url(submission: Submission, part: str = "change") -> str:
    return f"{LIST}{submission.pk}/{part}/"


def decide_url(submission: Submission, name: str) -> str:
    return review_url(submission, f"decide/{name}")


def page_data(client: Client, submission: Submission, **changes: Any) -> dict[str, Any]:
    """The form of the page as the browser would send it."""
    form = client.get(review_url(submission)).context["page_form"]
    sent = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in (sent | changes).items() if value is not False} | {"_page": "1"}


def letter_data(answer: Any, **changes: Any) -> dict[str, Any]:
    """What the page of a decision sends back: everything typed, the e-mail, and what was seen."""
    page = answer.context["page"]
    sent = {"seen_state": page.seen}
    for form in filter(None, (page.typed, page.letter)):
        sent |= {name: form[name].value() or "" for name in form.fields}
    return sent | changes


def messages_of(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]
