"""The doors between the publication states: who may, what must be there, and what each leaves behind."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from centres import publishing
from centres.models import Centre, Consortium, Need, Network
from centres.models.publishing import Publishable
from tests.factories import CentreFactory, ConsortiumFactory, NeedFactory, NetworkFactory, superuser
from tests.projects.staff import member

pytestmark = pytest.mark.django_db

FACTORIES = [CentreFactory, ConsortiumFactory, NeedFactory, NetworkFactory]
DOORS = {
    "publish": (publishing.publish, "draft", "published"),
    "withdraw": (publishing.withdraw, "published", "draft"),
    "archive": (publishing.archive, "published", "archived"),
    "restore": (publishing.restore, "archived", "published"),
}


def code_of(refused: pytest.ExceptionInfo[ValidationError]) -> str:
    return str(refused.value.error_list[0].code)


@pytest.mark.parametrize("make", FACTORIES)
@pytest.mark.parametrize("door", DOORS)
def test_door_leads_from_its_state_and_from_no_other(door: str, make: Any) -> None:
    pass_through, before, after = DOORS[door]
    for state in ("draft", "published", "archived"):
        thing = make(state=state)
        if state == before:
            assert pass_through(thing, by=superuser()).state == after
        else:
            with pytest.raises(ValidationError) as refused:
                pass_through(thing, by=superuser())
            assert code_of(refused) == "wrong_state"
        thing.refresh_from_db()
        assert thing.state == (after if state == before else state)


@pytest.mark.parametrize("make", FACTORIES)
def test_publishing_says_who_and_when_and_is_kept_in_the_history(make: Any) -> None:
    boss = superuser()
    thing = publishing.publish(make(state="draft"), by=boss)
    assert (thing.published_by, thing.archived_by, thing.archived_at) == (boss, None, None)
    assert thing.published_at is not None
    latest = type(thing).history.filter(id=thing.pk).latest()
    assert (latest.state, latest.history_user) == ("published", boss)
    assert type(thing).objects.published().get() == thing
    first = thing.published_at
    archived = publishing.archive(thing, by=boss)
    assert (archived.archived_by, archived.published_at) == (boss, first)
    back = publishing.withdraw(publishing.restore(archived, by=boss), by=boss)
    assert (back.published_at, back.published_by, back.archived_at, back.archived_by) == (None, None, None, None)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("group", ["Editor", "Translator", None])
def test_only_who_may_publish_passes(door: str, group: str | None) -> None:
    pass_through, before, _after = DOORS[door]
    thing = CentreFactory(state=before)
    with pytest.raises(ValidationError) as refused:
        pass_through(thing, by=member(group))
    assert code_of(refused) == "not_allowed"
    pass_through(thing, by=member("Curator"))


def test_closed_account_publishes_nothing() -> None:
    closed = member("Curator", is_active=False)
    with pytest.raises(ValidationError, match="not allowed"):
        publishing.publish(CentreFactory(state="draft"), by=closed)


def test_second_decision_on_an_old_copy_is_refused() -> None:
    thing = CentreFactory(state="draft")
    old = Centre.objects.get(pk=thing.pk)
    publishing.publish(thing, by=superuser())
    with pytest.raises(ValidationError, match="is published; this step is not possible now"):
        publishing.publish(old, by=superuser())


def without_text(thing: Need | Network) -> Need | Network:
    thing.texts.all().delete()
    return thing


def in_swedish_only() -> Need:
    need = NeedFactory(state="draft", texts={"sv": "Båtar"})
    need.texts.filter(language="en").delete()
    return need


LACKING: list[tuple[Any, str]] = [
    (lambda: CentreFactory(state="draft", source=" "), "Name a source."),
    (
        lambda: CentreFactory(state="draft", contact_email="ansa@example.org"),
        "Give a website or a contact page beside the contact form.",
    ),
    (lambda: ConsortiumFactory(state="draft", countries=[]), "List at least one country."),
    (lambda: NeedFactory(state="draft", source=""), "Name a source."),
    (in_swedish_only, "Write the need in English."),
    (lambda: without_text(NetworkFactory(state="draft")), "Say what the network aims at."),
]


@pytest.mark.parametrize(("make", "sentence"), LACKING)
def test_what_is_lacking_is_said_and_nothing_becomes_public(make: Any, sentence: str) -> None:
    thing: Publishable = make()
    assert publishing.missing(thing) == [sentence]
    with pytest.raises(publishing.NotReady) as refused:
        publishing.publish(thing, by=superuser())
    assert (refused.value.messages, code_of(refused)) == ([sentence], "not_ready")
    thing.refresh_from_db()
    assert thing.state == "draft"


def test_complete_things_lack_nothing() -> None:
    whole = [make(state="draft") for make in FACTORIES]
    whole.append(
        CentreFactory(state="draft", contact_email="ansa@example.org", contact_url="https://example.org/contact")
    )
    assert [publishing.missing(thing) for thing in whole] == [[], [], [], [], []]


def test_published_shows_neither_drafts_nor_archived() -> None:
    for make, model in zip(FACTORIES, (Centre, Consortium, Need, Network), strict=True):
        shown = make(state="published")
        make(state="draft")
        make(state="archived")
        assert list(model.objects.published()) == [shown]
        assert [thing.is_public for thing in model.objects.order_by("pk")] == [True, False, False]


def test_group_made_after_migrating_may_publish_and_answer() -> None:
    curator, editor = member("Curator"), member("Editor")
    may: dict[str, list[User]] = {
        permission: [user for user in (curator, editor) if user.has_perm(f"centres.{permission}")]
        for permission in ("publish_centre", "change_cell", "decide_proposal")
    }
    assert may == {"publish_centre": [curator], "change_cell": [curator, editor], "decide_proposal": [curator]}
