"""A kind of e-mail for tests, and members of staff."""

from outbox.kinds import Kind, Placeholder

WORDS = ("Your letter about {project}", "Hello,\n\nread this: {link}")
KIND = Kind(
    "test.letter",
    "Letter",
    decision=True,
    placeholders={
        "link": Placeholder("the link", "https://portal.example/x/", needed=True),
        "project": Placeholder("the project", "Lake", typed=True),
    },
    texts={"en": WORDS, "de": ("Ihr Brief", "Lesen Sie: {link}"), "sv": ("Ditt brev", "Läs: {link}")},
)
VALUES = {"link": "https://portal.example/own/", "project": "Lake Neighbours"}
TO = "ola@person.example"
