"""What each staff group may do with profiles. A group is made after migrating (`siportal.groups`)."""

from vocabulary.roles import permissions

PARTS = (
    "projecttext",
    "projectcountry",
    "projecttheme",
    "partnership",
    "projectplace",
    "projecttargetgroup",
    "projectmacroregion",
    "projectlink",
    "projectpicture",
    "figuresource",
)

_EDIT = permissions(PARTS, "view", "add", "change", "delete") | permissions(["project"], "view", "add", "change")

GROUPS = {
    "Curator": _EDIT | {"delete_project", "publish_project", "import_project"},
    "Editor": _EDIT,
    "Event organiser": {"view_project"},
    "Translator": {"view_project"} | permissions(["projecttext"], "view", "add", "change"),
}
