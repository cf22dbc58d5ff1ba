"""Entering sources, passages and figures; history; who may delete what."""

import pytest

from tests.factories import (
    PartnershipFactory,
    PassageFactory,
    ProductFactory,
    RegionFactory,
    SourceFactory,
    TradeFigureFactory,
)
from trade.models import Passage, Source, TradeFigure

FIGURES = "/admin/trade/tradefigure/"
SOURCES = "/admin/trade/source/"


@pytest.fixture
def desk(admin_of, analyst):
    return admin_of(analyst)


def figure_posted(**fields):
    return {
        "reporter": RegionFactory().pk,
        "partner": RegionFactory(mordovia=True).pk,
        "product": ProductFactory().pk,
        "source": SourceFactory().pk,
        "flow": "TURNOVER",
        "period": "2024",
        "value": "130000000",
        "currency": "USD",
        "qualifier": "about",
        "observation_status": "A",
        **fields,
    }


def source_posted(source: Source, **fields):
    names = ("title", "publisher", "kind", "language", "url", "text", "text_scope", "key")
    return {
        **{name: getattr(source, name) for name in names},
        "published_on": "2025-10-20",
        "published_on_precision": "day",
        "region_mentions-TOTAL_FORMS": "0",
        "region_mentions-INITIAL_FORMS": "0",
        **fields,
    }


class TestTradeFigures:
    @pytest.mark.parametrize(
        ("period", "frequency"),
        [("2024", "A"), ("2024-Q1", "Q"), ("2023-01/2023-08", "R"), ("", "U")],
    )
    def test_take_their_frequency_from_the_period(self, period, frequency, desk) -> None:
        response = desk.post(f"{FIGURES}add/", figure_posted(period=period))

        assert response.status_code == 302
        assert TradeFigure.objects.get().frequency == frequency

    def test_keep_the_frequency_that_is_given(self, desk) -> None:
        response = desk.post(f"{FIGURES}add/", figure_posted(frequency="Q"))

        assert "disagree" in str(response.context["adminform"].form.errors)

    def test_say_what_is_wrong_with_a_period(self, desk) -> None:
        response = desk.post(f"{FIGURES}add/", figure_posted(period="2024-13"))

        assert "is no period" in str(response.context["adminform"].form.errors)

    def test_are_about_all_goods_unless_said_otherwise(self, desk) -> None:
        total = ProductFactory()

        response = desk.get(f"{FIGURES}add/")

        assert response.context["adminform"].form.initial["product"] == total.pk

    def test_start_from_the_source_of_the_address(self, desk) -> None:
        source = SourceFactory()

        response = desk.get(f"{FIGURES}add/", {"source": source.pk})

        assert str(source) in response.content.decode()

    def test_are_listed_with_whole_amounts(self, desk) -> None:
        TradeFigureFactory()

        assert "130,000,000 USD" in desk.get(FIGURES).content.decode()


class TestPassages:
    def test_are_entered_by_their_words(self, desk) -> None:
        source = SourceFactory(with_text=True)

        desk.post("/admin/trade/passage/add/", {"source": source.pk, "words": "about $130 million"})

        passage = Passage.objects.get()
        assert (passage.start, passage.end, passage.words) == (18, 36, "about $130 million")

    @pytest.mark.parametrize("words", ["about $150 million", "about $130 million"])
    def test_are_refused_when_not_there_or_recorded(self, words, desk) -> None:
        source = PassageFactory().source

        response = desk.post("/admin/trade/passage/add/", {"source": source.pk, "words": words})

        assert response.status_code == 200
        assert Passage.objects.count() == 1

    def test_do_not_move_afterwards(self, desk) -> None:
        passage = PassageFactory()

        desk.post(f"/admin/trade/passage/{passage.pk}/change/", {"start": "0", "end": "3"})

        passage.refresh_from_db()
        assert passage.start == 18


class TestSources:
    def test_count_the_facts_that_name_them(self, desk) -> None:
        TradeFigureFactory(source=PassageFactory().source)

        (source,) = desk.get(SOURCES).context["cl"].result_list

        assert (source.fact_count, source.passage_count) == (1, 1)

    def test_keep_the_words_that_facts_rest_on(self, desk) -> None:
        source = PassageFactory().source

        response = desk.post(
            f"{SOURCES}{source.pk}/change/", source_posted(source, text="Another text.")
        )

        assert "no longer at their place" in str(response.context["adminform"].form.errors)

    def test_do_not_change_their_key(self, desk) -> None:
        source = SourceFactory()
        key = source.key

        desk.post(f"{SOURCES}{source.pk}/change/", source_posted(source, key="other"))

        source.refresh_from_db()
        assert source.key == key


class TestHistory:
    def test_shows_who_changed_what_from_what_to_what(self, desk, analyst) -> None:
        source = SourceFactory(title="Before the change")
        response = desk.post(
            f"{SOURCES}{source.pk}/change/", source_posted(source, title="After the change")
        )

        page = desk.get(f"{SOURCES}{source.pk}/history/").content.decode()

        assert response.status_code == 302
        assert "<del>Before the change</del> → <ins>After the change</ins>" in page
        assert analyst.username in page

    def test_shows_changes_of_many_to_many_relations(self, desk) -> None:
        figure = TradeFigureFactory()
        figure.passages.add(PassageFactory(source=SourceFactory(with_text=True)))

        page = desk.get(f"{FIGURES}{figure.pk}/history/").content.decode()

        assert "about $130 million" in page

    def test_of_a_deleted_record_is_for_those_who_may_delete(self, client, analyst, viewer) -> None:
        source = SourceFactory(title="Gone since")
        address = f"{SOURCES}{source.pk}/history/"
        source.delete()

        client.force_login(analyst)
        for_analyst = client.get(address)
        client.force_login(viewer)
        for_viewer = client.get(address)

        assert "Gone since" in for_analyst.content.decode()
        assert for_viewer.status_code == 302

    def test_of_nothing_leads_back_to_the_index(self, desk) -> None:
        assert desk.get(f"{SOURCES}abc/history/")["Location"] == "/admin/"

    def test_has_no_page_that_writes_an_old_version_back(self, admin_of, viewer) -> None:
        source = SourceFactory()
        version = source.history.get()
        Source.objects.update(title="Now")

        response = admin_of(viewer).post(
            f"{SOURCES}{source.pk}/history/{version.pk}/", source_posted(source)
        )

        assert response.status_code in (302, 404)
        source.refresh_from_db()
        assert source.title == "Now"


class TestDeleting:
    def test_what_others_rest_on_is_refused_with_the_reason(self, desk) -> None:
        figure = TradeFigureFactory()

        response = desk.get(f"{SOURCES}{figure.source_id}/delete/")

        assert "would require deleting the following protected" in response.content.decode()

    @pytest.mark.parametrize(("group", "status"), [("viewer", 403), ("analyst", 200)])
    def test_is_for_those_who_may(self, group, status, request, admin_of) -> None:
        client = admin_of(request.getfixturevalue(group))
        partnership = PartnershipFactory()

        response = client.get(f"/admin/cooperation/partnership/{partnership.pk}/delete/")

        assert response.status_code == status

    def test_reference_data_is_not_for_analysts(self, desk) -> None:
        region = RegionFactory()

        assert desk.get(f"/admin/trade/region/{region.pk}/delete/").status_code == 403
        assert b'name="_save"' not in desk.get(f"/admin/trade/region/{region.pk}/change/").content
