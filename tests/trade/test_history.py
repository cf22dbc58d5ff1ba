"""No way to change a record escapes its history."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from tests.factories import PassageFactory, RegionFactory, SourceFactory, TradeFigureFactory
from trade.history import recording
from trade.models import Region, Source, TradeFigure

pytestmark = pytest.mark.django_db


def _versions(record: Any) -> list[Any]:
    return list(record.history.order_by("history_id"))


def _signature(version: Any) -> tuple[str, str, User | None]:
    return version.history_type, version.history_change_reason, version.history_user


@pytest.fixture
def signed(analyst: User) -> Any:
    """An open recording by the analyst."""
    with recording(reason="load_article", user=analyst):
        yield analyst


def test_a_save_keeps_before_and_after(signed: User) -> None:
    source = SourceFactory(title="Before")
    source.title = "After"
    source.save()

    before, after = _versions(source)

    assert (before.title, after.title) == ("Before", "After")
    assert [change.field for change in after.diff_against(before).changes] == ["title"]
    assert after.search_text.startswith("after")
    assert _signature(before) == ("+", "load_article", signed)
    assert _signature(after) == ("~", "load_article", signed)
    assert timezone.now() - after.history_date < dt.timedelta(minutes=1)


def test_a_deletion_keeps_what_was(signed: User) -> None:
    source = SourceFactory(title="Gone")
    source.delete()

    gone = Source.history.latest("history_id")

    assert gone.title == "Gone"
    assert _signature(gone) == ("-", "load_article", signed)


def test_a_deletion_of_many_keeps_each(signed: User) -> None:
    SourceFactory()
    SourceFactory()

    Source.objects.all().delete()

    assert Source.history.filter(history_type="-", history_user=signed).count() == 2


def test_added_passages_are_kept(signed: User) -> None:
    figure = TradeFigureFactory()
    passage = PassageFactory()

    figure.passages.add(passage)

    before, after = _versions(figure)[-2:]
    assert not before.passages.exists()
    assert [row.passage for row in after.passages.all()] == [passage]
    assert _signature(after) == ("~", "load_article", signed)


def test_removed_passages_are_kept(signed: User) -> None:
    figure = TradeFigureFactory()
    figure.passages.add(PassageFactory())

    figure.passages.clear()

    before, after = _versions(figure)[-2:]
    assert before.passages.count() == 1
    assert not after.passages.exists()


def test_an_update_of_many_keeps_each(signed: User) -> None:
    figure, other = TradeFigureFactory(), TradeFigureFactory(period="2023")
    figure.passages.add(PassageFactory())

    TradeFigure.objects.filter(notes="").update(notes="checked")

    for record in (figure, other):
        before, after = _versions(record)[-2:]
        assert (before.notes, after.notes) == ("", "checked")
        assert _signature(after) == ("~", "load_article", signed)
    assert _versions(figure)[-1].passages.count() == 1


def test_an_update_out_of_its_own_filter_is_kept(signed: User) -> None:
    RegionFactory(name="Byelorussia")

    rows = Region.objects.filter(name="Byelorussia").update(name="Belarus")

    assert rows == 1
    assert Region.history.latest("history_id").name == "Belarus"


def test_bulk_creation_keeps_each(signed: User) -> None:
    Region.objects.bulk_create(
        [Region(code=code, kind=Region.Kind.COUNTRY, name=code) for code in ("BY", "RU")]
    )

    created = Region.history.order_by("code")

    assert [version.code for version in created] == ["BY", "RU"]
    assert {_signature(version) for version in created} == {("+", "load_article", signed)}


def test_a_bulk_update_keeps_each_once(signed: User) -> None:
    sources = [SourceFactory(title="Before"), SourceFactory(title="Before")]
    for source in sources:
        source.title = "После"

    Source.objects.bulk_update(sources, ["title"])

    for source in sources:
        before, after = _versions(source)
        assert (before.title, after.title) == ("Before", "После")
        assert after.search_text.startswith("posle")
        assert _signature(after) == ("~", "load_article", signed)


def test_get_or_create_and_update_or_create_are_kept(signed: User) -> None:
    Region.objects.get_or_create(code="BY", kind=Region.Kind.COUNTRY, name="Byelorussia")
    Region.objects.update_or_create(code="BY", defaults={"name": "Belarus"})

    assert [v.name for v in _versions(Region.objects.get())] == ["Byelorussia", "Belarus"]


@pytest.mark.parametrize("option", ["ignore_conflicts", "update_conflicts"])
def test_an_upsert_is_refused(option: str) -> None:
    with pytest.raises(NotImplementedError, match="split the rows"):
        Region.objects.bulk_create([Region(code="BY")], **{option: True})


def test_a_recording_ends_with_its_block(analyst: User) -> None:
    with recording(reason="outer"):
        with recording(reason="inner", user=analyst):
            inner = SourceFactory()
        outer = SourceFactory()
    plain = SourceFactory()

    signatures = [_signature(source.history.get()) for source in (inner, outer, plain)]

    assert signatures == [("+", "inner", analyst), ("+", "outer", None), ("+", "", None)]


def test_a_recording_ends_when_its_block_fails() -> None:
    with pytest.raises(ZeroDivisionError), recording(reason="load"):
        1 / 0  # noqa: B018

    assert SourceFactory().history.get().history_change_reason == ""
