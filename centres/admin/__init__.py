"""Staff keep the competence centres and their matrix here."""

from . import centre, consortium, link, need, network, proposal, stale

__all__ = ["centre", "consortium", "link", "need", "network", "proposal", "stale"]
