"""People who work in the admin, and what they post there."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

LIST = "/admin/projects/project/"
TABLES = ("partnerships", "places", "target_rows", "macro_region_rows", "texts", "links", "figure_sources")


def member(group: str | None, **options: Any) -> User:
    """A staff user of the group; the group comes from migrating, as it does in real life."""
    user = User.objects.create_user(f"{group or 'nobody'}-{User.objects.count()}", is_staff=True, **options)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def signed_in(group: str | None, **options: Any) -> Client:
    client = Client()
    client.force_login(member(group, **options))
    return client


def change_url(project: Any, *more: str) -> str:
    return "/".join([LIST.rstrip("/"), str(project.pk), *(more or ("change",))]) + "/"


def form_data(client: Client, url: str) -> dict[str, Any]:
    """What the browser would send if somebody opened the form and pressed save."""
    context = client.get(url).context
    form = context["adminform"].form
    data = {name: _posted(form[name].value()) for name in form.fields}
    for inline in context.get("inline_admin_formsets", []):
        formset = inline.formset
        for each in (formset.management_form, *formset.forms):
            data |= {each.add_prefix(name): _posted(each[name].value()) for name in each.fields}
    return {name: value for name, value in data.items() if value is not None and value is not False}


def _posted(value: Any) -> Any:
    if value is True:
        return "on"
    return value


def back_url(project: Any, stamp: int) -> str:
    return reverse("admin:projects_project_back", args=[project.pk, stamp])
