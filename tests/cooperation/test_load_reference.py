"""Loading regions, goods and sectors from the files of reference data."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from cooperation.models import Sector, SectorTerm
from trade.history import RecordedModel
from trade.models import ImportRun, Product, Region, RegionName

pytestmark = pytest.mark.django_db

FILES = settings.BASE_DIR / "fixtures" / "reference"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the files that a test may spoil."""
    shutil.copytree(FILES, tmp_path / "reference")
    return tmp_path / "reference"


@pytest.fixture
def small_folder(folder: Path) -> Path:
    """Just enough of the files to load in no time: Belarus, Russia, Mordovia, one group."""
    _keep(folder / "country_codes.csv", lambda line: line.startswith(("BLR,", "RUS,", "FIFA")))
    for name in ("subdivisions.csv", "region_names.csv"):
        _keep(folder / name, lambda line: line.startswith(("code,", "RU-MO,")))
    _keep(folder / "areas.csv", lambda line: line.startswith("code,"))
    _keep(folder / "hs_2022.csv", lambda line: line.startswith(("section,", "XX,")))
    (folder / "sectors.yaml").write_text(
        "- code: industry\n"
        "  name: Industry\n"
        '  isic: ["C"]\n'
        '  hs: ["94"]\n'
        "  terms: [industry, manufacturing]\n"
        "  sectors:\n"
        "    - code: furniture\n"
        "      name: Furniture\n"
        '      isic: ["31"]\n'
        '      hs: ["9401"]\n'
        "      terms: [furniture]\n"
    )
    return folder


def _keep(path: Path, wanted: Callable[[str], bool]) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(filter(wanted, lines)), encoding="utf-8")


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _load(folder: Path) -> None:
    call_command("load_reference", folder=folder, verbosity=0)


def _history_rows() -> int:
    return sum(
        model.history.count()
        for label in ("trade", "cooperation")
        for model in apps.get_app_config(label).get_models()
        if issubclass(model, RecordedModel)
    )


@pytest.mark.usefixtures("reference_data")
class TestWhole:
    """All files, as they are shipped."""

    def test_loads_every_country_and_subdivision(self) -> None:
        kinds = Region.Kind

        assert Region.objects.filter(kind=kinds.COUNTRY).count() == 249
        assert Region.objects.filter(kind=kinds.SUBDIVISION).count() == 5046
        assert Region.objects.filter(kind=kinds.AREA).count() == 32
        assert not Region.objects.filter(name="").exists()

    def test_gives_every_region_an_official_english_name(self) -> None:
        named = RegionName.objects.filter(language="en", kind="official").values("region")

        assert not Region.objects.proper().exclude(pk__in=named).exists()

    def test_loads_the_harmonized_system_below_all_goods(self) -> None:
        levels = Product.objects.values_list("level", flat=True)

        counts = {level: list(levels).count(level) for level in Product.Level.values}

        assert counts == {0: 1, 1: 21, 2: 97, 4: 1229, 6: 5613}

    def test_puts_wire_where_it_belongs(self) -> None:
        heading = Product.objects.get(edition="HS2022", code="8544")

        above = [heading.parent, heading.parent.parent, heading.parent.parent.parent]

        assert [product.code for product in above] == ["85", "XVI", "TOTAL"]
        assert above[-1] == Product.objects.total()

    def test_knows_the_areas_of_trade_statistics(self) -> None:
        areas = Region.objects.filter(kind=Region.Kind.AREA)

        numbers = dict(areas.values_list("code", "numeric_code"))

        assert numbers["W00"] == "000"
        assert all(code == f"M{number}" for code, number in numbers.items() if code != "W00")

    def test_trims_descriptions(self) -> None:
        assert not Product.objects.filter(name__endswith=" ").exists()
        assert Product.objects.get(code="I").name == "Live animals; animal products"

    def test_loads_sectors_in_groups_with_terms(self) -> None:
        groups = Sector.objects.filter(parent__isnull=True)
        sectors = Sector.objects.filter(parent__isnull=False)

        assert 10 <= groups.count() <= 15
        assert 60 <= sectors.count() <= 100
        assert not Sector.objects.filter(terms__isnull=True).exists()

    def test_links_sectors_to_activities_and_products(self) -> None:
        rolling_stock = Sector.objects.get(code="rolling-stock")

        assert "302" in rolling_stock.isic_codes
        assert "86" in rolling_stock.products.values_list("code", flat=True)

    @pytest.mark.parametrize(
        ("code", "name"),
        [
            ("BY", "Belarus"),
            ("NA", "Namibia"),
            ("RU-MO", "Mordovia"),
            ("RU-CE", "Chechnya"),
            ("BY-HO", "Gomel"),
            ("CN-HK", "Hong Kong"),
        ],
    )
    def test_names_a_region_as_english_texts_do(self, code: str, name: str) -> None:
        assert Region.objects.get(code=code).name.startswith(name)

    def test_pads_numeric_codes(self) -> None:
        assert Region.objects.get(code="AF").numeric_code == "004"

    @pytest.mark.parametrize(
        ("code", "language", "kind", "name"),
        [
            ("BY", "en", "official", "Republic of Belarus"),
            ("BY", "ru", "short", "Беларусь"),
            ("BY", "be", "official", "Рэспубліка Беларусь"),
            ("BY", "en", "adjective", "Belarusian"),
            ("BY", "en", "former", "Byelorussia"),
            ("RU", "ru", "short", "Россия"),
            ("RU", "ru", "official", "Российская Федерация"),
            ("RU-MO", "ru", "short", "Мордовия"),
            ("RU-MO", "ru", "official", "Республика Мордовия"),
            ("RU-MO", "be", "short", "Мардовія"),
            ("RU-MO", "en", "official", "Republic of Mordovia"),
            ("BY-HO", "ru", "short", "Гомельская область"),
            ("VA", "en", "official", "Holy See"),
            ("AX", "en", "official", "Åland Islands"),
            ("BO", "en", "alias", "Bolivia (Plurinational State of)"),
            ("BE-VLG", "fr", "short", "Flamande, Région"),
            ("RU-KEM", "ru", "alias", "Кузбасс"),
        ],
    )
    def test_gives_other_names(self, code: str, language: str, kind: str, name: str) -> None:
        names = RegionName.objects.filter(region=code, language=language, kind=kind)

        assert name in names.values_list("name", flat=True)

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            ("Мордовия", "RU-MO"),
            ("мордовский", "RU-MO"),
            ("MORDOVIA", "RU-MO"),
            ("Мардовія", "RU-MO"),
            ("Беларусь", "BY"),
            ("byelorussia", "BY"),
            ("БЕЛОРУССКИЙ", "BY"),
        ],
    )
    def test_search_finds_names(self, words: str, code: str) -> None:
        assert code in Region.objects.search(words).values_list("code", flat=True)

    def test_a_second_run_writes_nothing(self, capsys: pytest.CaptureFixture[str]) -> None:
        before = _history_rows()

        call_command("load_reference")

        assert _history_rows() == before
        assert ImportRun.objects.count() == 1
        assert "regions: 5327 read, 0 added, 0 changed" in capsys.readouterr().out

    def test_keeps_a_record_of_the_import(self) -> None:
        run = ImportRun.objects.get()

        assert run.kind == ImportRun.Kind.REFERENCE
        assert run.file_name == "fixtures/reference"
        assert run.rows_added == run.rows_read > 25_000
        assert run.finished_at is not None

    def test_signs_its_changes(self) -> None:
        created = Region.objects.get(code="BY").history.get()

        assert (created.history_type, created.history_change_reason) == ("+", "load_reference")


class TestFollowing:
    """Files that change, and records that people change."""

    def test_a_corrected_file_is_followed(self, small_folder: Path) -> None:
        _load(small_folder)
        _replace(small_folder / "subdivisions.csv", "Mordovia,", "Mordva,")
        _replace(small_folder / "hs_2022.csv", "Seats (not", "Chairs (not")
        _replace(small_folder / "sectors.yaml", '["9401"]', '["9403"]')
        _replace(small_folder / "sectors.yaml", "[furniture]", "[furniture, manufacturing]")
        _replace(small_folder / "sectors.yaml", "[industry, manufacturing]", "[industry]")

        _load(small_folder)

        assert Region.objects.get(code="RU-MO").name == "Mordva"
        assert Product.objects.get(code="9401").name.startswith("Chairs (not")
        furniture = Sector.objects.get(code="furniture")
        assert [product.code for product in furniture.products.all()] == ["9403"]
        assert SectorTerm.objects.get(term="manufacturing").sector == furniture
        runs = ImportRun.objects.values_list("rows_added", "rows_changed").order_by("pk")
        assert runs[1] == (1, 4)  # added: “Mordovia”, which is now an alias

    def test_an_edit_is_kept_and_listed(
        self, small_folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        _load(small_folder)
        mordovia = Region.objects.get(code="RU-MO")
        mordovia.name = "Republic of Mordovia"
        mordovia.save()

        call_command("load_reference", folder=small_folder)

        mordovia.refresh_from_db()
        assert mordovia.name == "Republic of Mordovia"
        assert "kept so:\n  RU-MO" in capsys.readouterr().out

    def test_a_name_renamed_or_deleted_does_not_come_back(
        self, small_folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        _load(small_folder)
        RegionName.objects.filter(name="Mordvinia").update(name="Mordvinija")
        RegionName.objects.get(name="Mordvin ASSR").delete()

        call_command("load_reference", folder=small_folder)

        names = set(RegionName.objects.filter(region="RU-MO").values_list("name", flat=True))
        assert "Mordvinija" in names
        assert not names & {"Mordvinia", "Mordvin ASSR"}
        assert "RU-MO en former Mordvin ASSR (renamed or deleted)" in capsys.readouterr().out

    def test_products_of_a_sector_an_analyst_chose_are_kept(self, small_folder: Path) -> None:
        _load(small_folder)
        furniture = Sector.objects.get(code="furniture")
        furniture.products.set(Product.objects.filter(code="9403"))

        _load(small_folder)

        assert [product.code for product in furniture.products.all()] == ["9403"]

    def test_what_left_the_files_is_listed_not_deleted(
        self, small_folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        _load(small_folder)
        RegionName.objects.create(region_id="BY", language="en", kind="alias", name="Ours")
        _replace(small_folder / "sectors.yaml", "[industry, manufacturing]", "[industry]")

        call_command("load_reference", folder=small_folder)

        assert SectorTerm.objects.filter(term="manufacturing").exists()
        assert capsys.readouterr().out.endswith("files, kept:\n  en manufacturing\n")

    def test_a_subdivision_may_stand_before_its_parent(self, small_folder: Path) -> None:
        _replace(small_folder / "subdivisions.csv", "RU-MO,", "RU-XX,RU,City,RU-MO,Xx,Xx,\nRU-MO,")

        _load(small_folder)

        assert Region.objects.get(code="RU-XX").parent_id == "RU-MO"

    def test_counts_while_somebody_watches_at_a_terminal(self, small_folder: Path) -> None:
        terminal = io.StringIO()
        terminal.isatty = lambda: True

        call_command("load_reference", folder=small_folder, stdout=terminal)

        assert "\rregions: 3/3\rregions: 3 read, 3 added, 0 changed" in terminal.getvalue()


class TestBadFiles:
    """Each mistake names its file, its line and the reason, and nothing is loaded."""

    @pytest.mark.parametrize(
        ("file", "old", "new", "message"),
        [
            (
                "country_codes.csv",
                "ISO3166-1-numeric",
                "M50",
                "line 1: no column ISO3166-1-numeric",
            ),
            ("country_codes.csv", ",BY,BY,", ",BY,RU,", "“RU” stands on line 2 already"),
            (
                "country_codes.csv",
                ",BY,BY,",
                ",BY,by,",
                "country_codes.csv, line 2: code: Give an ISO",
            ),
            ("country_codes.csv", "BLR,", "BLR,,", "line 2: not as many cells"),
            ("subdivisions.csv", "Republic,,", "Republic,RU-XX,", "line 2: unknown parent “RU-XX”"),
            ("region_names.csv", "RU-MO,be", "RU-XY,be", "line 2: unknown region “RU-XY”"),
            ("region_names.csv", "adjective", "adverb", "line 2: kind: Value 'adverb'"),
            ("hs_2022.csv", "XX,94", "XXX,94", "line 2: unknown parent “XXX”"),
            ("hs_2022.csv", ",TOTAL,2", ",TOTAL,3", "line 2: unknown level “3”"),
            ("sectors.yaml", '"C"', '"Z"', "sectors.yaml, line 3: unknown ISIC code “Z”"),
            ("sectors.yaml", '"9401"', '"9999"', "line 10: unknown product “9999”"),
            ("sectors.yaml", "[furniture]", "[industry]", "“en industry” stands on line 5 already"),
            ("sectors.yaml", "  name: Industry\n", "", "line 1: “name” is missing"),
            ("sectors.yaml", "[furniture]", "[furniture", "line 12: expected"),
            ("sectors.yaml", "[furniture]", "furniture", "line 7: “terms” is missing or no list"),
        ],
    )
    def test_names_the_place_and_the_reason(
        self, small_folder: Path, file: str, old: str, new: str, message: str
    ) -> None:
        _replace(small_folder / file, old, new)

        with pytest.raises(CommandError) as caught:
            _load(small_folder)

        assert file in str(caught.value)
        assert message in str(caught.value)
        assert not Region.objects.exists()
        assert not ImportRun.objects.exists()

    @pytest.mark.parametrize("file", ["hs_sections.csv", "isic4.csv", "sectors.yaml"])
    def test_a_missing_file_is_named(self, small_folder: Path, file: str) -> None:
        (small_folder / file).unlink()

        with pytest.raises(CommandError, match=f"{file}: the file is missing"):
            _load(small_folder)

        assert not Region.objects.exists()

    def test_a_file_in_another_encoding_is_named(self, small_folder: Path) -> None:
        (small_folder / "isic4.csv").write_bytes("code,description\nA,Ö\n".encode("cp1252"))

        with pytest.raises(CommandError, match=r"isic4\.csv: not UTF-8"):
            _load(small_folder)
