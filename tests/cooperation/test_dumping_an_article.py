"""`dump_article`: the file a source would be loaded from."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from cooperation.articles.dumping import laid_out
from cooperation.articles.files import read_file
from cooperation.articles.kinds import KINDS
from cooperation.models import Meeting, Official
from tests.cooperation.article_files import article, reference_data, report, write
from tests.factories import ParticipantFactory, ProductFactory, RegionFactory, StatementFactory
from trade.models import Passage, Product, Source, TradedGood, TradeFigure

FIXTURES = sorted((settings.BASE_DIR / "fixtures" / "articles").glob("*.yaml"))


def load(*paths: Path) -> None:
    call_command("load_article", *map(str, paths), stdout=StringIO())


def dump(*keys: str) -> str:
    out = StringIO()
    call_command("dump_article", *keys, stdout=out)
    return out.getvalue()


def forget_everything() -> None:
    """Back to a database that has never seen an article."""
    models: list[Any] = [*(kind.model for kind in reversed(KINDS)), Passage]
    for model in [*models[:-2], Passage, Source]:
        model.objects.all().delete()
    for model in models:
        model.history.all().delete()


def values_of(text: str) -> dict[str, Any]:
    values: dict[str, Any] = YAML(typ="safe").load(text)
    return values


@pytest.mark.django_db
class TestTheSmallArticle:
    @pytest.fixture(autouse=True)
    def _reference(self) -> None:
        reference_data()

    def test_load_dump_load_is_the_identity(self, tmp_path):
        load(write(tmp_path, article()), write(tmp_path, report()))
        first = {key: dump(key) for key in ("talk", "report")}
        forget_everything()
        for key, text in first.items():
            (tmp_path / f"{key}.yaml").write_text(text)

        load(*(tmp_path / f"{key}.yaml" for key in first))

        assert {key: dump(key) for key in first} == first

    def test_loading_a_dump_over_its_source_changes_nothing(self, tmp_path):
        path = write(tmp_path, article())
        load(path)
        rows = Meeting.history.count() + TradeFigure.history.count() + Passage.history.count()
        path.write_text(dump("talk"))

        load(path)

        assert rows == (
            Meeting.history.count() + TradeFigure.history.count() + Passage.history.count()
        )

    def test_says_what_the_file_said(self, tmp_path):
        load(write(tmp_path, article()))

        written = values_of(dump("talk"))

        assert written["text"] == article()["text"]
        assert written["meetings"][0]["topics"] == article()["meetings"][0]["topics"]
        assert written["proposals"] == article()["proposals"]
        assert written["mechanisms"] == article()["mechanisms"]
        assert written["statements"] == article()["statements"]
        assert written["figures"][0]["value"] == 130_000_000

    def test_what_an_analyst_added_is_in_the_file_and_can_be_loaded(self, tmp_path):
        path = write(tmp_path, article())
        load(path)
        meeting = Meeting.objects.get()
        for side in ("BY", "RU-MO"):
            delegate = ParticipantFactory(
                meeting=meeting, side_id=side, name_as_written="delegation", role="member"
            )
        passage = Passage.objects.get(words="We buy lifts")
        StatementFactory(
            passage=passage, meeting=meeting, participant=delegate, speaker_as_written="all"
        )
        path.write_text(dump("talk"))
        forget_everything()

        load(path)

        assert Meeting.objects.get().participants.count() == 4
        assert values_of(dump("talk"))["statements"][1]["participant"] == {
            "side": "RU-MO",
            "name": "delegation",
        }

    def test_every_kind_of_value_comes_back(self, tmp_path):
        ProductFactory(edition=Product.Edition.HS2012, code="07", level=2, parent=ProductFactory())
        values = article(statements=[])
        values["source"] |= {"published": "2025-10", "notes": "NO\n\n  is: # not false\t"}
        values["figures"] += [
            {
                "reporter": "BY",
                "partner": "RU-MO",
                "flow": "re_export",
                "product": "HS2012:07",
                "period": "2023-01/2023-08",
                "low": 315,
                "high": 320.5,
                "qualifier": "range",
                "status": "P",
                "valuation": "FOB",
                "amount_as_written": "2024",
                "change_percent": -31.7,
                "preferred": True,
                "quote": [],
            }
        ]
        path = write(tmp_path, values)
        load(path)
        first = dump("talk")
        forget_everything()
        path.write_text(first)

        load(path)

        assert dump("talk") == first
        figure = values_of(first)["figures"][1]
        assert {name: figure[name] for name in values["figures"][1]} == values["figures"][1]

    def test_an_official_nobody_refers_to_is_kept(self, tmp_path):
        values = article(statements=[], figures=[], goods=[], meetings=[], proposals=[])
        load(write(tmp_path, values))

        keys = [official["key"] for official in values_of(dump("talk"))["officials"]]

        assert keys == ["anna-novik", "artem-zdunov"]

    def test_goes_into_a_directory_when_asked(self, tmp_path):
        load(write(tmp_path, article()))
        expected = dump("talk")
        output = tmp_path / "out"
        output.mkdir()

        call_command("dump_article", "talk", output=output)

        assert (output / "talk.yaml").read_text() == expected

    def test_says_which_source_there_is_not(self, tmp_path):
        with pytest.raises(CommandError, match="There is no source nothing, nobody"):
            dump("nothing", "nobody")

    def test_says_when_there_is_no_such_directory(self, tmp_path):
        load(write(tmp_path, article()))

        with pytest.raises(CommandError, match="is no directory"):
            call_command("dump_article", "talk", output=tmp_path / "missing")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
@hypothesis_settings(deadline=None, max_examples=200)
def test_any_text_yaml_can_hold_comes_back(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("texts") / "a.yaml"
    with path.open("w", encoding="utf-8", newline="") as stream:
        YAML().dump(laid_out({"text": text, "quote": [text]}), stream)

    read = read_file(path)

    assert not read.problems
    assert read.values == {"text": text, "quote": [text]}


@pytest.mark.django_db
def test_every_article_shipped_comes_back_as_it_was(tmp_path):
    call_command("load_reference", stdout=StringIO(), stderr=StringIO())
    load(*FIXTURES)
    keys = list(Source.objects.order_by("key").values_list("key", flat=True))
    first = {key: dump(key) for key in keys}
    counts = {kind.model: kind.model._base_manager.count() for kind in KINDS}
    forget_everything()
    paths = [tmp_path / f"{key}.yaml" for key in keys]
    for path in paths:
        path.write_text(first[path.stem], encoding="utf-8")

    load(*paths)

    assert {key: dump(key) for key in keys} == first
    assert counts == {kind.model: kind.model._base_manager.count() for kind in KINDS}
    assert Official.objects.filter(key="artem-zdunov").count() == 1
    assert TradedGood.objects.filter(source__key="belarus-mordovia-2025-10-20").count() == 9
    assert RegionFactory._meta.model.objects.count() > 5000
