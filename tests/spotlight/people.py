"""Everybody who may try something with a submission, and a look at every row it could change."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group, User
from django.db import connection, models
from post_office.models import Email

from outbox.models import Message
from spotlight.actors import CLOCK, CONTRIBUTOR, SECOND

STAFF = ("curator", "superuser")
REVIEWERS = ("editor", *STAFF)
EVERYBODY = ("anonymous", "no rights", "translator", *REVIEWERS, "contributor", "second", "clock")


def person(name: str) -> Any:
    """The actor of that name; a member of staff is made when first asked for."""
    outside = {"anonymous": AnonymousUser(), "contributor": CONTRIBUTOR, "second": SECOND, "clock": CLOCK}
    if name in outside:
        return outside[name]
    user, made = User.objects.get_or_create(
        username=name, defaults={"is_staff": True, "is_superuser": name == "superuser"}
    )
    if made and name not in ("superuser", "no rights"):
        user.groups.add(Group.objects.get(name=name.capitalize()))
    return User.objects.get(pk=user.pk)  # without a cache of permissions


def _model_tables() -> list[type[models.Model]]:
    return [*apps.get_app_config("spotlight").get_models(include_auto_created=True), Message, Email]


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of the Spotlight and its e-mails, by the name of the model."""
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in _model_tables()}


def changed(before: dict[str, list[dict[str, Any]]]) -> set[str]:
    """Names of the models of which a row was made, changed or deleted since."""
    return {name for name, rows in everything().items() if rows != before[name]}


def settle() -> None:
    """Let the checks run that wait for the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
