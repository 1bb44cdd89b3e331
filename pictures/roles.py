"""What each staff group may do with photographs. A group is made after migrating (`siportal.groups`)."""

from vocabulary.roles import permissions

_EDIT = permissions(["picture", "picturealt"], "view", "add", "change")

GROUPS = {
    "Curator": _EDIT | {"view_received"} | permissions(["picture", "picturealt"], "delete"),
    "Editor": _EDIT | {"view_received"},
    "Translator": permissions(["picture"], "view") | permissions(["picturealt"], "view", "add", "change"),
}
