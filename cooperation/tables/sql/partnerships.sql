SELECT
    (partnership.region_a_id || '/' || partnership.region_b_id) by_bytes AS partnership,
    partnership.region_a_id AS region_a_code,
    region_a.name AS region_a_name,
    substr(partnership.region_a_id, 1, 2) AS region_a_country_code,
    partnership.region_b_id AS region_b_code,
    region_b.name AS region_b_name,
    substr(partnership.region_b_id, 1, 2) AS region_b_country_code,
    nullif(partnership.declared_stage, '') AS declared_stage,
    label(cooperation.PartnershipStage, partnership.declared_stage) AS declared_stage_label,
    partnership.declared_on,
    nullif(partnership.declared_because, '') AS declared_because,
    (
        SELECT count(*)
        FROM cooperation_meeting_partnerships link
        JOIN cooperation_meeting meeting ON meeting.id = link.meeting_id
        WHERE link.partnership_id = partnership.id
            AND meeting.publication = 'published' AND meeting.archived_on IS NULL
            AND meeting.state = 'held' AND meeting.date <= today()
    ) AS meetings_held,
    (
        SELECT min(meeting.date)
        FROM cooperation_meeting_partnerships link
        JOIN cooperation_meeting meeting ON meeting.id = link.meeting_id
        WHERE link.partnership_id = partnership.id
            AND meeting.publication = 'published' AND meeting.archived_on IS NULL
            AND meeting.state = 'held' AND meeting.date <= today()
    ) AS first_meeting_on,
    last_meeting.date AS last_meeting_on,
    last_meeting.date_precision AS last_meeting_precision,
    last_meeting.key AS last_meeting_key,
    next_meeting.date AS next_meeting_on,
    next_meeting.date_precision AS next_meeting_precision,
    next_meeting.key AS next_meeting_key,
    (
        SELECT count(*) FROM bilateral_proposals proposal
        WHERE proposal.region_a_code = partnership.region_a_id
            AND proposal.region_b_code = partnership.region_b_id
    ) AS proposals,
    (
        SELECT count(*) FROM bilateral_proposals proposal
        WHERE proposal.region_a_code = partnership.region_a_id
            AND proposal.region_b_code = partnership.region_b_id
            AND proposal.is_open
    ) AS open_proposals,
    (
        SELECT count(*) FROM bilateral_mechanisms mechanism
        WHERE mechanism.region_a_code = partnership.region_a_id
            AND mechanism.region_b_code = partnership.region_b_id
    ) AS mechanisms,
    (
        SELECT count(*) FROM bilateral_mechanisms mechanism
        WHERE mechanism.region_a_code = partnership.region_a_id
            AND mechanism.region_b_code = partnership.region_b_id
            AND mechanism.state = 'operating'
    ) AS operating_mechanisms,
    computed.stage,
    label(cooperation.PartnershipStage, computed.stage) AS stage_label,
    computed.stalled_proposals,
    computed.turnover_year AS latest_turnover_year,
    computed.turnover_value AS latest_turnover_value,
    nullif(computed.turnover_currency, '') AS latest_turnover_currency,
    computed.day AS computed_on
FROM cooperation_partnership partnership
JOIN trade_region region_a ON region_a.code = partnership.region_a_id
JOIN trade_region region_b ON region_b.code = partnership.region_b_id
LEFT JOIN cooperation_meeting last_meeting ON last_meeting.id = (
    SELECT meeting.id
    FROM cooperation_meeting_partnerships link
    JOIN cooperation_meeting meeting ON meeting.id = link.meeting_id
    WHERE link.partnership_id = partnership.id
        AND meeting.publication = 'published' AND meeting.archived_on IS NULL
        AND meeting.state = 'held' AND meeting.date <= today()
    ORDER BY meeting.date DESC, meeting.id DESC
    LIMIT 1
)
-- The first planned one whose last possible day has not passed.
LEFT JOIN cooperation_meeting next_meeting ON next_meeting.id = (
    SELECT meeting.id
    FROM cooperation_meeting_partnerships link
    JOIN cooperation_meeting meeting ON meeting.id = link.meeting_id
    WHERE link.partnership_id = partnership.id
        AND meeting.publication = 'published' AND meeting.archived_on IS NULL
        AND meeting.state = 'planned'
        AND meeting.date >= CASE meeting.date_precision
            WHEN 'year' THEN first_of_year()
            WHEN 'month' THEN first_of_month()
            ELSE today()
        END
    ORDER BY meeting.date, meeting.id
    LIMIT 1
)
-- What takes more than SQL is kept when somebody asks, and holds while no fact has changed.
LEFT JOIN cooperation_overviewsnapshot computed
    ON computed.partnership_id = partnership.id
    AND NOT computed.with_drafts
    AND computed.language = 'en'
    AND computed.revision = (
        SELECT coalesce(sum(change.weight), 0)
        FROM cooperation_revision change
        WHERE change.partnership_id = partnership.id
    )
WHERE partnership.archived_on IS NULL
