"""The products that figures of a file are about; lines of older editions are made as they occur."""

from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _t

from trade.models import Product

Level = Product.Level
NEWEST = Product.Edition.HS2022
_RESERVED_AT_ONCE = 1_000
_LOCK = 7_204_032  # any number nothing else locks under


class UnknownProductError(Exception):
    """A code that is in no edition, or not in the newest one, which is on record whole."""


class NewProduct(NamedTuple):
    """A line to be made; its number stands for it in the staged rows until then."""

    number: int
    name: str


class ProductNumbers(dict[tuple[str, str], int]):
    """The number of each product by edition and code; a new line is given one when first met.

    On PostgreSQL it is the primary key the line will have. On SQLite, which reserves none, it is
    negative and replaced when the line is made.
    """

    def __init__(self) -> None:
        known = Product.objects.values_list("edition", "code", "pk", "level")
        super().__init__(((edition, code), pk) for edition, code, pk, _level in known)
        self._chapters = {code for _edition, code, _pk, level in known if level == Level.CHAPTER}
        self._reserved: list[int] = []
        self.new: dict[tuple[str, str], NewProduct] = {}

    def meet(self, edition: str, code: str, name: str) -> int:
        """The number of a product not met before. Raises UnknownProductError."""
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
        if above != code and (edition, above) not in self:
            self.meet(edition, above, "")
        self[edition, code] = number = self._reserve()
        written = name.strip() or f"{Product.Edition(edition).label} {code}"
        self.new[edition, code] = NewProduct(number, written)
        return number

    def _reserve(self) -> int:
        if connection.vendor != "postgresql":
            return -1 - len(self.new)
        if not self._reserved:
            # A sequence is outside transactions: two imports never get the same numbers. Over a
            # connection of its own, for COPY has the other while it reads rows.
            aside = connection.copy()
            try:
                with aside.cursor() as cursor:
                    cursor.execute(
                        "SELECT nextval(pg_get_serial_sequence(%s, 'id'))"
                        " FROM generate_series(1, %s)",
                        [Product._meta.db_table, _RESERVED_AT_ONCE],
                    )
                    self._reserved = sorted((n for (n,) in cursor.fetchall()), reverse=True)
            finally:
                aside.close()
        return self._reserved.pop()


def make_products(new: dict[tuple[str, str], NewProduct]) -> dict[int, int]:
    """Make the lines that are still missing; which numbers turned out to be others.

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
                pk=number if number > 0 else None,
                edition=edition,
                code=code,
                level=level,
                # The sections of the Harmonized System have been the same in every edition.
                parent_id=sections[code]
                if level == Level.CHAPTER
                else stored[edition, code[: level - 2]],
                name=name,
            )
            for (edition, code), (number, name) in sorted(new.items())
            if len(code) == level and (edition, code) not in stored
        ]
        Product.objects.bulk_create(made)
        stored |= {(product.edition, product.code): product.pk for product in made}
    return {number: stored[key] for key, (number, _name) in new.items() if stored[key] != number}
