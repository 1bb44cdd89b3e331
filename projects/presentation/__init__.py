"""What the pages show of the directory, in the reader's language: strings and links, ready for templates."""

from .cards import Card, card
from .profile import Profile, profile
from .wording import Money, Source

__all__ = ["Card", "Money", "Profile", "Source", "card", "profile"]
