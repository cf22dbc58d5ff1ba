SELECT
    figure.id AS figure_id,
    figure.reporter_id AS reporter_code,
    reporter.name AS reporter_name,
    figure.partner_id AS partner_code,
    partner.name AS partner_name,
    figure.flow,
    label(trade.TradeFigure.Flow, figure.flow) AS flow_label,
    product.edition AS product_edition,
    product.code AS product_code,
    product.level AS product_level,
    product.name AS product_name,
    figure.frequency,
    label(trade.Frequency, figure.frequency) AS frequency_label,
    nullif(figure.period, '') AS period,
    figure.period_start,
    figure.period_end,
    figure.value,
    figure.value_low,
    figure.value_high,
    figure.currency,
    CASE
        WHEN figure.currency = 'USD' THEN figure.value
        WHEN rate.id IS NOT NULL THEN round(figure.value / rate.units_per_usd, 2)
    END AS value_usd,
    CASE
        WHEN figure.value IS NULL THEN NULL
        WHEN figure.currency = 'USD' THEN 1
        ELSE rate.units_per_usd
    END AS usd_rate,
    CASE WHEN figure.value IS NOT NULL THEN rate.year END AS usd_rate_year,
    CASE WHEN figure.value IS NOT NULL THEN rate_source.key END AS usd_rate_source_key,
    figure.qualifier,
    label(trade.TradeFigure.Qualifier, figure.qualifier) AS qualifier_label,
    figure.observation_status,
    label(trade.TradeFigure.ObservationStatus, figure.observation_status)
        AS observation_status_label,
    nullif(figure.valuation, '') AS valuation,
    figure.change_percent,
    nullif(figure.amount_as_written, '') AS amount_as_written,
    nullif(figure.claimed_by, '') AS claimed_by,
    figure.is_pinned,
    source.key AS source_key,
    source.kind AS source_kind,
    source.title AS source_title,
    source.publisher,
    nullif(source.url, '') AS url,
    figure.released_on,
    figure.recorded_at
FROM trade_tradefigure figure
JOIN trade_source source ON source.id = figure.source_id
JOIN trade_region reporter ON reporter.code = figure.reporter_id
JOIN trade_region partner ON partner.code = figure.partner_id
JOIN trade_product product ON product.id = figure.product_id
-- The rate trade/figures/dollars.py takes: of the year, from the source published last. A span
-- that reaches into another year has none.
LEFT JOIN trade_exchangerate rate ON figure.currency <> 'USD' AND rate.id = (
    SELECT given.id
    FROM trade_exchangerate given
    JOIN trade_source given_by ON given_by.id = given.source_id
    WHERE given.currency = figure.currency
        AND given.year = CAST(nullif(substr(figure.period, 1, 4), '') AS integer)
        AND (figure.frequency <> 'R' OR substr(figure.period, 9, 4) = substr(figure.period, 1, 4))
        AND given_by.archived_on IS NULL
    ORDER BY given_by.published_on DESC NULLS LAST, given_by.key
    LIMIT 1
)
LEFT JOIN trade_source rate_source ON rate_source.id = rate.source_id
WHERE source.archived_on IS NULL
