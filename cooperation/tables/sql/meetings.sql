SELECT
    meeting.key by_bytes AS meeting_key,
    meeting.date,
    meeting.date_precision,
    meeting.date_basis,
    label(cooperation.Meeting.DateBasis, meeting.date_basis) AS date_basis_label,
    nullif(meeting.date_as_written, '') AS date_as_written,
    nullif(meeting.title, '') AS meeting_title,
    nullif(meeting.place, '') AS place,
    meeting.kind,
    label(cooperation.Meeting.Kind, meeting.kind) AS kind_label,
    meeting.state,
    label(cooperation.Meeting.State, meeting.state) AS state_label,
    (
        SELECT joined(item) FROM (
            SELECT pair.region_a_id || '/' || pair.region_b_id AS item
            FROM cooperation_meeting_partnerships link
            JOIN cooperation_partnership pair ON pair.id = link.partnership_id
            WHERE link.meeting_id = meeting.id
            ORDER BY pair.region_a_id, pair.region_b_id
        ) AS listed
    ) AS partnerships,
    (
        SELECT joined(item) FROM (
            SELECT one.name || ' – ' || other.name AS item
            FROM cooperation_meeting_partnerships link
            JOIN cooperation_partnership pair ON pair.id = link.partnership_id
            JOIN trade_region one ON one.code = pair.region_a_id
            JOIN trade_region other ON other.code = pair.region_b_id
            WHERE link.meeting_id = meeting.id
            ORDER BY pair.region_a_id, pair.region_b_id
        ) AS listed
    ) AS partnership_names,
    (
        SELECT count(*) FROM cooperation_participant participant
        WHERE participant.meeting_id = meeting.id
    ) AS participants,
    (
        SELECT joined(item) FROM (
            SELECT participant.name_as_written AS item
            FROM cooperation_participant participant
            WHERE participant.meeting_id = meeting.id AND participant.role = 'head'
            ORDER BY participant.side_id, participant.id
        ) AS listed
    ) AS heads,
    (
        SELECT joined(item) FROM (
            SELECT DISTINCT sector.code AS item
            FROM cooperation_topic topic
            JOIN cooperation_sector sector ON sector.id = topic.sector_id
            WHERE topic.meeting_id = meeting.id
            ORDER BY sector.code
        ) AS listed
    ) AS sector_codes,
    (
        SELECT joined(item) FROM (
            SELECT DISTINCT sector.code, sector.name AS item
            FROM cooperation_topic topic
            JOIN cooperation_sector sector ON sector.id = topic.sector_id
            WHERE topic.meeting_id = meeting.id
            ORDER BY sector.code
        ) AS listed
    ) AS sector_names,
    (
        SELECT count(*)
        FROM cooperation_statement statement
        JOIN trade_passage passage ON passage.id = statement.passage_id
        JOIN trade_source said_in ON said_in.id = passage.source_id
        WHERE statement.meeting_id = meeting.id AND said_in.archived_on IS NULL
    ) AS statements,
    nullif(meeting.summary, '') AS summary,
    (
        SELECT joined(item) FROM (
            SELECT source.key AS item
            FROM cooperation_meeting_sources link
            JOIN trade_source source ON source.id = link.source_id
            WHERE link.meeting_id = meeting.id AND source.archived_on IS NULL
            ORDER BY source.key
        ) AS listed
    ) AS source_keys,
    (
        SELECT joined(item) FROM (
            SELECT source.key, source.publisher AS item
            FROM cooperation_meeting_sources link
            JOIN trade_source source ON source.id = link.source_id
            WHERE link.meeting_id = meeting.id AND source.archived_on IS NULL
            ORDER BY source.key
        ) AS listed
    ) AS publishers,
    (
        SELECT joined(item) FROM (
            SELECT source.key, source.url AS item
            FROM cooperation_meeting_sources link
            JOIN trade_source source ON source.id = link.source_id
            WHERE link.meeting_id = meeting.id AND source.archived_on IS NULL AND source.url <> ''
            ORDER BY source.key
        ) AS listed
    ) AS urls
FROM cooperation_meeting meeting
WHERE meeting.publication = 'published' AND meeting.archived_on IS NULL
