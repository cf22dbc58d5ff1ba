"""The codes of areas that files of trade statistics use, and the regions they stand for."""

import re

from trade.figures.observation import Codes
from trade.models import Region

# Where UN Comtrade's number of an area is not the ISO number of the region.
COMTRADE_NUMBERS = {
    "251": "FR",  # with Monaco and the overseas departments
    "381": "IT",  # with San Marino and the Vatican
    "579": "NO",  # with Svalbard and Jan Mayen
    "699": "IN",
    "757": "CH",  # with Liechtenstein
    "842": "US",  # with Puerto Rico and the US Virgin Islands
}

WORLD = "W00"


def codes_from_database() -> Codes:
    """The codes of all regions and statistical areas, read once before a file."""
    regions = list(Region.objects.values_list("code", "alpha3", "numeric_code"))
    by_number: dict[str, str] = {}
    by_alpha3: dict[str, str] = {}
    for code, alpha3, number in regions:
        number = number or "".join(re.findall("^M([0-9]{3})$", code))
        if number:
            by_number[number.lstrip("0")] = code
        if alpha3:
            by_alpha3[alpha3] = code
    known = frozenset(code for code, _alpha3, _number in regions)
    by_number.update((n, code) for n, code in COMTRADE_NUMBERS.items() if code in known)
    if WORLD in known:
        by_number["0"] = WORLD
        by_alpha3["WLD"] = WORLD
    return Codes(regions=known, by_number=by_number, by_alpha3=by_alpha3)
