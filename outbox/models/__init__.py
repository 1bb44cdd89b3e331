"""What the portal keeps to talk to people and to hold its promises to them."""

from .visits import VisitCount

__all__ = ["VisitCount"]
