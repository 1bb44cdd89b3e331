"""The words of the events' e-mails, per kind and language. Staff change them in the admin; plain text only.

In the modules a paragraph may run over several lines; in the e-mail it is one, and mail programs wrap it.
"""

from events.mail_texts import de, en, sv


def _unwrapped(body: str) -> str:
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in body.strip().split("\n\n"))


TEXTS = {
    name: {
        language: (words[name][0], _unwrapped(words[name][1]))
        for language, words in (("en", en.WORDS), ("de", de.WORDS), ("sv", sv.WORDS))
    }
    for name in en.WORDS
}
