SELECT
    statement.id AS statement_id,
    meeting.key by_bytes AS meeting_key,
    meeting.date AS meeting_date,
    meeting.date_precision AS meeting_date_precision,
    statement.speaker_as_written,
    participant.side_id AS side_code,
    side.name AS side_name,
    official.key AS official_key,
    official.name AS official_name,
    passage.words,
    source.key AS source_key,
    source.title AS source_title,
    source.publisher,
    nullif(source.url, '') AS url,
    source.published_on,
    CASE WHEN source.published_on IS NOT NULL THEN source.published_on_precision END
        AS published_on_precision,
    source.language,
    passage.start AS passage_start,
    passage."end" AS passage_end
FROM cooperation_statement statement
JOIN trade_passage passage ON passage.id = statement.passage_id
JOIN trade_source source ON source.id = passage.source_id
LEFT JOIN cooperation_meeting meeting ON meeting.id = statement.meeting_id
LEFT JOIN cooperation_participant participant ON participant.id = statement.participant_id
LEFT JOIN trade_region side ON side.code = participant.side_id
LEFT JOIN cooperation_official official ON official.id = statement.official_id
WHERE source.archived_on IS NULL
    AND (
        statement.meeting_id IS NULL
        OR (meeting.publication = 'published' AND meeting.archived_on IS NULL)
    )
