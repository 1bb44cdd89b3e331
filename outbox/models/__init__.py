"""What the portal keeps to talk to people and to hold its promises to them."""

from .duties import DutyRun
from .visits import VisitCount

__all__ = ["DutyRun", "VisitCount"]
