"""The words of e-mails as staff keep them: one row for each kind and language, made from the code's own words.

It happens after every migration, because a flush removes rows. A row that nobody edited follows the code.
"""

from datetime import datetime
from typing import Any

from django.apps import AppConfig
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from outbox.kinds import Kind, all_kinds
from outbox.models import MailText
from outbox.typed import plain


def make_texts(
    app_config: AppConfig | None = None, using: str = DEFAULT_DB_ALIAS, apps: Any = None, **more: Any
) -> None:
    """Bring the rows in line with the code; a receiver of `post_migrate`, which a flush sends without `apps`."""
    if using != DEFAULT_DB_ALIAS or not _table_is_ours(apps):
        return
    with transaction.atomic():
        rows = {(row.kind, row.language): row for row in MailText.objects.select_for_update()}
        words = {
            (kind.name, language): words for kind in all_kinds().values() for language, words in kind.texts.items()
        }
        missing = [
            MailText(kind=key[0], language=key[1], subject=said[0], body=said[1])
            for key, said in words.items()
            if key not in rows
        ]
        bulk_create_with_history(missing, MailText, default_user=None)
        behind = []
        for key, row in rows.items():
            if not row.edited and key in words and (row.subject, row.body) != words[key]:
                row.subject, row.body = words[key]
                behind.append(row)
        bulk_update_with_history(behind, MailText, ["subject", "body"], default_user=None)
        gone = [row.pk for key, row in rows.items() if not row.edited and key not in words]
        MailText.objects.filter(pk__in=gone).delete()


def kind_of(text: MailText) -> Kind | None:
    """The declared kind of a text; None when the code no longer has it."""
    return all_kinds().get(text.kind)


def original(text: MailText) -> tuple[str, str] | None:
    """The code's own subject and body."""
    kind = kind_of(text)
    return kind.texts.get(text.language) if kind else None


def change(text: MailText, *, subject: str, body: str, by: User, reason: str = "") -> MailText:
    """Write other words. Raises ValidationError when a placeholder is unknown or a needed one is missing."""
    subject, body = clean(text, subject, body)
    with transaction.atomic():
        locked = MailText.objects.select_for_update().get(pk=text.pk)
        if (locked.subject, locked.body) == (subject, body):
            return locked
        locked.subject, locked.body = subject, body
        locked.edited = (subject, body) != original(locked)
        locked.full_clean()
        locked._history_user = by  # type: ignore[attr-defined]  # simple-history reads both
        locked._change_reason = reason[:100] or None  # type: ignore[attr-defined]
        locked.save()
    return locked


def clean(text: MailText, subject: str, body: str) -> tuple[str, str]:
    """Subject and body as they would be kept. Raises ValidationError."""
    kind = kind_of(text)
    if kind is None:
        raise ValidationError(_("The portal no longer sends this e-mail."), code="no_kind")
    subject, body = " ".join(plain(subject).split()), plain(body).strip()
    kind.check(subject, body)
    return subject, body


def take_original(text: MailText, *, by: User) -> MailText:
    """Back to the words of the code."""
    words = original(text)
    if words is None:
        raise ValidationError(_("The portal no longer sends this e-mail."), code="no_kind")
    return change(text, subject=words[0], body=words[1], by=by, reason=_("Back to the original words"))


def take_back(text: MailText, *, at: datetime, by: User) -> MailText:
    """Back to the words of a moment. Raises ValidationError when they no longer fit or there were none."""
    then = MailText.history.filter(id=text.pk, history_date__lte=at).order_by("history_date", "history_id").last()
    if then is None:
        raise ValidationError(_("There were no words yet at that moment."), code="nothing_then")
    return change(text, subject=then.subject, body=then.body, by=by, reason=_("Taken back to an earlier moment"))


def _table_is_ours(apps: Any) -> bool:
    """Whether the table looks as this code expects; half-way through migrations it may not be there."""
    if apps is None:
        return True
    try:
        model = apps.get_model("outbox", "MailText")
    except LookupError:
        return False
    columns = {field.column for field in model._meta.concrete_fields}
    return columns == {field.column for field in MailText._meta.concrete_fields}
