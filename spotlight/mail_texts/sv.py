"""Swedish."""

WORDS = {
    "draft_saved": (
        "Din påbörjade berättelse till {site}",
        """
Hej!

Din berättelse om {project} är sparad. Du kan fortsätta när du vill, på vilken enhet som helst:

{link}

Länken fungerar i {days} dagar efter din senaste ändring. Sedan tar vi bort utkastet. Lämna inte länken vidare: den som
har den kan ändra berättelsen.

Har du ändrat dig? Öppna länken och ta bort utkastet där. Då sparas ingenting.

{site}
""",
    ),
    "draft_ends": (
        "Din påbörjade berättelse tas bort om {days} dagar",
        """
Hej!

Du har börjat på en berättelse om {project} som inte är färdig. Om inget händer tar vi bort den om {days} dagar. Vill du
fortsätta, öppna länken före dess:

{link}

Vill du inte fortsätta? Då behöver du inte göra något. Med samma länk kan du också ta bort den genast.

{site}
""",
    ),
    "links": (
        "Dina länkar hos {site}",
        """
Hej!

Någon, troligen du, har bett oss om länkarna till de berättelser som skickats in från den här adressen. Här är de:

{links}

Lämna dem inte vidare: den som har en länk kan ändra, återkalla eller radera berättelsen. Var det inte du som bad om
dem behöver du inte göra något.

{site}
""",
    ),
    "receipt": (
        "Tack, vi har fått din berättelse ({reference})",
        """
Hej!

Tack för din berättelse om {project}. Vi har fått den, och ärendenumret är {reference}.

Så här går det till nu: vi läser den och hör av oss om vi undrar över något. Innan något publiceras får du se sidan
precis som den kommer att se ut, och ingenting läggs ut utan ditt godkännande.

Här ser du hur det går med din berättelse. Där kan du också när som helst rätta, återkalla eller radera den:

{link}

Det här skickade du till oss:

{answers}

{site}
""",
    ),
    "changes": (
        "En fråga om din berättelse ({reference})",
        """
Hej!

Tack för din berättelse om {project}. Innan vi går vidare vill vi be dig om något:

{comments}

Öppna din berättelse, ändra det som behöver ändras och skicka in den på nytt:

{link}

Var det inte så här du hade tänkt dig? Med samma länk kan du återkalla berättelsen.

{site}
""",
    ),
    "sign_off": (
        "Din sida är klar: titta gärna på den ({reference})",
        """
Hej!

Sidan om {project} är klar. Läs den som den kommer att publiceras. Godkänn den sedan, eller berätta vad som ska vara
annorlunda:

{link}

Ingenting publiceras innan du har godkänt det. Med samma länk kan du lämna över godkännandet till någon annan eller
återkalla berättelsen.

{site}
""",
    ),
    "sign_off_passed": (
        "Titta gärna på en sida om {project}",
        """
Hej!

Någon har skickat in en berättelse om {project} till {site} och ber dig om ditt godkännande. Läs sidan som den kommer
att publiceras. Godkänn den sedan, eller berätta vad som ska vara annorlunda:

{link}

Ingenting publiceras innan du har godkänt det. Den som skickade in berättelsen kan när som helst återkalla den med
länken i våra mejl. Vet du inte vad det här gäller behöver du inte göra något.

{site}
""",
    ),
    "published": (
        "Din berättelse är publicerad ({reference})",
        """
Hej!

Din berättelse om {project} är publicerad:

{page}

Tack för att du berättade! Visa den gärna för andra.

Är något fel eller har något ändrats? Du kan när som helst be om en rättelse eller återkalla berättelsen:

{link}

{site}
""",
    ),
    "declined": (
        "Om din berättelse ({reference})",
        """
Hej!

Tack för din berättelse om {project} och för den tid du har lagt ner. Vi kommer inte att publicera den. Skälet är:

{reason}

Det du skickade till oss tas bort av sig självt efter en tid. Här kan du se det eller radera det genast:

{link}

{site}
""",
    ),
    "withdrawn": (
        "Din berättelse är återkallad ({reference})",
        """
Hej!

Din berättelse om {project} är återkallad. Om den var publicerad är den inte det längre. Sökmotorer kan visa en kopia
tills de besöker våra sidor igen.

Det du skickade till oss tas bort av sig självt efter en tid. Här kan du se det eller radera det genast:

{link}

{site}
""",
    ),
    "remind_changes": (
        "Din berättelse väntar på dig ({reference})",
        """
Hej!

För en tid sedan bad vi dig om en ändring i din berättelse om {project}. Vår fråga finns här, och där kan du också
svara:

{link}

Vill du inte fortsätta? Med samma länk kan du återkalla berättelsen.

{site}
""",
    ),
    "remind_sign_off": (
        "Sidan väntar på ditt godkännande ({reference})",
        """
Hej!

Sidan om {project} är klar och väntar på ditt godkännande. Läs den, och godkänn den eller berätta vad som ska vara
annorlunda:

{link}

Ingenting publiceras innan du har godkänt det. Den som skickade in berättelsen kan när som helst återkalla den med
länken i våra mejl.

{site}
""",
    ),
    "still_true": (
        "Stämmer din berättelse fortfarande?",
        """
Hej!

Din berättelse om {project} har varit publicerad i ett år eller mer:

{page}

Stämmer den fortfarande? Det räcker att trycka på en knapp. På samma ställe kan du be om en rättelse eller återkalla
berättelsen:

{link}

{site}
""",
    ),
    "corrected": (
        "Din rättelse är publicerad",
        """
Hej!

Tack för din rättelse. I berättelsen om {project} står nu det du bad om:

{page}

Du kan när som helst be om en ny rättelse eller återkalla berättelsen:

{link}

{site}
""",
    ),
    "not_corrected": (
        "Om rättelsen du bad om",
        """
Hej!

Du bad om en rättelse i berättelsen om {project}. Vi har inte gjort den. Skälet är:

{reason}

Du kan be om den igen med andra ord, eller återkalla berättelsen:

{link}

{site}
""",
    ),
}
