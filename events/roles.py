"""What each staff group may do with events. A group is made after migrating (`siportal.groups`)."""

from vocabulary.roles import permissions

_THINGS = ("event", "series")
_PARTS = ("eventtext", "session", "speaker", "organiser", "contact", "eventfile", "eventlink", "question")
_PEOPLE = ("registration", "registrationanswer", "registrationconsent", "invitation", "peoplemessage")
_EDIT = permissions(_THINGS, "view", "add", "change") | permissions(_PARTS, "view", "add", "change", "delete")
_ORGANISE = (
    _EDIT
    | permissions(["event", "series"], "delete")
    | permissions(_PEOPLE, "view")
    | permissions(["registration", "invitation"], "add", "change")
    | {"publish_event", "manage_people", "see_access_needs"}
)

GROUPS = {
    "Curator": _ORGANISE,
    "Event organiser": _ORGANISE,
    "Editor": _EDIT,
    "Translator": permissions(_THINGS, "view") | permissions(["eventtext"], "view", "add", "change"),
}
