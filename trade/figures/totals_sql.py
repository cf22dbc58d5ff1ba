"""The one statement that says what annual totals are, for SQLite and PostgreSQL."""

from collections.abc import Iterable

from django.db import connection

from trade.models import Frequency, Product, Source, TradeFigure
from trade.models.figure import MISSING_STATUSES

KEY = ("source_id", "reporter_id", "partner_id", "flow", "year")

# Any number will do, as long as nothing else locks under it.
_LOCK = 7_204_033

_Qualifier = TradeFigure.Qualifier
NO_AMOUNT = (_Qualifier.RANGE, _Qualifier.TARGET, _Qualifier.FORECAST)
NOT_OBSERVED = (TradeFigure.ObservationStatus.FORECAST, *MISSING_STATUSES)


def _quoted(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def computed(*, of_keys_in: str = "", of_one_source: bool = False) -> str:
    """A SELECT of the totals as the figures give them; all of them unless narrowed.

    Summed by period first, so that months are counted without a sort of every figure.
    """
    narrowed = "f.source_id = %s AND" if of_one_source else ""
    touched = ""
    if of_keys_in:
        # As a cross join: SQLite then reads the keys first and finds the figures by their index.
        # As a span of periods: the index tells which figures are of the year.
        touched = f"{of_keys_in} AS touched_key CROSS JOIN"
        narrowed = """
            f.source_id = touched_key.source_id AND f.reporter_id = touched_key.reporter_id
            AND f.partner_id = touched_key.partner_id AND f.flow = touched_key.flow
            AND f.period >= CAST(touched_key.year AS text)
            AND f.period < CAST(touched_key.year + 1 AS text) AND"""
    return f"""
    SELECT source_id, reporter_id, partner_id, flow, year, level, edition, currency,
        ROUND(CASE WHEN annual_figures > 0 THEN annual_value ELSE monthly_value END, 2),
        CASE WHEN annual_figures > 0 THEN annual_figures ELSE monthly_figures END,
        annual_figures = 0
    FROM (
        SELECT source_id, reporter_id, partner_id, flow,
            CAST(substr(period, 1, 4) AS integer) AS year, level, edition, currency,
            SUM(CASE WHEN frequency = '{Frequency.ANNUAL}' THEN value END) AS annual_value,
            SUM(CASE WHEN frequency = '{Frequency.ANNUAL}' THEN figures ELSE 0 END)
                AS annual_figures,
            SUM(CASE WHEN frequency = '{Frequency.MONTHLY}' THEN value END) AS monthly_value,
            SUM(CASE WHEN frequency = '{Frequency.MONTHLY}' THEN figures ELSE 0 END)
                AS monthly_figures,
            COUNT(CASE WHEN frequency = '{Frequency.MONTHLY}' THEN 1 END) AS months
        FROM (
            SELECT f.source_id, f.reporter_id, f.partner_id, f.flow, f.frequency, f.period,
                p.level, p.edition, f.currency, SUM(f.value) AS value, COUNT(*) AS figures
            FROM {touched} {TradeFigure._meta.db_table} AS f
            JOIN {Product._meta.db_table} AS p ON p.id = f.product_id
            JOIN {Source._meta.db_table} AS s ON s.id = f.source_id
            WHERE {narrowed} s.kind = '{Source.Kind.RELEASE}'
                AND f.frequency IN ('{Frequency.ANNUAL}', '{Frequency.MONTHLY}')
                AND f.period >= '1000'
                AND f.value IS NOT NULL
                AND f.amount_as_written = ''
                AND f.qualifier NOT IN ({_quoted(NO_AMOUNT)})
                AND f.observation_status NOT IN ({_quoted(NOT_OBSERVED)})
            GROUP BY f.source_id, f.reporter_id, f.partner_id, f.flow, f.frequency, f.period,
                p.level, p.edition, f.currency
        ) AS by_period
        GROUP BY source_id, reporter_id, partner_id, flow, substr(period, 1, 4), level, edition,
            currency
    ) AS by_year
    WHERE annual_figures > 0 OR months = 12
    """  # noqa: S608


def lock_sources(source_ids: Iterable[int]) -> None:
    """Let nobody else refresh totals of these sources until the transaction ends.

    Two that refresh one key at once would each miss what the other has not committed. SQLite lets
    one writer in at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for source_id in sorted(source_ids):
                cursor.execute(
                    "SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, source_id % 2_147_483_647]
                )
