"""Statuses kept ready: when one is given again, and when it is computed anew."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from cooperation.models import FactsSnapshot, OverviewSnapshot, StatusSnapshot
from cooperation.revisions import raise_revisions
from cooperation.status.snapshots import Kept, Seen, find_status, keep_status
from tests import factories as make
from tests.constraints import breaks

pytestmark = pytest.mark.django_db

STATUS = "/api/v1/partnerships/BY/RU-MO/status/"


@breaks("cooperation_statussnapshot_is_kept_once")
def test_a_status_is_kept_once() -> StatusSnapshot:
    kept: StatusSnapshot = make.StatusSnapshotFactory()
    return make.StatusSnapshotFactory.build(partnership=kept.partnership)


@breaks("cooperation_overviewsnapshot_is_kept_once")
def test_an_overview_is_kept_once() -> OverviewSnapshot:
    kept: OverviewSnapshot = make.OverviewSnapshotFactory()
    return make.OverviewSnapshotFactory.build(partnership=kept.partnership)


@breaks("cooperation_factssnapshot_is_kept_once")
def test_facts_are_kept_once() -> FactsSnapshot:
    kept: FactsSnapshot = make.FactsSnapshotFactory()
    return make.FactsSnapshotFactory.build(partnership=kept.partnership)


def queries_of(api: APIClient, **headers: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert api.get(STATUS, headers=headers).status_code in (200, 304)
    return len(captured)


def test_is_computed_anew_when_something_has_changed(api: APIClient) -> None:
    partnership = make.PartnershipFactory()
    api.get(STATUS)
    assert queries_of(api) == 1

    make.MechanismFactory(partnership=partnership, starts_on=dt.date(2024, 9, 2))

    assert queries_of(api) > 1
    assert api.get(STATUS).json()["mechanisms"][0]["state"] == "operating"


@pytest.mark.parametrize("column", ["day", "version", "revision"])
def test_is_computed_anew_when_it_is_of_another_day_code_or_revision(
    api: APIClient, column: str
) -> None:
    make.PartnershipFactory()
    first = api.get(STATUS).content
    other = {"day": timezone.localdate() - dt.timedelta(days=1), "version": "old", "revision": 0}
    StatusSnapshot.objects.update(**{column: other[column], "body": "{}"})

    assert api.get(STATUS).content == first


def test_each_language_and_who_sees_drafts_has_one_of_its_own(api: APIClient, analyst: Any) -> None:
    partnership = make.PartnershipFactory()
    make.MeetingFactory(published=True, partnerships=[partnership])
    make.MeetingFactory(partnerships=[partnership])

    in_english = api.get(STATUS).json()
    in_russian = api.get(STATUS, headers={"accept-language": "ru"}).json()
    api.force_authenticate(analyst)
    with_drafts = api.get(STATUS).json()

    assert "October" in in_english["meetings"]["last"]["title"]
    assert "Октябрь" in in_russian["meetings"]["last"]["title"]
    assert (in_english["meetings"]["total"], with_drafts["meetings"]["total"]) == (1, 2)
    assert StatusSnapshot.objects.count() == 3
    api.force_authenticate(None)
    assert api.get(STATUS).json() == in_english


def test_addresses_in_it_are_those_of_the_site_that_is_asked(api: APIClient) -> None:
    partnership = make.PartnershipFactory()
    make.MeetingFactory(published=True, partnerships=[partnership])

    here = api.get(STATUS)
    elsewhere = api.get(STATUS, headers={"host": "localhost:8000"})

    (url,) = {record["url"] for record in elsewhere.json()["records"].values()}
    assert url.startswith("http://localhost:8000/api/v1/meetings/")
    assert here.content == elsewhere.content.replace(b"http://localhost:8000", b"http://testserver")
    assert "\ue000" not in here.content.decode()


class TestTag:
    def test_who_holds_the_answer_is_told_so_by_one_query(self, api: APIClient) -> None:
        make.PartnershipFactory()
        tag = api.get(STATUS)["ETag"]

        assert api.get(STATUS, headers={"if-none-match": tag}).status_code == 304
        assert queries_of(api, **{"if-none-match": tag}) == 1

    @pytest.mark.parametrize("held", ['"another", {}', "W/{}", "*"])
    def test_a_tag_may_stand_among_others(self, api: APIClient, held: str) -> None:
        make.PartnershipFactory()
        tag = api.get(STATUS)["ETag"]

        answer = api.get(STATUS, headers={"if-none-match": held.format(tag)})

        assert (answer.status_code, answer.content) == (304, b"")
        assert answer["ETag"] == tag

    def test_a_change_gives_another_tag(self, api: APIClient) -> None:
        partnership = make.PartnershipFactory()
        tag = api.get(STATUS)["ETag"]

        make.MechanismFactory(partnership=partnership)
        answer = api.get(STATUS, headers={"if-none-match": tag})

        assert answer.status_code == 200
        assert answer["ETag"] != tag

    def test_a_change_that_shows_nothing_new_keeps_the_tag(self, api: APIClient) -> None:
        partnership = make.PartnershipFactory()
        tag = api.get(STATUS)["ETag"]

        partnership.save()

        assert api.get(STATUS, headers={"if-none-match": tag}).status_code == 304

    def test_another_day_has_a_tag_too(self, api: APIClient) -> None:
        make.PartnershipFactory()
        address = f"{STATUS}?as_of=2020-12-31"
        tag = api.get(address)["ETag"]

        assert api.get(address, headers={"if-none-match": tag}).status_code == 304
        assert api.get(STATUS)["ETag"] != tag

    def test_the_date_is_when_it_last_changed(self, api: APIClient) -> None:
        make.PartnershipFactory()
        api.get(STATUS)
        StatusSnapshot.objects.update(since=1_700_000_000)

        answer = api.get(STATUS)
        date = answer["Last-Modified"]

        assert date == "Tue, 14 Nov 2023 22:13:20 GMT"
        assert api.get(STATUS, headers={"if-modified-since": date}).status_code == 304

    def test_head_says_the_same(self, api: APIClient) -> None:
        make.PartnershipFactory()

        assert api.head(STATUS)["ETag"] == api.get(STATUS)["ETag"]


SEEN = Seen(with_drafts=False, language="en", day=dt.date(2025, 12, 31), version="1")


class TestKeeping:
    def test_what_was_read_before_a_change_is_stale_after_it(self) -> None:
        partnership = make.PartnershipFactory()
        before = find_status(partnership.regions, SEEN)
        assert before is not None

        raise_revisions([partnership.pk])  # a writer commits while the facts are gathered
        keep_status(before, SEEN, body='{"old": true}')

        found = find_status(partnership.regions, SEEN)
        assert found == Kept(partnership.pk, before.revision + 1)

    def test_a_slow_reader_does_not_hide_a_change_another_has_seen(self) -> None:
        partnership = make.PartnershipFactory()
        slow = find_status(partnership.regions, SEEN)
        raise_revisions([partnership.pk])
        quick = find_status(partnership.regions, SEEN)
        assert slow is not None
        assert quick is not None

        keep_status(quick, SEEN, body='{"old": false}')
        keep_status(slow, SEEN, body='{"old": true}')

        found = find_status(partnership.regions, SEEN)
        assert found is not None
        assert found.body is None

    def test_the_body_is_left_out_for_who_holds_it(self) -> None:
        partnership = make.PartnershipFactory()
        before = find_status(partnership.regions, SEEN)
        assert before is not None
        kept = keep_status(before, SEEN, body="{}")
        assert kept.etag is not None

        held = find_status(partnership.regions, SEEN, held=kept.etag)

        assert held == kept._replace(body=None)

    def test_many_rows_of_a_revision_are_put_together(self) -> None:
        partnership = make.PartnershipFactory()
        for _change in range(20):
            raise_revisions([partnership.pk])
        before = find_status(partnership.regions, SEEN)
        assert before is not None

        keep_status(before, SEEN, body="{}")

        assert partnership.revisions.count() == 1
        found = find_status(partnership.regions, SEEN)
        assert found is not None
        assert found.body == "{}"


class TestFacts:
    ANOTHER_DAY = f"{STATUS}?as_of=2025-06-30"

    def test_one_query_tells_the_status_of_any_day_while_nothing_changes(
        self, api: APIClient
    ) -> None:
        partnership = make.PartnershipFactory()
        make.MeetingFactory(published=True, partnerships=[partnership], date=dt.date(2025, 1, 1))
        first = api.get(self.ANOTHER_DAY)

        with CaptureQueriesContext(connection) as captured:
            again = api.get(self.ANOTHER_DAY)

        assert len(captured) == 1
        assert again.content == first.content
        assert first.json()["meetings"]["total"] == 1
        assert api.get(f"{STATUS}?as_of=2024-06-30").json()["meetings"]["total"] == 0

    def test_a_change_shows_on_every_day(self, api: APIClient) -> None:
        partnership = make.PartnershipFactory()
        api.get(self.ANOTHER_DAY)

        make.MechanismFactory(partnership=partnership, starts_on=dt.date(2024, 9, 2))

        assert len(api.get(self.ANOTHER_DAY).json()["mechanisms"]) == 1

    @pytest.mark.parametrize("kept", [b"", b"x" * 100])
    def test_what_we_did_not_sign_is_not_unpacked(self, api: APIClient, kept: bytes) -> None:
        make.PartnershipFactory()
        first = api.get(self.ANOTHER_DAY).content

        FactsSnapshot.objects.update(facts=kept)

        assert api.get(self.ANOTHER_DAY).content == first

    def test_each_reader_and_language_has_facts_of_its_own(
        self, api: APIClient, analyst: Any
    ) -> None:
        partnership = make.PartnershipFactory()
        make.MeetingFactory(partnerships=[partnership], date=dt.date(2025, 1, 1))

        for_all = api.get(self.ANOTHER_DAY).json()
        api.force_authenticate(analyst)
        for_analysts = api.get(self.ANOTHER_DAY).json()

        assert (for_all["meetings"]["total"], for_analysts["meetings"]["total"]) == (0, 1)
