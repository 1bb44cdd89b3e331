"""The stylesheets of the pages, put together from the small files of ``static/css``.

``css/site.css`` is for every page. A room whose pages need much that no other page needs keeps it in a folder of its
own, ``static/css/rooms/<room>``: it becomes ``css/<room>.css``, which only the pages of that room ask for.

The staticfiles finders call this while serving or collecting, so there is no build step to remember: a stylesheet is
written anew, beside STATIC_ROOT, whenever one of its parts is newer. Storages and compressors treat it like any other
static file.
"""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

NAME = "css/site.css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s*\n\s*")


def parts(source: Path) -> list[Path]:
    """Return the files of the stylesheet of every page in the order in which they stand in it."""
    components = sorted((source / "components").glob("*.css"))
    return [
        *(source / f"{name}.css" for name in ("fonts", "tokens", "base", "layout")),
        *components,
        source / "print.css",
    ]


def sheets(source: Path) -> dict[str, list[Path]]:
    """Return every stylesheet under its name, with its files in order. A room comes after what every page has."""
    rooms = {folder.name: sorted(folder.glob("*.css")) for folder in sorted((source / "rooms").glob("*"))}
    return {NAME: parts(source)} | {f"css/{room}.css": files for room, files in rooms.items() if files}


def join(files: Iterable[Path]) -> str:
    """Return the text of all files without comments and line breaks; nothing cleverer, so nothing can break."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return _SPACE.sub(" ", _COMMENT.sub("", text)).strip() + "\n"


class StylesheetFinder(BaseFinder):
    """Finds ``css/site.css``, the stylesheets of the rooms, and nothing else."""

    def __init__(self, app_names: list[str] | None = None, *args: Any, **kwargs: Any) -> None:
        self.source = Path(settings.BASE_DIR) / "static" / "css"
        self.storage = FileSystemStorage(location=str(Path(settings.STATIC_ROOT).parent / "stylesheet"))
        super().__init__(*args, **kwargs)

    # The stubs say None where Django's own finders, and this one, answer with an empty list.
    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> str | list[str]:  # type: ignore[override]
        """Return the absolute path of a joined stylesheet, or an empty list for any other ``path``."""
        files = sheets(self.source).get(path)
        if not files:
            return []
        target = self._fresh(path, files)
        return [target] if find_all else target

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Yield the joined stylesheets for ``collectstatic`` and for whitenoise."""
        for name, files in sheets(self.source).items():
            self._fresh(name, files)
            yield name, self.storage

    def _fresh(self, name: str, files: Sequence[Path]) -> str:
        """Write a stylesheet if a part has changed; the rename makes it safe for several processes at once."""
        target = Path(self.storage.path(name))
        newest = max(path.stat().st_mtime_ns for path in [*files, *{file.parent for file in files}])
        if not target.exists() or target.stat().st_mtime_ns < newest:
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=target.parent, suffix=".css")
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(join(files))
            os.chmod(draft, 0o644)
            os.replace(draft, target)
        return str(target)
