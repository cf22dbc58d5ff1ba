-- The best SQL we know for each question, as one statement that answers JSON: what PostgreSQL
-- alone needs, and so the limit for every program in front of it. In PL/pgSQL, which keeps its plans.
-- Also what PostGraphile serves.

CREATE OR REPLACE FUNCTION bench_status(pair bigint, day date) RETURNS json
LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN (
WITH held AS (
    SELECT m.key, m.date, m.place, m.kind
    FROM cooperation_meeting_partnerships mp JOIN cooperation_meeting m ON m.id = mp.meeting_id
    WHERE mp.partnership_id = pair AND m.publication = 'published' AND m.state = 'held'
        AND m.archived_on IS NULL AND m.date <= day
), reached AS (
    SELECT DISTINCT ON (p.id) p.id, c.stage
    FROM cooperation_proposal p JOIN cooperation_proposalchange c ON c.proposal_id = p.id
    WHERE p.partnership_id = pair AND p.archived_on IS NULL AND c.effective_on <= day
    ORDER BY p.id, c.effective_on DESC, c.id DESC
), yearly AS (
    SELECT f.period, f.reporter_id AS reporter,
        sum(f.value) FILTER (WHERE f.flow = 'X') AS export,
        sum(f.value) FILTER (WHERE f.flow = 'M') AS import,
        sum(f.value) AS turnover
    FROM cooperation_partnership p
    JOIN trade_product t ON t.edition = 'ANY' AND t.code = 'TOTAL'
    JOIN trade_tradefigure f ON f.product_id = t.id AND (
        (f.reporter_id = p.region_a_id AND f.partner_id = p.region_b_id)
        OR (f.reporter_id = p.region_b_id AND f.partner_id = p.region_a_id))
    WHERE p.id = pair AND f.frequency = 'A' AND f.period_end <= day
    GROUP BY f.period, f.reporter_id
)
SELECT json_build_object(
    'region_a', json_build_object('code', a.code, 'name', a.name),
    'region_b', json_build_object('code', b.code, 'name', b.name),
    'as_of', day,
    'declared_stage', p.declared_stage,
    'meetings', (SELECT count(*) FROM held),
    'meetings_12m', (SELECT count(*) FROM held WHERE date > day - 365),
    'last_meeting', (SELECT row_to_json(h) FROM held h ORDER BY date DESC LIMIT 1),
    'proposals', (SELECT coalesce(json_object_agg(stage, n), '{}')
        FROM (SELECT stage, count(*) AS n FROM reached GROUP BY stage) s),
    'mechanisms', (SELECT coalesce(json_object_agg(state, n), '{}')
        FROM (SELECT state, count(*) AS n FROM cooperation_mechanism
              WHERE partnership_id = pair AND archived_on IS NULL GROUP BY state) s),
    'trade', (SELECT coalesce(json_agg(y ORDER BY y.period DESC, y.reporter), '[]') FROM yearly y))
FROM cooperation_partnership p
JOIN trade_region a ON a.code = p.region_a_id JOIN trade_region b ON b.code = p.region_b_id
WHERE p.id = pair
); END $$;

CREATE OR REPLACE FUNCTION bench_figures_of(reporter text, partner text)
RETURNS SETOF trade_tradefigure LANGUAGE sql STABLE AS $$
SELECT * FROM trade_tradefigure f
WHERE f.reporter_id = $1 AND f.partner_id = $2 AND f.frequency = 'A'
ORDER BY f.product_id, f.period_start, f.id LIMIT 50
$$;

CREATE OR REPLACE FUNCTION bench_figures(reporter text, partner text) RETURNS json
LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN (
SELECT coalesce(json_agg(json_build_object(
    'id', f.id,
    'reporter', json_build_object('code', r.code, 'name', r.name),
    'partner', json_build_object('code', p.code, 'name', p.name),
    'flow', f.flow,
    'product', json_build_object('id', g.id, 'edition', g.edition, 'code', g.code,
        'level', g.level, 'name', g.name),
    'frequency', f.frequency, 'period', f.period, 'period_start', f.period_start,
    'period_end', f.period_end, 'value', f.value, 'currency', f.currency,
    'qualifier', f.qualifier, 'observation_status', f.observation_status,
    'valuation', f.valuation, 'amount_as_written', f.amount_as_written,
    'recorded_at', f.recorded_at,
    'source', json_build_object('key', s.key, 'kind', s.kind, 'title', s.title,
        'publisher', s.publisher, 'url', s.url, 'published_on', s.published_on))
    ORDER BY f.product_id, f.period_start, f.id), '[]')
FROM bench_figures_of($1, $2) f
JOIN trade_region r ON r.code = f.reporter_id JOIN trade_region p ON p.code = f.partner_id
JOIN trade_product g ON g.id = f.product_id JOIN trade_source s ON s.id = f.source_id
); END $$;

CREATE OR REPLACE FUNCTION bench_meetings_until(kind text, day date)
RETURNS SETOF cooperation_meeting LANGUAGE sql STABLE AS $$
SELECT * FROM cooperation_meeting m
WHERE m.kind = $1 AND m.date <= $2 AND m.publication = 'published' AND m.archived_on IS NULL
ORDER BY m.date DESC NULLS LAST, m.id LIMIT 50
$$;

CREATE OR REPLACE FUNCTION bench_meetings(kind text, day date) RETURNS json
LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN (
SELECT coalesce(json_agg(json_build_object(
    'key', m.key, 'title', m.title, 'date', m.date, 'date_precision', m.date_precision,
    'date_basis', m.date_basis, 'date_as_written', m.date_as_written, 'place', m.place,
    'kind', m.kind, 'state', m.state, 'summary', m.summary,
    'partnerships', (
        SELECT json_agg(json_build_object('region_a', p.region_a_id, 'region_b', p.region_b_id))
        FROM cooperation_meeting_partnerships mp
        JOIN cooperation_partnership p ON p.id = mp.partnership_id WHERE mp.meeting_id = m.id),
    'participants', (
        SELECT json_agg(json_build_object(
            'id', c.id, 'side', c.side_id, 'name_as_written', c.name_as_written,
            'title_as_written', c.title_as_written, 'role', c.role,
            'official', o.key, 'name', o.name, 'post', t.title))
        FROM cooperation_participant c
        LEFT JOIN cooperation_official o ON o.id = c.official_id
        LEFT JOIN cooperation_tenure h ON h.id = c.tenure_id
        LEFT JOIN cooperation_post t ON t.id = h.post_id
        WHERE c.meeting_id = m.id)) ORDER BY m.date DESC, m.id), '[]')
FROM bench_meetings_until($1, $2) m
); END $$;

-- What is asked about, by number: pgbench draws numbers.
DROP TABLE IF EXISTS bench_question;
CREATE TABLE bench_question AS
WITH pairs AS (
    SELECT row_number() OVER (ORDER BY md5(id::text)) AS number, id AS pair,
        region_a_id AS region_a, region_b_id AS region_b
    FROM cooperation_partnership
), busy AS (
    SELECT row_number() OVER (ORDER BY md5(reporter_id || partner_id)) AS number,
        reporter_id AS reporter, partner_id AS partner
    FROM trade_tradefigure GROUP BY reporter_id, partner_id HAVING count(*) >= 50
)
SELECT pairs.*, busy.reporter, busy.partner,
    (ARRAY['meeting', 'visit', 'call', 'forum', 'commission'])[1 + pairs.number % 5] AS kind,
    date '2025-12-31' - (pairs.number * 7919 % 1500)::int AS day
FROM pairs JOIN busy ON busy.number = 1 + pairs.number % (SELECT count(*) FROM busy)
WHERE pairs.number <= 300;
ALTER TABLE bench_question ADD PRIMARY KEY (number);
ANALYZE bench_question;
