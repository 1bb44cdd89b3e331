"""Staff curate stories here."""

from . import story, submission, texts

__all__ = ["story", "submission", "texts"]
