"""Who among the staff sees a photograph, on its way from a draft to a published story and back."""

import pytest
from django.contrib.auth.models import User

from pictures.models import Picture, Shelf
from spotlight import curation, pages
from spotlight.actors import CONTRIBUTOR
from spotlight.models import Purpose
from tests.factories import draft_submission, make_ready
from tests.spotlight.photographs import with_photograph

pytestmark = pytest.mark.django_db


def test_photograph_is_seen_by_staff_from_handing_in_on_and_by_all_of_them_once_public() -> None:
    photographed = with_photograph(draft_submission())
    boss = User.objects.create_superuser("boss")

    def shelf() -> str:
        return Picture.objects.get(pk=photographed.picture_id).shelf

    assert shelf() == Shelf.DRAFT
    row = curation.submit(photographed, by=CONTRIBUTOR, agreed=set(Purpose), language="en")
    assert shelf() == Shelf.RECEIVED
    make_ready(row)
    row = curation.approve(row, by=boss)
    row = curation.sign_off(row, by=CONTRIBUTOR, seen=pages.fingerprint(row))
    row = curation.publish(row, by=boss)
    assert shelf() == Shelf.LIBRARY
    curation.withdraw(row, by=CONTRIBUTOR)
    assert shelf() == Shelf.RECEIVED
