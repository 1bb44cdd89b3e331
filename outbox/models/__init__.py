"""What the portal keeps to talk to people and to hold its promises to them."""

from .duties import DutyRun
from .mails import MailText, Message, MessageState
from .visits import VisitCount

__all__ = ["DutyRun", "MailText", "Message", "MessageState", "VisitCount"]
