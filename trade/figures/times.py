"""Reading the periods of trade statistics, as offices write them."""

import re

from django.utils.translation import gettext as _t

from trade.models.periods import Frequency, frequency_of

# Each form with the period it stands for; a year is one of the common era that trade is known of.
_YEAR = "(?P<year>1[6-9][0-9]{2}|2[0-1][0-9]{2})"
_FORMS = tuple(
    (re.compile(form), written)
    for form, written in (
        (_YEAR, "{year}"),
        (f"{_YEAR}-?A1?", "{year}"),
        (f"{_YEAR}-?M?(?P<part>0[1-9]|1[0-2])", "{year}-{part}"),
        (f"{_YEAR}-?M(?P<part>[1-9])", "{year}-0{part}"),
        (f"(?P<part>0[1-9]|1[0-2])[/.]{_YEAR}", "{year}-{part}"),
        (f"(?P<part>[1-9])[/.]{_YEAR}", "{year}-0{part}"),
        (f"{_YEAR}-?Q(?P<part>[1-4])", "{year}-Q{part}"),
        (f"{_YEAR}-?[SH](?P<part>[12])", "{year}-S{part}"),
        (f"{_YEAR}52", "{year}"),
    )
)
_FREQUENCIES = frozenset(Frequency.values)


def read_period(text: str, frequency: str = "") -> tuple[str, str]:
    """Frequency and period as `TradeFigure` has them: read_period("202001") is ("M", "2020-01").

    `frequency` is what the file says, where it says so; it has to agree. Raises ValueError.
    """
    text = text.strip().upper()
    frequency = frequency.strip().upper()
    if frequency and frequency not in _FREQUENCIES:
        raise ValueError(_t("“%s” is no frequency we know") % frequency)
    if "/" in text and len(text) > len("12/2020"):
        start, _slash, end = text.partition("/")
        first, last = _single(start), _single(end)
        if first > last:
            raise ValueError(_t("“%s” ends before it starts") % text)
        period = f"{first}/{last}"
    else:
        period = _single(text)
    found = str(frequency_of(period))
    if frequency and frequency != found:
        raise ValueError(
            _t("“%(period)s” is no period of frequency %(frequency)s")
            % {"period": text, "frequency": frequency}
        )
    return found, period


def _single(text: str) -> str:
    for form, written in _FORMS:
        match = form.fullmatch(text)
        if match:
            return written.format_map(match.groupdict())
    raise ValueError(_t("“%s” is no period") % text)
