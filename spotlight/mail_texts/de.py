"""German."""

WORDS = {
    "draft_saved": (
        "Ihre unfertige Geschichte für {site}",
        """
Guten Tag,

Ihre Geschichte über {project} ist gespeichert. Sie können jederzeit und auf jedem Gerät weitermachen:

{link}

Der Link gilt bis {days} Tage nach Ihrer letzten Änderung; dann löschen wir den Entwurf. Geben Sie ihn bitte nicht
weiter: Wer ihn hat, kann die Geschichte ändern.

Sie haben es sich anders überlegt? Öffnen Sie den Link und löschen Sie den Entwurf dort. Es bleibt nichts zurück.

{site}
""",
    ),
    "draft_ends": (
        "Ihre unfertige Geschichte wird in {days} Tagen gelöscht",
        """
Guten Tag,

Sie haben eine Geschichte über {project} begonnen, sie ist noch nicht fertig. Wenn nichts geschieht, löschen wir sie
in {days} Tagen. Um weiterzumachen, öffnen Sie bitte vorher diesen Link:

{link}

Sie möchten nicht weitermachen? Dann brauchen Sie nichts zu tun. Mit demselben Link können Sie sie auch sofort löschen.

{site}
""",
    ),
    "links": (
        "Ihre Links bei {site}",
        """
Guten Tag,

jemand, vermutlich Sie, hat uns um die Links zu den Geschichten gebeten, die von dieser Adresse eingesendet wurden.
Hier sind sie:

{links}

Geben Sie die Links bitte nicht weiter: Wer einen hat, kann die Geschichte ändern, zurückziehen oder löschen. Wenn die
Bitte nicht von Ihnen kam, brauchen Sie nichts zu tun.

{site}
""",
    ),
    "receipt": (
        "Danke, Ihre Geschichte ist bei uns ({reference})",
        """
Guten Tag,

vielen Dank für Ihre Geschichte über {project}. Sie ist bei uns eingegangen; die Vorgangsnummer ist {reference}.

Wie es weitergeht: Wir lesen sie und schreiben Ihnen, wenn wir eine Frage haben. Bevor etwas veröffentlicht wird, sehen
Sie die Seite genau so, wie sie aussehen wird. Ohne Ihre Freigabe geht nichts online.

Hier sehen Sie, wie es um Ihre Geschichte steht. Dort können Sie sie auch jederzeit korrigieren, zurückziehen oder
löschen:

{link}

Das haben Sie uns geschickt:

{answers}

{site}
""",
    ),
    "changes": (
        "Eine Frage zu Ihrer Geschichte ({reference})",
        """
Guten Tag,

vielen Dank für Ihre Geschichte über {project}. Bevor es weitergeht, haben wir eine Bitte:

{comments}

Öffnen Sie bitte Ihre Geschichte, ändern Sie, was zu ändern ist, und senden Sie sie uns erneut:

{link}

Das ist nicht in Ihrem Sinn? Mit demselben Link können Sie die Geschichte zurückziehen.

{site}
""",
    ),
    "sign_off": (
        "Ihre Seite ist fertig: Bitte sehen Sie sie an ({reference})",
        """
Guten Tag,

die Seite über {project} ist fertig. Bitte lesen Sie sie so, wie sie veröffentlicht wird. Geben Sie sie dann frei, oder
sagen Sie uns, was anders sein soll:

{link}

Ohne Ihre Freigabe wird nichts veröffentlicht. Mit demselben Link können Sie die Freigabe auch weitergeben oder die
Geschichte zurückziehen.

{site}
""",
    ),
    "sign_off_passed": (
        "Bitte sehen Sie eine Seite über {project} an",
        """
Guten Tag,

jemand hat uns eine Geschichte über {project} für {site} geschickt und bittet Sie um die Freigabe. Bitte lesen Sie die
Seite so, wie sie veröffentlicht wird. Geben Sie sie dann frei, oder sagen Sie uns, was anders sein soll:

{link}

Ohne Ihre Freigabe wird nichts veröffentlicht. Wer die Geschichte eingesendet hat, kann sie jederzeit mit dem Link in
unseren E-Mails zurückziehen. Wenn Sie nicht wissen, worum es geht, brauchen Sie nichts zu tun.

{site}
""",
    ),
    "published": (
        "Ihre Geschichte ist online ({reference})",
        """
Guten Tag,

Ihre Geschichte über {project} ist online:

{page}

Vielen Dank, dass Sie sie erzählt haben! Zeigen Sie sie gern anderen.

Etwas stimmt nicht oder hat sich geändert? Sie können jederzeit um eine Korrektur bitten oder die Geschichte
zurückziehen:

{link}

{site}
""",
    ),
    "declined": (
        "Zu Ihrer Geschichte ({reference})",
        """
Guten Tag,

vielen Dank für Ihre Geschichte über {project} und für die Zeit, die Sie sich genommen haben. Wir werden sie nicht
veröffentlichen. Der Grund:

{reason}

Was Sie uns geschickt haben, wird nach einiger Zeit von selbst gelöscht. Hier können Sie es ansehen oder sofort löschen:

{link}

{site}
""",
    ),
    "withdrawn": (
        "Ihre Geschichte ist zurückgezogen ({reference})",
        """
Guten Tag,

Ihre Geschichte über {project} ist zurückgezogen. Wenn sie online war, ist sie es nicht mehr. Suchmaschinen zeigen
vielleicht noch eine Kopie, bis sie unsere Seiten wieder besuchen.

Was Sie uns geschickt haben, wird nach einiger Zeit von selbst gelöscht. Hier können Sie es ansehen oder sofort löschen:

{link}

{site}
""",
    ),
    "remind_changes": (
        "Ihre Geschichte wartet auf Sie ({reference})",
        """
Guten Tag,

vor einiger Zeit haben wir Sie um eine Änderung an Ihrer Geschichte über {project} gebeten. Unsere Frage finden Sie
hier, und dort können Sie auch antworten:

{link}

Sie möchten nicht weitermachen? Mit demselben Link können Sie die Geschichte zurückziehen.

{site}
""",
    ),
    "remind_sign_off": (
        "Die Seite wartet auf Ihre Freigabe ({reference})",
        """
Guten Tag,

die Seite über {project} ist fertig und wartet auf Ihre Freigabe. Bitte lesen Sie sie, und geben Sie sie frei oder sagen
Sie uns, was anders sein soll:

{link}

Ohne Ihre Freigabe wird nichts veröffentlicht. Wer die Geschichte eingesendet hat, kann sie jederzeit mit dem Link in
unseren E-Mails zurückziehen.

{site}
""",
    ),
    "still_true": (
        "Stimmt Ihre Geschichte noch?",
        """
Guten Tag,

Ihre Geschichte über {project} ist seit einem Jahr oder länger online:

{page}

Stimmt sie noch? Um das zu sagen, genügt ein Knopf. An derselben Stelle können Sie um eine Korrektur bitten oder die
Geschichte zurückziehen:

{link}

{site}
""",
    ),
    "corrected": (
        "Ihre Korrektur ist online",
        """
Guten Tag,

vielen Dank für Ihre Korrektur. In der Geschichte über {project} steht jetzt, was Sie erbeten haben:

{page}

Sie können jederzeit um eine weitere Korrektur bitten oder die Geschichte zurückziehen:

{link}

{site}
""",
    ),
    "not_corrected": (
        "Zu der Korrektur, um die Sie gebeten haben",
        """
Guten Tag,

Sie haben um eine Korrektur an der Geschichte über {project} gebeten. Wir haben sie nicht vorgenommen. Der Grund:

{reason}

Sie können mit anderen Worten noch einmal darum bitten oder die Geschichte zurückziehen:

{link}

{site}
""",
    ),
}
