"""What each staff group may do with the controlled lists. A group is made after migrating (`siportal.groups`)."""

from collections.abc import Iterable

LISTS = (
    "fundingperiod",
    "programme",
    "programmealias",
    "region",
    "macroregion",
    "theme",
    "targetgroup",
    "organisation",
)
LABELS = ("macroregionlabel", "themelabel", "targetgrouplabel")


def permissions(models: Iterable[str], *kinds: str) -> set[str]:
    """Code names such as `change_theme` for every model and kind."""
    return {f"{kind}_{model}" for model in models for kind in kinds}


GROUPS = {
    "Curator": permissions((*LISTS, *LABELS), "view", "add", "change", "delete")
    | {"view_sitesettings", "change_sitesettings"},
    "Editor": permissions((*LISTS, *LABELS), "view") | {"add_organisation", "change_organisation"},
    "Event organiser": permissions(LISTS, "view") | {"add_organisation", "change_organisation"},
    "Translator": permissions(LISTS, "view") | permissions(LABELS, "view", "add", "change"),
}
