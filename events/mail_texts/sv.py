"""Swedish."""

WORDS = {
    "confirm": (
        "Bekräfta din anmälan: {event}",
        """
Hej!

Någon, troligen du, vill anmäla sig med den här adressen till ”{event}”, {when}. Öppna den här sidan, se över
uppgifterna och bekräfta dem där:

{link}

Först då får du en plats, eller ett nummer på väntelistan om alla platser är tagna. Utan din bekräftelse tar vi bort
allt efter {days} dagar. Var det inte du behöver du inte göra något.

{site}
""",
    ),
    "already": (
        "Du är redan anmäld: {event}",
        """
Hej!

Någon, troligen du, har just fyllt i formuläret för ”{event}”, {when}, med den här adressen. Den är redan anmäld, så
ingenting har ändrats. Här ser du hur det står till med din anmälan och kan ändra eller avboka den:

{link}

Var det inte du behöver du inte göra något.

{site}
""",
    ),
    "requested": (
        "Din anmälan väntar på arrangörerna: {event}",
        """
Hej!

Tack för bekräftelsen. Till ”{event}”, {when}, godkänner arrangörerna varje person. Du får ett mejl så snart de har
bestämt sig.

Här ser du hur det står till med din anmälan och kan ändra eller avboka den:

{link}

{site}
""",
    ),
    "placed": (
        "Du har en plats: {event}",
        """
Hej!

Du har en plats på ”{event}”.

När: {when}

{where}

Till din kalender: {calendar}

Kan du inte komma? Lämna tillbaka din plats så att nästa person får den. På samma sida kan du ändra dina uppgifter:

{link}

{site}
""",
    ),
    "waiting": (
        "Väntelista, plats {place}: {event}",
        """
Hej!

Alla platser på ”{event}”, {when}, är tagna. Du står på väntelistan, plats {place}.

Så snart en plats blir ledig för dig skriver vi till dig och håller den så att du hinner tacka ja. Här ser du när som
helst ditt nummer och kan lämna listan:

{link}

{site}
""",
    ),
    "offered": (
        "En plats är din till {until}: {event}",
        """
Hej!

En plats på ”{event}”, {when}, har blivit ledig, och den är din. Tacka ja senast {until}:

{link}

Därefter går den till nästa person på väntelistan. Behöver du den inte längre, lämna tillbaka den på samma sida.

{site}
""",
    ),
    "lapsed": (
        "Din plats gick till nästa person: {event}",
        """
Hej!

Vi höll en plats på ”{event}”, {when}, åt dig. Tiden har gått ut utan svar, så den gick till nästa person på
väntelistan.

Vill du fortfarande komma kan du anmäla dig igen så länge anmälan är öppen:

{page}

Dina uppgifter tas bort efter evenemanget. Här kan du ta bort dem genast:

{link}

{site}
""",
    ),
    "cancelled": (
        "Din anmälan är avbokad: {event}",
        """
Hej!

Din anmälan till ”{event}”, {when}, är avbokad. Du behöver inte göra något.

Var det ett misstag kan du anmäla dig igen så länge anmälan är öppen:

{page}

Dina uppgifter tas bort efter evenemanget. Här kan du ta bort dem genast:

{link}

{site}
""",
    ),
    "refused": (
        "Om din anmälan: {event}",
        """
Hej!

Tyvärr kan vi inte ge dig en plats på ”{event}”, {when}. Arrangörerna skriver:

{reason}

Dina uppgifter tas bort efter evenemanget. Här kan du ta bort dem genast:

{link}

{site}
""",
    ),
    "reminder": (
        "Snart är det dags: {event}",
        """
Hej!

Vi ser fram emot att träffa dig på ”{event}”.

När: {when}

{where}

Till din kalender: {calendar}

Kan du inte komma? Lämna tillbaka din plats så att nästa person får den:

{link}

{site}
""",
    ),
    "event_cancelled": (
        "Inställt: {event}",
        """
Hej!

”{event}”, {when}, blir inte av. Arrangörerna skriver:

{reason}

Du behöver inte göra något. Evenemangets sida finns kvar:

{page}

Dina uppgifter tas bort efter dagen för evenemanget. Fram till dess finns din egen sida här:

{link}

{site}
""",
    ),
    "invitation": (
        "Inbjudan: {event}",
        """
Hej!

Vi bjuder in dig till ”{event}”.

När: {when}

{where}

{summary}

Kommer du? Svara senast {until}:

{link}

Länken är bara din. Vill du bjuda in kollegor, skicka vidare adressen till sidan: {page}

{site}
""",
    ),
    "invitation_reminder": (
        "Kommer du? {event}",
        """
Hej!

För en tid sedan bjöd vi in dig till ”{event}”, {when}, och har inte fått något svar från dig än. Kommer du? Svara
senast {until}:

{link}

Det här är den enda påminnelsen. Allt om evenemanget: {page}

{site}
""",
    ),
    "message": (
        "{subject}",
        """
Hej!

{message}

Du får det här mejlet eftersom du har anmält dig till ”{event}”, {when}. Här ser du din anmälan och kan ändra eller
avboka den:

{link}

{site}
""",
    ),
    "contact": (
        "En fråga om ”{event}”",
        """
Hej!

Någon har skrivit till dig via kontaktformuläret på {site} om ”{event}”, {when}:

{question}

Namn: {name}

{reply}

Vi visar inte din adress för någon och känner inte avsändaren. Svara inte på det här mejlet: svaret skulle komma till
oss.

{site}
""",
    ),
}
