"""Makes records of every registered model, and knows the pages of the admin."""

import inspect
from collections.abc import Callable
from typing import Any

import factory
from django.contrib import admin
from django.db.models import Model
from django.urls import reverse

from tests import factories

FACTORIES = {
    made._meta.model: made
    for _, made in inspect.getmembers(factories, inspect.isclass)
    if issubclass(made, factory.django.DjangoModelFactory)
    and made is not factory.django.DjangoModelFactory
}
REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)
OURS = [model for model in REGISTERED if model._meta.app_label in ("trade", "cooperation")]


def _region(n: int) -> Model:
    russia = factories.RegionFactory(russia=True)
    return factories.RegionFactory(
        code=f"RU-{n:03}", name=f"Region {n}", kind="subdivision", parent=russia
    )


def _partnership(n: int) -> Model:
    return factories.PartnershipFactory(region_b=_region(n))


def _sector(n: int) -> Model:
    group = factories.SectorFactory(code="industry", name="Industry")
    return factories.SectorFactory(code=f"lifts-{n}", name=f"Lifts {n}", parent=group)


def _product(n: int) -> Model:
    return factories.ProductFactory(wire=True, code=f"{n:02}")


def _meeting(n: int) -> Model:
    return factories.MeetingFactory(published=True, partnerships=[_partnership(n)])


def _official(n: int) -> Model:
    tenure = factories.TenureFactory(post__title=f"Minister {n}")
    return tenure.official


# Records whose factory would find the one it made before, or that show records of their own.
SPECIAL: dict[str, Callable[[int], Model]] = {
    "trade.Region": _region,
    "trade.Product": _product,
    "cooperation.Partnership": _partnership,
    "cooperation.Sector": _sector,
    "cooperation.Meeting": _meeting,
    "cooperation.Official": _official,
    "cooperation.Post": lambda n: factories.TenureFactory(post__title=f"Minister {n}").post,
    "cooperation.Tenure": lambda n: factories.TenureFactory(post__title=f"Minister {n}"),
    "cooperation.Participant": lambda n: factories.ParticipantFactory(
        meeting=_meeting(n), name_as_written="An aide", role="member", official=_official(n)
    ),
    "cooperation.Proposal": lambda n: (
        factories.ProposalChangeFactory(
            proposal__partnership=_partnership(n), proposal__sector=_sector(n)
        ).proposal
    ),
    "cooperation.ProposalChange": lambda n: factories.ProposalChangeFactory(
        proposal__partnership=_partnership(n),
        proposal__sector=_sector(n),
        proposal__title="",
        meeting=_meeting(n),
    ),
    "cooperation.Mechanism": lambda n: factories.MechanismFactory(
        partnership=_partnership(n), located_in=_region(n + 500), sector=_sector(n)
    ),
    "cooperation.Statement": lambda n: factories.StatementFactory(meeting=_meeting(n)),
    "cooperation.Topic": lambda n: factories.TopicFactory(sector=_sector(n), as_written=""),
    "trade.TradeFigure": lambda n: factories.TradeFigureFactory(partner=_region(n)),
    "trade.TradedGood": lambda n: factories.TradedGoodFactory(
        figure=factories.TradeFigureFactory()
    ),
    "trade.RegionName": lambda n: factories.RegionNameFactory(region=_region(n)),
    "trade.RegionMention": lambda n: factories.RegionMentionFactory(region=_region(n)),
}


def make_record(model: type[Model], n: int) -> Model:
    """The n-th of several records of a model, each with related records of its own."""
    special = SPECIAL.get(model._meta.label)
    return special(n) if special else FACTORIES[model]()


def page(model: type[Model], act: str, *args: Any) -> str:
    opts = model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{act}", args=args)
