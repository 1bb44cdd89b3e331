"""What the competence centres ask of the worker: no address is kept longer than it is needed."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from centres.models import ColumnLink, Proposal, ProposalState
from outbox.registry import duty

KEPT = timedelta(days=90)
"""How long after a decision the address of the person is kept; after its end, that of a link to a column."""


@duty(nightly=2, title=_("Forget addresses of people who proposed something"))
def forget_addresses() -> str:
    """The proposal itself stays: it says what was told and decided."""
    before = timezone.now() - KEPT
    decided = Proposal.objects.exclude(state=ProposalState.NEW).filter(decided_at__lt=before).exclude(email="")
    count = decided.update(email="")
    count += ColumnLink.objects.filter(expires_at__lt=before).exclude(email="").update(email="")
    return ngettext("%(count)d address forgotten", "%(count)d addresses forgotten", count) % {"count": count}
