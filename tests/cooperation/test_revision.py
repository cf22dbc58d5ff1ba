"""The revision of a partnership rises with whatever its status rests on, and with nothing else."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps

from cooperation.models import Partnership, Revision
from cooperation.revisions import NOT_SHOWN, REACH, SHARED, put_together, raise_revisions
from tests import factories as make
from trade.history import RecordedModel
from trade.models import Product

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership(db: None) -> Partnership:
    return make.PartnershipFactory()


def rises(partnership: Partnership, act: Callable[[], Any]) -> bool:
    before = Revision.objects.of(partnership.pk)
    act()
    return Revision.objects.of(partnership.pk) > before


def test_every_model_with_a_history_says_whether_a_status_rests_on_it() -> None:
    recorded = {model for model in apps.get_models() if issubclass(model, RecordedModel)}

    assert {*REACH, *SHARED, *NOT_SHOWN} == recorded
    assert len(REACH) + len(SHARED) + len(NOT_SHOWN) == len(recorded)


def test_a_partnership_without_changes_has_the_revision_of_its_making(
    partnership: Partnership,
) -> None:
    assert Revision.objects.of(partnership.pk) == 1
    assert Revision.objects.of(partnership.pk + 1) == 0


def meeting(partnership: Partnership) -> Any:
    return make.MeetingFactory(published=True, partnerships=[partnership])


FACTS: dict[str, Callable[[Partnership], Any]] = {
    "partnership": lambda partnership: partnership,
    "region": lambda partnership: partnership.region_b,
    "meeting": meeting,
    "source of a meeting": lambda p: meeting(p).sources.get(),
    "participant": lambda p: make.ParticipantFactory(
        meeting=meeting(p),
        name_as_written="An aide",
        role="member",
        tenure=(tenure := make.TenureFactory(post__region=p.region_b)),
        official=tenure.official,
    ),
    "follow-up": lambda p: make.FollowUpFactory(meeting=meeting(p)),
    "proposal": lambda p: make.ProposalFactory(partnership=p),
    "sector of a proposal": lambda p: make.ProposalFactory(partnership=p).sector,
    "step": lambda p: make.ProposalChangeFactory(proposal__partnership=p),
    "source of a step": lambda p: make.ProposalChangeFactory(proposal__partnership=p).source,
    "mechanism": lambda p: make.MechanismFactory(partnership=p),
    "source of a mechanism": lambda p: make.MechanismFactory(partnership=p).source,
    "figure": lambda p: make.TradeFigureFactory(reporter=p.region_b, partner=p.region_a),
    "source of a figure": lambda p: make.TradeFigureFactory().source,
    "good": lambda p: make.TradedGoodFactory(origin=p.region_b, destination=p.region_a),
    "amount of a good": lambda p: (
        make.TradedGoodFactory(
            origin=p.region_b,
            destination=p.region_a,
            figure=make.TradeFigureFactory(product=make.ProductFactory(wire=True)),
        ).figure
    ),
    "tenure": lambda p: make.TenureFactory(post__region=p.region_a),
    "post": lambda p: make.TenureFactory(post__region=p.region_a).post,
    "official": lambda p: make.TenureFactory(post__region=p.region_a).official,
}


@pytest.mark.parametrize("fact", FACTS)
def test_rises_when_a_fact_is_saved_or_changed_in_bulk(partnership: Partnership, fact: str) -> None:
    record = FACTS[fact](partnership)
    rows = type(record).objects.filter(pk=record.pk)
    column = next(
        field.name
        for field in record._meta.fields
        if field.get_internal_type() == "CharField" and not field.primary_key
    )

    assert rises(partnership, record.save)
    assert rises(partnership, lambda: rows.update(**{column: getattr(record, column)}))
    assert rises(partnership, lambda: type(record).objects.bulk_update([record], [column]))


@pytest.mark.parametrize(
    "fact", ["meeting", "follow-up", "step", "mechanism", "figure", "good", "tenure"]
)
def test_rises_when_words_are_quoted_changed_or_no_longer_quoted(
    partnership: Partnership, fact: str
) -> None:
    record = FACTS[fact](partnership)
    passage = make.PassageFactory()
    related = next(
        f.get_accessor_name()
        for f in passage._meta.related_objects
        if f.related_model is type(record) and f.many_to_many
    )

    assert rises(partnership, lambda: record.passages.add(passage))
    assert rises(partnership, passage.save)
    assert rises(partnership, record.passages.clear)
    assert rises(partnership, lambda: getattr(passage, related).add(record))
    assert rises(partnership, lambda: getattr(passage, related).clear())


@pytest.mark.parametrize("fact", ["follow-up", "mechanism", "figure", "good", "tenure"])
def test_rises_when_a_fact_is_deleted_alone_or_among_others(
    partnership: Partnership, fact: str
) -> None:
    alone = FACTS[fact](partnership)
    assert rises(partnership, alone.delete)

    among_others = FACTS[fact](partnership)
    assert rises(partnership, type(alone).objects.filter(pk=among_others.pk).delete)


def test_both_partnerships_rise_when_a_fact_moves_from_one_to_another(
    partnership: Partnership,
) -> None:
    other = make.PartnershipFactory(region_b=make.RegionFactory(code="KZ", name="Kazakhstan"))
    mechanism = make.MechanismFactory(partnership=partnership)
    held = meeting(partnership)

    def move() -> None:
        mechanism.partnership = other
        mechanism.save()

    assert rises(partnership, move)
    assert rises(other, lambda: held.partnerships.set([other]))
    assert not rises(partnership, mechanism.save)
    assert rises(partnership, lambda: partnership.meetings.add(held))


def test_a_meeting_of_others_counts_where_it_says_who_was_in_post(
    partnership: Partnership,
) -> None:
    kazakhstan = make.RegionFactory(code="KZ", name="Kazakhstan")
    other = make.PartnershipFactory(region_b=kazakhstan)
    tenure = make.TenureFactory(post__region=kazakhstan)
    held = meeting(partnership)
    make.ParticipantFactory(
        meeting=held, official=tenure.official, tenure=tenure, name_as_written="A", role="member"
    )

    assert rises(other, held.save)


def test_goods_of_a_product_follow_it(partnership: Partnership) -> None:
    wire = make.ProductFactory(wire=True)
    make.TradedGoodFactory(
        origin=partnership.region_a, destination=partnership.region_b
    ).products.add(wire)

    assert rises(partnership, wire.save)


def test_the_trade_in_one_product_raises_nothing(partnership: Partnership) -> None:
    figure = make.TradeFigureFactory(product=make.ProductFactory(wire=True))

    assert figure.product.code != Product.TOTAL
    assert not rises(partnership, figure.save)


def test_what_is_new_is_shown_nowhere_yet(partnership: Partnership) -> None:
    assert not rises(partnership, make.SourceFactory)
    assert not rises(partnership, lambda: make.RegionFactory(code="KZ", name="Kazakhstan"))


def test_records_of_others_raise_nothing(partnership: Partnership) -> None:
    other = make.PartnershipFactory(region_b=make.RegionFactory(code="KZ", name="Kazakhstan"))

    for fact in ("meeting", "step", "mechanism"):
        assert not rises(partnership, FACTS[fact](other).save)


def test_deleting_a_partnership_leaves_nothing_in_the_way(partnership: Partnership) -> None:
    partnership.delete()

    assert not Partnership.objects.exists()


def test_putting_rows_together_changes_no_revision(partnership: Partnership) -> None:
    for _day in range(20):
        raise_revisions([partnership.pk])

    put_together([partnership.pk])

    assert Revision.objects.of(partnership.pk) == 21
    assert Revision.objects.count() == 1


def test_the_day_of_a_meeting_is_no_key(partnership: Partnership) -> None:
    held = meeting(partnership)
    held.date = dt.date(2025, 1, 1)

    assert rises(partnership, held.save)
