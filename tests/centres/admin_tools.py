"""Addresses of the centres' admin, and what a browser posts to its pages."""

from typing import Any

from django.test import Client

from centres.models import Centre, Need
from tests.projects.staff import form_data

CENTRES, CONSORTIA, NETWORKS = (f"/admin/centres/{name}/" for name in ("centre", "consortium", "network"))
NEEDS, GROUPS, CELLS = (f"/admin/centres/{name}/" for name in ("need", "needgroup", "cell"))


def matrix_url(centre: Centre) -> str:
    return f"{CENTRES}{centre.pk}/matrix/"


def typed(client: Client, centre: Centre, answers: dict[Need, dict[str, Any]]) -> dict[str, Any]:
    """The page of a centre as it was opened, with `answers` typed into it."""
    rows = client.get(matrix_url(centre)).context["answers"].rows
    data: dict[str, Any] = {}
    for row in rows:
        data |= {row.add_prefix(name): row[name].value() or "" for name in row.fields if name != "remove"}
    for need, values in answers.items():
        data |= {f"need-{need.pk}-{name}": value for name, value in values.items()}
    return data


def save(client: Client, centre: Centre, answers: dict[Need, dict[str, Any]]) -> Any:
    return client.post(matrix_url(centre), typed(client, centre, answers))


def opened(client: Client, url: str, **changes: Any) -> dict[str, Any]:
    """What the browser sends from an opened form, with changes."""
    data = {name: "" if value is None else value for name, value in form_data(client, url).items()}
    return {name: value for name, value in (data | changes).items() if value is not None}
