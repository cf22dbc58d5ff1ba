SELECT
    mechanism.id AS mechanism_id,
    (partnership.region_a_id || '/' || partnership.region_b_id) by_bytes AS partnership,
    partnership.region_a_id AS region_a_code,
    region_a.name AS region_a_name,
    partnership.region_b_id AS region_b_code,
    region_b.name AS region_b_name,
    mechanism.name AS mechanism_name,
    mechanism.kind,
    label(cooperation.Mechanism.Kind, mechanism.kind) AS kind_label,
    mechanism.state,
    label(cooperation.Mechanism.State, mechanism.state) AS state_label,
    sector.code AS sector_code,
    sector.name AS sector_name,
    mechanism.located_in_id AS located_in_code,
    located_in.name AS located_in_name,
    host.key AS host_key,
    host.name AS host_name,
    mechanism.starts_on,
    CASE WHEN mechanism.starts_on IS NOT NULL THEN mechanism.starts_on_precision END
        AS starts_on_precision,
    mechanism.ends_on,
    CASE WHEN mechanism.ends_on IS NOT NULL THEN mechanism.ends_on_precision END
        AS ends_on_precision,
    source.key AS source_key,
    source.title AS source_title,
    source.publisher,
    nullif(source.url, '') AS url
FROM cooperation_mechanism mechanism
JOIN cooperation_partnership partnership ON partnership.id = mechanism.partnership_id
JOIN trade_region region_a ON region_a.code = partnership.region_a_id
JOIN trade_region region_b ON region_b.code = partnership.region_b_id
JOIN trade_source source ON source.id = mechanism.source_id
LEFT JOIN cooperation_sector sector ON sector.id = mechanism.sector_id
LEFT JOIN trade_region located_in ON located_in.code = mechanism.located_in_id
LEFT JOIN cooperation_organisation host ON host.id = mechanism.host_id
WHERE mechanism.archived_on IS NULL AND source.archived_on IS NULL
