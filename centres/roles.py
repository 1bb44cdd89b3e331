"""What each staff group may do with centres. A group is made after migrating (`siportal.groups`)."""

from vocabulary.roles import permissions

_THINGS = ("centre", "consortium", "network", "need", "needgroup", "claim")
_PARTS = (
    "centretext",
    "centreorganisation",
    "centreconsortium",
    "consortiumtext",
    "consortiummember",
    "consortiumcountry",
    "consortiumitem",
    "needtext",
    "needgrouplabel",
    "networktext",
    "networkmember",
    "networkmilestone",
)
_TEXTS = ("centretext", "consortiumtext", "needtext", "needgrouplabel", "networktext")
_EDIT = (
    permissions(_THINGS, "view", "add", "change")
    | permissions(_PARTS, "view", "add", "change", "delete")
    | permissions(["cell"], "view", "change")
    | permissions(["evidence"], "view")
)

GROUPS = {
    "Curator": _EDIT
    | permissions(_THINGS, "delete")
    | permissions(["columnlink"], "view", "add", "change")
    | permissions(["proposal"], "view", "change")
    | {"publish_centre", "decide_proposal"},
    "Editor": _EDIT | permissions(["proposal"], "view"),
    "Event organiser": permissions(["centre", "network", "need"], "view"),
    "Translator": permissions(_THINGS, "view") | permissions(_TEXTS, "view", "add", "change"),
}
