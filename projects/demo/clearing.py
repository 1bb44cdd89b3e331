"""Turns a portal with the demonstration directory into an empty one that keeps its vocabularies."""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction

from projects.demo.loading import USER_NAME
from projects.demo.parts import parts
from projects.models import Project
from vocabulary.loading import load_vocabulary
from vocabulary.models import Organisation


class NothingToClear(Exception):
    """The demonstration directory is not in this database, or was cleared before."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What `start_fresh` would remove: all profiles, those of them that staff made, all organisations.

    `others` says in a sentence each what goes in other rooms.
    """

    projects: int
    own_projects: int
    organisations: int
    others: tuple[str, ...] = ()


def contents() -> Contents:
    """What the directory holds now. Raises `NothingToClear`, so that a portal in use is never emptied by mistake."""
    demo = User.objects.filter(username=USER_NAME).first()
    if demo is None:
        raise NothingToClear
    shipped = Project.history.filter(history_type="+", history_user=demo).values("id")
    return Contents(
        projects=Project.objects.count(),
        own_projects=Project.objects.exclude(pk__in=shipped).count(),
        organisations=Organisation.objects.count(),
        others=tuple(part.contents() for part in parts()),
    )


def start_fresh() -> Contents:
    """Remove every profile and organisation with their history, and what other rooms hang on to them; keep
    vocabularies, settings and staff.

    The demonstration directory is not loaded again by itself. Raises `NothingToClear`.
    """
    with transaction.atomic():
        removed = contents()
        for part in parts():
            part.clear()
        emptied = _emptied_models()
        LogEntry.objects.filter(
            content_type__in=ContentType.objects.get_for_models(*emptied, for_concrete_models=False).values()
        ).delete()
        # TRUNCATE, because public profiles refuse a DELETE; what other tables hang on to a profile goes with it.
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in emptied)
        with connection.cursor() as cursor:
            # A table with checks still to be made cannot be emptied; the caller's transaction may hold some.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        User.objects.filter(username=USER_NAME).delete()
        load_vocabulary()
    return removed


def _emptied_models() -> list[type[models.Model]]:
    found = list(apps.get_app_config("projects").get_models(include_auto_created=True))
    found = [*found, Organisation, Organisation.history.model, *(model for part in parts() for model in part.models())]
    return [model for model in found if model._meta.managed]
