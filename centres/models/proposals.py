"""What people outside the staff tell: needs, services, centres. It changes nothing public until staff accept it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centres.models.centre import Centre
from centres.models.choices import Answer, Level, ProposalKind, ProposalState, State
from centres.models.matrix import Need, NeedGroup
from outbox.links import new_nonce
from vocabulary.models import Region


class ColumnLinkQuerySet(models.QuerySet["ColumnLink"]):
    def unanswered(self, *, at: datetime) -> "ColumnLinkQuerySet":
        """Those that work at that moment, for a public centre, and with which nothing was handed in yet."""
        return self.filter(
            ended_at=None, answered_at=None, expires_at__gt=at, centre__state=State.PUBLISHED, created_at__lte=at
        )


class ColumnLink(models.Model):
    """A secret link with which a centre fills in its own column of the matrix."""

    centre = models.ForeignKey(
        Centre, on_delete=models.CASCADE, related_name="column_links", verbose_name=_("competence centre")
    )
    nonce = models.CharField(max_length=22, default=new_nonce, editable=False)
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name=_("made by")
    )
    expires_at = models.DateTimeField(_("works until"))
    email = models.EmailField(_("sent to"), blank=True)
    language = models.CharField(_("language"), max_length=3, choices=settings.LANGUAGES, default="en")
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("last answered at"), null=True, blank=True, editable=False)

    objects = ColumnLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("link to a column")
        verbose_name_plural = _("links to columns")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")),
                name="column_link_works_for_a_while",
                violation_error_message=_("The link must work for a while."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre} · {self.created_at:%Y-%m-%d}"

    def works(self, *, at: datetime) -> bool:
        """Whether it can be used at that moment."""
        return self.ended_at is None and at < self.expires_at


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting(self) -> "ProposalQuerySet":
        """Those staff have to read."""
        return self.filter(state=ProposalState.NEW)


class Proposal(models.Model):
    """A need, a service or a centre somebody tells of. Who wrote it is private and goes with its retention days."""

    kind = models.CharField(_("kind"), max_length=7, choices=ProposalKind.choices)
    state = models.CharField(
        _("state"), max_length=8, choices=ProposalState.choices, default=ProposalState.NEW, editable=False
    )
    key = models.UUIDField(unique=True, editable=False)
    language = models.CharField(_("language"), max_length=3, choices=settings.CONTENT_LANGUAGES)
    country = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"level": 0},
        related_name="+",
        verbose_name=_("country"),
    )
    centre = models.ForeignKey(
        Centre,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("competence centre"),
    )
    need = models.ForeignKey(
        Need, on_delete=models.CASCADE, null=True, blank=True, related_name="proposals", verbose_name=_("need")
    )
    group = models.ForeignKey(
        NeedGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("group")
    )
    title = models.CharField(_("title"), max_length=160, blank=True)
    text = models.TextField(_("text"), max_length=2000, blank=True)
    answer = models.CharField(_("answer"), max_length=3, choices=Answer.choices, blank=True)
    level = models.CharField(_("how far"), max_length=9, choices=Level.choices, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)
    said_by = models.CharField(_("said by"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail of the person"), blank=True)
    link = models.ForeignKey(
        ColumnLink,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("link to a column"),
    )
    created_at = models.DateTimeField(_("received at"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    reason = models.TextField(_("reason"), blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        permissions = [("decide_proposal", _("Can accept and refuse proposals"))]
        indexes = [models.Index(fields=["created_at"], condition=Q(state="new"), name="proposal_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="new", decided_at__isnull=True, decided_by__isnull=True)
                | Q(state="accepted", decided_at__isnull=False, decided_by__isnull=False)
                | (Q(state="refused", decided_at__isnull=False, decided_by__isnull=False) & ~Q(reason="")),
                name="proposal_decision_has_person_and_moment",
                violation_error_message=_("A decision has its moment and the person who made it; a refusal a reason."),
            ),
            models.CheckConstraint(
                condition=(Q(kind="need") & ~Q(title=""))
                | (
                    Q(kind="service", centre__isnull=False, need__isnull=False)
                    & (Q(answer="yes", level__in=Level.values) | Q(answer="no", level=""))
                    & (~Q(url="") | (~Q(text="") & ~Q(said_by="")))
                )
                | (Q(kind="centre", country__isnull=False) & ~Q(title="")),
                name="proposal_says_what_it_proposes",
                violation_error_message=_(
                    "A need has a title; a service its centre, need, answer and evidence; a centre a country and name."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
