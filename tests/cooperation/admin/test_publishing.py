"""Editors publish meetings in the admin; analysts prepare them; viewers see what is published."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.test import Client

from cooperation.models import Meeting, Participant
from tests.cooperation.admin.posting import (
    ADD,
    change_of,
    errors_of,
    head,
    posted,
    said,
)
from tests.factories import (
    FollowUpFactory,
    MeetingFactory,
    ParticipantFactory,
    PartnershipFactory,
    ProposalChangeFactory,
    SourceFactory,
    StatementFactory,
    TopicFactory,
    UserFactory,
)

LIST = "/admin/cooperation/meeting/"


@pytest.fixture
def desk(admin_of, editor) -> Client:
    return admin_of(editor)


def complete(**fields):
    """What publishing asks for."""
    heads = [head("BY", "Viktor Karankevich"), head("RU-MO", "Artem Zdunov")]
    return posted(
        partnerships=[PartnershipFactory().pk],
        sources=[SourceFactory().pk],
        rows={"participants": heads},
        **fields,
    )


def as_posted(meeting: Meeting, **fields):
    """A recorded meeting as its form sends it back."""
    people = meeting.participants.values("id", "side", "role", "name_as_written")
    return posted(
        partnerships=[pair.pk for pair in meeting.partnerships.all()],
        rows={"participants": list(people)},
        **{"sources": [source.pk for source in meeting.sources.all()], **fields},
    )


class TestSaveAndPublish:
    def test_saves_a_complete_meeting_and_publishes_it(self, desk) -> None:
        response = desk.post(ADD, complete(_publish="1"))

        assert response.status_code == 302, errors_of(response)
        assert response["Location"] == LIST
        assert Meeting.objects.get().is_published

    def test_keeps_a_draft_and_says_all_that_is_missing_at_once(self, desk) -> None:
        pair = PartnershipFactory()

        response = desk.post(ADD, posted(date="", partnerships=[pair.pk], _publish="1"))

        meeting = Meeting.objects.get()
        assert not meeting.is_published
        assert response["Location"] == change_of(meeting)
        (missing,) = [text for text in said(response) if "missing" in text]
        for part in ("the date", "a source", "participant of Belarus", "participant of Mordovia"):
            assert part in missing

    def test_is_offered_to_those_who_may_publish(self, admin_of, editor, analyst) -> None:
        address = change_of(MeetingFactory())

        assert b'name="_publish"' in admin_of(editor).get(address).content
        assert b'name="_publish"' not in admin_of(analyst).get(address).content

    def test_is_refused_to_an_analyst_who_asks_all_the_same(self, admin_of, analyst) -> None:
        response = admin_of(analyst).post(ADD, complete(_publish="1"))

        assert response.status_code == 403
        assert not Meeting.objects.exists()


class TestMakeDraftAgain:
    def test_withdraws_a_published_meeting(self, desk) -> None:
        meeting = MeetingFactory(published=True)
        page = desk.get(change_of(meeting)).content

        desk.post(change_of(meeting), as_posted(meeting, _withdraw="1"))

        assert b'name="_withdraw"' in page
        meeting.refresh_from_db()
        assert not meeting.is_published

    @pytest.mark.parametrize(
        ("fields", "missing"), [({"date": ""}, "the date"), ({"sources": []}, "a source")]
    )
    def test_happens_when_an_edit_leaves_something_missing(
        self, fields, missing, admin_of, analyst
    ) -> None:
        meeting = MeetingFactory(published=True)

        response = admin_of(analyst).post(change_of(meeting), as_posted(meeting, **fields))

        assert response.status_code == 302
        meeting.refresh_from_db()
        assert not meeting.is_published
        assert [text for text in said(response) if "draft again" in text and missing in text]

    def test_does_not_happen_when_a_whole_meeting_is_edited(self, admin_of, analyst) -> None:
        meeting = MeetingFactory(published=True)

        admin_of(analyst).post(change_of(meeting), as_posted(meeting, place="Saransk"))

        meeting.refresh_from_db()
        assert (meeting.place, meeting.is_published) == ("Saransk", True)


class TestActions:
    def act(self, client: Client, action: str):
        keys = list(Meeting.objects.values_list("pk", flat=True))
        return client.post(LIST, {"action": action, "_selected_action": keys})

    def test_publish_what_is_ready_and_say_what_is_not(self, desk) -> None:
        ready = MeetingFactory(published=True, publication="draft", sources=[SourceFactory()])
        for side in ready.partnerships.get().regions:
            ParticipantFactory(meeting=ready, side_id=side, side=None)
        MeetingFactory(place="Saransk")

        response = self.act(desk, "publish_selected")

        ready.refresh_from_db()
        assert ready.is_published
        done, left = said(response)
        assert done == "1 meeting published."
        assert "Saransk" in left
        assert "a source" in left

    def test_withdraw(self, desk) -> None:
        MeetingFactory(published=True)

        self.act(desk, "withdraw_selected")

        assert not Meeting.objects.published().exists()

    def test_are_not_there_for_an_analyst(self, admin_of, analyst) -> None:
        MeetingFactory(published=True)

        self.act(admin_of(analyst), "withdraw_selected")

        assert Meeting.objects.published().exists()


@pytest.mark.parametrize(
    ("path", "make"),
    [
        ("meeting", lambda meeting: meeting),
        ("participant", lambda meeting: ParticipantFactory(meeting=meeting, name_as_written="A")),
        ("statement", lambda meeting: StatementFactory(meeting=meeting)),
        ("topic", lambda meeting: TopicFactory(meeting=meeting)),
        ("followup", lambda meeting: FollowUpFactory(meeting=meeting)),
        ("proposalchange", lambda meeting: ProposalChangeFactory(meeting=meeting)),
        ("proposal", lambda meeting: ProposalChangeFactory(meeting=meeting).proposal),
    ],
)
@pytest.mark.django_db
@pytest.mark.parametrize(("group", "seen"), [("viewer", 0), ("analyst", 1), ("editor", 1)])
def test_what_rests_on_a_draft_is_seen_by_those_who_may_see_drafts(
    path, make, group, seen, admin_of
) -> None:
    record = make(MeetingFactory())
    client = admin_of(UserFactory(group=group))

    listed = client.get(f"/admin/cooperation/{path}/")
    shown = client.get(f"/admin/cooperation/{path}/{record.pk}/change/")
    history = client.get(f"/admin/cooperation/{path}/{record.pk}/history/")

    assert listed.context["cl"].result_count == seen
    assert (shown.status_code == 200) == bool(seen)
    assert (history.status_code == 200) == bool(seen)


def test_a_partnership_counts_for_a_viewer_what_is_published(admin_of, viewer, analyst) -> None:
    MeetingFactory(date=dt.date(2025, 11, 1))
    MeetingFactory(published=True)
    partnerships = "/admin/cooperation/partnership/"

    (for_viewer,) = admin_of(viewer).get(partnerships).context["cl"].result_list
    (for_analyst,) = admin_of(analyst).get(partnerships).context["cl"].result_list

    assert (for_viewer.meeting_count, for_viewer.met_on) == (1, dt.date(2025, 10, 20))
    assert (for_analyst.meeting_count, for_analyst.met_on) == (2, dt.date(2025, 11, 1))


def test_a_published_meeting_shows_who_led_its_sides(desk) -> None:
    MeetingFactory(published=True)
    Participant.objects.filter(side="BY").update(name_as_written="Viktor Karankevich")

    page = desk.get(LIST).content.decode()

    assert "Viktor Karankevich, Artem Zdunov" in page
    assert "Belarus – Mordovia" in page


def test_a_published_meeting_is_archived_not_deleted(admin_of, editor: User) -> None:
    published, draft = MeetingFactory(published=True), MeetingFactory()
    admin = admin_of(editor)

    refused = admin.post(f"/admin/cooperation/meeting/{published.pk}/delete/", {"post": "yes"})
    taken = admin.post(f"/admin/cooperation/meeting/{draft.pk}/delete/", {"post": "yes"})

    assert refused.status_code == 403
    assert taken.status_code == 302
    assert [*Meeting.objects.all()] == [published]
