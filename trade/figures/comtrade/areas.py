"""The numbers by which UN Comtrade names regions."""

from collections.abc import Iterable

from django.utils.translation import gettext as _t

from trade.figures.codes import COMTRADE_NUMBERS, codes_from_database
from trade.figures.comtrade.problems import ComtradeError
from trade.models import Region


def numbers_of(regions: Iterable[str]) -> tuple[str, ...]:
    """UN Comtrade's numbers of these regions, in their order. Raises ComtradeError.

    Where UN Comtrade has a number of its own for a country (842 for the US), that one is meant.
    """
    known = codes_from_database()
    numbers = {code: number for number, code in known.by_number.items()}
    numbers |= {code: number for number, code in COMTRADE_NUMBERS.items()}
    return tuple(_number(code, numbers, known.regions) for code in regions)


def _number(code: str, numbers: dict[str, str], known: frozenset[str]) -> str:
    if code not in known:
        hint = "" if known else _t(" There are no regions yet: run load_reference first.")
        raise ComtradeError(_t("There is no region “%s”.") % code + hint)
    if Region.objects.get(pk=code).kind == Region.Kind.SUBDIVISION:
        raise ComtradeError(
            _t("%s is part of a country: UN Comtrade has figures of countries only.") % code
        )
    if code not in numbers:
        raise ComtradeError(_t("UN Comtrade has no number for %s.") % code)
    return numbers[code]
