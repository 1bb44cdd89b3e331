"""Staff keep the directory here."""

from . import merge, project, texts

__all__ = ["merge", "project", "texts"]
