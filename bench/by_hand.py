"""What our import is measured against: COPY of all 47 columns as text, then one typed upsert.

As somebody writes it who knows the file is good: no progress, no rejects, no revisions, no annual
totals, nothing of a row that cannot be stored.
"""

from pathlib import Path
from typing import Any

from bench.databases import DATASET, FIGURES
from bench.generate import HEADER

STAGING = "bench_staging"
KEY = "source_id, reporter_id, partner_id, flow, product_id, period, amount_as_written"


def copy_and_upsert(connection: Any, path: Path) -> int:
    """Load a file through a psycopg2 connection; how many rows were inserted or changed."""
    columns = ", ".join(f'"{name}" text' for name in HEADER)
    with connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE UNLOGGED TABLE {STAGING} ({columns})")
        with path.open(encoding="utf-8") as file:
            cursor.copy_expert(f"COPY {STAGING} FROM STDIN (FORMAT csv, HEADER)", file)
        cursor.execute(f"ANALYZE {STAGING}")
        cursor.execute(UPSERT, [DATASET])
        written = cursor.rowcount
        cursor.execute(f"DROP TABLE {STAGING}")
    return int(written)


UPSERT = f"""
    WITH area AS (
        SELECT ltrim(numeric_code, '0') AS number, code FROM trade_region WHERE numeric_code <> ''
        UNION ALL SELECT '0', 'W00'
        UNION ALL VALUES ('251', 'FR'), ('381', 'IT'), ('579', 'NO'), ('699', 'IN'), ('757', 'CH'),
            ('842', 'US')
    )
    INSERT INTO {FIGURES} (
        source_id, reporter_id, partner_id, flow, product_id, frequency, period, period_start,
        period_end, value, currency, qualifier, observation_status, valuation, period_as_written,
        amount_as_written, change_as_written, claimed_by, is_pinned, notes, recorded_at)
    SELECT release.id, reporter.code, partner.code, "flowCode", product.id, "freqCode", s.period,
        to_date("refPeriodId", 'YYYYMMDD'), make_date("refYear"::integer, 12, 31),
        "primaryValue"::numeric, 'USD', 'exact',
        CASE WHEN "primaryValue" = '' THEN 'O' ELSE 'A' END,
        CASE WHEN "primaryValue" = cifvalue THEN 'CIF' WHEN "primaryValue" = fobvalue THEN 'FOB'
            ELSE '' END,
        '', '', '', '', FALSE, '', now()
    FROM {STAGING} AS s
    JOIN trade_source AS release ON release.key = %s
    JOIN area AS reporter ON reporter.number = s."reporterCode"
    JOIN area AS partner ON partner.number = s."partnerCode"
    JOIN trade_product AS product ON product.code = s."cmdCode"
        AND product.edition = CASE WHEN s."cmdCode" = 'TOTAL' THEN 'ANY' ELSE 'HS2022' END
    WHERE "partner2Code" = '0' AND "customsCode" = 'C00' AND "mosCode" = '0' AND "motCode" = '0'
    ORDER BY 1, 2, 3, 4, 5, 7
    ON CONFLICT ({KEY}) DO UPDATE SET
        value = excluded.value, currency = excluded.currency, valuation = excluded.valuation,
        observation_status = excluded.observation_status, recorded_at = excluded.recorded_at
    WHERE ({FIGURES}.value, {FIGURES}.currency, {FIGURES}.valuation,
            {FIGURES}.observation_status)
        IS DISTINCT FROM (excluded.value, excluded.currency, excluded.valuation,
            excluded.observation_status)
"""
