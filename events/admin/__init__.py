"""Staff prepare events here, and look after the people who come."""

from . import event, invitation, people, series

__all__ = ["event", "invitation", "people", "series"]
