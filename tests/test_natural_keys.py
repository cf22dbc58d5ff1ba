"""Django's own dumpdata and loaddata carry every record from one database to another."""

import io
import json
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, models
from django.utils import timezone

from cooperation.models import Meeting, Official
from tests import factories
from trade.models import Region, TradeFigure

pytestmark = pytest.mark.django_db

MODELS = [
    model
    for label in ("trade", "cooperation")
    for model in apps.get_app_config(label).get_models()
    if not model.__name__.startswith("Historical")
    and model._meta.default_permissions  # what is only computed has none
]


@pytest.fixture
def one_of_everything(db: None) -> None:
    """A record of every model, with the links between them that may be empty filled in."""
    analyst = factories.UserFactory(username="analyst")
    passage = factories.PassageFactory()
    source = passage.source
    tenure = factories.TenureFactory(source=source)
    meeting = factories.MeetingFactory(sources=[source])
    participant = factories.ParticipantFactory(
        meeting=meeting, official=tenure.official, tenure=tenure
    )
    figure = factories.TradeFigureFactory(source=source)
    sector = factories.SectorFactory(parent=factories.SectorFactory(code="a-group", name="Group"))
    factories.SectorTermFactory(sector=sector)
    product = factories.ProductFactory(wire=True)
    sector.products.add(product)
    proposal = factories.ProposalFactory(sector=sector)
    records = [
        tenure,
        participant,
        figure,
        factories.RegionMentionFactory(source=source),
        factories.TradedGoodFactory(source=source, figure=figure),
        factories.TopicFactory(meeting=meeting, sector=sector, proposal=proposal),
        factories.ProposalChangeFactory(proposal=proposal, source=source, meeting=meeting),
        factories.MechanismFactory(
            source=source,
            sector=sector,
            located_in_id="RU-MO",
            host=factories.OrganisationFactory(),
        ),
        factories.FollowUpFactory(meeting=meeting, official=tenure.official),
    ]
    for record in records:
        record.passages.add(passage)
    factories.TenureFactory(
        official=tenure.official, source=source, starts_on=None, post=factories.PostFactory()
    )
    factories.CitedFigureFactory(meeting=meeting, figure=figure, participant=participant)
    factories.StatementFactory(passage=passage, meeting=meeting, participant=participant)
    factories.RegionNameFactory()
    run = factories.ImportRunFactory(source=source)
    factories.TradeFigureRevisionFactory(figure=figure, import_run=run, replaced_by=run)
    factories.UploadFactory(source=source, run=run, uploaded_by=analyst)
    factories.AccessTokenFactory(user=analyst)
    factories.AnnualTotalFactory(source=source)
    factories.ExchangeRateFactory(source=source)
    factories.ImportRejectFactory(run=factories.ImportRunFactory(started_by=analyst))
    factories.SuggestionFactory(
        reading=factories.ReadingFactory(source=source),
        passage=passage,
        decision="accepted",
        decided_by=analyst,
        decided_at=timezone.now(),
    )


def _dump() -> str:
    out = io.StringIO()
    labels = [model._meta.label for model in MODELS]
    call_command(
        "dumpdata", *labels, natural_foreign=True, natural_primary=True, indent=1, stdout=out
    )
    return out.getvalue()


def _empty() -> None:
    """Delete every record and its history as an SQL session would, in one go."""
    tables = [
        model._meta.db_table
        for label in ("trade", "cooperation")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608
    connection.check_constraints()


@pytest.mark.usefixtures("one_of_everything")
def test_what_is_dumped_and_loaded_is_dumped_again(tmp_path: Path) -> None:
    before = _dump()
    (tmp_path / "dump.json").write_text(before)
    _empty()

    call_command("loaddata", tmp_path / "dump.json", verbosity=0)

    assert _sorted(_dump()) == _sorted(before)


def _sorted(dump: str) -> list[str]:
    """Records are dumped in the order of their primary keys, which are new."""
    return sorted(json.dumps(record, sort_keys=True) for record in json.loads(dump))


@pytest.mark.usefixtures("one_of_everything")
def test_the_dump_holds_a_record_of_every_model_and_no_number_for_a_key() -> None:
    records = json.loads(_dump())

    assert {record["model"] for record in records} == {model._meta.label_lower for model in MODELS}
    assert {record.get("pk") for record in records if record["model"] != "trade.region"} == {None}


@pytest.mark.usefixtures("one_of_everything")
def test_derived_columns_are_right_after_loading(tmp_path: Path) -> None:
    (tmp_path / "dump.json").write_text(_dump())
    _empty()

    call_command("loaddata", tmp_path / "dump.json", verbosity=0)

    assert Official.objects.search("Здунов").exists()
    assert Region.objects.search("мордовия").exists()
    assert str(TradeFigure.objects.get().period_start) == "2024-01-01"


@pytest.mark.usefixtures("one_of_everything")
def test_loading_twice_changes_no_count(tmp_path: Path) -> None:
    (tmp_path / "dump.json").write_text(_dump())

    call_command("loaddata", tmp_path / "dump.json", verbosity=0)

    assert Meeting.objects.count() == 1
    assert User.objects.count() == 1


@pytest.mark.usefixtures("one_of_everything")
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_record_is_found_by_its_natural_key(model: type[models.Model]) -> None:
    for record in model._default_manager.all():
        # The code of a region is both.
        key = (record.pk,) if model is Region else record.natural_key()

        assert model._default_manager.get_by_natural_key(*key) == record
