"""A template variable that does not exist fails the test that meets it, if the template is one of ours."""

import sys
from pathlib import Path

import pytest

TEMPLATES = str(Path(__file__).resolve().parent.parent / "templates")


class UnknownVariable(str):
    """Django's `string_if_invalid`; foreign templates keep Django's silence."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, variable: object) -> str:
        name = template_being_rendered()
        if name.startswith(TEMPLATES):
            pytest.fail(f"{name.removeprefix(TEMPLATES)[1:]} uses {variable!s}, which does not exist.")
        return ""


def template_being_rendered() -> str:
    """The file of the innermost template node on the stack, or nothing."""
    frame = sys._getframe(1)
    while frame is not None:
        origin = getattr(frame.f_locals.get("self"), "origin", None)
        if frame.f_code.co_name in ("render", "render_annotated") and origin is not None:
            return str(origin.name)
        frame = frame.f_back
    return ""
