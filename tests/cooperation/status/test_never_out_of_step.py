"""Trying every door to make a kept status lie."""

import datetime as dt
import random
import threading
from collections.abc import Callable
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from cooperation.models import (
    FactsSnapshot,
    FollowUp,
    Mechanism,
    Meeting,
    OverviewSnapshot,
    Participant,
    Partnership,
    Proposal,
    ProposalChange,
    Sector,
    StatusSnapshot,
    Tenure,
)
from cooperation.services import (
    CannotPutForwardError,
    NotReadyToPublishError,
    publish_meeting,
    put_forward,
    withdraw_meeting,
)
from tests import factories as make
from tests.cooperation.admin.posting import posted
from tests.cooperation.article_files import article, reference_data, report
from tests.cooperation.article_files import write as write_article
from tests.trade.figures.trade_files import write as write_figures
from trade.figures.importing import import_trade_file
from trade.figures.saving import delete_figure, save_figure
from trade.models import Passage, Region, Source, TradedGood, TradeFigure

PAIRS = ("BY/RU-MO", "BY/KZ")
ADDRESSES = [
    *(f"/api/v1/partnerships/{pair}/status/" for pair in PAIRS),
    *(f"/api/v1/partnerships/{pair}/status/?as_of=2025-12-31" for pair in PAIRS),
    *(f"/api/v1/partnerships/{pair}/" for pair in PAIRS),
    "/api/v1/partnerships/?ordering=region_b",
]


class World:
    """Two partnerships of Belarus with one of everything, and who reads and writes them."""

    def __init__(self, folder: Path) -> None:
        reference_data()
        self.folder = folder
        self.api = APIClient()
        self.editor = make.UserFactory(group="editor", is_staff=True)
        self.desk = Client()
        self.desk.force_login(make.UserFactory(is_staff=True, is_superuser=True))
        self.chance = random.Random(0)  # noqa: S311
        kazakhstan = make.RegionFactory(code="KZ", name="Kazakhstan")
        self.ours = make.PartnershipFactory()
        self.other = make.PartnershipFactory(region_b=kazakhstan)
        self.release = make.SourceFactory(key="office", kind="release", url="")
        for partnership in (self.ours, self.other):
            self.fill(partnership)

    def fill(self, partnership: Partnership) -> None:
        meeting = make.MeetingFactory(published=True, partnerships=[partnership])
        tenure = make.TenureFactory(
            post=make.PostFactory(title="Head", region=partnership.region_b), starts_on=None
        )
        make.ParticipantFactory(
            meeting=meeting,
            side=partnership.region_b,
            official=tenure.official,
            tenure=tenure,
            name_as_written="An aide",
            role="member",
        )
        make.ProposalChangeFactory(proposal__partnership=partnership, meeting=meeting)
        make.TradeFigureFactory(partner=partnership.region_b)
        make.TradedGoodFactory(origin=partnership.region_b, destination=partnership.region_a)
        make.MechanismFactory(partnership=partnership, starts_on=dt.date(2024, 9, 2))
        make.FollowUpFactory(meeting=meeting, due_on=dt.date(2025, 12, 1))

    def any(self, model: Any) -> Any:
        return self.chance.choice(list(model.objects.order_by("pk")))

    def told(self) -> list[Any]:
        """Everything computed of the partnerships, as each kind of reader is told it."""
        answers = []
        for reader in (None, self.editor):
            self.api.force_authenticate(reader)
            for address in ADDRESSES:
                answer = self.api.get(address)
                assert answer.status_code == 200, answer.content
                answers.append(answer.json())
        return answers

    def told_afresh(self) -> list[Any]:
        StatusSnapshot.objects.all().delete()
        OverviewSnapshot.objects.all().delete()
        FactsSnapshot.objects.all().delete()
        return self.told()


def save(record: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()


def post_in_admin(world: World, record: Any, act: str, **fields: Any) -> None:
    opts = record._meta
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_{act}", args=[record.pk])
    answer = world.desk.post(address, fields)
    assert answer.status_code in (200, 302)


def import_figures(world: World) -> None:
    value = world.chance.randrange(1_000_000)
    path = write_figures(world.folder, f"BY,RU-MO,X,TOTAL,,2023,{value},USD")
    import_trade_file(path, source=world.release)


def load_article(world: World, values: dict[str, Any]) -> None:
    call_command("load_article", str(write_article(world.folder, values)), stdout=StringIO())


def article_elsewhere(place: str) -> dict[str, Any]:
    values = article()
    values["meetings"][0]["place"] = place
    return values


def renamed(rows: list[Any]) -> list[Any]:
    for row in rows:
        row.name += "!"
    return rows


def move_meeting(world: World) -> None:
    partnership = world.chance.choice([world.ours, world.other])
    world.any(Meeting).partnerships.set([partnership])


def change_a_step_at_another_meeting(world: World) -> None:
    save(world.any(ProposalChange), meeting=world.any(Meeting))


def correct_a_figure(world: World) -> None:
    figure = world.any(TradeFigure)
    figure.value = world.chance.randrange(1_000)
    save_figure(figure=figure, at=timezone.now())


def new_figure(world: World) -> None:
    figure = make.TradeFigureFactory.build(
        source=world.release,
        reporter=world.other.region_b,
        partner=world.other.region_a,
        product=make.ProductFactory(),
        period=str(world.chance.randrange(1990, 2020)),
    )
    save_figure(figure=figure, at=timezone.now())


def delete_the_newest_figure(world: World) -> None:
    figure = TradeFigure.objects.filter(goods=None, citations=None).order_by("pk").last()
    if figure is not None:
        delete_figure(figure=figure)


def in_a_transaction_that_fails(world: World) -> None:
    try:
        with transaction.atomic():
            save(world.any(Meeting), place="Nowhere")
            world.told()
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass


def enter_a_meeting_in_the_admin(world: World) -> None:
    answer = world.desk.post(
        "/admin/cooperation/meeting/add/",
        posted(
            key=f"entered-{world.chance.random()}".replace(".", "-"),
            date=f"20{world.chance.randrange(10, 25)}-02-{world.chance.randrange(10, 28)}",
            partnerships=[world.ours.pk],
        ),
    )
    assert answer.status_code in (200, 302)  # 200 asks whether it is recorded already


ACTS: dict[str, Callable[[World], Any]] = {
    "place of a meeting": lambda w: save(w.any(Meeting), place=str(w.chance.random())),
    "meeting held when": lambda w: Meeting.objects.filter(pk=w.any(Meeting).pk).update(
        date=dt.date(w.chance.randrange(2000, 2026), 3, 1)
    ),
    "meeting of other partnerships": move_meeting,
    "no more meetings of a partnership": lambda w: w.ours.meetings.clear(),
    "meetings of a partnership": lambda w: w.other.meetings.add(*Meeting.objects.all()),
    "another source of a meeting": lambda w: w.any(Meeting).sources.add(make.SourceFactory()),
    "no source of a meeting": lambda w: w.any(Meeting).sources.clear(),
    "words of a meeting": lambda w: w.any(Meeting).passages.add(make.PassageFactory()),
    "words of everything": lambda w: [
        w.any(model).passages.add(
            w.any(Passage) if Passage.objects.exists() else make.PassageFactory()
        )
        for model in (Mechanism, TradeFigure, TradedGood, Tenure, ProposalChange, FollowUp)
    ],
    "words gone": lambda w: [
        passage.meetings.clear() or passage.mechanisms.clear() for passage in Passage.objects.all()
    ],
    "withdrawn": lambda w: withdraw_meeting(meeting=w.any(Meeting)),
    "published": lambda w: [
        publish_meeting(meeting=meeting)
        for meeting in Meeting.objects.filter(date__isnull=False)
        if not meeting.missing_for_publication()
    ],
    "archived meeting": lambda w: save(
        w.any(Meeting), archived_on=dt.date(2025, 1, 1), archive_reason="Entered twice"
    ),
    "archived source": lambda w: save(
        w.any(Source), archived_on=dt.date(2025, 1, 1), archive_reason="Withdrawn"
    ),
    "sources back": lambda w: Source.objects.update(archived_on=None, archive_reason=""),
    "publisher": lambda w: save(w.any(Source), publisher=str(w.chance.random())),
    "region": lambda w: save(w.any(Region), name=str(w.chance.random())),
    "regions at once": lambda w: Region.objects.bulk_update(
        renamed(list(Region.objects.all())), ["name"]
    ),
    "sector": lambda w: save(w.any(Sector), name=str(w.chance.random())),
    "declared": lambda w: save(
        w.any(Partnership), declared_stage="active", declared_on=dt.date(2025, 1, 1)
    ),
    "not declared": lambda w: Partnership.objects.update(declared_stage="", declared_on=None),
    "new step": lambda w: make.ProposalChangeFactory(
        proposal=w.any(Proposal), stage=w.chance.choice(["agreed", "running", "dropped"])
    ),
    "step at another meeting": change_a_step_at_another_meeting,
    "proposal of another partnership": lambda w: save(
        w.any(Proposal),
        title=str(w.chance.random()),
        partnership=w.chance.choice([w.ours, w.other]),
    ),
    "put forward": lambda w: put_forward(
        topic=make.TopicFactory(
            meeting=make.MeetingFactory(
                published=True, partnerships=[w.ours], sources=[w.any(Source)]
            ),
            as_written=str(w.chance.random()),
        )
    ),
    "mechanism closed": lambda w: save(w.any(Mechanism), state="closed"),
    "mechanism of another partnership": lambda w: save(
        w.any(Mechanism),
        name=str(w.chance.random()),
        partnership=w.chance.choice([w.ours, w.other]),
    ),
    "several mechanisms": lambda w: Mechanism.objects.bulk_create(
        [
            make.MechanismFactory.build(
                partnership=w.other, source=w.any(Source), name=str(w.chance.random())
            )
            for _ in range(2)
        ]
    ),
    "mechanism gone": lambda w: Mechanism.objects.filter(partnership=w.other).delete(),
    "tenure": lambda w: save(
        w.any(Tenure), starts_on=dt.date(w.chance.randrange(2000, 2025), 1, 1)
    ),
    "official": lambda w: save(w.any(Tenure).official, name=str(w.chance.random())),
    "post": lambda w: save(w.any(Tenure).post, title=str(w.chance.random())),
    "participant gone": lambda w: Participant.objects.filter(pk=w.any(Participant).pk).delete(),
    "follow-up done": lambda w: FollowUp.objects.update(
        state="done", closed_on=dt.date(2025, 11, 1)
    ),
    "new follow-up": lambda w: make.FollowUpFactory(meeting=w.any(Meeting)),
    "good": lambda w: save(w.any(TradedGood), name=str(w.chance.random())),
    "amount of a good": lambda w: save(w.any(TradedGood), figure=w.any(TradeFigure)),
    "figure corrected": correct_a_figure,
    "new figure": new_figure,
    "figure gone": delete_the_newest_figure,
    "figures pinned": lambda w: TradeFigure.objects.update(is_pinned=True),
    "figures imported": import_figures,
    "article": lambda w: load_article(w, article()),
    "article corrected": lambda w: load_article(w, article_elsewhere(str(w.chance.random()))),
    "article that says less": lambda w: load_article(
        w, article(mechanisms=[], figures=[], goods=[])
    ),
    "second article": lambda w: [load_article(w, one) for one in (article(), report())],
    "place in the admin": lambda w: post_in_admin(w, w.any(Mechanism), "delete", post="yes"),
    "meeting in the admin": enter_a_meeting_in_the_admin,
    "a transaction that fails": in_a_transaction_that_fails,
}


REFUSALS = (DatabaseError, CannotPutForwardError, NotReadyToPublishError)


@pytest.fixture
def world(db: None, tmp_path: Path) -> World:
    return World(tmp_path)


def test_no_act_leaves_a_status_behind(world: World) -> None:
    world.told()

    for name, act in ACTS.items():
        act(world)

        assert world.told() == world.told_afresh(), name


@pytest.mark.parametrize("seed", range(2))
def test_no_sequence_of_acts_leaves_a_status_behind(world: World, seed: int) -> None:
    world.chance = random.Random(seed)  # noqa: S311
    for _time in range(6):
        world.told()
        for name in world.chance.sample(sorted(ACTS), 4):
            # An act that is refused changes nothing.
            with suppress(*REFUSALS), transaction.atomic():
                ACTS[name](world)

        assert world.told() == world.told_afresh()


def test_changing_a_record_in_the_admin_shows_at_once(world: World) -> None:
    world.told()

    answer = world.desk.post(
        reverse("admin:cooperation_partnership_change", args=[world.ours.pk]),
        {
            "region_a": "BY",
            "region_b": "RU-MO",
            "declared_stage": "active",
            "declared_on": "2025-10-20",
            "declared_because": "A service centre works.",
            "notes": "Looked at.",
        },
    )

    assert answer.status_code == 302
    assert world.told() == world.told_afresh()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_readers_at_once_with_a_writer_are_told_the_truth_in_the_end(tmp_path: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("readers and a writer at once, each in a connection of its own")
    world = World(tmp_path)
    is_over = threading.Event()
    failed: list[str] = []

    def read() -> None:
        api = APIClient()
        while not is_over.is_set():
            for address in ADDRESSES:
                answer = api.get(address)
                if answer.status_code != 200:
                    failed.append(f"{address}: {answer.status_code}")
        connection.close()

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for name in ("place of a meeting", "mechanism closed", "figure corrected", "publisher") * 4:
        with transaction.atomic():
            ACTS[name](world)
            ACTS["region"](world)
    is_over.set()
    for reader in readers:
        reader.join()

    assert failed == []
    assert world.told() == world.told_afresh()
