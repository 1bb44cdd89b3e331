"""What each staff group may do with stories. Submissions hold personal data: translators see stories only."""

from vocabulary.roles import permissions

_RECORDS = permissions(["step", "comment", "version", "consent"], "view")
_REVIEW = permissions(["submission"], "view", "add", "change") | _RECORDS | {"review_submission"}
_STORIES = permissions(["story", "storytext"], "view", "add", "change")

GROUPS = {
    "Curator": _REVIEW | _STORIES | {"decide_submission", "delete_storytext", "view_erasure"},
    "Editor": _REVIEW | _STORIES,
    "Translator": {"view_story"} | permissions(["storytext"], "view", "add", "change"),
}
