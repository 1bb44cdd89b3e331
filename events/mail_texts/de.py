"""German."""

WORDS = {
    "confirm": (
        "Bitte bestätigen Sie Ihre Anmeldung: {event}",
        """
Guten Tag,

jemand, vermutlich Sie, möchte sich mit dieser Adresse für „{event}“, {when}, anmelden. Bitte öffnen Sie diese Seite,
sehen Sie sich die Angaben an und bestätigen Sie sie dort:

{link}

Erst dann haben Sie einen Platz oder, wenn alle Plätze vergeben sind, eine Nummer auf der Warteliste. Ohne Bestätigung
löschen wir alles nach {days} Tagen. Wenn Sie es nicht waren, brauchen Sie nichts zu tun.

{site}
""",
    ),
    "already": (
        "Sie sind schon angemeldet: {event}",
        """
Guten Tag,

jemand, vermutlich Sie, hat soeben das Formular für „{event}“, {when}, mit dieser Adresse ausgefüllt. Sie ist schon
angemeldet, deshalb wurde nichts geändert. Hier sehen Sie den Stand Ihrer Anmeldung und können sie ändern oder absagen:

{link}

Wenn Sie es nicht waren, brauchen Sie nichts zu tun.

{site}
""",
    ),
    "requested": (
        "Ihre Anmeldung liegt bei den Veranstaltern: {event}",
        """
Guten Tag,

vielen Dank für die Bestätigung. Bei „{event}“, {when}, lassen die Veranstalter jede Person einzeln zu. Sobald sie
entschieden haben, erhalten Sie eine E-Mail.

Hier sehen Sie den Stand Ihrer Anmeldung und können sie ändern oder absagen:

{link}

{site}
""",
    ),
    "placed": (
        "Sie haben einen Platz: {event}",
        """
Guten Tag,

Sie haben einen Platz bei „{event}“.

Wann: {when}

{where}

Für Ihren Kalender: {calendar}

Sie können doch nicht kommen? Bitte geben Sie Ihren Platz zurück, damit die nächste Person ihn bekommt. Auf derselben
Seite können Sie Ihre Angaben ändern:

{link}

{site}
""",
    ),
    "waiting": (
        "Warteliste, Platz {place}: {event}",
        """
Guten Tag,

alle Plätze bei „{event}“, {when}, sind vergeben. Sie stehen auf der Warteliste, Platz {place}.

Sobald ein Platz für Sie frei wird, schreiben wir Ihnen und halten ihn frei, damit Sie Zeit haben, ihn anzunehmen. Hier
sehen Sie jederzeit Ihre Nummer und können die Liste verlassen:

{link}

{site}
""",
    ),
    "offered": (
        "Ein Platz gehört Ihnen bis {until}: {event}",
        """
Guten Tag,

bei „{event}“, {when}, ist ein Platz frei geworden; er gehört Ihnen. Bitte nehmen Sie ihn an bis {until}:

{link}

Danach geht er an die nächste Person auf der Warteliste. Wenn Sie ihn nicht mehr brauchen, geben Sie ihn bitte auf
derselben Seite zurück.

{site}
""",
    ),
    "lapsed": (
        "Ihr Platz ging an die nächste Person: {event}",
        """
Guten Tag,

wir hatten Ihnen einen Platz bei „{event}“, {when}, freigehalten. Die Zeit dafür ist ohne Antwort abgelaufen, daher ging
er an die nächste Person auf der Warteliste.

Wenn Sie weiterhin kommen möchten, können Sie sich wieder anmelden, solange die Anmeldung offen ist:

{page}

Ihre Daten werden nach der Veranstaltung gelöscht. Hier können Sie sie sofort löschen:

{link}

{site}
""",
    ),
    "cancelled": (
        "Ihre Anmeldung ist abgesagt: {event}",
        """
Guten Tag,

Ihre Anmeldung für „{event}“, {when}, ist abgesagt. Sie brauchen nichts zu tun.

War das ein Versehen? Sie können sich wieder anmelden, solange die Anmeldung offen ist:

{page}

Ihre Daten werden nach der Veranstaltung gelöscht. Hier können Sie sie sofort löschen:

{link}

{site}
""",
    ),
    "refused": (
        "Zu Ihrer Anmeldung: {event}",
        """
Guten Tag,

leider können wir Ihnen keinen Platz bei „{event}“, {when}, geben. Die Veranstalter schreiben:

{reason}

Ihre Daten werden nach der Veranstaltung gelöscht. Hier können Sie sie sofort löschen:

{link}

{site}
""",
    ),
    "reminder": (
        "Bald ist es so weit: {event}",
        """
Guten Tag,

wir freuen uns auf Sie bei „{event}“.

Wann: {when}

{where}

Für Ihren Kalender: {calendar}

Sie können doch nicht kommen? Bitte geben Sie Ihren Platz zurück, damit die nächste Person ihn bekommt:

{link}

{site}
""",
    ),
    "event_cancelled": (
        "Abgesagt: {event}",
        """
Guten Tag,

„{event}“, {when}, findet nicht statt. Die Veranstalter schreiben:

{reason}

Sie brauchen nichts zu tun. Die Seite der Veranstaltung bleibt bestehen:

{page}

Ihre Daten werden nach dem Tag der Veranstaltung gelöscht. Bis dahin finden Sie hier Ihre persönliche Seite:

{link}

{site}
""",
    ),
    "invitation": (
        "Einladung: {event}",
        """
Guten Tag,

wir laden Sie ein zu „{event}“.

Wann: {when}

{where}

{summary}

Kommen Sie? Bitte antworten Sie bis {until}:

{link}

Dieser Link ist nur für Sie. Um Kolleginnen und Kollegen einzuladen, geben Sie die Adresse der Seite weiter: {page}

{site}
""",
    ),
    "invitation_reminder": (
        "Kommen Sie? {event}",
        """
Guten Tag,

vor einiger Zeit haben wir Sie zu „{event}“, {when}, eingeladen und noch keine Antwort von Ihnen. Kommen Sie? Bitte
antworten Sie bis {until}:

{link}

Dies ist die einzige Erinnerung. Alles über die Veranstaltung: {page}

{site}
""",
    ),
    "message": (
        "{subject}",
        """
Guten Tag,

{message}

Sie erhalten diese E-Mail, weil Sie sich für „{event}“, {when}, angemeldet haben. Hier sehen Sie Ihre Anmeldung und
können sie ändern oder absagen:

{link}

{site}
""",
    ),
    "contact": (
        "Eine Frage zu „{event}“",
        """
Guten Tag,

jemand hat Ihnen über das Kontaktformular auf {site} zu „{event}“ geschrieben, {when}:

{question}

Name: {name}

{reply}

Wir zeigen Ihre Adresse niemandem und kennen die Person nicht. Bitte antworten Sie nicht auf diese E-Mail selbst: Die
Antwort käme bei uns an.

{site}
""",
    ),
}
