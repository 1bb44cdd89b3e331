"""What each staff group may see of worker and e-mails. A group is made after migrating (`siportal.groups`)."""

GROUPS = {
    "Curator": {"view_dutyrun", "view_mailtext", "change_mailtext", "view_message", "send_message"},
    "Editor": {"view_message", "send_message"},
    "Translator": {"view_mailtext", "change_mailtext"},
}
