"""One stylesheet for the pages, put together from the small files of ``static/css``.

The staticfiles finders call this while serving or collecting, so there is no build step to remember: ``css/site.css``
is written anew, beside STATIC_ROOT, whenever one of its parts is newer. Storages and compressors treat it like any
other static file.
"""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

NAME = "css/site.css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s*\n\s*")


def parts(source: Path) -> list[Path]:
    """Return the files of the stylesheet in the order in which they stand in it."""
    components = sorted((source / "components").glob("*.css"))
    return [
        *(source / f"{name}.css" for name in ("fonts", "tokens", "base", "layout")),
        *components,
        source / "print.css",
    ]


def join(files: Iterable[Path]) -> str:
    """Return the text of all files without comments and line breaks; nothing cleverer, so nothing can break."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return _SPACE.sub(" ", _COMMENT.sub("", text)).strip() + "\n"


class StylesheetFinder(BaseFinder):
    """Finds ``css/site.css`` and nothing else."""

    def __init__(self, app_names: list[str] | None = None, *args: Any, **kwargs: Any) -> None:
        self.source = Path(settings.BASE_DIR) / "static" / "css"
        self.storage = FileSystemStorage(location=str(Path(settings.STATIC_ROOT).parent / "stylesheet"))
        super().__init__(*args, **kwargs)

    # The stubs say None where Django's own finders, and this one, answer with an empty list.
    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> str | list[str]:  # type: ignore[override]
        """Return the absolute path of the joined stylesheet, or an empty list for any other ``path``."""
        if path != NAME:
            return []
        target = self._fresh()
        return [target] if find_all else target

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Yield the joined stylesheet for ``collectstatic`` and for whitenoise."""
        self._fresh()
        yield NAME, self.storage

    def _fresh(self) -> str:
        """Write the stylesheet if a part has changed; the rename makes it safe for several processes at once."""
        target = Path(self.storage.path(NAME))
        files = parts(self.source)
        newest = max(file.stat().st_mtime_ns for file in [*files, self.source / "components"])
        if not target.exists() or target.stat().st_mtime_ns < newest:
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=target.parent, suffix=".css")
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(join(files))
            os.chmod(draft, 0o644)
            os.replace(draft, target)
        return str(target)
