"""The layouts of files that offices publish. To add one, write a class and name it here."""

from django.utils.translation import gettext as _t

from trade.figures.layouts.baci import BaciLayout
from trade.figures.layouts.base import Header, Layout
from trade.figures.layouts.comtrade import ComtradeLayout
from trade.figures.layouts.eurostat import EurostatLayout
from trade.figures.layouts.russian_customs import RussianCustomsLayout
from trade.figures.layouts.sdmx import SdmxLayout
from trade.figures.layouts.simple import SimpleLayout
from trade.figures.problems import WrongFileError

# In the order in which they are tried.
LAYOUTS: dict[str, type[Layout]] = {
    layout.name: layout
    for layout in (
        ComtradeLayout,
        EurostatLayout,
        SdmxLayout,
        BaciLayout,
        RussianCustomsLayout,
        SimpleLayout,
    )
}


def find_layout(header: Header, name: str | None = None) -> type[Layout]:
    """The layout of this name, else the first that recognises the header. Raises WrongFileError."""
    candidates = list(LAYOUTS.values()) if name is None else [LAYOUTS[name]]
    for layout in candidates:
        if layout.recognises(header):
            return layout
    nearest = max(
        reversed(candidates),
        key=lambda layout: 1 - len(layout.lacks(header)) / len(layout.required),
    )
    lacking = nearest.lacks(header)
    if len(lacking) == len(nearest.required):
        raise WrongFileError(_t("the header is of no layout we know"), line=1)
    raise WrongFileError(
        _t("the header is of no layout we know; for %(layout)s it lacks %(columns)s")
        % {"layout": nearest.name, "columns": ", ".join(lacking)},
        line=1,
    )
