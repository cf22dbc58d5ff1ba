"""What was known at a moment, against the answers that were given and kept at that moment."""

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from cooperation.models import FollowUp, Mechanism, Meeting, ProposalChange
from tests import factories as make
from trade.figures.importing import import_trade_file
from trade.figures.saving import delete_figure, save_figure
from trade.models import Source, TradedGood, TradeFigure

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/partnerships/BY/RU-MO/status/"


class Past:
    """A partnership somebody keeps changing; each act is one change through one door."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)  # noqa: S311
        self.belarus, self.mordovia = make.RegionFactory(), make.RegionFactory(mordovia=True)
        self.partnership = make.PartnershipFactory()
        self.elsewhere = make.PartnershipFactory(region_b=make.RegionFactory(code="KZ", name="KZ"))
        self.release = make.SourceFactory(key="release", kind=Source.Kind.RELEASE, url="")
        self.number = 0
        for _ in range(3):
            self.enter_a_meeting()

    def next(self) -> int:
        self.number += 1
        return self.number

    def enter_a_meeting(self) -> None:
        day = dt.date(2024, 1, 1) + dt.timedelta(days=17 * self.next())
        meeting = make.MeetingFactory(date=day, title=f"talks {self.number}")
        meeting.sources.add(make.SourceFactory())
        meeting.passages.add(make.PassageFactory())
        tenure = make.TenureFactory(starts_on=None)
        make.ParticipantFactory(meeting=meeting, tenure=tenure, official=tenure.official)
        make.ParticipantFactory(meeting=meeting, side=self.belarus)
        make.FollowUpFactory(meeting=meeting, due_on=dt.date(2025, 1, 1))
        make.ProposalChangeFactory(meeting=meeting, effective_on=day)

    def publish_a_meeting(self) -> None:
        self.of(Meeting, publication=Meeting.Publication.DRAFT).update(
            publication=Meeting.Publication.PUBLISHED
        )

    def retitle_a_meeting(self) -> None:
        for meeting in self.of(Meeting):
            meeting.title = f"renamed {self.next()}"
            meeting.save()

    def move_a_meeting(self) -> None:
        for meeting in self.of(Meeting):
            pair = [self.partnership, self.elsewhere]
            is_here = meeting.partnerships.filter(pk=self.partnership.pk).exists()
            meeting.partnerships.set([pair[is_here]])

    def cite_another_source(self) -> None:
        for meeting in self.of(Meeting):
            meeting.sources.set([make.SourceFactory()])

    def archive_a_meeting(self) -> None:
        for meeting in self.of(Meeting, archived_on=None):
            meeting.archived_on, meeting.archive_reason = dt.date(2025, 5, 5), "twice"
            meeting.save()

    def delete_a_follow_up(self) -> None:
        self.of(FollowUp).delete()

    def close_a_follow_up(self) -> None:
        for follow_up in self.of(FollowUp, state=FollowUp.State.OPEN):
            follow_up.state, follow_up.closed_on = FollowUp.State.DONE, dt.date(2025, 2, 2)
            follow_up.save()

    def put_a_proposal_forward(self) -> None:
        sector = make.SectorFactory(code=f"sector-{self.next()}", name="Lifts")
        change = make.ProposalChangeFactory(proposal__sector=sector)
        change.passages.add(make.PassageFactory())

    def take_a_step_back(self) -> None:
        self.of(ProposalChange).delete()

    def rename_a_sector(self) -> None:
        for change in self.of(ProposalChange):
            change.proposal.sector.name = f"Sector {self.next()}"
            change.proposal.sector.save()

    def set_a_mechanism_up(self) -> None:
        make.MechanismFactory(starts_on=dt.date(2024, 9, 2), sector=make.SectorFactory())

    def close_a_mechanism(self) -> None:
        for mechanism in self.of(Mechanism, state=Mechanism.State.OPERATING):
            mechanism.state = Mechanism.State.CLOSED
            mechanism.passages.add(make.PassageFactory())
            mechanism.save()

    def appoint_somebody(self) -> None:
        make.TenureFactory(post__title=f"Minister {self.next()}", post__region=self.belarus)

    def enter_a_figure(self) -> None:
        figure = make.TradeFigureFactory.build(
            source=make.SourceFactory(),
            reporter=self.belarus,
            partner=self.mordovia,
            product=make.ProductFactory(),
            value=self.next(),
            period=str(2000 + self.number % 20),
        )
        save_figure(figure=figure, at=timezone.now())
        figure.passages.add(make.PassageFactory())
        good = make.TradedGoodFactory(figure=figure)
        good.products.add(make.ProductFactory())

    def correct_a_figure(self) -> None:
        for figure in self.of(TradeFigure):
            figure.value, figure.qualifier = self.next(), TradeFigure.Qualifier.ABOUT
            figure.notes = "corrected"
            save_figure(figure=figure, at=timezone.now())

    def pin_a_figure(self) -> None:
        TradeFigure.objects.filter(pk__in=self.of(TradeFigure, is_pinned=False)).update(
            is_pinned=True
        )

    def delete_a_figure(self) -> None:
        for figure in self.of(TradeFigure):
            TradedGood.objects.filter(figure=figure).delete()
            delete_figure(figure=figure)

    def import_a_release(self) -> None:
        file = self.folder / "release.csv"
        file.write_text(
            "reporter,partner,flow,product,period,value,currency,released_on\n"
            + "".join(
                f"BY,RU-MO,{flow},TOTAL,2024,{self.next() * 1000},USD,2025-03-{self.number % 28 + 1:02}\n"
                for flow in ("X", "M")
            )
        )
        import_trade_file(file, source=self.release)

    def retitle_a_source(self) -> None:
        for source in self.of(Source):
            source.title = f"Headline {self.next()}"
            source.save()

    def archive_a_source(self) -> None:
        for source in self.of(Source, archived_on=None):
            source.archived_on, source.archive_reason = dt.date(2025, 6, 6), "withdrawn"
            source.save()

    def declare_a_stage(self) -> None:
        self.partnership.declared_stage = "active"
        self.partnership.declared_on = dt.date(2025, 1, 1) + dt.timedelta(days=self.next())
        self.partnership.declared_because = f"reason {self.number}"
        self.partnership.save()

    def rename_a_region(self) -> None:
        self.mordovia.name = f"Mordovia {self.next()}"
        self.mordovia.save()

    def of(self, model: Any, **where: Any) -> Any:
        """One record of a model by chance, none where there is none."""
        keys = list(model.objects.filter(**where).order_by("pk").values_list("pk", flat=True))
        return model.objects.filter(pk__in=self.chance.sample(keys, k=min(1, len(keys))))

    def acts(self) -> list[Callable[[], None]]:
        return [
            getattr(self, name)
            for name, act in vars(type(self)).items()
            if callable(act) and name not in {"__init__", "next", "of", "acts"}
        ]


@pytest.fixture
def past(tmp_path: Path) -> Past:
    return Past(tmp_path, seed=0)


def get(user: User | None, address: str = ADDRESS, **query: str) -> Any:
    api = APIClient()
    if user:
        api.force_authenticate(user)
    return api.get(address, query)


def asked(user: User | None, **query: str) -> dict[str, Any]:
    answer = get(user, **query)
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def now() -> str:
    return timezone.now().isoformat()


@pytest.mark.parametrize("seed", range(3))
def test_every_earlier_answer_comes_back(tmp_path: Path, analyst: User, seed: int) -> None:
    past = Past(tmp_path, seed)
    acts = past.acts()
    past.chance.shuffle(acts)
    kept = []

    for act in [*acts, *past.chance.choices(acts, k=20)]:
        act()
        kept.append((act.__name__, asked(analyst), asked(None), now()))

    for name, *answers, moment in kept:
        for user, answer in zip((analyst, None), answers, strict=True):
            then = asked(user, known_at=moment)
            assert then["known_at"] is not None
            assert {**then, "known_at": None} == answer, f"after {name}"
    assert len({str(answer) for _name, answer, *_ in kept}) > len(acts) / 2


def test_the_day_and_the_moment_are_asked_together(past: Past) -> None:
    past.enter_a_figure()
    moment = now()
    past.correct_a_figure()

    before = asked(None, known_at=moment, as_of="1999-12-31")
    at_its_end = asked(None, known_at=moment, as_of="2026-01-01")
    of_today = asked(None, known_at=moment)

    assert (before["as_of"], before["trade"]["years"]) == ("1999-12-31", [])
    assert at_its_end["trade"]["years"] != []
    assert of_today["as_of"] == f"{timezone.localdate()}"


def test_a_partnership_of_which_nothing_was_known_then_is_not_found(past: Past) -> None:
    answer = get(None, known_at="2001-01-01")

    assert answer.status_code == 404
    assert "was on record at 2001-01-01T23:59:59" in answer.json()["detail"]


def test_a_partnership_that_is_gone_is_still_known_of_then(analyst: User) -> None:
    partnership = make.PartnershipFactory(declared_stage="", notes="a slip")
    moment = now()
    partnership.delete()

    assert get(analyst).status_code == 404
    assert asked(analyst, known_at=moment)["region_b"]["code"] == "RU-MO"


@pytest.mark.parametrize("moment", ["yesterday", "2025-13-01", "2025-01-01T25:00", "0", "\x00"])
@pytest.mark.parametrize("address", [ADDRESS, ADDRESS.removesuffix("status/")])
def test_what_is_no_moment_is_refused(past: Past, address: str, moment: str) -> None:
    answer = get(None, address, known_at=moment)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "known_at"


def test_a_meeting_withdrawn_since_stays_hidden_from_those_who_see_no_drafts(
    past: Past, analyst: User
) -> None:
    meeting = make.MeetingFactory(published=True, date=dt.date(2025, 9, 9), title="Withdrawn")
    change = make.ProposalChangeFactory(meeting=meeting, proposal__title="Withdrawn plant")
    make.FollowUpFactory(meeting=meeting, task="Withdrawn task")
    moment = now()
    meeting.publication = Meeting.Publication.DRAFT
    meeting.save()

    assert "Withdrawn" in str(asked(analyst, known_at=moment))
    assert "Withdrawn" not in str(asked(None, known_at=moment))
    assert change.proposal.pk not in {
        proposal["id"] for proposal in asked(None, known_at=moment)["proposals"]["items"]
    }


def test_a_draft_of_then_is_hidden_though_it_was_published_later(past: Past) -> None:
    meeting = make.MeetingFactory(date=dt.date(2025, 9, 9), title="Secret")
    meeting.sources.add(make.SourceFactory())
    moment = now()
    meeting.publication = Meeting.Publication.PUBLISHED
    meeting.save()

    assert "Secret" in str(asked(None))
    assert "Secret" not in str(asked(None, known_at=moment))


def test_the_number_of_queries_does_not_grow(past: Past, analyst: User) -> None:
    def count_with_more_of_everything() -> int:
        past.enter_a_meeting()
        past.put_a_proposal_forward()
        past.set_a_mechanism_up()
        past.enter_a_figure()
        past.import_a_release()
        with CaptureQueriesContext(connection) as captured:
            asked(analyst, known_at=now())
        return len(captured)

    analyst.has_perm("cooperation.view_draft")  # asked once a user
    once, again = count_with_more_of_everything(), count_with_more_of_everything()

    assert once == again == 35


def test_the_key_numbers_are_those_of_then(past: Past, analyst: User) -> None:
    address = ADDRESS.removesuffix("status/")
    before = get(analyst, address).json()
    moment = now()
    past.enter_a_meeting()
    past.enter_a_figure()

    then = get(analyst, address, known_at=moment).json()

    assert before["known_at"] is None
    assert {**then, "known_at": None} == before
    assert get(analyst, address).json()["meetings"] > then["meetings"]
