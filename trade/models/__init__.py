"""The ground floor: the regions that trade, what they trade, where a fact comes from."""

from trade.models.access_token import AccessToken
from trade.models.annual_total import AnnualTotal
from trade.models.archive import Archivable
from trade.models.dates import PartialDate, Precision
from trade.models.exchange_rate import ExchangeRate
from trade.models.figure import TradeFigure
from trade.models.good import TradedGood
from trade.models.import_run import ImportReject, ImportRun
from trade.models.keys import Keyed
from trade.models.periods import Frequency
from trade.models.product import Product
from trade.models.region import Region, RegionName
from trade.models.revision import TradeFigureRevision
from trade.models.source import Evidenced, Passage, RegionMention, Source
from trade.models.upload import Upload

__all__ = [
    "AccessToken",
    "AnnualTotal",
    "Archivable",
    "Evidenced",
    "ExchangeRate",
    "Frequency",
    "ImportReject",
    "ImportRun",
    "Keyed",
    "PartialDate",
    "Passage",
    "Precision",
    "Product",
    "Region",
    "RegionMention",
    "RegionName",
    "Source",
    "TradeFigure",
    "TradeFigureRevision",
    "TradedGood",
    "Upload",
]
