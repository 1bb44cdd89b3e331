"""Unknown variables in our templates fail tests; those of Django's own admin do not."""

from pathlib import Path

import pytest
from django.template import Context, Engine, Origin, Template

from tests.strict_templates import TEMPLATES, UnknownVariable


def render(place: str, source: str) -> str:
    engine = Engine(string_if_invalid=UnknownVariable("unknown"))
    return Template(source, Origin(f"{place}/page.html"), engine=engine).render(Context({"known": "yes"}))


def test_unknown_variable_of_ours_fails():
    with pytest.raises(pytest.fail.Exception, match=r"page\.html uses missing\.name, which does not exist"):
        render(TEMPLATES, "{{ known }} {{ missing.name }}")


def test_known_variable_and_question_for_a_missing_one_pass():
    assert render(TEMPLATES, "{{ known }}{% if missing %}never{% endif %}") == "yes"


def test_unknown_variable_of_others_stays_silent():
    assert render(str(Path("/elsewhere/admin")), "<{{ missing }}>") == "<>"
