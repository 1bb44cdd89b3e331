"""What each staff group may see of the worker. A group is made after migrating (`siportal.groups`)."""

GROUPS = {"Curator": {"view_dutyrun"}}
