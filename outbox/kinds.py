"""The kinds of e-mail the portal writes. An app declares its kinds in its `mails.py`:

    RECEIPT = declare(
        "spotlight.receipt",
        title=_("Receipt"),
        decision=False,
        placeholders={"link": Placeholder(_("the personal link"), "https://portal.example/…", needed=True), …},
        texts={"en": ("We have your story ({reference})", "Hello,\n\n…"), "de": (…), "sv": (…)},
    )

A text is plain: subject, body, and names in braces. Staff edit it in the admin (`MailText`); what a kind does not know
is refused there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from outbox.typed import one_line, plain, without_links

LONGEST_SUBJECT = 200
"""Characters of a subject as it leaves."""

_NAME = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Placeholder:
    """A name in a text. `sample` fills previews; a text without a `needed` one is refused.

    What `typed` ones hold came from a visitor: it is sent as plain words in which no mail program finds an address.
    """

    meaning: str | Promise
    sample: str
    needed: bool = False
    typed: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of e-mail; `decision` ones tell a person what staff decided and are shown before they leave."""

    name: str
    title: str | Promise
    decision: bool
    placeholders: Mapping[str, Placeholder]
    texts: Mapping[str, tuple[str, str]]

    def check(self, subject: str, body: str) -> None:
        """Refuse a text with a name this kind does not know, or without one it needs. Raises ValidationError."""
        used = set(_NAME.findall(subject)) | set(_NAME.findall(body))
        problems = []
        if re.search(r"[{}]", _NAME.sub("", f"{subject} {body}")):
            problems.append(
                ValidationError(
                    _("Braces stand around the name of a placeholder only, without a space: {link}. One does not."),
                    code="stray_brace",
                )
            )
        if unknown := sorted(used - set(self.placeholders)):
            problems.append(
                ValidationError(
                    _("There is no placeholder %(unknown)s. This e-mail knows: %(known)s."),
                    code="unknown_placeholder",
                    params={"unknown": _braced(unknown), "known": _braced(self.placeholders)},
                )
            )
        needed = [name for name, placeholder in self.placeholders.items() if placeholder.needed]
        if missing := [name for name in needed if f"{{{name}}}" not in body]:
            problems.append(
                ValidationError(
                    _("The text needs %(missing)s; without it the e-mail does not do its work."),
                    code="missing_placeholder",
                    params={"missing": _braced(missing)},
                )
            )
        if problems:
            raise ValidationError(problems)

    def accepts(self, subject: str, body: str) -> bool:
        """Whether `check` finds nothing."""
        try:
            self.check(subject, body)
        except ValidationError:
            return False
        return True

    def fill(self, subject: str, body: str, values: Mapping[str, object]) -> tuple[str, str]:
        """Subject (one line) and body with the values in place. Raises KeyError for a value nobody gave."""
        known = {name: self._plain(name, str(value)) for name, value in values.items()}

        def value(match: re.Match[str]) -> str:
            return known[match[1]] if match[1] in self.placeholders else match[0]

        return (
            one_line(_NAME.sub(value, subject), LONGEST_SUBJECT),
            _NAME.sub(value, plain(body)).strip() + "\n",
        )

    def samples(self) -> dict[str, str]:
        """A value for every placeholder, for previews and tests."""
        return {name: placeholder.sample for name, placeholder in self.placeholders.items()}

    def _plain(self, name: str, value: str) -> str:
        placeholder = self.placeholders.get(name)
        return without_links(value) if placeholder and placeholder.typed else plain(value)


_kinds: dict[str, Kind] = {}


def declare(
    name: str,
    *,
    title: str | Promise,
    placeholders: Mapping[str, Placeholder],
    texts: Mapping[str, tuple[str, str]],
    decision: bool = False,
) -> Kind:
    """Declare a kind of e-mail, with its words in every language of the interface."""
    if missing := [code for code, _language in settings.LANGUAGES if code not in texts]:
        raise ValueError(f"The e-mail {name} has no words in {', '.join(missing)}.")
    kind = Kind(name, title, decision, placeholders, texts)
    for subject, body in texts.values():
        kind.check(subject, body)
    if name in _kinds and _kinds[name] != kind:
        raise ValueError(f"There are two kinds of e-mail named {name}.")
    _kinds[name] = kind
    return kind


def all_kinds() -> dict[str, Kind]:
    """Every declared kind by name, in the order of the installed apps."""
    _discover()
    return dict(_kinds)


def _braced(names: object) -> str:
    return ", ".join(f"{{{name}}}" for name in names)  # type: ignore[attr-defined]


@cache
def _discover() -> None:
    autodiscover_modules("mails")
