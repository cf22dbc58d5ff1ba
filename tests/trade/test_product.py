"""Products: lines of the Harmonized System, and all goods."""

import pytest

from tests.constraints import assert_breaks, breaks
from tests.factories import ProductFactory
from trade.models import Product

Level = Product.Level


@breaks("trade_product_code_is_unique_in_its_edition")
def test_a_code_is_unique_in_its_edition() -> Product:
    chapter = ProductFactory(wire=True)
    again = ProductFactory(wire=True, code="86")
    again.code = chapter.code
    return again


@breaks("trade_product_code_fits_its_level")
def test_a_chapter_has_two_digits() -> Product:
    chapter = ProductFactory(wire=True)
    chapter.code = "8544"
    return chapter


@pytest.mark.parametrize(
    ("level", "code"),
    [
        (Level.CHAPTER, "854"),
        (Level.HEADING, "85"),
        (Level.SUBHEADING, "8544"),
        (Level.TOTAL, "85"),
        (Level.TOTAL, "TOTAL"),  # with a parent
    ],
)
@pytest.mark.django_db
def test_a_code_fits_its_level(level: int, code: str) -> None:
    product = ProductFactory(wire=True)
    product.level, product.code = level, code

    assert_breaks(product, "trade_product_code_fits_its_level")


@pytest.mark.parametrize("level", [Level.SECTION, Level.CHAPTER])
@pytest.mark.django_db
def test_every_line_but_all_goods_is_part_of_another(level: int) -> None:
    product = ProductFactory(wire=True)
    product.level, product.parent = level, None

    assert_breaks(product, "trade_product_code_fits_its_level")


@pytest.mark.django_db
def test_the_same_code_may_stand_in_two_editions() -> None:
    ProductFactory(wire=True)

    ProductFactory(wire=True, edition=Product.Edition.HS2017).full_clean()


@pytest.fixture
def tree(db: None) -> dict[str, Product]:
    """Wire, the sections it is in and a chapter of another section."""
    total = ProductFactory()
    tree = {"TOTAL": total}
    for code, level, parent in [
        ("XVI", Level.SECTION, "TOTAL"),
        ("85", Level.CHAPTER, "XVI"),
        ("8544", Level.HEADING, "85"),
        ("854411", Level.SUBHEADING, "8544"),
        ("XV", Level.SECTION, "TOTAL"),
        ("74", Level.CHAPTER, "XV"),
    ]:
        tree[code] = ProductFactory(
            wire=True, code=code, level=level, parent=tree[parent], name=f"Goods {code}"
        )
    return tree


@pytest.mark.parametrize(
    ("code", "under"),
    [
        ("TOTAL", {"TOTAL", "XVI", "85", "8544", "854411", "XV", "74"}),
        ("XVI", {"XVI", "85", "8544", "854411"}),
        ("XV", {"XV", "74"}),
        ("85", {"85", "8544", "854411"}),
        ("8544", {"8544", "854411"}),
        ("99", set()),
    ],
)
def test_under_holds_a_line_and_all_below(
    tree: dict[str, Product], code: str, under: set[str]
) -> None:
    assert {product.code for product in Product.objects.under(code)} == under


def test_all_goods_is_found(tree: dict[str, Product]) -> None:
    assert Product.objects.total() == tree["TOTAL"]
