"""The staff groups. Each app says in `<app>/roles.py` what they may do with its models; here they are made.

It happens after every migration: permissions do not exist earlier, and a flush removes groups. What an administrator
added to a group stays; what the code gives it comes back.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.contrib.auth.management import create_permissions


def make_groups(app_config: AppConfig, using: str, apps: Any = installed, **kwargs: Any) -> None:
    """Give each group what `<app>/roles.py` says; a receiver of `post_migrate`, which a flush sends without `apps`."""
    if find_spec(f"{app_config.name}.roles") is None:
        return
    # Whichever receiver Django calls first, the permissions are there.
    create_permissions(app_config, using=using, apps=apps, **kwargs)
    try:
        group_model = apps.get_model("auth", "Group")
        permission_model = apps.get_model("auth", "Permission")
    except LookupError:
        return
    for name, codenames in import_module(f"{app_config.name}.roles").GROUPS.items():
        wanted = permission_model.objects.using(using).filter(
            content_type__app_label=app_config.label, codename__in=codenames
        )
        group, _created = group_model.objects.using(using).get_or_create(name=name)
        group.permissions.add(*wanted)
