"""Trying every door to make annual totals drift from the figures."""

import datetime as dt
import random
from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.factories import (
    ImportRunFactory,
    ProductFactory,
    RegionFactory,
    SourceFactory,
    TradeFigureFactory,
)
from trade.figures.importing import import_trade_file
from trade.figures.saving import save_figure
from trade.figures.totals import refresh_totals_in
from trade.models import AnnualTotal, Source, TradeFigure, TradeFigureRevision

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2025, 6, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def release(db: None) -> Source:
    return SourceFactory(kind="release", key="office")


@pytest.fixture
def site(admin_client: Client) -> Client:
    return admin_client


def saved(release: Source, **fields: Any) -> TradeFigure:
    figure: TradeFigure = TradeFigureFactory.build(
        **{
            "source": release,
            "reporter": RegionFactory(),
            "partner": RegionFactory(mordovia=True),
            "product": ProductFactory(),
            "flow": "X",
            "value": Decimal(100),
            **fields,
        }
    )
    save_figure(figure=figure, at=NOON)
    return figure


def totals() -> list[Decimal]:
    call_command("check_totals", stdout=StringIO())
    return list(
        AnnualTotal.objects.order_by("year", "level", "value").values_list("value", flat=True)
    )


def form_of(site: Client, figure: TradeFigure, **changes: Any) -> Any:
    """Fill in the admin page of a figure as it stands, with some changes, and save it."""
    address = reverse("admin:trade_tradefigure_change", args=[figure.pk])
    page = site.get(address).context
    initial = {**page["adminform"].form.initial, **changes}
    data = {name: value for name, value in initial.items() if value not in (None, [], False)}
    for formset in page["inline_admin_formsets"]:
        management = formset.formset.management_form
        data |= {management.add_prefix(name): value for name, value in management.initial.items()}
    answer = site.post(address, data)
    assert answer.status_code == 302, answer.context["errors"]
    return answer


class TestTheAdmin:
    def test_entering_a_figure(self, release: Source, site: Client) -> None:
        figure = TradeFigureFactory.build(source=release)
        data = {
            "source": release.pk,
            "reporter": RegionFactory().pk,
            "partner": RegionFactory(mordovia=True).pk,
            "product": ProductFactory().pk,
            "flow": "X",
            "period": "2024",
            "value": "100",
            "currency": "USD",
            "qualifier": figure.qualifier,
            "observation_status": "A",
        }

        answer = site.post(reverse("admin:trade_tradefigure_add"), data)

        assert answer.status_code == 302, answer.context["errors"]
        assert totals() == [100]

    def test_correcting_a_figure(self, release: Source, site: Client) -> None:
        figure = saved(release)

        form_of(site, figure, value="120")

        assert totals() == [120]
        kept = TradeFigureRevision.objects.get()
        figure.refresh_from_db()
        assert (kept.value, kept.recorded_at, kept.replaced_by) == (100, NOON, None)
        assert figure.recorded_at == kept.replaced_at > NOON

    def test_the_page_of_a_figure_shows_what_it_said(self, release: Source, site: Client) -> None:
        figure = saved(release)
        form_of(site, figure, value="120")

        page = site.get(reverse("admin:trade_tradefigure_change", args=[figure.pk]))

        [revisions] = page.context["inline_admin_formsets"]
        assert [form.instance.value for form in revisions.formset.forms] == [100]
        assert not revisions.has_change_permission

    def test_moving_a_figure_to_another_year(self, release: Source, site: Client) -> None:
        figure = saved(release)

        form_of(site, figure, period="2023")

        assert totals() == [100]
        assert AnnualTotal.objects.get().year == 2023

    def test_moving_a_figure_to_an_article(self, release: Source, site: Client) -> None:
        figure = saved(release)

        form_of(site, figure, source=SourceFactory().pk)

        assert totals() == []

    def test_deleting_a_figure(self, release: Source, site: Client) -> None:
        figure = saved(release)

        site.post(reverse("admin:trade_tradefigure_delete", args=[figure.pk]), {"post": "yes"})

        assert not TradeFigure.objects.exists()
        assert totals() == []

    def test_deleting_a_figure_that_was_revised(self, release: Source, site: Client) -> None:
        figure = saved(release)
        form_of(site, figure, value="120")

        site.post(reverse("admin:trade_tradefigure_delete", args=[figure.pk]), {"post": "yes"})

        assert not TradeFigureRevision.objects.exists()
        assert totals() == []

    def test_deleting_selected_figures(self, release: Source, site: Client) -> None:
        kept, *gone = [saved(release, period=year) for year in ("2022", "2023", "2024")]
        chosen = {"action": "delete_selected", "_selected_action": [f.pk for f in gone]}

        site.post(reverse("admin:trade_tradefigure_changelist"), {**chosen, "post": "yes"})

        assert list(TradeFigure.objects.all()) == [kept]
        assert totals() == [100]

    @pytest.mark.parametrize(("before", "after"), [("release", []), ("article", [100])])
    def test_changing_the_kind_of_a_source(
        self, site: Client, before: str, after: list[int]
    ) -> None:
        source = SourceFactory(kind=before)
        saved(source)
        data = {
            "title": source.title,
            "publisher": source.publisher,
            "kind": "article" if before == "release" else "release",
            "language": "en",
            "text_scope": "none",
            "published_on_precision": "day",
            "published_on": "2025-10-20",
            "url": source.url,
            "region_mentions-TOTAL_FORMS": 0,
            "region_mentions-INITIAL_FORMS": 0,
        }

        answer = site.post(reverse("admin:trade_source_change", args=[source.pk]), data)

        assert answer.status_code == 302, answer.context["errors"]
        assert totals() == after

    def test_changing_the_edition_of_a_product(self, release: Source, site: Client) -> None:
        product = ProductFactory(wire=True)
        saved(release, product=product)
        data = {
            "code": "85",
            "edition": "HS2017",
            "level": 2,
            "name": product.name,
            "parent": product.parent_id,
        }

        answer = site.post(reverse("admin:trade_product_change", args=[product.pk]), data)

        assert answer.status_code == 302, answer.context["errors"]
        assert totals() == [100]
        assert AnnualTotal.objects.get().edition == "HS2017"


class TestCode:
    def test_update(self, release: Source) -> None:
        saved(release)

        TradeFigure.objects.update(value=70)

        assert totals() == [70]

    def test_update_of_the_key(self, release: Source) -> None:
        saved(release)

        TradeFigure.objects.update(flow="M")

        assert totals() == [100]

    def test_bulk_create(self, release: Source) -> None:
        figure = saved(release)
        line = ProductFactory(wire=True)

        TradeFigure.objects.bulk_create(
            TradeFigure(
                source=release,
                reporter=figure.reporter,
                partner=figure.partner,
                flow="X",
                product=line,
                frequency="M",
                period=f"2024-{month:02}",
                value=10,
            )
            for month in range(1, 13)
        )

        assert totals() == [100, 120]

    def test_bulk_update(self, release: Source) -> None:
        figure = saved(release)
        figure.value = Decimal(90)

        TradeFigure.objects.bulk_update([figure], ["value"])

        assert totals() == [90]

    def test_delete(self, release: Source) -> None:
        saved(release)

        TradeFigure.objects.all().delete()

        assert totals() == []

    def test_what_an_import_writes_past_the_models(self, release: Source) -> None:
        figure = saved(release)
        saved(release, flow="M", value=Decimal(7))
        with connection.cursor() as cursor:
            cursor.execute("UPDATE trade_tradefigure SET value = 55 WHERE flow = 'X'")
            cursor.execute(
                "CREATE TEMPORARY TABLE touched AS SELECT DISTINCT source_id, reporter_id, "
                "partner_id, flow, 2024 AS year FROM trade_tradefigure WHERE flow = 'X'"
            )

            refresh_totals_in("touched")
            cursor.execute("DROP TABLE touched")

        assert figure.source_id == AnnualTotal.objects.first().source_id
        assert totals() == [7, 55]


class TestRepair:
    def test_a_change_past_all_doors_is_found_and_mended(self, release: Source) -> None:
        saved(release)
        said = StringIO()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE trade_tradefigure SET value = 55")

        with pytest.raises(CommandError, match="1 total is wrong"):
            call_command("check_totals", stdout=said)
        call_command("rebuild_totals", stdout=StringIO())

        assert said.getvalue() == (
            "office BY X RU-MO 2024 ANY level 0 USD: kept 100.00 (1), the figures give 55.00 (1)\n"
        )
        assert totals() == [55]

    def test_totals_of_a_source_that_is_no_release_are_found_and_removed(
        self, release: Source
    ) -> None:
        saved(release)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE trade_source SET kind = 'document'")

        with pytest.raises(CommandError):
            call_command("check_totals", stdout=StringIO())
        call_command("rebuild_totals", stdout=StringIO())

        assert totals() == []


class TestRevisions:
    def test_a_correction_takes_the_figure_from_its_import(self, release: Source) -> None:
        run = ImportRunFactory()
        figure = saved(release, import_run=run)
        figure.value = Decimal(1)

        save_figure(figure=figure, at=NOON + dt.timedelta(days=1))

        assert TradeFigureRevision.objects.get().import_run == run
        assert TradeFigure.objects.get().import_run is None

    def test_a_note_is_no_revision(self, release: Source) -> None:
        figure = saved(release)
        figure.notes = "checked"

        save_figure(figure=figure, at=NOON + dt.timedelta(days=1))

        assert not TradeFigureRevision.objects.exists()
        assert TradeFigure.objects.get().recorded_at == NOON


HEADER = "reporter,partner,flow,product,edition,period,value,currency\n"


class TestImports:
    @pytest.fixture
    def load(self, release: Source, tmp_path: Path) -> Callable[..., None]:
        RegionFactory()
        RegionFactory(russia=True)
        ProductFactory(wire=True)

        def load(*rows: str, name: str = "trade.csv") -> None:
            path = tmp_path / name
            path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
            import_trade_file(path, source=release)

        return load

    def test_loading(self, load: Callable[..., None]) -> None:
        load("BY,RU,X,TOTAL,,2023,1500000,USD", "BY,RU,X,85,HS2022,2023,400000,USD")

        assert totals() == [1_500_000, 400_000]

    def test_loading_revised_values(self, load: Callable[..., None]) -> None:
        load("BY,RU,X,TOTAL,,2023,1500000,USD", "BY,RU,M,TOTAL,,2023,7,USD")

        load("BY,RU,X,TOTAL,,2023,1600000,USD", "BY,RU,M,TOTAL,,2023,7,USD")

        assert totals() == [7, 1_600_000]
        assert TradeFigureRevision.objects.get().value == 1_500_000

    def test_loading_a_year_month_by_month(self, load: Callable[..., None]) -> None:
        rows = [f"BY,RU,X,TOTAL,,2023-{month:02},10,USD" for month in range(1, 13)]

        load(*rows[:11])
        before = totals()
        load(rows[11], name="december.csv")

        assert (before, totals()) == ([], [120])

    def test_loading_the_year_behind_its_months(self, load: Callable[..., None]) -> None:
        load(*(f"BY,RU,X,TOTAL,,2023-{month:02},10,USD" for month in range(1, 13)))

        load("BY,RU,X,TOTAL,,2023,121,USD", name="year.csv")

        assert totals() == [121]
        assert not AnnualTotal.objects.get().is_from_months

    def test_loading_another_currency(self, load: Callable[..., None]) -> None:
        load("BY,RU,X,TOTAL,,2023,15,USD")

        load("BY,RU,X,TOTAL,,2023,14,EUR")

        assert totals() == [14]
        assert AnnualTotal.objects.get().currency == "EUR"

    def test_loading_a_value_that_has_become_secret(self, load: Callable[..., None]) -> None:
        load("BY,RU,X,TOTAL,,2023,15,USD", "BY,RU,M,TOTAL,,2023,7,USD")

        load("BY,RU,X,TOTAL,,2023,,USD")

        assert totals() == [7]

    def test_loading_what_an_analyst_corrected(
        self, load: Callable[..., None], site: Client
    ) -> None:
        load("BY,RU,X,TOTAL,,2023,15,USD")
        form_of(site, TradeFigure.objects.get(), value="16")

        load("BY,RU,X,TOTAL,,2023,17,USD")

        assert totals() == [17]
        said = TradeFigureRevision.objects.order_by("replaced_at").values_list("value", flat=True)
        assert list(said) == [15, 16]


def test_a_dump_loads_with_its_totals(release: Source, tmp_path: Path) -> None:
    saved(release)
    dump = tmp_path / "dump.json"
    call_command("dumpdata", "trade", natural_foreign=True, natural_primary=True, output=str(dump))
    TradeFigure.objects.all().delete()

    call_command("loaddata", str(dump), verbosity=0)

    assert totals() == [100]


@pytest.mark.parametrize("seed", range(3))
def test_a_long_day_of_changes_leaves_no_drift(release: Source, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    products = [ProductFactory(), ProductFactory(wire=True), ProductFactory(wire=True, code="86")]
    figures = [
        saved(
            release,
            flow=flow,
            period=period,
            frequency="A" if len(period) == 4 else "M",
            product=product,
            value=Decimal(chance.randrange(1000)),
        )
        for flow in ("X", "M")
        for product in products
        for period in ("2023", *(f"2024-{month:02}" for month in range(1, 13)))
    ]

    for _step in range(25):
        figure = chance.choice(figures)
        one = TradeFigure.objects.filter(pk=figure.pk)
        act = chance.randrange(6)
        if act == 0:
            one.update(value=chance.randrange(1000))
        elif act == 1:
            one.delete()
        elif act == 2 and one.exists():
            figure.currency = chance.choice(["USD", "EUR"])
            save_figure(figure=figure, at=NOON + dt.timedelta(days=_step))
        elif act == 3:
            one.update(observation_status=chance.choice("APQ"))
        elif act == 4:
            TradeFigure.objects.filter(period__startswith="2024-1").update(qualifier="about")
        elif not one.exists():
            figure.pk = None
            save_figure(figure=figure, at=NOON)

        call_command("check_totals", stdout=StringIO())
