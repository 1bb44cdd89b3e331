"""What other rooms add to the demonstration directory. Each app that has something declares a `Part` in its `demo`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import Model
from django.utils.module_loading import autodiscover_modules


@dataclass(frozen=True)
class Part:
    """How one room's examples come and go.

    `load` makes them in the name of the given account, once the profiles are there; `clear` gives up what lies outside
    its `models` (files, e-mails), which `start_fresh` then empties; `contents` says in a sentence what would go.
    """

    name: str
    is_loaded: Callable[[], bool]
    load: Callable[[User], None]
    contents: Callable[[], str]
    clear: Callable[[], None]
    models: Callable[[], list[type[Model]]]


_parts: dict[str, Part] = {}


def declare(part: Part) -> None:
    """Add the examples of one room to the demonstration."""
    _parts[part.name] = part


def parts() -> list[Part]:
    """Every declared part, in the order of the installed apps; `name` is that of the app."""
    autodiscover_modules("demo")
    return [_parts[config.name] for config in apps.get_app_configs() if config.name in _parts]
