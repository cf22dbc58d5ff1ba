"""The list of partnerships takes `fields` and `updated_since` as other lists do."""

import datetime as dt

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests import factories as make
from trade.history import RecordedModel

pytestmark = pytest.mark.django_db
LIST = "/api/v1/partnerships/"


def age_everything() -> None:
    long_ago = timezone.now() - dt.timedelta(days=100)
    for model in RecordedModel.__subclasses__():
        if not model._meta.abstract:
            model.history.update(history_date=long_ago)


def updated(api: APIClient) -> int:
    since = (timezone.now() - dt.timedelta(minutes=5)).isoformat()
    return len(api.get(LIST, {"updated_since": since}).json()["results"])


def test_what_is_recorded_of_a_partnership_updates_it(api: APIClient) -> None:
    partnership = make.PartnershipFactory()
    for record in (
        lambda: partnership.save(),
        lambda: make.MeetingFactory(published=True, partnerships=[partnership]),
        lambda: make.MechanismFactory(partnership=partnership),
        lambda: make.ProposalChangeFactory(proposal__partnership=partnership),
    ):
        age_everything()
        before = updated(api)
        record()
        assert (before, updated(api)) == (0, 1)


def test_a_draft_does_not_show_in_what_was_updated(api: APIClient) -> None:
    partnership = make.PartnershipFactory()
    age_everything()

    draft = make.MeetingFactory(partnerships=[partnership])
    make.ProposalChangeFactory(proposal__partnership=partnership, meeting=draft)

    assert updated(api) == 0


def test_only_the_fields_asked_for_are_shown(api: APIClient) -> None:
    make.PartnershipFactory()

    [row] = api.get(LIST, {"fields": "region_a.code,region_b.code"}).json()["results"]

    assert row == {"region_a": {"code": "BY"}, "region_b": {"code": "RU-MO"}}
    assert api.get(LIST, {"fields": "colour"}).status_code == 400
