"""The words of the centres' e-mails, per kind and language. Staff change them in the admin; plain text only.

Here a paragraph may run over several lines; in the e-mail it is one, and mail programs wrap it.
"""

_WORDS = {
    "column": {
        "en": (
            "Your services in the overview of competence centres",
            """
Hello,

{site} shows which needs of social innovators are met by which competence centre, with evidence for every
answer. For {centre} much of it is not known yet.

With this link you fill in your own column, in about ten minutes:

{link}

We read what you send before it is shown. The link works for {days} days, as often as you like; pass it on only
to colleagues who may answer for the centre.

{site}
""",
        ),
        "de": (
            "Ihre Angebote in der Übersicht der Kompetenzzentren",
            """
Guten Tag,

{site} zeigt, welches Kompetenzzentrum welchen Bedarf sozialer Innovatorinnen und Innovatoren deckt, mit einem
Beleg für jede Antwort. Über {centre} ist vieles davon noch nicht bekannt.

Mit diesem Link füllen Sie Ihre eigene Spalte aus, in etwa zehn Minuten:

{link}

Wir lesen, was Sie senden, bevor es gezeigt wird. Der Link gilt {days} Tage, so oft Sie mögen; geben Sie ihn nur
an Kolleginnen und Kollegen weiter, die für das Zentrum antworten dürfen.

{site}
""",
        ),
        "sv": (
            "Era tjänster i översikten över kompetenscentrumen",
            """
Hej!

{site} visar vilket kompetenscentrum som möter vilka behov hos sociala innovatörer, med belägg för varje svar.
Om {centre} är mycket av detta ännu inte känt.

Med den här länken fyller ni i er egen kolumn, på ungefär tio minuter:

{link}

Vi läser det ni skickar innan det visas. Länken gäller i {days} dagar, så ofta ni vill; ge den bara vidare till
kollegor som får svara för centrumet.

{site}
""",
        ),
    },
    "contact": {
        "en": (
            "A message for {centre}",
            """
Hello,

somebody wrote to {centre} through the contact form on {site}:

{message}

Name: {name}

{reply}

We do not show your address to anybody and do not know the sender. Please do not answer to this e-mail itself:
it would reach us.

{site}
""",
        ),
        "de": (
            "Eine Nachricht für {centre}",
            """
Guten Tag,

jemand hat über das Kontaktformular auf {site} an {centre} geschrieben:

{message}

Name: {name}

{reply}

Wir zeigen Ihre Adresse niemandem und kennen die Person nicht. Bitte antworten Sie nicht auf diese E-Mail
selbst: Die Antwort käme bei uns an.

{site}
""",
        ),
        "sv": (
            "Ett meddelande till {centre}",
            """
Hej!

Någon har skrivit till {centre} via kontaktformuläret på {site}:

{message}

Namn: {name}

{reply}

Vi visar inte er adress för någon och känner inte avsändaren. Svara inte på det här mejlet: svaret skulle komma
till oss.

{site}
""",
        ),
    },
}


def _unwrapped(body: str) -> str:
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in body.strip().split("\n\n"))


TEXTS = {
    kind: {language: (subject, _unwrapped(body)) for language, (subject, body) in words.items()}
    for kind, words in _WORDS.items()
}

REPLY = {
    "en": ("Answer to: {email}", "The person left no e-mail address; an answer is not possible."),
    "de": ("Antwort an: {email}", "Die Person hat keine E-Mail-Adresse angegeben; eine Antwort ist nicht möglich."),
    "sv": ("Svara till: {email}", "Personen har inte lämnat någon e-postadress; det går inte att svara."),
}
"""The line about an answer, with an address that the person agreed to pass on, or without one."""
NO_NAME = {"en": "not given", "de": "nicht angegeben", "sv": "ej angivet"}
