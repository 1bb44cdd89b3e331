"""Which processes run below which, read from /proc (Linux)."""

from pathlib import Path


def parents() -> dict[int, int]:
    """Parent of each process that runs (Linux)."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            except OSError:
                continue
            if state != "Z":
                found[int(entry.name)] = int(parent)
    return found


def descendants(pid: int) -> set[int]:
    """Every process below `pid`, at any depth."""
    known = parents()
    found: set[int] = set()
    level = {pid}
    while level := {child for child, parent in known.items() if parent in level}:
        found |= level
    return found
