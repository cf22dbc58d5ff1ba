"""The products that figures of a file are about; lines of older editions are made as they occur."""

from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _t

from trade.models import Product

Level = Product.Level
NEWEST = Product.Edition.HS2022
_LOCK = 7_204_032  # any number nothing else locks under


class UnknownProductError(Exception):
    """A code that is in no edition, or not in the newest one, which is on record whole."""


class NewProduct(NamedTuple):
    """A line to be made; its number stands for it in the staged rows until then."""

    number: int
    name: str


class ProductNumbers(dict[tuple[str, str], int]):
    """The number of each product by edition and code.

    A line that is not on record gets a negative number when it is first met, and its own when the
    file is merged: nothing is written before. Lines without a description are not among these
    until a row has one; `named` are descriptions of lines on record, by their numbers.
    """

    def __init__(self) -> None:
        known = Product.objects.values_list("edition", "code", "pk", "level")
        super().__init__(((edition, code), pk) for edition, code, pk, _level in known)
        self._chapters = {code for _edition, code, _pk, level in known if level == Level.CHAPTER}
        self._unnamed = {
            (edition, code): self.pop((edition, code))
            for edition, code, name in Product.objects.exclude(
                edition__in=[NEWEST, Product.Edition.ANY]
            ).values_list("edition", "code", "name")
            if name == no_name(edition, code)
        }
        self.new: dict[tuple[str, str], NewProduct] = {}
        self.named: dict[int, str] = {}

    def meet(self, edition: str, code: str, name: str) -> int:
        """The number of a product that has no description yet. Raises UnknownProductError."""
        if (edition, code) in self._unnamed:
            return self._describe(edition, code, name.strip())
        if code == Product.TOTAL or edition == Product.Edition.ANY:
            raise UnknownProductError(_t("“%s” is no product without an edition") % code)
        if edition == NEWEST and not code.startswith("99"):
            raise UnknownProductError(_t("“%s” is not in the edition of 2022") % code)
        if code[:2] not in self._chapters:
            raise UnknownProductError(
                _t("“%(code)s”: there is no chapter %(chapter)s")
                % {"code": code, "chapter": code[:2]}
            )
        above = code[: max(2, len(code) - 2)]
        if above != code and (edition, above) not in self and (edition, above) not in self._unnamed:
            self.meet(edition, above, "")
        number = -1 - len(self.new)
        self.new[edition, code] = NewProduct(number, no_name(edition, code))
        self._unnamed[edition, code] = number
        return self._describe(edition, code, name.strip())

    def _describe(self, edition: str, code: str, name: str) -> int:
        number = self._unnamed[edition, code]
        if not name:
            return number
        self[edition, code] = self._unnamed.pop((edition, code))
        if number < 0:
            self.new[edition, code] = NewProduct(number, name)
        else:
            self.named[number] = name
        return number


def no_name(edition: str, code: str) -> str:
    """What a line is called for which no file has had a description yet."""
    return f"{Product.Edition(edition).label} {code}"


def name_products(named: dict[int, str]) -> None:
    """Describe lines that had no description; one that somebody has given meanwhile stays."""
    unnamed = [
        product
        for product in Product.objects.in_bulk(list(named)).values()
        if product.name == no_name(product.edition, product.code)
    ]
    for product in unnamed:
        product.name = named[product.pk]
    Product.objects.bulk_update(unnamed, ["name"], batch_size=200)


def make_products(new: dict[tuple[str, str], NewProduct]) -> dict[int, int]:
    """Make the lines that are still missing; the numbers of all by those they had until now.

    Called in the transaction of the merge; another import waits with its new lines until it ends.
    """
    if not new:
        return {}
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_LOCK])
    editions = {edition for edition, _code in new} | {NEWEST}
    stored = {
        (edition, code): pk
        for edition, code, pk in Product.objects.filter(edition__in=editions).values_list(
            "edition", "code", "pk"
        )
    }
    sections = dict(
        Product.objects.filter(edition=NEWEST, level=Level.CHAPTER).values_list("code", "parent_id")
    )
    for level in (Level.CHAPTER, Level.HEADING, Level.SUBHEADING):
        made = [
            Product(
                edition=edition,
                code=code,
                level=level,
                # The sections of the Harmonized System have been the same in every edition.
                parent_id=sections[code]
                if level == Level.CHAPTER
                else stored[edition, code[: level - 2]],
                name=name,
            )
            for (edition, code), (_number, name) in sorted(new.items())
            if len(code) == level and (edition, code) not in stored
        ]
        Product.objects.bulk_create(made)
        stored |= {(product.edition, product.code): product.pk for product in made}
    return {number: stored[key] for key, (number, _name) in new.items()}
