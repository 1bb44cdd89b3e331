"""The words of e-mails: placeholders, and what visitors typed."""

import pytest
from django.core.exceptions import ValidationError

from outbox import kinds
from outbox.kinds import Kind, Placeholder, all_kinds, declare
from outbox.typed import one_line, plain, without_links

KIND = Kind(
    "test.letter",
    "Letter",
    decision=False,
    placeholders={
        "link": Placeholder("the link", "https://portal.example/x/", needed=True),
        "project": Placeholder("the project", "Lake", typed=True),
    },
    texts={},
)


@pytest.fixture
def declared(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {})


def refusals(subject: str, body: str) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        KIND.check(subject, body)
    return [error.code for error in refused.value.error_list]


def test_check_takes_a_text_with_known_placeholders():
    KIND.check("About {project}", "Hello,\n\n{link}")


@pytest.mark.parametrize(
    ("subject", "body", "codes"),
    [
        ("Hello", "{link} {name}", ["unknown_placeholder"]),
        ("{name}", "{link}", ["unknown_placeholder"]),
        ("{link}", "no link in the body", ["missing_placeholder"]),
        ("Hello", "{ link } {link}", ["stray_brace"]),
        ("Hello", "{link", ["stray_brace", "missing_placeholder"]),
        ("Hello}", "{link}", ["stray_brace"]),
        ("{a}", "{b}", ["unknown_placeholder", "missing_placeholder"]),
    ],
)
def test_check_refuses_what_would_not_be_filled(subject, body, codes):
    assert refusals(subject, body) == codes
    assert KIND.accepts(subject, body) is False


def test_check_says_which_placeholder_and_which_there_are():
    with pytest.raises(ValidationError) as refused:
        KIND.check("Hello", "{link} {name}")
    assert refused.value.messages == ["There is no placeholder {name}. This e-mail knows: {link}, {project}."]
    with pytest.raises(ValidationError) as refused:
        KIND.check("Hello", "nothing")
    assert refused.value.messages == ["The text needs {link}; without it the e-mail does not do its work."]


def test_fill_never_fills_what_a_value_brings():
    subject, body = KIND.fill(
        "{project}", "{link}", {"project": "{link} {{ 1 }} {% now %}", "link": "https://x.example/"}
    )
    assert subject == "{link} {{ 1 }} {% now %}"
    assert body == "https://x.example/\n"


def test_fill_keeps_a_subject_in_one_line_of_bounded_length():
    subject, _body = KIND.fill("About {project}", "{link}", {"project": "a\r\nBcc: victim" + "x" * 500, "link": "l"})
    assert subject.startswith("About a Bcc: victimxxx")
    assert (len(subject), subject[-1]) == (200, "…")


def test_fill_without_a_value_says_which_is_missing():
    with pytest.raises(KeyError, match="link"):
        KIND.fill("Hello", "{link}", {"project": "Lake"})


def test_fill_bears_a_very_long_value():
    _subject, body = KIND.fill("x", "{project}", {"project": "word. " * 100_000})
    assert len(body) == 600_000


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("http://evil.example/x?y=1", "http: evil(.)example/x?y=1"),
        ("https:\\\\evil.example", "https: evil(.)example"),
        ("HTTPS://EVIL.EXAMPLE", "HTTPS: EVIL(.)EXAMPLE"),
        ("www.x.example", "www.x(.)example"),
        ("evil.example", "evil(.)example"),
        ("a.b.co.uk/path", "a.b(.)co(.)uk/path"),
        ("Evil.Com", "Evil. Com"),
        ("пример.рф", "пример(.)рф"),
        ("münchen.example", "münchen(.)example"),
        ("xn--p1ai.xn--p1ai", "xn--p1ai(.)xn--p1ai"),
        ("evil。com evil．com evil｡com evil․com", "evil(.)com evil(.)com evil(.)com evil(.)com"),
        ("ola@person.example", "ola(at)person(.)example"),
        ("ola＠person.example", "ola(at)person(.)example"),
        ("mailto:ola@person.example", "mailto: ola(at)person(.)example"),
        ("tel:+4930123", "tel: +4930123"),
        ("javascript:alert(1)", "javascript: alert(1)"),
        ("192.0.2.1/x", "192(.)0(.)2(.)1/x"),
        ("evil\u200b.exam\u200dple", "evil(.)example"),
        ("evil.\u00adcom \ufeffevil.\u2060com", "evil(.)com evil(.)com"),
        ("elpmaxe.\u202elive", "elpmaxe(.)live"),
        ("e\u0301vil.example", "évil(.)example"),
    ],
)
def test_typed_addresses_lose_their_link(typed, sent):
    assert without_links(typed) == sent
    assert without_links(sent) == sent


@pytest.mark.parametrize(
    "prose",
    [
        "z. B. und z.B. so, d.h. anders",
        "e.g. this, i.e. that, etc. and so on.",
        "3.5 per cent, 1.2.2024, 1.234.567 EUR",
        "Dr. Ola of the U.S.A. and the Verein e.V.",
        "… and so on. Then more... and more",
        "At 9:30: come, Bürger:innen! (Really?)",
        "BALTSE@NIOR and @lake",
        "👩‍🚒 writes می‌خواهم",
        "Line\n\nLine",
    ],
)
def test_typed_prose_stays_as_it_is(prose):
    assert without_links(prose) == prose


def test_typed_sentences_without_a_space_stay_readable():
    assert without_links("We met, and so on.Then Dr.Ola came.") == "We met, and so on. Then Dr. Ola came."


def test_only_typed_placeholders_lose_their_links():
    values = {"project": "www.evil.example", "link": "https://portal.example/a/"}
    assert KIND.fill("x", "{project} {link}", values)[1] == "www(.)evil(.)example https://portal.example/a/\n"


def test_plain_removes_what_cannot_be_seen_and_keeps_lines():
    assert plain("a\r\nb\x00c\td\x85e\u202ef") == "a\nb c d ef"
    assert one_line(" a\r\n b ", 10) == "a b"
    assert one_line("abcdef", 5) == "abcd…"


def test_kinds_are_declared_with_every_language_once(declared):
    texts = dict.fromkeys(("en", "de", "sv"), ("Hello", "{link}"))
    placeholders = {"link": Placeholder("the link", "https://portal.example/")}
    first = declare("test.one", title="One", placeholders=placeholders, texts=texts)
    assert declare("test.one", title="One", placeholders=placeholders, texts=texts) == first
    with pytest.raises(ValueError, match=r"two kinds of e-mail named test\.one"):
        declare("test.one", title="Other", placeholders=placeholders, texts=texts)
    with pytest.raises(ValueError, match="no words in sv"):
        declare("test.two", title="Two", placeholders=placeholders, texts={"en": ("a", "b"), "de": ("a", "b")})
    with pytest.raises(ValidationError):
        declare("test.three", title="Three", placeholders={}, texts=texts)


def test_every_kind_fills_its_words_from_its_samples():
    found = all_kinds()
    assert len([name for name in found if name.startswith("spotlight.")]) >= 15
    for kind in found.values():
        assert set(kind.texts) == {"en", "de", "sv"}
        for subject, body in kind.texts.values():
            said = " ".join(kind.fill(subject, body, kind.samples()))
            assert "{" not in said
            assert len(subject) <= 150
