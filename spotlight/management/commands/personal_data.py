"""`manage.py personal_data EMAIL --to DIR`: everything held of an e-mail address, for the person who asks."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from outbox.models import Message
from spotlight import personal_data
from spotlight.models import Submission


class Command(BaseCommand):
    help = "Write everything held of an e-mail address into a directory: data.json and the photographs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the person's e-mail address")
        parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="a new or empty directory")

    def handle(self, *args: Any, email: str, to: Path, **options: Any) -> None:
        rows = list(Submission.objects.filter(Q(email__iexact=email) | Q(second_email__iexact=email)).order_by("pk"))
        mails = Message.objects.filter(to__iexact=email).order_by("pk")
        if not rows and not mails.exists():
            raise CommandError("Nothing is held of this address.")
        own = [row for row in rows if row.email.lower() == email.lower()]
        to.mkdir(parents=True, exist_ok=True)
        if any(to.iterdir()):
            raise CommandError(f"{to} is not empty.")
        held = [personal_data.held(row) for row in own]
        asked = [{"reference": row.reference, "second_email": row.second_email} for row in rows if row not in own]
        written = list(mails.values("kind", "subject", "body", "state", "created_at"))
        (to / "data.json").write_text(personal_data.as_json(held, asked_to_sign_off=asked, emails=written), "utf-8")
        for row in own:
            if photograph := personal_data.master(row):
                (to / personal_data.photograph_name(row)).write_bytes(photograph)
        self.stdout.write(f"Stories: {len(own)}; asked to sign off: {len(asked)}; e-mails: {len(written)}.")
